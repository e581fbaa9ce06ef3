"""The three approaches stand on the paper's own points, on one count of FLOP."""

from __future__ import annotations

import numpy as np

from scalinglaws.compute import six_nd
from scalinglaws.published.hoffmann2022.runs import figure_4_runs, size_labels
from scalinglaws.studies.three_approaches import entries, figure_2_envelope


def test_winners_are_counted_as_6nd() -> None:
    winners = figure_2_envelope()
    products = six_nd(np.exp(winners.log_N), np.exp(winners.log_D))
    np.testing.assert_allclose(winners.log_C, np.log(products))


def test_runs_of_one_size_are_drawn_together() -> None:
    formula = entries()[2]
    np.testing.assert_array_equal(formula.groups, size_labels(figure_4_runs().N))
