"""LawDraws of resampled runs, thousands at once, each from the full-data optimum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError
from scalinglaws.fits.parametric.coordinates import ALPHA, BETA, LOG_E, Problem, make_problem
from scalinglaws.fits.parametric.estimators import LAD, Estimator
from scalinglaws.fits.parametric.newton import BLOCK, DescentPlan, descend, settle
from scalinglaws.fits.parametric.objective import shares
from scalinglaws.fits.parametric.search import (
    LARGE_EXPONENT,
    SMALL_E,
    SMALL_EXPONENT,
    descend_to,
    widths,
)
from scalinglaws.fits.result import Fit
from scalinglaws.runs import Runs

COLUMNS = ("E", "log_A", "log_B", "alpha", "beta")
# Steps in 32 bits before those in 64, and the relative decrease that 32 bits can still tell.
ROUGH_STEPS, ROUGH = 4, 1e-6


@dataclass(frozen=True, eq=False)
class LawDraws:
    """Constants of each resample.

    Attributes
    ----------
    constants : ndarray, shape (resamples, 5)
        E, log A, log B, alpha, beta (the order of `COLUMNS`).
    objective : ndarray, shape (resamples,)
        The sum that was minimised, with the resample's counts.
    flags : mapping of str to ndarray of bool, shape (resamples,)
        Which resamples earn a flag of `scalinglaws.fits.evidence`: count them, drop none.
    """

    constants: Floats
    objective: Floats
    flags: Mapping[str, NDArray[np.bool_]]

    def __getitem__(self, name: str) -> Floats:
        """One column of the constants by name; also "A", "B", and "a", "b" of the frontier."""
        if name in ("A", "B"):
            return np.exp(self[f"log_{name}"])
        if name in ("a", "b"):
            other = self["beta" if name == "a" else "alpha"]
            return np.asarray(other / (self["alpha"] + self["beta"]))
        return self.constants[:, COLUMNS.index(name)]

    @property
    def flagged(self) -> NDArray[np.bool_]:
        """Which resamples have any flag, shape (resamples,)."""
        return np.asarray(np.logical_or.reduce(list(self.flags.values())))


def refit(runs: Runs, counts: ArrayLike, start: Fit, *, E: float | None = None) -> LawDraws:
    """Fit every resample of the runs, with the estimator of a fit and from its constants.

    Parameters
    ----------
    runs : Runs
        The runs that ``start`` was fitted to.
    counts : array_like of int, shape (resamples, n)
        How often each run is in each resample. An unsigned 8-bit integer holds it; the
        search turns a block of 256 kB at a time into floats.
    start : Fit
        Of Approach 3.
    E : float, optional
        As for `fit_parametric`, where E was held fixed.

    Returns
    -------
    LawDraws
        One row a resample, none dropped; failures are flagged.

    Raises
    ------
    InputError
        If ``start`` is of another approach, or counts are negative or have another shape.
    """
    if start.constants is None:
        raise InputError(f"start is of approach {start.approach}: expected a fit of approach 3")
    weights = _counts(counts, len(runs))
    chosen = Estimator.of(start.estimator, start.delta)
    problem = make_problem(runs, E, loss_bounds=start.loss_bounds)
    k = start.constants
    first = problem.centred([[k.log_A, k.log_B, k.log_E, k.alpha, k.beta]])
    near = _nearby(problem, first, widths(chosen.width)[0], weights)
    found = descend_to(problem, near, chosen.width, weights)
    exact = found.value if len(widths(chosen.width)) == 1 else None
    q, f = settle(problem, found.q, chosen.width, weights, value=exact)
    if chosen.name == LAD:
        f = _absolute_sums(problem, q, weights)
    return _refits(problem, q, f, found.converged)


def _nearby(problem: Problem, first: Floats, width: float, weights: NDArray[Any]) -> Floats:
    """Points near the optima of the resamples, (resamples, 5), from that of all runs, (1, 5).

    A few steps in 32 bits, at half the cost or less; the last digits are left to 64 bits, which
    decide what has converged.
    """
    plan = DescentPlan(width, gauss=1, newton=ROUGH_STEPS, tolerance=ROUGH)
    return descend(problem.in_single_precision(), first, plan, weights).q


def _counts(counts: ArrayLike, n: int) -> NDArray[Any]:
    weights = np.asarray(counts)
    if weights.ndim != 2 or weights.shape[1] != n or not len(weights):
        raise InputError(f"counts have shape {weights.shape}: expected (resamples, {n})")
    if weights.min() < 0 or not weights.any(axis=1).all():
        raise InputError("counts: expected zero or more for each run, and one run in each resample")
    return weights


def _refits(problem: Problem, q: Floats, f: Floats, converged: NDArray[np.bool_]) -> LawDraws:
    points = problem.uncentred(q)
    constants = points[:, [LOG_E, 0, 1, ALPHA, BETA]]
    constants[:, 0] = np.exp(constants[:, 0])
    flags = {"not converged": ~converged}
    if problem.fixed_log_E is None:
        flags["E near zero"] = constants[:, 0] < SMALL_E
    for name, exponent in (("alpha", constants[:, 3]), ("beta", constants[:, 4])):
        flags[f"{name} near zero"] = (exponent < SMALL_EXPONENT) & (exponent > -LARGE_EXPONENT)
        flags[f"{name} large"] = np.abs(exponent) > LARGE_EXPONENT
    return LawDraws(constants, f, flags)


def _absolute_sums(problem: Problem, q: Floats, weights: NDArray[Any]) -> Floats:
    """sum_i c_i |r_i| for each resample, a few rows at a time."""
    rows = max(1, BLOCK // problem.n)
    places = (slice(first, first + rows) for first in range(0, len(q), rows))
    sums = [
        np.einsum("pi,pi->p", np.abs(shares(problem, q[part]).r), weights[part]) for part in places
    ]
    return np.concatenate(sums)
