"""A budget's plan, its intervals, accelerator-hours and the flat bottom."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scalinglaws import planning
from scalinglaws.errors import InputError, OutOfRangeError
from scalinglaws.fits import Draws, Fit, bootstrap, fit_isoflop, fit_parametric
from scalinglaws.laws import BESIROGLU_2024, HOFFMANN_2022, LossLaw
from scalinglaws.runs import Runs

LAW = LossLaw(E=1.8, A=480.0, B=2100.0, alpha=0.35, beta=0.37)


@pytest.fixture(scope="module")
def runs() -> Runs:
    """Forty-five noisy runs of a known law at five budgets."""
    budgets = np.repeat(np.geomspace(1e18, 1e21, 5), 9)
    sizes = LAW.compute_optimal(budgets).N * np.tile(np.geomspace(0.15, 7, 9), 5)
    noise = np.random.default_rng(3).normal(0, 0.003, len(sizes))
    losses = LAW.loss(sizes, budgets / (6 * sizes)) * np.exp(noise)
    return Runs.from_arrays(sizes, C=budgets, loss=losses)


@pytest.fixture(scope="module")
def fit(runs: Runs) -> Fit:
    return fit_parametric(runs)


@pytest.fixture(scope="module")
def drawn(runs: Runs, fit: Fit) -> Draws:
    return bootstrap(fit, runs, resamples=400, rng=1)


def test_a_law_is_its_own_closed_form() -> None:
    best, allocation = planning.plan(HOFFMANN_2022, 1e24), HOFFMANN_2022.compute_optimal(1e24)
    assert best.as_json() == {
        "schema": 1,
        "law": HOFFMANN_2022.name,
        "C": 1e24,
        "N": float(allocation.N),
        "D": float(allocation.D),
        "tokens_per_parameter": float(allocation.D / allocation.N),
        "loss": float(allocation.loss),
    }


def test_a_fit_agrees_with_its_law_and_holds_the_truth(fit: Fit, drawn: Draws) -> None:
    best = planning.plan(fit, 1e22, draws=drawn, level=0.95)
    assert fit.law is not None
    assert pytest.approx(planning.plan(fit.law, 1e22).N, rel=1e-12) == best.N
    truth = planning.plan(LAW, 1e22)
    for name in ("N", "D", "tokens_per_parameter", "loss"):
        interval = best.intervals[name]
        assert interval.low < getattr(best, name) < interval.high
        assert interval.low < getattr(truth, name) < interval.high
        assert "400 resamples" in interval.method


def test_the_valleys_give_intervals_at_any_budget(runs: Runs) -> None:
    fit = fit_isoflop(runs)
    drawn = bootstrap(fit, runs, resamples=60, rng=0)
    for C in (1e22, 1e23):
        best = planning.plan(fit, C, draws=drawn)
        low = np.exp(np.quantile(np.log(drawn.values("N_opt", C)), 0.1))
        assert best.intervals["N"].low == pytest.approx(low)
        assert best.intervals["N"] == drawn.interval("N_opt", C=C)


def test_few_groups_have_the_same_rule_in_a_plan(runs: Runs, fit: Fit) -> None:
    drawn = bootstrap(fit, runs, groups=runs.C, resamples=60, rng=0)
    best = planning.plan(fit, 1e22, draws=drawn)
    assert best.intervals["loss"].method.endswith("t-quantile")


def test_an_interval_of_draws_that_failed_is_refused(drawn: Draws) -> None:
    (block,) = drawn.blocks
    broken = replace(block, alpha=np.where(np.arange(400) < 250, np.nan, block.a))  # type: ignore[type-var]
    with pytest.raises(InputError, match="250 of 400 resamples failed"):
        planning.plan(LAW, 1e22, draws=replace(drawn, blocks=(broken,)))


def test_draws_repeat_with_their_seed(runs: Runs, fit: Fit, drawn: Draws) -> None:
    again = bootstrap(fit, runs, resamples=400, rng=1)
    np.testing.assert_array_equal(again.values("E"), drawn.values("E"))


@pytest.mark.parametrize("C", [5.0, math.nan, math.inf, -1e20])
def test_no_budget(C: float, fit: Fit) -> None:
    with pytest.raises(InputError):
        planning.plan(fit, C)
    with pytest.raises(InputError):
        planning.plan(HOFFMANN_2022, C)


def test_far_from_the_runs_needs_a_word() -> None:
    with pytest.raises(OutOfRangeError):
        planning.plan(HOFFMANN_2022, 1e29)
    assert planning.plan(HOFFMANN_2022, 1e29, extrapolate=True).N > 1e12


def test_accelerator_hours() -> None:
    assert planning.flop_of_hours(2, rate=1e15, utilisation=0.5) == 2 * 3600 * 0.5e15
    for wrong in ({"rate": 0.0}, {"rate": 1e15, "utilisation": 1.01}, {"rate": math.nan}):
        with pytest.raises(InputError):
            planning.flop_of_hours(1.0, **wrong)


@given(st.floats(1e-6, 0.9), st.floats(0.05, 1.5), st.floats(0.05, 1.5))
def test_the_flat_bottom_wastes_its_share_at_both_ends(
    share: float, alpha: float, beta: float
) -> None:
    # A and B such that at C = 1e60 no end has N or D below 1.
    law = LossLaw(E=1.7, A=1e30**alpha / alpha, B=1e30**beta / beta, alpha=alpha, beta=beta)
    flat = planning.flat_bottom(law, 1e60, share=share)
    low, high = flat.factor
    assert low < 1 < high
    np.testing.assert_allclose(law.waste(np.array(flat.factor)), share, rtol=1e-6)
    np.testing.assert_allclose(6 * np.array(flat.N) * np.array(flat.D), flat.C, rtol=1e-12)


def test_the_waste_at_an_end_is_what_the_loss_there_would_have_cost() -> None:
    flat = planning.flat_bottom(BESIROGLU_2024, 5.76e23)
    reached = BESIROGLU_2024.loss(flat.N, flat.D)
    np.testing.assert_allclose(BESIROGLU_2024.compute_for(reached), 0.99 * 5.76e23, rtol=1e-9)
    assert flat.tokens_per_parameter[0] > flat.tokens_per_parameter[1]


def test_a_share_that_is_none() -> None:
    for share in (0.0, 1.0, -0.1, math.nan):
        with pytest.raises(InputError, match="share"):
            planning.flat_bottom(BESIROGLU_2024, 1e22, share=share)
