"""Panels that several pages draw."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scalinglaws.display.theme import LIGHT
from scalinglaws.figures.panels.isoflop_profiles import profile_layers
from scalinglaws.figures.panels.law_slices import HIGHEST_DRAWN, draw_slices
from tests.figures.every import built, floors, runs


def test_a_profile_s_star_is_the_lowest_point_of_its_parabola() -> None:
    layers = profile_layers(runs(), floors())
    stars, curves = layers["floors"], layers["parabolas"]
    assert len(stars["budget_C"]) == 9
    for C, loss in zip(stars["budget_C"], stars["loss_nats"], strict=True):
        drawn = curves["loss_nats"][curves["budget_C"] == C]
        assert loss <= drawn.min() < loss + 0.01


def test_runs_above_the_slices_are_counted_not_dropped() -> None:
    layers = built("formula-slices").layers
    axes = Figure().subplots()
    draw_slices(axes, layers, LIGHT)
    above = int(np.sum(layers["runs"]["loss_nats"] > HIGHEST_DRAWN))
    assert above > 0
    assert f"{above} runs lie above" in [text.get_text() for text in axes.texts]
    assert axes.get_ylim()[1] == HIGHEST_DRAWN
