"""The last digits of an optimum, and the corner where sum |r| has its own."""

from __future__ import annotations

import numpy as np

from scalinglaws.arrays import Floats
from scalinglaws.fits.parametric.coordinates import Problem
from scalinglaws.fits.parametric.newton import settle
from scalinglaws.fits.parametric.objective import jacobian, shares

STEPS = 8
# Least absolute deviations: this much may be lost to rounding in the sum.
SLACK = 1e-13


def polish(problem: Problem, q: Floats, width: float, *, to_vertex: bool) -> Floats:
    """A point to its last digits.

    Parameters
    ----------
    problem : Problem
        The runs.
    q : ndarray, shape (5,)
        The point, in centred coordinates, near its optimum.
    width : float
        Half-width of Huber's square part, in log units; infinity for least squares.
    to_vertex : bool
        Whether to end at a corner of sum |r|; not done where losses are intervals.
    """
    q = settle(problem, q[None, :], width, steps=STEPS)[0][0]
    return _vertex(problem, q) if to_vertex and not problem.has_intervals else q


def _vertex(problem: Problem, q: Floats) -> Floats:
    """The point where as many residuals vanish as there are parameters.

    There the sum of absolute values has its corner, if it is the corner: it must not rise.
    """
    free = problem.free
    r = shares(problem, q[None, :]).r[0]
    rows = np.argsort(np.abs(r), kind="stable")[: len(free)]
    corner = problem.keep(rows)
    trial = q.copy()
    for _ in range(STEPS):
        try:
            step = np.linalg.solve(
                jacobian(corner, trial)[:, free], shares(corner, trial[None, :]).r[0]
            )
        except np.linalg.LinAlgError:
            return q
        trial[free] -= step
    before, after = (np.abs(shares(problem, p[None, :]).r).sum() for p in (q, trial))
    return trial if after <= before * (1 + SLACK) else q


def corner_gradient(problem: Problem, q: Floats, width: float) -> tuple[Floats, float]:
    """What is left of the gradient of sum |r| at a corner, and the largest multiplier.

    Where a residual is zero, |r| has every slope from -1 to 1. At a lowest point some choice of
    these slopes, the multipliers, makes the gradient vanish: none may exceed 1.

    Parameters
    ----------
    problem : Problem
        The runs.
    q : ndarray, shape (5,)
        The corner, in centred coordinates.
    width : float
        Residuals up to this size count as zero.

    Returns
    -------
    gradient : ndarray, shape (free,)
        By the coordinates that are fitted.
    multiplier : float
        The largest, without its sign.
    """
    r = shares(problem, q[None, :]).r[0]
    rows = jacobian(problem, q)[:, problem.free]
    at_zero = np.abs(r) <= width
    pull = np.sign(r[~at_zero]) @ rows[~at_zero]
    slopes = np.linalg.lstsq(rows[at_zero].T, -pull, rcond=None)[0]
    return np.asarray(pull + slopes @ rows[at_zero]), float(np.abs(slopes).max(initial=0.0))
