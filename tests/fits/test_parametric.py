"""Approach 3: derivatives, known optima, other groups' numbers, and honesty about the rest."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize

from scalinglaws import published
from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError
from scalinglaws.fits.parametric import fit_parametric
from scalinglaws.fits.parametric.coordinates import make_problem
from scalinglaws.fits.parametric.objective import evaluate, objective
from scalinglaws.fits.parametric.search import search
from scalinglaws.fits.parametric.starts import paper_starts
from scalinglaws.fits.parts import DegenerateFitWarning, Evidence, Interval, flag_meaning
from scalinglaws.fits.result import Fit
from scalinglaws.runs import Runs

EXACT = {"E": 1.7, "A": 400.0, "B": 1500.0, "alpha": 0.34, "beta": 0.3}
CONSTANTS = ("A", "B", "E", "alpha", "beta")


@pytest.fixture(autouse=True)
def _degenerate_fits_are_errors() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", DegenerateFitWarning)
        yield


@pytest.fixture(scope="module")
def besiroglu(shared: Path) -> Runs:
    """All 245 runs as Besiroglu et al. 2024 read them off Figure 4."""
    return Runs.from_csv(shared / "data" / "epoch-analyzing-chinchilla" / "svg_extracted_data.csv")


@pytest.fixture(scope="module")
def kept(besiroglu: Runs) -> Runs:
    return besiroglu.without_highest(5)


def synthetic(
    seed: int, n: int = 80, noise: float = 0.005, outliers: float = 0.0, decades: float = 2.5
) -> Runs:
    rng = np.random.default_rng(seed)
    N, D = 10 ** rng.uniform(7.5, 7.5 + decades, n), 10 ** rng.uniform(9, 9 + decades, n)
    loss = EXACT["E"] + EXACT["A"] * N ** -EXACT["alpha"] + EXACT["B"] * D ** -EXACT["beta"]
    log_noise = noise * rng.standard_normal(n)
    log_noise += (rng.random(n) < outliers) * np.abs(rng.standard_normal(n)) * 0.1
    return Runs.from_arrays(N, D=D, loss=loss * np.exp(log_noise))


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


def scipy_best(runs: Runs, delta: float, starts: Floats) -> float:
    """The lowest sum that tight L-BFGS-B finds: an objective written anew, times delta^-2."""
    x, y, log_loss = np.log(runs.N), np.log(runs.D), np.log(runs.loss)

    def both(p: Floats) -> tuple[float, Floats]:
        z = np.stack([np.full_like(x, p[0]), p[1] - p[3] * x, p[2] - p[4] * y])
        highest = z.max(axis=0)
        terms = np.exp(z - highest)
        total = terms.sum(axis=0)
        r = highest + np.log(total) - log_loss
        huber = np.where(np.abs(r) <= delta, r**2 / 2, delta * (np.abs(r) - delta / 2))
        pull = np.clip(r, -delta, delta) * terms / total
        slope = [*pull.sum(axis=1), -(pull[1] * x).sum(), -(pull[2] * y).sum()]
        return huber.sum() / delta**2, np.array(slope) / delta**2

    tight = {"ftol": 1e-15, "gtol": 1e-9, "maxiter": 3000, "maxfun": 6000, "maxcor": 20}
    ends = [minimize(both, s, jac=True, method="L-BFGS-B", options=tight).fun for s in starts]
    return float(np.nanmin(ends)) * delta**2


# The objective


@pytest.mark.parametrize("delta", [0.03, np.inf])
@pytest.mark.parametrize("E", [None, 1.5])
def test_gradient_and_hessian_are_those_of_finite_differences(
    delta: float, E: float | None
) -> None:
    problem = make_problem(synthetic(1, n=30), E)
    rng = np.random.default_rng(2)
    truth = [np.log(1.7), np.log(400), np.log(1500), 0.34, 0.3]
    q = problem.centred(np.array(truth) * rng.uniform(0.97, 1.03, (3, 5)))
    weights = rng.integers(0, 4, (3, 30)).astype(np.float64)
    value, h = evaluate(problem, q, delta, weights), 1e-5
    for k in problem.free:
        step = np.zeros(5)
        step[k] = h
        up, down = (evaluate(problem, q + s, delta, weights) for s in (step, -step))
        np.testing.assert_allclose((up.f - down.f) / (2 * h), value.gradient[:, k], rtol=1e-6)
        by_gradient = (up.gradient - down.gradient) / (2 * h)
        scale = np.abs(value.hessian).max()
        np.testing.assert_allclose(by_gradient, value.hessian[:, :, k], atol=1e-4 * scale)


def test_the_gauss_hessian_is_positive_semidefinite_and_bounds_the_loss() -> None:
    problem = make_problem(synthetic(3, n=30))
    q = problem.centred(paper_starts()[::450])
    hessian = evaluate(problem, q, 1e-3, gauss=True).hessian
    eigenvalues = np.linalg.eigvalsh(hessian)
    assert (eigenvalues[:, 0] >= -1e-12 * eigenvalues[:, -1]).all()


def test_there_are_four_thousand_five_hundred_starts() -> None:
    starts = paper_starts()
    assert starts.shape == (4500, 5)
    assert len(np.unique(starts, axis=0)) == 4500


# Known answers


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


def test_all_starts_find_nothing_lower_and_many_agree(kept: Runs) -> None:
    screened, exhaustive = fit_parametric(kept), fit_parametric(kept, exhaustive=True)
    assert screened.objective is not None
    assert exhaustive.objective is not None
    assert screened.objective.sum == pytest.approx(exhaustive.objective.sum, rel=1e-13)
    assert exhaustive.evidence.starts == 4500 + (screened.evidence.starts or 0)
    assert (exhaustive.evidence.starts_that_agree or 0) > 1000
    for name in CONSTANTS:
        one, other = (getattr(fit.constants, name) for fit in (screened, exhaustive))
        assert one == pytest.approx(other, rel=1e-9)


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


# Never worse than SciPy


@pytest.mark.parametrize(
    ("seed", "settings"),
    [
        (10, {"n": 60}),
        (11, {"n": 40, "noise": 0.03}),
        (12, {"n": 90, "outliers": 0.15}),
        (13, {"n": 60, "decades": 1.0}),
        (14, {"n": 25, "noise": 0.02, "decades": 1.0}),
        (15, {"n": 30, "noise": 0.05, "outliers": 0.1, "decades": 0.7}),
    ],
)
@pytest.mark.filterwarnings("ignore::scalinglaws.fits.parts.DegenerateFitWarning")
def test_sixty_tight_scipy_starts_find_nothing_lower(seed: int, settings: dict[str, Any]) -> None:
    runs = synthetic(seed, **settings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DegenerateFitWarning)
        fit = fit_parametric(runs)
    starts = np.random.default_rng(seed).permutation(paper_starts())[:60]
    with np.errstate(over="ignore", invalid="ignore"):
        lowest = scipy_best(runs, 1e-3, starts)
    assert fit.objective is not None
    assert fit.objective.sum <= lowest * (1 + 1e-9)


def test_a_valley_too_curved_for_straight_steps_is_followed_to_its_end() -> None:
    # alpha near 0.03: E and the size term all but trade places.
    rng = np.random.default_rng(7)
    N, D = 10 ** rng.uniform(7.5, 8.5, 150), 10 ** rng.uniform(9, 10, 150)
    loss = 0.2 + 2.4 * N**-0.03 + 2600 * D**-0.378
    runs = Runs.from_arrays(N, D=D, loss=loss * np.exp(0.004 * rng.standard_normal(150)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DegenerateFitWarning)
        fit = fit_parametric(runs)
    assert "not converged" not in fit.evidence.flags
    assert fit.evidence.gradient_norm is not None
    assert fit.evidence.gradient_norm < 1e-11


# Outcomes are flags


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


# Inputs raise


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


# The result


def test_a_fit_survives_json_to_the_last_bit() -> None:
    fit = fit_parametric(synthetic(6)).with_intervals({"a": Interval(0.4, 0.6, 0.95, "bootstrap")})
    again = Fit.from_json(fit.to_json())
    assert again == fit
    assert again.residuals is not None
    assert fit.residuals is not None
    np.testing.assert_array_equal(again.residuals.value, fit.residuals.value)
    assert again.to_json() == fit.to_json()


def test_an_interval_keeps_its_budget_in_json_and_is_reported() -> None:
    interval = Interval(1e10, 2e10, 0.9, "bootstrap", C=5e22)
    fit = fit_parametric(synthetic(6)).with_intervals({"N_opt": interval})
    assert fit.as_json()["intervals"]["N_opt"]["C"] == 5e22
    assert Fit.from_json(fit.to_json()).intervals["N_opt"] == interval
    (line,) = (line for line in str(fit).splitlines() if line.startswith("  N_opt"))
    assert f"{float(fit.N_opt(5e22)):.7g}" in line
    assert line.endswith("90% 1e+10 to 2e+10 (bootstrap) at C = 5e+22 FLOP")
    without = json.loads(fit.to_json())
    del without["intervals"]["N_opt"]["C"]  # as written before there was one
    assert Fit.from_json(json.dumps(without)).intervals["N_opt"].C is None


def test_the_json_has_the_keys_of_schema_1() -> None:
    content = json.loads(fit_parametric(synthetic(6)).to_json(residuals=False))
    assert content["schema"] == 1
    assert content["approach"] == 3
    assert set(content["law"]) == {"E", "A", "B", "log_E", "log_A", "log_B", "alpha", "beta"}
    assert set(content["objective"]) == {"sum", "mean"}
    assert content["evidence"]["flags"] == []
    assert content["intervals"] == {}
    assert "residuals" not in content


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": 2}', '{"schema": 1}'])
def test_what_is_no_fit_is_not_read_as_one(text: str) -> None:
    with pytest.raises(InputError):
        Fit.from_json(text)


def test_the_frontier_is_the_laws_own() -> None:
    fit = fit_parametric(synthetic(6))
    assert fit.law is not None
    best = fit.law.compute_optimal([1e20, 1e22])
    np.testing.assert_allclose(fit.N_opt([1e20, 1e22]), best.N, rtol=1e-12)
    np.testing.assert_allclose(fit.D_opt([1e20, 1e22]), best.D, rtol=1e-12)
    np.testing.assert_allclose(fit.loss([1e20, 1e22]), best.loss, rtol=1e-12)
    assert pytest.approx(fit.law.G, rel=1e-12) == fit.G
    assert fit.a + fit.b == pytest.approx(1, rel=1e-15)


def test_a_fit_predicts_the_loss_of_any_run() -> None:
    fit = fit_parametric(synthetic(6))
    assert fit.law is not None
    N, D = np.array([[1e9], [1e10]]), [1e10, 1e11, 1e12]
    assert fit.predict(N, D).shape == (2, 3)
    np.testing.assert_allclose(fit.predict(N, D), fit.law.loss(N, D), rtol=1e-12)
    with pytest.raises(InputError, match="approach 2 predicts no loss"):
        replace(fit, approach=2, constants=None).predict(1e9, 1e10)


def test_a_fit_shows_itself_in_one_line() -> None:
    fit = fit_parametric(synthetic(6))
    assert repr(fit) == f"Fit(approach=3, estimator='huber', n=80, a={fit.a:.4g}, b={fit.b:.4g})"
    flagged = replace(fit, evidence=Evidence(flags=("flat",)))
    assert repr(flagged).endswith(", flags=['flat'])")


def test_residuals_are_log_measured_over_predicted() -> None:
    runs = synthetic(6)
    fit = fit_parametric(runs)
    assert fit.law is not None
    assert fit.residuals is not None
    expected = np.log(runs.loss / fit.law.loss(runs.N, runs.D))
    np.testing.assert_allclose(fit.residuals.value, expected, atol=1e-14)
    np.testing.assert_array_equal(fit.residuals.C, runs.C)


def test_the_report_names_estimator_objective_constants_and_evidence() -> None:
    text = str(fit_parametric(synthetic(6)))
    for part in ("the formula: 80 runs", "huber, delta = 0.001", "(sum)", "(mean)", "alpha"):
        assert part in text
    for part in ("not proof", "starts that agree", "gradient norm", "no flags", "Residuals"):
        assert part in text


# Cost


def test_many_runs_need_few_searches_through_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """The basin is found on a sample; all runs are used for the last descent only."""
    problem = make_problem(synthetic(16, n=20_000))
    rows_of_runs = []

    def counted(part: Any, q: Floats, *arguments: Any, **options: Any) -> Any:
        rows_of_runs.append(len(q) * part.n)
        return evaluate(part, q, *arguments, **options)

    monkeypatch.setattr("scalinglaws.fits.parametric.newton.evaluate", counted)
    found = search(problem, 1e-3)
    assert sum(rows_of_runs) < 120 * problem.n
    lowest = objective(problem, found.q[None, :], 1e-3)[0]
    truth = [np.log(1.7), np.log(400.0), np.log(1500.0), 0.34, 0.3]
    assert lowest < objective(problem, problem.centred([truth]), 1e-3)[0]
