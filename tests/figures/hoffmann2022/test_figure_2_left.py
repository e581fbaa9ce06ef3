"""The training curves of Figure 2: every curve, thinned to what shows."""

from __future__ import annotations

import numpy as np

from scalinglaws.figures.hoffmann2022.figure_2_left import BEND, corners
from tests.figures.every import built, table


def test_every_curve_of_figure_2_is_drawn_and_only_its_own_points() -> None:
    curves = table("fig2-curves")
    drawn = built("training-curves").layers["curves"]
    assert len(np.unique(drawn["curve"])) == 212
    assert len(drawn["curve"]) < len(curves) / 10
    read = set(zip(curves["curve"], curves["flops_C"], curves["loss_nats"], strict=True))
    assert set(zip(drawn["curve"], drawn["flops_C"], drawn["loss_nats"], strict=True)) <= read


def test_a_thinned_curve_of_figure_2_stays_within_a_hair_of_the_whole_one() -> None:
    curves = table("fig2-curves")
    drawn = built("training-curves").layers["curves"]
    height = np.ptp(np.log(curves["loss_nats"]))
    for number in (1, 100, 212):
        whole, thin = curves["curve"] == number, drawn["curve"] == number
        at = np.interp(
            np.log(curves["flops_C"][whole]),
            np.log(drawn["flops_C"][thin]),
            np.log(drawn["loss_nats"][thin]),
        )
        assert np.abs(at - np.log(curves["loss_nats"][whole])).max() <= BEND * height * 1.001


def test_corners_keep_the_ends_and_every_bend() -> None:
    x = np.linspace(0, 1, 101)
    assert corners(x, np.abs(x - 0.4), 1e-6).tolist() == [0, 40, 100]
    assert corners(x, 2 * x, 1e-6).tolist() == [0, 100]
    assert corners(x, np.where(x == 0.5, 0.01, 0), 0.02).tolist() == [0, 100]
