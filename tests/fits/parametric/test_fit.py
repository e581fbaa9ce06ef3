"""Approach 3: known optima, other groups' numbers, and honesty about the rest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scalinglaws import published
from scalinglaws.errors import InputError
from scalinglaws.fits.parametric import fit_parametric
from scalinglaws.fits.parts import DegenerateFitWarning, flag_meaning
from scalinglaws.fits.result import Fit
from scalinglaws.runs import Runs
from tests.fits.parametric.simulated import EXACT, synthetic

CONSTANTS = ("A", "B", "E", "alpha", "beta")


def figure_4(loss: str) -> Runs:
    """The paper's own points: losses by "height" where drawn, or all by "colour"."""
    table = published.load("hoffmann2022", "fig4")
    colour, height = table["loss_colour_nats"], table["loss_right_panel_nats"]
    drawn = np.isfinite(height) & (loss == "height")
    best = np.where(drawn, height, colour)
    low = np.where(drawn, best, table["loss_colour_low_nats"])
    high = np.where(drawn, best, table["loss_colour_high_nats"])
    return Runs.from_arrays(
        table["params_N"], C=table["flops_C"], loss=best, loss_low=low, loss_high=high
    )


@pytest.mark.parametrize("estimator", ["huber", "lad", "least-squares"])
def test_noiseless_runs_give_their_law_back(estimator: str) -> None:
    fit = fit_parametric(synthetic(4, noise=0.0), estimator=estimator)
    for name, value in EXACT.items():
        assert getattr(fit.constants, name) == pytest.approx(value, rel=1e-7)
    assert fit.evidence.flags == ("perfect fit",)
    assert fit.a == pytest.approx(0.3 / 0.64, rel=1e-7)


def test_the_cs336_set_is_a_law_without_noise(shared: Path) -> None:
    rows = json.loads((shared / "data" / "cs336-isoflops" / "isoflops_curves.json").read_text())
    N, C, loss = (
        [row[key] for row in rows] for key in ("parameters", "compute_budget", "final_loss")
    )
    fit = fit_parametric(Runs.from_arrays(N, C=C, loss=loss))
    assert fit.constants is not None
    found = [getattr(fit.constants, name) for name in CONSTANTS]
    np.testing.assert_allclose(found, [1606.4, 3210.7, 2.69, 0.34, 0.36], rtol=2e-7)


def test_besiroglu_240_points_reach_the_lowest_known_objective(kept: Runs) -> None:
    fit = fit_parametric(kept)
    assert len(kept) == fit.n == 240
    assert fit.objective is not None
    assert fit.objective.sum <= 1.01827401781e-3
    assert fit.objective.sum == pytest.approx(1.0182740178006e-3, rel=1e-12)
    assert fit.objective.mean == pytest.approx(4.2428084075e-6, rel=1e-10)
    found = [getattr(fit.constants, name) for name in CONSTANTS]
    np.testing.assert_allclose(
        found, [477.82587, 2143.4174, 1.817218099, 0.347310499, 0.367172433], rtol=2e-8
    )
    assert fit.evidence.flags == ()
    assert fit.evidence.gradient_norm is not None
    assert fit.evidence.gradient_norm < 1e-15


def test_besiroglu_245_points_reach_the_lowest_known_objective(besiroglu: Runs) -> None:
    fit = fit_parametric(besiroglu)
    assert fit.objective is not None
    assert fit.objective.sum == pytest.approx(1.826010523069e-3, rel=1e-12)
    assert fit.a == pytest.approx(0.5646, abs=5e-5)


def test_least_absolute_deviations_give_the_published_point(kept: Runs) -> None:
    fit = fit_parametric(kept, estimator="lad")
    assert fit.estimator == "lad"
    assert fit.delta is None
    assert fit.objective is not None
    assert fit.objective.sum <= 1.129494667
    k = fit.constants
    assert k is not None
    np.testing.assert_allclose([k.A, k.B], [482.006, 2085.437], rtol=1e-6)
    assert (round(k.alpha, 6), round(k.beta, 6)) == (0.347813, 0.365854)
    # A corner is lowest where no multiplier exceeds 1.
    assert fit.evidence.details["largest_multiplier"] < 1


@pytest.mark.parametrize(
    ("loss", "drop", "a"),
    [("height", 5, 0.524), ("colour", 5, 0.514), ("height", 0, 0.569), ("colour", 0, 0.564)],
)
def test_the_papers_own_points(loss: str, drop: int, a: float) -> None:
    fit = fit_parametric(figure_4(loss).without_highest(drop))
    assert fit.a == pytest.approx(a, abs=5e-4)


def test_losses_known_as_intervals_count_only_outside_them() -> None:
    runs = figure_4("colour").without_highest(5)
    fit = fit_parametric(runs, loss_bounds=True)
    assert (fit.estimator, fit.loss_bounds) == ("huber", True)
    assert Fit.from_json(fit.to_json()).loss_bounds
    assert "huber, delta = 0.001, losses as intervals" in str(fit)
    assert fit.constants is not None
    assert runs.loss_low is not None
    assert runs.loss_high is not None
    predicted = fit.constants.log_loss(runs.N, runs.D)
    low, high = np.log(runs.loss_low), np.log(runs.loss_high)
    distance = np.maximum(0, np.maximum(predicted - high, low - predicted))
    huber = np.where(distance <= 1e-3, distance**2 / 2, 1e-3 * (distance - 5e-4))
    assert fit.objective is not None
    assert fit.objective.sum == pytest.approx(huber.sum(), rel=1e-9)
    middle = fit_parametric(runs)
    assert middle.objective is not None
    assert fit.objective.sum < middle.objective.sum
    assert fit.a == pytest.approx(middle.a, abs=5e-3)


def test_an_interval_of_no_width_is_a_known_loss() -> None:
    runs = synthetic(5)
    known = fit_parametric(runs)
    as_intervals = Runs.from_arrays(
        runs.N, D=runs.D, loss=runs.loss, loss_low=runs.loss, loss_high=runs.loss
    )
    assert fit_parametric(as_intervals, loss_bounds=True).constants == known.constants


def test_a_fixed_floor_stays_and_costs_something(kept: Runs) -> None:
    free, fixed = fit_parametric(kept), fit_parametric(kept, E=1.8)
    assert fixed.constants is not None
    np.testing.assert_allclose(fixed.constants.E, 1.8, rtol=1e-15)
    assert free.objective is not None
    assert fixed.objective is not None
    assert fixed.objective.sum > free.objective.sum
    assert free.constants is not None
    again = fit_parametric(kept, E=free.constants.E)
    assert again.objective is not None
    assert again.objective.sum == pytest.approx(free.objective.sum, rel=1e-12)


def test_least_squares_is_huber_with_a_delta_beyond_every_residual() -> None:
    runs = synthetic(6)
    squares, wide = (
        fit_parametric(runs, estimator="least-squares"),
        fit_parametric(runs, delta=10.0),
    )
    assert squares.constants is not None
    assert wide.constants is not None
    assert squares.constants.alpha == pytest.approx(wide.constants.alpha, rel=1e-9)


def test_a_law_without_a_floor_is_flagged_and_warned_of() -> None:
    rng = np.random.default_rng(8)
    N, D = 10 ** rng.uniform(7.5, 9, 60), 10 ** rng.uniform(9, 11, 60)
    runs = Runs.from_arrays(
        N, D=D, loss=np.exp(2.0 - 0.05 * np.log(N) + 0.02 * rng.standard_normal(60))
    )
    with pytest.warns(DegenerateFitWarning, match="degenerate"):
        fit = fit_parametric(runs)
    assert fit.evidence.flags
    assert set(fit.evidence.flags) & {"E near zero", "beta near zero", "beta large", "flat"}
    assert all(flag_meaning(flag) != flag for flag in fit.evidence.flags)
    assert (fit.evidence.starts or 0) > 4500
    assert Fit.from_json(fit.to_json()).evidence == fit.evidence


def test_a_term_that_acts_on_one_run_is_a_spike() -> None:
    rng = np.random.default_rng(9)
    N, D = 10 ** rng.uniform(7.5, 9, 40), 10 ** rng.uniform(9, 11, 40)
    loss = (1.7 + 1500 * D**-0.3) * np.exp(0.01 * rng.standard_normal(40))
    loss[N.argmin()] *= 2
    with pytest.warns(DegenerateFitWarning):
        fit = fit_parametric(Runs.from_arrays(N, D=D, loss=loss))
    assert {"spike", "alpha large"} <= set(fit.evidence.flags)


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ({"estimator": "mse"}, "estimator = 'mse': expected one of huber, lad, least-squares"),
        ({"delta": 0.0}, "delta = 0.0: expected a positive"),
        ({"delta": float("nan")}, "delta = nan: expected a positive"),
        ({"E": -1.0}, "E = -1.0: expected a finite loss"),
        ({"loss_bounds": True}, "no bounds of the loss: expected columns loss_low and loss_high"),
    ],
)
def test_a_wrong_argument_is_refused(arguments: dict[str, Any], found: str) -> None:
    with pytest.raises(InputError, match=found):
        fit_parametric(synthetic(1), **arguments)


def test_too_few_runs_are_refused_and_four_will_do_with_a_fixed_floor() -> None:
    few = synthetic(1, n=4, noise=0.0)
    with pytest.raises(InputError, match="4 runs: expected at least 5"):
        fit_parametric(few)
    assert fit_parametric(few, E=1.7).n == 4


def test_one_budget_one_size_or_one_token_count_is_refused() -> None:
    N, D = np.geomspace(1e8, 1e9, 6), np.geomspace(1e10, 1e11, 6)
    same, loss = np.full(6, 1e9), np.linspace(3, 2.5, 6)
    with pytest.raises(InputError, match="1 budget"):
        fit_parametric(Runs.from_arrays(N, C=1e18 + 0 * N, loss=loss))
    with pytest.raises(InputError, match=r"N = 1e\+09 in every row: expected two or more values"):
        fit_parametric(Runs.from_arrays(same, D=D, loss=loss))
    with pytest.raises(InputError, match=r"D = 1e\+09 in every row"):
        fit_parametric(Runs.from_arrays(N, D=same, loss=loss))


def test_the_frontier_is_the_laws_own() -> None:
    fit = fit_parametric(synthetic(6))
    assert fit.law is not None
    best = fit.law.compute_optimal([1e20, 1e22])
    np.testing.assert_allclose(fit.N_opt([1e20, 1e22]), best.N, rtol=1e-12)
    np.testing.assert_allclose(fit.D_opt([1e20, 1e22]), best.D, rtol=1e-12)
    np.testing.assert_allclose(fit.loss([1e20, 1e22]), best.loss, rtol=1e-12)
    assert pytest.approx(fit.law.G, rel=1e-12) == fit.G
    assert fit.a + fit.b == pytest.approx(1, rel=1e-15)


def test_residuals_are_log_measured_over_predicted() -> None:
    runs = synthetic(6)
    fit = fit_parametric(runs)
    assert fit.law is not None
    assert fit.residuals is not None
    expected = np.log(runs.loss / fit.law.loss(runs.N, runs.D))
    np.testing.assert_allclose(fit.residuals.value, expected, atol=1e-14)
    np.testing.assert_array_equal(fit.residuals.C, runs.C)
