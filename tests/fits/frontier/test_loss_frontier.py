"""The loss along the frontier: recovered, at its optimum, and that of SciPy's search."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import least_squares

from scalinglaws import fits
from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError
from scalinglaws.fits.frontier.loss_frontier import EXPONENTS, LossFrontier, fit_loss_frontiers


@given(st.floats(1.0, 2.0), st.floats(0.3, 1.5), st.floats(0.08, 0.3))
def test_the_loss_along_the_floors_is_recovered(E: float, k: float, g: float) -> None:
    budgets = np.geomspace(6e18, 3e21, 9)
    anchor = math.exp(np.log(budgets).mean())
    losses = E + k * (budgets / anchor) ** -g
    floor = fits.fit_loss_frontier(budgets, losses)
    assert np.allclose(floor.at(budgets), losses, rtol=1e-10)
    assert math.isclose(floor.E, E, rel_tol=1e-9)
    assert np.allclose(floor.compute_for(losses), budgets, rtol=1e-9)


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
    floor = LossFrontier(E=1.7, at_anchor=0.5, exponent=0.2, anchor_C=1e20)
    with pytest.raises(InputError, match="no budget reaches"):
        floor.compute_for([2.0, 1.7])


def by_levenberg_marquardt(log_C: Floats, loss: Floats, weight: Floats) -> Floats:
    """E, log k and g of ``E + k exp(-g log_C)``, searched for all together by SciPy."""

    def misses(p: Floats) -> Floats:
        return np.asarray(np.sqrt(weight) * (p[0] + np.exp(p[1] - p[2] * log_C) - loss))

    def jacobian(p: Floats) -> Floats:
        reducible = np.exp(p[1] - p[2] * log_C)
        columns = np.column_stack([np.ones_like(reducible), reducible, -log_C * reducible])
        return np.asarray(np.sqrt(weight)[:, None] * columns)

    start = [loss.min() / 2, np.log(loss.min() / 2), 0.15]
    found = least_squares(misses, start, jac=jacobian, method="lm", xtol=1e-15, ftol=1e-15)
    return np.asarray(found.x)


@given(st.integers(0, 2**32 - 1), st.floats(0.08, 0.3), st.sampled_from([1e-5, 1e-4, 1e-3]))
def test_loss_frontiers_are_those_of_levenberg_marquardt(seed: int, g: float, noise: float) -> None:
    rng = np.random.default_rng(seed)
    log_C = np.linspace(-3, 3, 9)
    loss = 1.7 + 0.8 * np.exp(-g * log_C) + noise * rng.standard_normal((3, 9))
    weight = rng.integers(1, 4, size=(3, 9)).astype(float)
    weight[0, 4] = 0
    absent = np.where(weight > 0, loss, np.nan)
    found = np.stack(
        fit_loss_frontiers(np.where(weight > 0, log_C, np.nan), absent, weight), axis=1
    )
    for row in range(3):
        E, log_k, exponent = by_levenberg_marquardt(log_C, loss[row], weight[row])
        # It stops once a step changes its squares by rounding only: at the eighth digit.
        np.testing.assert_allclose(found[row], [E, np.exp(log_k), exponent], rtol=1e-5)


def test_a_loss_frontier_ends_where_the_gradient_vanishes_to_rounding() -> None:
    rng = np.random.default_rng(5)
    log_C = np.linspace(-3, 3, 9)
    loss = 1.7 + 0.8 * np.exp(-0.15 * log_C) + 0.002 * rng.standard_normal((50, 9))
    weight = rng.integers(1, 4, size=(50, 9)).astype(float)
    E, k, g = (column[:, None] for column in fit_loss_frontiers(log_C, loss, weight))
    reducible = k * np.exp(-g * log_C)
    misses = E + reducible - loss
    for direction in (np.ones(9), reducible, reducible * log_C):
        pull = (weight * misses * direction).sum(axis=1)
        scale = (weight * abs(misses * direction)).sum(axis=1)
        assert (abs(pull) < 1e-11 * scale).all()


def test_losses_that_show_no_floor_or_nothing_else_end_at_an_end_of_the_exponents() -> None:
    log_C = np.linspace(-3, 3, 9)
    straight, steep = 3 - 0.1 * log_C - 0.01 * log_C**2, 2 + 0.1 * np.exp(-2 * log_C)
    E, k, g = fit_loss_frontiers(log_C, np.stack([straight, steep]), np.ones((2, 9)))
    assert tuple(g) == EXPONENTS
    assert np.isfinite([E, k]).all()
    two_budgets = np.where(log_C < -2, 1.0, 0.0)[None]
    assert np.isnan(fit_loss_frontiers(log_C, steep[None], two_budgets)).all()
