"""Good starts without a search: for fixed exponents the fit is linear in A, B and E.

(A N^-alpha + B D^-beta + E)/L - 1 is nearly the log residual. On a grid of exponents, the
non-negative least squares of it, reweighted towards Huber's loss, costs one 3 x 3 solve a
point (variable projection; Golub and Pereyra 1973).
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from scalinglaws.arrays import Floats
from scalinglaws.fits.parametric.coordinates import ALPHA, BETA, LOG_A, LOG_B, LOG_E, Problem
from scalinglaws.fits.parametric.objective import objective

# The exponents of N and of D that are tried, each with each.
EXPONENTS = np.concatenate([np.geomspace(0.004, 0.02, 3), np.geomspace(0.03, 1.6, 16)])
WIDTHS = (0.1, 0.01)
# Where the least squares want none of a term, the search starts with this share of the loss.
LEAST_SHARE = 1e-4
BEST = 8
SUBSETS = [set(chosen) for size in (1, 2, 3) for chosen in combinations(range(3), size)]


def screen(problem: Problem, delta: float) -> Floats:
    """The most promising points of a grid of exponents, best first.

    Parameters
    ----------
    problem : Problem
        The runs.
    delta : float
        Half-width of Huber's square part, in log units; infinity for least squares.

    Returns
    -------
    ndarray, shape (points, 5)
        In centred coordinates.
    """
    alphas = np.repeat(EXPONENTS * problem.scale[0], len(EXPONENTS))
    betas = np.tile(EXPONENTS * problem.scale[1], len(EXPONENTS))
    points = np.zeros((len(alphas), 5))
    points[:, ALPHA], points[:, BETA] = alphas, betas
    points[:, [LOG_A, LOG_B, LOG_E]] = _coefficients(problem, alphas, betas, delta)
    problem.with_fixed_E(points)
    scores = objective(problem, points, delta)
    return points[_promising(scores.reshape(len(EXPONENTS), -1))]


def _coefficients(problem: Problem, alphas: Floats, betas: Floats, delta: float) -> Floats:
    """Logarithms of the best A', B' and E for each pair of exponents, shape (pairs, 3)."""
    # Both terms over the loss, at most a few e^10 apart in centred coordinates.
    size = np.exp(-alphas[:, None] * problem.x - problem.middle)
    tokens = np.exp(-betas[:, None] * problem.y - problem.middle)
    irreducible = np.broadcast_to(np.exp(-problem.middle), size.shape)
    columns = (size, tokens, irreducible)
    target = np.ones_like(size)
    if problem.fixed_log_E is not None:
        target = target - np.exp(problem.fixed_log_E) * irreducible
        columns = (size, tokens, np.zeros_like(size))
    weights = np.ones_like(size)
    for width in (*WIDTHS, None):
        found = _non_negative(columns, target, weights)
        if width is None:
            break
        r = sum(found[:, k, None] * column for k, column in enumerate(columns)) - target
        weights = 1 / np.maximum(np.abs(r), max(width, min(delta, 1.0)))
    least = LEAST_SHARE / np.stack([column.mean(axis=1) + 1e-300 for column in columns], axis=1)
    return np.log(np.maximum(found, least))


def _non_negative(columns: tuple[Floats, ...], target: Floats, weights: Floats) -> Floats:
    """Weighted least squares with coefficients >= 0: the best of the seven sets of columns."""
    weighted = [weights * column for column in columns]
    gram = np.stack(
        [[np.einsum("pi,pi->p", row, column) for column in columns] for row in weighted]
    ).transpose(2, 0, 1)
    right = np.stack([np.einsum("pi,pi->p", row, target) for row in weighted], axis=1)
    best, lowest = np.zeros_like(right), np.zeros(len(right))
    for chosen in SUBSETS:
        found = _solve_on(gram, right, sorted(chosen))
        # The sum of squares, up to a constant: b'Gb - 2 b'r = -b'r where b solves it.
        value = -np.einsum("pk,pk->p", found, right)
        better = (value < lowest) & (found >= 0).all(axis=1)
        best[better], lowest[better] = found[better], value[better]
    return best


def _solve_on(gram: Floats, right: Floats, chosen: list[int]) -> Floats:
    found = np.zeros_like(right)
    part = gram[:, chosen][:, :, chosen]
    diagonal = np.einsum("pkk->pk", part)
    # A ridge at rounding keeps columns that are all but equal from dividing by zero.
    ridge = 1e-14 * diagonal.max(axis=1) + 1e-300
    part = part + ridge[:, None, None] * np.eye(len(chosen))
    found[:, chosen] = np.linalg.solve(part, right[:, chosen, None])[:, :, 0]
    return found


def _promising(scores: Floats) -> NDArray[np.intp]:
    """Points no higher than their eight neighbours, and the best few; best first."""
    padded = np.pad(scores, 1, constant_values=np.inf)
    rows, columns = scores.shape
    around = [
        padded[1 + down : 1 + down + rows, 1 + right : 1 + right + columns]
        for down in (-1, 0, 1)
        for right in (-1, 0, 1)
    ]
    flat = scores.ravel()
    lowest = np.flatnonzero((scores <= np.min(around, axis=0)).ravel() & np.isfinite(flat))
    best = np.argsort(flat, kind="stable")[:BEST]
    chosen = np.union1d(lowest, best)
    return chosen[np.argsort(flat[chosen], kind="stable")]
