"""The search: its starts, what they agree on, and what it costs."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize

from scalinglaws.arrays import Floats
from scalinglaws.fits.parametric import fit_parametric
from scalinglaws.fits.parametric.coordinates import make_problem
from scalinglaws.fits.parametric.objective import evaluate, objective
from scalinglaws.fits.parametric.search import search
from scalinglaws.fits.parametric.starts import paper_starts
from scalinglaws.fits.parts import DegenerateFitWarning
from scalinglaws.runs import Runs
from tests.fits.parametric.simulated import synthetic

CONSTANTS = ("A", "B", "E", "alpha", "beta")


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


def test_there_are_four_thousand_five_hundred_starts() -> None:
    starts = paper_starts()
    assert starts.shape == (4500, 5)
    assert len(np.unique(starts, axis=0)) == 4500


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
