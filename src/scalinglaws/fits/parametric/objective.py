"""The objective of Approach 3 with its gradient and exact Hessian, for many points at once.

f(q) = sum_i c_i Huber_delta(r_i), r_i = log(sum_k exp z_ik) - log L_i, with
z_1 = log A' - alpha' x, z_2 = log B' - beta' y, z_3 = log E (Hoffmann et al. 2022,
arXiv:2203.15556, Equation 3, in the coordinates of `problem`). A loss known as an interval
has the distance to its nearer end as residual, and none inside.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from scalinglaws.arrays import Floats
from scalinglaws.fits.parametric.coordinates import ALPHA, BETA, LOG_A, LOG_B, LOG_E, Problem


class Value(NamedTuple):
    """At each of P points: f (P,), its gradient (P, 5) and Hessian (P, 5, 5)."""

    f: Floats
    gradient: Floats
    hessian: Floats


class Shares(NamedTuple):
    """Each term's share of the predicted loss, (P, n), and the residuals r."""

    size: Floats
    tokens: Floats
    irreducible: Floats
    r: Floats


class Moments(NamedTuple):
    """Sums over the runs at P points: with 1, x, x^2; with 1, y, y^2 (P, 3); alone (P,)."""

    by_size: Floats
    by_tokens: Floats
    irreducible: Floats


def shares(problem: Problem, q: Floats) -> Shares:
    """The terms as shares of the predicted loss, and the residuals.

    Parameters
    ----------
    problem : Problem
        The runs.
    q : ndarray, shape (P, 5)
        Points in centred coordinates.
    """
    q = q.astype(problem.x.dtype, copy=False)
    # A product with two columns is faster than the same sum by broadcasting.
    size = q[:, (LOG_A, ALPHA)] @ problem.lines_x
    tokens = q[:, (LOG_B, BETA)] @ problem.lines_y
    np.exp(size, out=size)
    np.exp(tokens, out=tokens)
    irreducible = np.exp(q[:, LOG_E, None])
    total = size + tokens
    total += irreducible
    # One division, three products.
    inverse = np.reciprocal(total)
    size *= inverse
    tokens *= inverse
    inverse *= irreducible
    irreducible_share = inverse
    r = np.log(total, out=total)
    # Subtracting what lies between the bounds leaves the distance to the nearer one.
    r -= np.clip(r, problem.low, problem.high) if problem.has_intervals else problem.low
    return Shares(size, tokens, irreducible_share, r)


def objective(problem: Problem, q: Floats, delta: float, weights: Floats | None = None) -> Floats:
    """f alone; shape (P,).

    Parameters
    ----------
    problem : Problem
        The runs.
    q : ndarray, shape (P, 5)
        Points in centred coordinates.
    delta : float
        Half-width of Huber's square part; infinity for least squares.
    weights : ndarray, shape (P, n), optional
        How often each run counts.
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        r = shares(problem, q).r
        clipped = np.clip(r, -delta, delta)
        return _huber_sum(r, clipped, clipped if weights is None else clipped * weights)


def evaluate(
    problem: Problem, q: Floats, delta: float, weights: Floats | None = None, *, gauss: bool = False
) -> Value:
    """f, its gradient and its Hessian at points q.

    Parameters
    ----------
    problem : Problem
        The runs.
    q : ndarray, shape (P, 5)
        Points in centred coordinates.
    delta : float
        Half-width of Huber's square part; infinity for least squares.
    weights : ndarray, shape (P, n), optional
        How often each run counts.
    gauss : bool
        The Hessian of the weighted least squares that touches f here (positive
        semidefinite everywhere) instead of the exact one.
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        at = shares(problem, q)
        clipped = np.clip(at.r, -delta, delta)
        pull = clipped if weights is None else clipped * weights
        f = _huber_sum(at.r, clipped, pull)
        first = _first_moments(problem, at, pull)
        curve = _curvature(problem, at.r, clipped, delta, gauss)
        if weights is not None:
            curve *= weights
        gradient = _gradient(*first)
        hessian = _hessian(problem, at, curve, None if gauss else first)
    if problem.fixed_log_E is not None:
        hold(gradient, hessian, LOG_E)
    return Value(f, gradient, hessian)


def evaluate_at_one(problem: Problem, q: Floats, delta: float, weights: Floats) -> Value:
    """As `evaluate` with Gauss' Hessian, where all resamples are at one point.

    What a run adds to the sums is then the same in each: one product with the weights.

    Parameters
    ----------
    problem : Problem
        The runs.
    q : ndarray, shape (5,)
        The point, in centred coordinates.
    delta : float
        Half-width of Huber's square part; infinity for least squares.
    weights : ndarray, shape (P, n)
        How often each run counts.
    """
    with np.errstate(divide="ignore"):
        r = shares(problem, q[None, :]).r
        clipped = np.clip(r, -delta, delta)
        curve = _curvature(problem, r, clipped, delta, gauss=True)[0]
    rows = jacobian(problem, q)
    if problem.fixed_log_E is not None:
        rows[:, LOG_E] = 0
    squares = (curve[:, None, None] * rows[:, :, None] * rows[:, None, :]).reshape(-1, 25)
    loss = clipped * (r - clipped / 2)
    columns = np.column_stack([loss[0], clipped[0, :, None] * rows, squares])
    sums = np.asarray(weights @ columns.astype(weights.dtype), dtype=np.float64)
    value = Value(sums[:, 0], sums[:, 1:6], sums[:, 6:].reshape(-1, 5, 5))
    if problem.fixed_log_E is not None:
        hold(value.gradient, value.hessian, LOG_E)
    return value


def jacobian(problem: Problem, q: Floats) -> Floats:
    """Derivatives of the residuals at one point, shape (n, 5).

    Parameters
    ----------
    problem : Problem
        The runs.
    q : ndarray, shape (5,)
        The point, in centred coordinates.
    """
    at = shares(problem, q[None, :])
    rows = np.empty((problem.n, 5))
    rows[:, LOG_A], rows[:, LOG_B], rows[:, LOG_E] = at.size[0], at.tokens[0], at.irreducible[0]
    rows[:, ALPHA], rows[:, BETA] = -at.size[0] * problem.x, -at.tokens[0] * problem.y
    return rows


def _huber_sum(r: Floats, clipped: Floats, pull: Floats) -> Floats:
    # With T = clip(r, -delta, delta), T (r - T/2) is Huber's loss in both of its parts.
    return np.asarray(_dots(pull, r) - _dots(pull, clipped) / 2, dtype=np.float64)


def _dots(one: Floats, other: Floats) -> Floats:
    return np.asarray(np.einsum("pi,pi->p", one, other))


def _first_moments(problem: Problem, at: Shares, pull: Floats) -> Moments:
    """sum_i c_i T_i times each term's share, and that times the powers of x or y."""
    by_size, by_tokens = (pull * at.size) @ problem.powers_x, (pull * at.tokens) @ problem.powers_y
    return Moments(by_size, by_tokens, _dots(pull, at.irreducible))


def _gradient(by_size: Floats, by_tokens: Floats, irreducible: Floats) -> Floats:
    """sum_i c_i T_i grad r_i, where grad r is each term's share times (1, -x) or (1, -y)."""
    gradient = np.empty((len(irreducible), 5))
    gradient[:, LOG_A], gradient[:, ALPHA] = by_size[:, 0], -by_size[:, 1]
    gradient[:, LOG_B], gradient[:, BETA] = by_tokens[:, 0], -by_tokens[:, 1]
    gradient[:, LOG_E] = irreducible
    return gradient


def _curvature(problem: Problem, r: Floats, clipped: Floats, delta: float, gauss: bool) -> Floats:
    """The factor of J J' in the Hessian, before the weights.

    Exact: 1{|r| <= delta} - T. Gauss: delta / max(|r|, delta), the weight of iteratively
    reweighted least squares, whose parabola touches f and lies above it.
    """
    curve: Floats = np.minimum(1.0, delta / np.abs(r)) if gauss else (clipped == r) - clipped
    if problem.has_intervals:
        # Inside an interval the loss is flat; where the bounds are equal, r = 0 is its bottom.
        curve[(r == 0) & (problem.low < problem.high)] = 0
    return curve


def _hessian(problem: Problem, at: Shares, curve: Floats, first: Moments | None) -> Floats:
    """sum_i curve_i J J' + c_i T_i sum_k s_k g_k g_k', never forming the (P, n, 5) Jacobian.

    Every block is an elementwise product times a skinny matrix of powers of x and y. The second
    sum has the moments that the gradient has.
    """
    size, tokens = curve * at.size, curve * at.tokens
    cross = (size * at.tokens) @ problem.powers_xy
    size_irreducible = (size * at.irreducible) @ problem.powers_x[:, :2]
    tokens_irreducible = (tokens * at.irreducible) @ problem.powers_y[:, :2]
    size *= at.size
    tokens *= at.tokens
    curve *= at.irreducible
    by_size, by_tokens = size @ problem.powers_x, tokens @ problem.powers_y
    irreducible = _dots(curve, at.irreducible)
    if first is not None:
        by_size += first.by_size
        by_tokens += first.by_tokens
        irreducible += first.irreducible
    return _assemble(by_size, by_tokens, irreducible, cross, size_irreducible, tokens_irreducible)


def _assemble(
    by_size: Floats,
    by_tokens: Floats,
    irreducible: Floats,
    cross: Floats,
    size_irreducible: Floats,
    tokens_irreducible: Floats,
) -> Floats:
    hessian = np.empty((len(irreducible), 5, 5))
    entries = {
        (LOG_A, LOG_A): by_size[:, 0], (LOG_A, ALPHA): -by_size[:, 1],
        (ALPHA, ALPHA): by_size[:, 2],
        (LOG_B, LOG_B): by_tokens[:, 0], (LOG_B, BETA): -by_tokens[:, 1],
        (BETA, BETA): by_tokens[:, 2],
        (LOG_E, LOG_E): irreducible,
        (LOG_A, LOG_B): cross[:, 0], (LOG_B, ALPHA): -cross[:, 1],
        (LOG_A, BETA): -cross[:, 2], (ALPHA, BETA): cross[:, 3],
        (LOG_A, LOG_E): size_irreducible[:, 0], (LOG_E, ALPHA): -size_irreducible[:, 1],
        (LOG_B, LOG_E): tokens_irreducible[:, 0], (LOG_E, BETA): -tokens_irreducible[:, 1],
    }  # fmt: skip
    for (row, column), values in entries.items():
        hessian[:, row, column] = hessian[:, column, row] = values
    return hessian


def hold(gradient: Floats, hessian: Floats, k: int) -> None:
    """Make one coordinate stand by itself, so that no step moves it; changes both arrays.

    Parameters
    ----------
    gradient : ndarray, shape (P, 5)
        Of the objective.
    hessian : ndarray, shape (P, 5, 5)
        Of the objective.
    k : int
        Which coordinate.
    """
    gradient[:, k] = 0
    hessian[:, k, :] = hessian[:, :, k] = 0
    hessian[:, k, k] = 1
