"""Approach 3 of Hoffmann et al. 2022: the law's constants from all runs at once.

The sum and the mean of the loss over the runs have one optimum, and the search finds the same
constants for either: it works on no absolute tolerance.

Above 2,000 runs the searches use a sample of 1,000, spread over the compute, and all runs the
last descent: cost is linear in the runs with a small slope. Memory is about ten arrays of
256 kB, or of eight bytes a run where that is more, besides the runs in ten columns.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import replace

import numpy as np

from scalinglaws.arrays import Floats
from scalinglaws.compute import FLOP_PER_PARAMETER_AND_TOKEN
from scalinglaws.errors import InputError
from scalinglaws.fits.frontier.loss_frontier import LossFrontier
from scalinglaws.fits.parametric.coordinates import Problem, make_problem
from scalinglaws.fits.parametric.estimators import HUBER, LAD, Estimator
from scalinglaws.fits.parametric.objective import evaluate, shares
from scalinglaws.fits.parametric.polish import corner_gradient, polish
from scalinglaws.fits.parametric.search import Found, at_edge, search
from scalinglaws.fits.parts import DegenerateFitWarning, Evidence, Objective, Residuals
from scalinglaws.fits.result import Fit
from scalinglaws.laws.log_law import LogLaw
from scalinglaws.laws.power_law import PowerLaw
from scalinglaws.runs import Runs

DELTA = 1e-3
FEWEST_BUDGETS = 2
# Mean square of log residuals that come from rounding the losses to floats.
PERFECT = 1e-24
FLAT = 1e-13
# Decrease, relative to the objective, that is left at the point returned.
LEFT_TO_GAIN = 1e-9
LARGEST_LOG = math.log(np.finfo(np.float64).max)


def fit_parametric(
    runs: Runs,
    *,
    estimator: str = HUBER,
    delta: float = DELTA,
    E: float | None = None,
    loss_bounds: bool = False,
    exhaustive: bool = False,
) -> Fit:
    """Fit L(N, D) = E + A/N^alpha + B/D^beta to all runs at once.

    Minimises the sum over the runs of a loss of ``log(L(N, D) / measured loss)``, all constants
    free and unbounded (Hoffmann et al. 2022, arXiv:2203.15556, Section 3.3, Equation 3).

    Parameters
    ----------
    runs : Runs
        At least five runs (four with E fixed), at two or more budgets.
    estimator : str
        "huber" with ``delta``, as Hoffmann et al. 2022; "lad", least absolute deviations, which
        gives the point that Besiroglu et al. 2024 (arXiv:2404.10102) print; "least-squares".
    delta : float
        Where Huber's loss turns from square to straight, in units of the natural logarithm.
    E : float, optional
        Irreducible loss to hold fixed, in nats per token, zero or more.
    loss_bounds : bool
        Measure residuals from the nearer end of ``loss_low`` to ``loss_high``; 0 between them.
    exhaustive : bool
        Also search from the 4,500 starts of Appendix D.2; done in any case at a boundary.

    Returns
    -------
    Fit
        Its evidence flags a best point at a boundary, on a spike or where f is flat.

    Raises
    ------
    InputError
        If there are too few runs, budgets, sizes or token counts, or an argument is none of these.

    Warns
    -----
    DegenerateFitWarning
        If the fit has a flag other than "perfect fit".
    """
    chosen = Estimator.of(estimator, delta)
    problem = _problem(runs, E, loss_bounds)
    fit = _fit(runs, problem, chosen, _lowest(problem, chosen, exhaustive), loss_bounds)
    _warn(fit.evidence.flags)
    return fit


def _problem(runs: Runs, E: float | None, loss_bounds: bool) -> Problem:
    if E is not None and not 0 <= E < np.inf:
        raise InputError(f"E = {E!r}: expected a finite loss in nats per token, zero or more")
    runs.require(4 if E is not None else 5, budgets=FEWEST_BUDGETS)
    return make_problem(runs, E, loss_bounds=loss_bounds)


def _lowest(problem: Problem, chosen: Estimator, exhaustive: bool) -> Found:
    found = search(problem, chosen.width, exhaustive=exhaustive)
    q = polish(problem, found.q, chosen.width, to_vertex=chosen.name == LAD)
    return replace(found, q=q)


def _fit(runs: Runs, problem: Problem, chosen: Estimator, found: Found, loss_bounds: bool) -> Fit:
    constants = problem.constants(found.q)
    N_frontier, D_frontier, loss_frontier = _frontier(constants)
    r = shares(problem, found.q[None, :]).r[0]
    total = _total(r, chosen)
    return Fit(
        approach=3,
        estimator=chosen.name,
        delta=chosen.delta,
        loss_bounds=loss_bounds,
        n=len(runs),
        N_frontier=N_frontier,
        D_frontier=D_frontier,
        loss_frontier=loss_frontier,
        constants=constants,
        objective=Objective(total, total / len(runs)),
        evidence=_evidence(problem, chosen, found, r),
        residuals=Residuals(runs.N, runs.D, runs.C, -r),
    )


def _frontier(
    law: LogLaw[float],
) -> tuple[PowerLaw, PowerLaw, LossFrontier] | tuple[None, None, None]:
    """N_opt, D_opt and the loss along them, as powers of C/6.

    None where an exponent is not positive or no float holds a factor; E may be 0.
    """
    six = FLOP_PER_PARAMETER_AND_TOKEN
    log_G, log_reducible = law.log_G, float(law.log_reducible(six))
    if not (abs(log_G) < LARGEST_LOG and log_reducible < LARGEST_LOG):
        return None, None, None
    G, reducible = math.exp(log_G), math.exp(log_reducible)
    return (
        PowerLaw(law.a, six, G),
        PowerLaw(law.b, six, 1 / G),
        LossFrontier(law.E, reducible, law.frontier_exponent, six),
    )


def _total(r: Floats, chosen: Estimator) -> float:
    if chosen.name == LAD:
        return float(np.abs(r).sum())
    clipped = np.clip(r, -chosen.width, chosen.width)
    return float((clipped * (r - clipped / 2)).sum())


def _evidence(problem: Problem, chosen: Estimator, found: Found, r: Floats) -> Evidence:
    value = evaluate(problem, found.q[None, :], chosen.width)
    free = problem.free
    gradient, hessian = value.gradient[0, free], value.hessian[0][np.ix_(free, free)]
    eigenvalues, vectors = np.linalg.eigh(hessian)
    definite = eigenvalues[0] > FLAT * eigenvalues[-1]
    left = _left_to_gain(eigenvalues, vectors.T @ gradient, float(value.f[0]))
    details = _within(r, chosen.width)
    if chosen.name == LAD:
        gradient, multiplier = corner_gradient(problem, found.q, chosen.width)
        details["largest_multiplier"], left = multiplier, max(0.0, multiplier - 1)
    return Evidence(
        flags=(*at_edge(problem, found.q), *_flags(bool(definite), left, r)),
        gradient_norm=float(np.abs(gradient).max() / problem.n),
        hessian_condition=float(eigenvalues[-1] / eigenvalues[0]) if definite else None,
        starts=found.starts,
        starts_that_agree=found.agree,
        details=details,
    )


def _flags(definite: bool, left: float, r: Floats) -> list[str]:
    if (r * r).mean() <= PERFECT:
        return ["perfect fit"]
    return [*([] if definite else ["flat"]), *(["not converged"] if left > LEFT_TO_GAIN else [])]


def _within(r: Floats, width: float) -> dict[str, float]:
    """How many runs lie within delta, where Huber's loss is square and curvature comes from."""
    return {"runs_within_delta": float((np.abs(r) <= width).sum())} if width < np.inf else {}


def _left_to_gain(eigenvalues: Floats, along: Floats, f: float) -> float:
    """The decrease that Newton's method still sees, relative to f: g' |H|^-1 g."""
    curvature = np.maximum(np.abs(eigenvalues), FLAT * eigenvalues[-1])
    return float((along * along / curvature).sum() / f) if f > 0 else 0.0


def _warn(flags: tuple[str, ...]) -> None:
    serious = [flag for flag in flags if flag != "perfect fit"]
    if serious:
        warnings.warn(
            f"the lowest point found is degenerate: {', '.join(serious)}. print(fit) says more",
            DegenerateFitWarning,
            stacklevel=3,
        )
