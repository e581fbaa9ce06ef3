"""Where the searches start: the paper's 4,500 points, and the edges its grid misses."""

from __future__ import annotations

from itertools import product

import numpy as np

from scalinglaws.arrays import Floats
from scalinglaws.fits.parametric.coordinates import ALPHA, LOG_A, LOG_B, LOG_E, Problem
from scalinglaws.laws.log_law import CONSTANTS

# Hoffmann et al. 2022, arXiv:2203.15556, Appendix D.2.
PAPER_GRID = {
    "log_A": (0.0, 5.0, 10.0, 15.0, 20.0, 25.0),
    "log_B": (0.0, 5.0, 10.0, 15.0, 20.0, 25.0),
    "log_E": (-1.0, -0.5, 0.0, 0.5, 1.0),
    "alpha": (0.0, 0.5, 1.0, 1.5, 2.0),
    "beta": (0.0, 0.5, 1.0, 1.5, 2.0),
}
NO_FLOOR = -30.0
TINY_EXPONENTS = (-0.003, 0.003)
# Per unit of centred log N or log D: e^-60 of the term is left one unit from the end.
STEEP = 60.0


def paper_starts() -> Floats:
    """The paper's starts: (log E, log A, log B, alpha, beta), shape (4500, 5)."""
    in_its_order = np.array(list(product(*PAPER_GRID.values())))
    return in_its_order[:, [list(PAPER_GRID).index(name) for name in CONSTANTS]]


def edge_starts(problem: Problem, best: Floats) -> Floats:
    """Starts at the boundaries, made from the best point so far.

    On few, noisy or narrow runs the lowest point can have E = 0 with an exponent near 0, or
    a term so steep that it acts on one run only. No search from the interior gets there.

    Parameters
    ----------
    problem : Problem
        The runs.
    best : ndarray, shape (5,)
        In centred coordinates.

    Returns
    -------
    ndarray, shape (points, 5)
        In centred coordinates.
    """
    return np.concatenate([_without_floor(problem, best), _spikes(problem, best)])


def _without_floor(problem: Problem, best: Floats) -> Floats:
    """E = 0, and one term or both taking its place as nearly constant."""
    if problem.fixed_log_E is not None:
        return np.empty((0, 5))
    level = problem.middle.mean()
    bases = [best.copy(), best.copy(), best.copy()]
    bases[1][LOG_A], bases[2][LOG_B] = level, level
    starts = [
        _with(base, {LOG_E: NO_FLOOR, ALPHA + term: exponent * problem.scale[term]})
        for base in bases
        for term in (0, 1)
        for exponent in TINY_EXPONENTS
    ]
    return np.array([_with(base, {LOG_E: NO_FLOOR}) for base in bases] + starts)


def _spikes(problem: Problem, best: Floats) -> Floats:
    """One term as a steep exponential that reaches the loss at one end of N or of D."""
    starts = []
    for term, axis in ((0, problem.x), (1, problem.y)):
        for steepness, end in ((STEEP, axis.min()), (-STEEP, axis.max())):
            for height in (-2.0, -4.0, -6.0):
                # The term is exp(height) where log N or log D is at its end.
                factor = height + steepness * end
                starts.append(_with(best, {LOG_A + term: factor, ALPHA + term: steepness}))
    return np.array(starts)


def _with(point: Floats, changes: dict[int, float]) -> Floats:
    changed = point.copy()
    for place, value in changes.items():
        changed[place] = value
    return changed
