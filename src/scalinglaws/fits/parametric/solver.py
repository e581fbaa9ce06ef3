"""Damped Newton descent from many points at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from scalinglaws.fits.parametric.objective import Value, evaluate, hold
from scalinglaws.fits.parametric.problem import ALPHA, BETA, Problem

Floats: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]

# Numbers in one temporary array: 256 kB, so that the ten of them stay in the cache. Fixed,
# because sums taken in other blocks differ in the last bit.
BLOCK = 32768
LONGEST_STEP = 2.0
FIRST_DAMPING, LARGEST_DAMPING, SMALL_DAMPING = 1e-3, 1e8, 1e-2
FALL, RISE = 0.2, 6.0
# The floor of the damping, relative to the largest diagonal element: E near 0 leaves a
# column of zeros.
RELATIVE_FLOOR = 1e-6
STALLS = 3
# log residuals this small, in the mean square, are rounding.
ROUNDING = 1e-30


@dataclass(frozen=True)
class Plan:
    """How to descend: the width, steps with Gauss' Hessian, then with the exact one.

    ``tolerance`` is the decrease, relative to f, that is not worth another step. After each
    step ``corrections`` more are taken in A', B' and E alone: at small exponents the valley
    that leads to the optimum is so curved that straight steps along it must be tiny.
    """

    delta: float
    gauss: int = 0
    newton: int = 40
    tolerance: float = 1e-12
    corrections: int = 0


@dataclass(frozen=True, eq=False)
class Descent:
    """Where each start ended: q (P, 5), f (P,), and whether nothing was left to gain (P,)."""

    q: Floats
    f: Floats
    converged: Mask


def descend(
    problem: Problem, starts: Floats, plan: Plan, weights: NDArray[np.integer] | None = None
) -> Descent:
    """Descend from each start until no step is worth taking.

    Parameters
    ----------
    starts : ndarray, shape (P, 5)
        Points in centred coordinates.
    weights : ndarray, shape (P, n), optional
        How often each run counts, start by start.
    """
    rows = max(1, BLOCK // problem.n)
    parts = [
        _descend_block(problem, starts[first : first + rows], plan, _part(weights, first, rows))
        for first in range(0, len(starts), rows)
    ]
    q, f, converged = zip(*((part.q, part.f, part.converged) for part in parts), strict=True)
    return Descent(np.concatenate(q), np.concatenate(f), np.concatenate(converged))


def settle(
    problem: Problem,
    q: Floats,
    delta: float,
    weights: NDArray[np.integer] | None = None,
    *,
    steps: int = 2,
) -> Floats:
    """Points near their optima, moved to where the gradient vanishes; shapes (P, 5).

    The objective is known to 1e-16 and so places its lowest point to 1e-8 only; the gradient,
    zero there, places it better. Numbers that agree to 1e-9 on every platform need that.
    """
    rows = max(1, BLOCK // problem.n)
    parts = [
        _settle_block(problem, q[first : first + rows], delta, _part(weights, first, rows), steps)
        for first in range(0, len(q), rows)
    ]
    return np.concatenate(parts)


def _settle_block(
    problem: Problem, q: Floats, delta: float, weights: Floats | None, steps: int
) -> Floats:
    """Undamped steps while the gradient shrinks and the objective does not rise."""
    q, value = q.copy(), evaluate(problem, q, delta, weights)
    for _ in range(steps):
        step, definite = _solve(value, np.zeros(len(q)), np.zeros_like(q))
        trial = q + np.where(definite[:, None], step, 0)
        after = evaluate(problem, trial, delta, weights)
        shrinks = np.abs(after.gradient).max(axis=1) < np.abs(value.gradient).max(axis=1)
        better = definite & shrinks & (after.f <= value.f * (1 + 1e-12))
        q, value = _chosen(better, trial, after, q, value)
        if not better.any():
            break
    return q


def _part(weights: NDArray[np.integer] | None, first: int, rows: int) -> Floats | None:
    return None if weights is None else weights[first : first + rows].astype(np.float64)


class _Searches:
    """The searches of one block that still run; finished ones are dropped and kept aside."""

    def __init__(self, problem: Problem, starts: Floats, plan: Plan, weights: Floats | None):
        self.problem, self.plan, self.weights = problem, plan, weights
        self.q = starts.copy()
        self.value = evaluate(problem, self.q, plan.delta, weights, gauss=plan.gauss > 0)
        self.damping = np.full(len(starts), FIRST_DAMPING)
        self.stalls = np.zeros(len(starts), dtype=np.intp)
        self.places = np.arange(len(starts))
        self.found = Descent(starts.copy(), self.value.f.copy(), np.zeros(len(starts), dtype=bool))

    def leave(self, done: Mask, converged: Mask) -> None:
        """Keep the result of the searches that are done and go on with the others."""
        if not done.any():
            return
        self._write(done, converged)
        stay = ~done
        self.q, self.damping = self.q[stay], self.damping[stay]
        self.stalls, self.places = self.stalls[stay], self.places[stay]
        self.value = Value(*(part[stay] for part in self.value))
        if self.weights is not None:
            self.weights = self.weights[stay]

    def _write(self, chosen: Mask, converged: Mask) -> None:
        places = self.places[chosen]
        self.found.q[places], self.found.f[places] = self.q[chosen], self.value.f[chosen]
        self.found.converged[places] = converged[chosen]

    def step(self, gauss: bool) -> None:
        """One damped step of every search; it is taken where f falls."""
        step, decrease, definite = damped_step(self.value, self.damping)
        done, converged = self._finished(decrease, definite)
        self.leave(done, converged)
        if len(self.q):
            self._try(step[~done], gauss)

    def _finished(self, decrease: Floats, definite: Mask) -> tuple[Mask, Mask]:
        # A large damping makes every predicted decrease small: that is no sign of an end.
        f = self.value.f
        settled = definite & (self.damping <= SMALL_DAMPING)
        converged = settled & (decrease <= self.plan.tolerance * f)
        converged |= (f <= ROUNDING * self.problem.n) | (self.stalls >= STALLS)
        return converged | (self.damping > LARGEST_DAMPING) | ~np.isfinite(f), converged

    def _try(self, step: Floats, gauss: bool) -> None:
        trial = self.q + step
        value = evaluate(self.problem, trial, self.plan.delta, self.weights, gauss=gauss)
        for _ in range(self.plan.corrections):
            trial, value = self._corrected(trial, value, gauss)
        gain = self.value.f - value.f
        small = (gain > 0) & (gain < self.plan.tolerance * self.value.f)
        self.stalls += small & (self.damping <= SMALL_DAMPING)
        self.damping *= np.where(gain > 0, FALL, RISE)
        self.q, self.value = _lower_of(trial, value, self.q, self.value)

    def _corrected(self, trial: Floats, value: Value, gauss: bool) -> tuple[Floats, Value]:
        """A step with the exponents held, where it lowers f."""
        held = Value(value.f, value.gradient.copy(), value.hessian.copy())
        for exponent in (ALPHA, BETA):
            hold(held.gradient, held.hessian, exponent)
        step, _, _ = damped_step(held, np.full(len(trial), FIRST_DAMPING))
        new = trial + step
        new_value = evaluate(self.problem, new, self.plan.delta, self.weights, gauss=gauss)
        return _lower_of(new, new_value, trial, value)


def _lower_of(new: Floats, new_value: Value, old: Floats, old_value: Value) -> tuple[Floats, Value]:
    """Point by point, the lower one and what is known there."""
    return _chosen(new_value.f < old_value.f, new, new_value, old, old_value)


def _chosen(
    better: Mask, new: Floats, new_value: Value, old: Floats, old_value: Value
) -> tuple[Floats, Value]:
    """The new points where they are better, the old ones elsewhere; writes into the new ones."""
    for mine, other in zip((new, *new_value), (old, *old_value), strict=True):
        mine[~better] = other[~better]
    return new, new_value


def _descend_block(problem: Problem, starts: Floats, plan: Plan, weights: Floats | None) -> Descent:
    searches = _Searches(problem, starts, plan, weights)
    for gauss in _kinds(plan):
        searches.step(gauss)
        if not len(searches.q):
            break
    everyone = np.ones(len(searches.q), dtype=bool)
    searches.leave(everyone, ~everyone)
    return searches.found


def _kinds(plan: Plan) -> Iterator[bool]:
    """For each step, whether the Hessian at its end is Gauss' (for the next step)."""
    yield from (step + 1 < plan.gauss for step in range(plan.gauss))
    yield from (False for _ in range(plan.newton))


def damped_step(value: Value, damping: Floats) -> tuple[Floats, Floats, Mask]:
    """The step -(H + damping |diag H|)^-1 g, its predicted decrease -g'p, and if H allows it.

    Where a pivot fails the damping is raised, in place and ever faster, until none does.
    """
    diagonal = np.abs(np.einsum("pii->pi", value.hessian))
    scale = diagonal + RELATIVE_FLOOR * diagonal.max(axis=1, keepdims=True)
    step, definite = _solve(value, damping, scale)
    failed, rise = ~definite, RISE
    while (failed & (damping <= LARGEST_DAMPING)).any():
        rows = np.flatnonzero(failed & (damping <= LARGEST_DAMPING))
        damping[rows] *= rise
        rise *= RISE
        step[rows], worked = _solve(Value(*(v[rows] for v in value)), damping[rows], scale[rows])
        failed[rows] = ~worked
    step[failed] = 0
    decrease = -np.einsum("pi,pi->p", value.gradient, step)
    longest = np.abs(step).max(axis=1, keepdims=True)
    return step * np.minimum(1, LONGEST_STEP / np.maximum(longest, LONGEST_STEP)), decrease, ~failed


def _solve(value: Value, damping: Floats, scale: Floats) -> tuple[Floats, Mask]:
    """Cholesky over the batch: (H + damping diag(scale)) p = -g, unrolled over the 5 pivots."""
    size = value.gradient.shape[1]
    work = np.empty((size + 1, size, len(damping)))
    work[:size] = value.hessian.transpose(1, 2, 0)
    work[size] = -value.gradient.T
    for k in range(size):
        work[k, k] += damping * scale[:, k]
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        definite = _factor(work)
        return _back_substitute(work), definite


def _factor(work: Floats) -> Mask:
    """Turn the lower triangle of the first rows into L, the last row into L^-1 of itself."""
    size = work.shape[1]
    definite = np.ones(work.shape[2], dtype=bool)
    for k in range(size):
        definite &= work[k, k] > 0
        work[k:, k] /= np.sqrt(work[k, k])
        work[k + 1 :, k + 1 :] -= work[k + 1 :, k, None] * work[None, k + 1 : size, k]
    return definite


def _back_substitute(work: Floats) -> Floats:
    size = work.shape[1]
    step = work[size].copy()
    for k in reversed(range(size)):
        step[k] /= work[k, k]
        step[:k] -= work[k, :k] * step[k]
    return step.T.copy()
