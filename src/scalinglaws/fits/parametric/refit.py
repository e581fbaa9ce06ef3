"""Approach 3 fitted again: thousands of resamples at once, each from the optimum of all runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError
from scalinglaws.fits.frontier.frontiers_of_draws import LawFrontiers
from scalinglaws.fits.parametric.coordinates import Problem, make_problem
from scalinglaws.fits.parametric.estimators import LAD, Estimator
from scalinglaws.fits.parametric.newton import BLOCK, DescentPlan, descend, settle
from scalinglaws.fits.parametric.objective import shares
from scalinglaws.fits.parametric.search import boundary_flags, descend_to, widths
from scalinglaws.fits.result import Fit
from scalinglaws.laws.log_law import LogLaw
from scalinglaws.runs import Runs

# With fewer residuals than this in the square part of Huber's loss an optimum sits on kinks,
# and moves by jumps as a run is left out.
MOSTLY = 0.5
# Steps in 32 bits before those in 64, and the relative decrease that 32 bits can still tell.
COARSE_STEPS, COARSE = 4, 1e-6


@dataclass(frozen=True, eq=False)
class LawDraws:
    """The laws of the resamples.

    Attributes
    ----------
    constants : LogLaw
        Of each resample; arrays of shape (resamples,).
    objective : ndarray, shape (resamples,)
        The sum that was minimised, with the resample's counts.
    flags : mapping of str to ndarray of bool, shape (resamples,)
        Which resamples earn a flag of `scalinglaws.fits.parts`: count them, drop none.
    """

    constants: LogLaw[Floats]
    objective: Floats
    flags: Mapping[str, NDArray[np.bool_]]

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
    first = problem.point(start.constants)[None, :]
    near = _nearby(problem, first, widths(chosen.width)[0], weights)
    found = descend_to(problem, near, chosen.width, weights)
    exact = found.value if len(widths(chosen.width)) == 1 else None
    q, f = settle(problem, found.q, chosen.width, weights, value=exact)
    if chosen.name == LAD:
        f = _absolute_sums(problem, q, weights)
    return _draws(problem, q, f, found.converged)


@dataclass(frozen=True, eq=False)
class ParametricRefit:
    """What Approach 3's bootstrap works on; call it with weights, shape (R, runs).

    Parameters
    ----------
    table : Runs
        The runs.
    fit : Fit
        Of Approach 3 to these runs, E free: its estimator is used again, from its constants.

    Raises
    ------
    InputError
        If the fit is not of Approach 3, or of another number of runs.
    """

    table: Runs
    fit: Fit

    def __post_init__(self) -> None:
        if self.fit.constants is None:
            raise InputError(f"the fit is of approach {self.fit.approach}: expected approach 3")
        if self.fit.n != len(self.table):
            raise InputError(
                f"the fit has {self.fit.n} runs, the table {len(self.table)}: expected the same"
            )

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return len(self.table)

    @cached_property
    def problem(self) -> Problem:
        """The runs in the coordinates of the search."""
        return make_problem(self.table, loss_bounds=self.fit.loss_bounds)

    @cached_property
    def optimum(self) -> Floats:
        """The fit's constants in the coordinates of the search, shape (5,)."""
        assert self.fit.constants is not None
        return self.problem.point(self.fit.constants)

    @cached_property
    def width(self) -> float:
        """Half-width of the square part of the loss that is minimised, in log units."""
        return Estimator.of(self.fit.estimator, self.fit.delta).width

    @cached_property
    def not_smooth_because(self) -> str:
        """Why the optimum is no smooth function of the runs' weights; "" if it is."""
        r = shares(self.problem, self.optimum[None]).r[0]
        inside = float((np.abs(r) <= self.width).mean())
        if inside >= MOSTLY:
            return ""
        return (
            f"only {inside:.0%} of the residuals lie within delta = {self.width:g}: the fit is one "
            "of least absolute deviations in effect, and its optimum jumps from kink to kink"
        )

    def __call__(self, weights: Floats) -> LawFrontiers:
        """The frontiers of resampled runs, row by row; NaN where a term rises with N or D."""
        found = refit(self.table, weights.astype(np.uint16), self.fit)
        return LawFrontiers.of(found.constants, found.flagged)


def _nearby(problem: Problem, first: Floats, width: float, weights: NDArray[Any]) -> Floats:
    """Points near the optima of the resamples, (resamples, 5), from that of all runs, (1, 5).

    A few steps in 32 bits, at half the cost or less; the last digits are left to 64 bits, which
    decide what has converged.
    """
    plan = DescentPlan(width, gauss=1, newton=COARSE_STEPS, tolerance=COARSE)
    return descend(problem.in_single_precision(), first, plan, weights).q


def _counts(counts: ArrayLike, n: int) -> NDArray[Any]:
    weights = np.asarray(counts)
    if weights.ndim != 2 or weights.shape[1] != n or not len(weights):
        raise InputError(f"counts have shape {weights.shape}: expected (resamples, {n})")
    if weights.min() < 0 or not weights.any(axis=1).all():
        raise InputError("counts: expected zero or more for each run, and one run in each resample")
    return weights


def _draws(problem: Problem, q: Floats, f: Floats, converged: NDArray[np.bool_]) -> LawDraws:
    laws = LogLaw(*problem.uncentred(q).T)
    return LawDraws(laws, f, {"not converged": ~converged, **boundary_flags(problem, laws)})


def _absolute_sums(problem: Problem, q: Floats, weights: NDArray[Any]) -> Floats:
    """sum_i c_i |r_i| for each resample, a few rows at a time."""
    rows = max(1, BLOCK // problem.n)
    places = (slice(first, first + rows) for first in range(0, len(q), rows))
    sums = [
        np.einsum("pi,pi->p", np.abs(shares(problem, q[part]).r), weights[part]) for part in places
    ]
    return np.concatenate(sums)
