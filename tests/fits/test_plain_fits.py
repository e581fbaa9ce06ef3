"""Plain fits recover what was put in, and refuse what has no answer."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scalinglaws import fits, published
from scalinglaws.errors import InputError
from scalinglaws.studies.three_approaches import loss_gaps

SIZES = np.geomspace(1e8, 1e10, 9)


@given(st.floats(19, 23), st.floats(1.8, 3.5), st.floats(0.005, 0.2))
def test_a_valley_is_recovered(log_N: float, loss: float, curvature: float) -> None:
    losses = loss + curvature * (np.log(SIZES) - log_N) ** 2
    valley = fits.fit_parabola(1e20, SIZES, losses)
    assert math.isclose(math.log(valley.N), log_N, abs_tol=1e-7)
    assert math.isclose(valley.loss, loss, rel_tol=1e-9)
    assert math.isclose(valley.curvature, curvature, rel_tol=1e-8)
    assert np.allclose(valley.at(SIZES), losses, rtol=1e-9)


def test_a_valley_needs_three_sizes_and_a_floor() -> None:
    with pytest.raises(InputError, match="at least 3 sizes"):
        fits.fit_parabola(1e20, [1e8, 1e8, 1e9], [3.0, 3.1, 2.9])
    with pytest.raises(InputError, match="opens downwards"):
        fits.fit_parabola(1e20, [1e8, 1e9, 1e10], [2.0, 3.0, 2.0])


def test_floors_of_figure_3_agree_with_those_the_paper_draws() -> None:
    figure = published.load("hoffmann2022", "fig3")
    runs, drawn = figure.where(panel="left"), figure.where(panel="center")
    valleys = fits.fit_parabolas(runs["flops_C"], runs["params_N"], runs["loss_nats"])
    assert [v.C for v in valleys] == drawn["flops_C"].tolist()
    ratios = np.array([v.N for v in valleys]) / drawn["params_N"]
    # The run that left the page at 1e19 FLOP is missing here, so that floor is off by 0.6 %.
    assert np.all(np.abs(ratios - 1) < 0.007)
    assert np.median(np.abs(ratios - 1)) < 0.001


@given(st.floats(-2, 2), st.floats(1e-3, 1e12))
def test_a_line_on_log_paper_is_recovered(exponent: float, factor: float) -> None:
    x = np.geomspace(1e18, 1e22, 6)
    line = fits.fit_power_law(x, factor * (x / 1e20) ** exponent)
    assert math.isclose(line.exponent, exponent, abs_tol=1e-9)
    assert math.isclose(float(line.at(1e20)), factor, rel_tol=1e-9)


@pytest.mark.parametrize(
    ("x", "y"), [([1, 1], [1, 2]), ([1, -1], [1, 2]), ([1, 2], [0, 2]), ([1, 2], [math.nan, 2])]
)
def test_a_line_refuses_what_has_no_logarithm(x: list[float], y: list[float]) -> None:
    with pytest.raises(InputError):
        fits.fit_power_law(x, y)


@given(st.floats(1.0, 2.0), st.floats(0.3, 1.5), st.floats(0.08, 0.3))
def test_the_loss_along_the_floors_is_recovered(E: float, k: float, g: float) -> None:
    budgets = np.geomspace(6e18, 3e21, 9)
    anchor = math.exp(np.log(budgets).mean())
    losses = E + k * (budgets / anchor) ** -g
    floor = fits.fit_loss_frontier(budgets, losses)
    assert np.allclose(floor.at(budgets), losses, rtol=1e-10)
    assert math.isclose(floor.E, E, rel_tol=1e-5)
    assert np.allclose(floor.compute_for(losses), budgets, rtol=1e-4)


def test_the_floor_loss_fit_ends_where_the_gradient_vanishes() -> None:
    budgets = np.geomspace(6e18, 3e21, 9)
    noise = np.random.default_rng(0).normal(0, 0.01, 9)
    losses = 1.78 + 0.75 * (budgets / 1e20) ** -0.18 + noise
    floor = fits.fit_loss_frontier(budgets, losses)
    reducible = floor.at(budgets) - floor.E
    residual = floor.at(budgets) - losses
    directions = (np.ones(9), reducible, reducible * np.log(budgets / floor.anchor_C))
    for direction in directions:
        assert abs(direction @ residual) < 1e-10 * np.linalg.norm(direction)


def test_the_floor_loss_refuses_too_few_budgets_and_unreachable_losses() -> None:
    with pytest.raises(InputError, match="at least 3 budgets"):
        fits.fit_loss_frontier([1e19, 1e20], [2.0, 1.9])
    floor = fits.LossFrontier(E=1.7, at_anchor=0.5, exponent=0.2, anchor_C=1e20)
    with pytest.raises(InputError, match="no budget reaches"):
        floor.compute_for([2.0, 1.7])


def test_figures_3_and_4_differ_by_what_their_reading_says() -> None:
    budgets, gaps = loss_gaps()
    assert len(budgets) == 9
    # Read off both figures, budget by budget: 0.009 to 0.036 in the median.
    assert 0.0085 < np.abs(gaps).min() < 0.0095
    assert 0.0345 < np.abs(gaps).max() < 0.0365
