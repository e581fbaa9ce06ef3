"""The paper's figures as one set of runs: how they count, and by how much they differ."""

from __future__ import annotations

import numpy as np
import pytest

from scalinglaws.published.hoffmann2022.runs import (
    counted_share,
    figure_3_runs,
    figure_4_runs,
    loss_gaps,
    size_labels,
)


def test_figures_3_and_4_differ_by_what_their_reading_says() -> None:
    budgets, gaps = loss_gaps()
    assert len(budgets) == 9
    # Read off both figures, budget by budget: 0.009 to 0.036 in the median.
    assert 0.0085 < np.abs(gaps).min() < 0.0095
    assert 0.0345 < np.abs(gaps).max() < 0.0365


def test_the_count_of_flop_is_that_read_off_figure_2() -> None:
    share = counted_share([1.058133e8, 9.293e9, 1e6, 1e12])
    assert share == pytest.approx([0.874, 1.014, 0.9756, 1.014], abs=1e-3)


def test_sizes_read_off_different_figures_have_one_label() -> None:
    in_3, in_4 = figure_3_runs().N, figure_4_runs().N
    assert len(set(size_labels(in_3))) == 36
    assert len(set(size_labels(in_4))) == 43
    near = np.abs(np.log(in_3[:, None] / in_4)).min(axis=1) < 1e-4
    assert set(size_labels(in_3[near])) <= set(size_labels(in_4))
