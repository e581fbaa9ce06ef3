"""Draws of runs, and of groups of runs."""

from __future__ import annotations

import numpy as np
import pytest

from scalinglaws.fits.intervals.bootstrap import bootstrap
from scalinglaws.fits.intervals.draws import draw_pairs, draw_subsamples, subsample_size
from tests.fits.intervals.mean_refit import MeanRefit


def test_pairs_are_as_many_runs_as_there_are_with_replacement() -> None:
    counts = draw_pairs(30, 4000, np.random.default_rng(0))
    assert (counts.sum(axis=1) == 30).all()
    assert counts.mean() == 1
    assert counts.var() == pytest.approx(29 / 30, rel=0.02)
    assert (counts == 0).mean() == pytest.approx((29 / 30) ** 30, rel=0.01)


def test_subsamples_hold_four_in_five_once_each() -> None:
    counts = draw_subsamples(128, 300, np.random.default_rng(0))
    assert set(np.unique(counts)) == {0, 1}
    assert (counts.sum(axis=1) == subsample_size(128)).all()
    assert subsample_size(128) == 102
    assert len({row.tobytes() for row in counts}) == 300


def test_clusters_come_and_go_together() -> None:
    groups = np.array(list("aaabbcdddd"))
    probe = MeanRefit(np.arange(10.0))
    drawn = bootstrap(probe, C=1e20, groups=groups, resamples=50, rng=0)
    weights = probe.calls[0]
    for name in "abcd":
        assert (np.ptp(weights[:, groups == name], axis=1) == 0).all()
    one_each = weights[:, [0, 3, 5, 6]]
    assert (one_each.sum(axis=1) == 4).all()
    assert drawn.units == 4
