"""Damped Newton descent from many points at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from scalinglaws.arrays import Floats
from scalinglaws.fits.parametric.coordinates import ALPHA, BETA, Problem
from scalinglaws.fits.parametric.objective import Value, evaluate, evaluate_at_one, hold

Mask: TypeAlias = NDArray[np.bool_]

# Numbers in one temporary array: 256 kB, so that the ten of them stay in the cache. Fixed,
# because sums taken in other blocks differ in the last bit.
BLOCK = 32768
LONGEST_STEP = 2.0
FIRST_DAMPING, LARGEST_DAMPING, SMALL_DAMPING = 1e-3, 1e8, 1e-2
FALL, RISE = 0.2, 6.0
# The least damping, relative to the largest diagonal element: E near 0 leaves a
# column of zeros.
RELATIVE_FLOOR = 1e-6
STALLS = 3
# Steps with the exact Hessian before the slow searches of all blocks go on in blocks of their
# own: a block of few costs nearly as much as a full one.
TOGETHER = 4
# In centred coordinates, a step that only rounding asks for.
SETTLED = 1e-12
# log residuals this small, in the mean square, are rounding.
ROUNDING = 1e-30


@dataclass(frozen=True)
class DescentPlan:
    """How to descend: the width, steps with Gauss' Hessian, then with the exact one.

    ``tolerance`` is the decrease, relative to f, that is not worth another step. After each
    step ``corrections`` more are taken in A', B' and E alone: at small exponents the way
    down to the optimum is so curved that straight steps along it must be tiny.
    """

    delta: float
    gauss: int = 0
    newton: int = 40
    tolerance: float = 1e-12
    corrections: int = 0
    damping: float = FIRST_DAMPING


@dataclass(frozen=True, eq=False)
class Descent:
    """Where each start ended: q (P, 5), f and its derivatives, and if nothing was left to gain."""

    q: Floats
    value: Value
    converged: Mask

    @property
    def f(self) -> Floats:
        """The objective, shape (P,)."""
        return self.value.f


def descend(
    problem: Problem, starts: Floats, plan: DescentPlan, weights: NDArray[Any] | None = None
) -> Descent:
    """Descend from each start until no step is worth taking.

    Parameters
    ----------
    problem : Problem
        The runs.
    starts : ndarray, shape (P, 5)
        Points in centred coordinates; with weights, one row may stand for P equal ones, if
        the first step is with Gauss' Hessian.
    plan : DescentPlan
        The width and the steps.
    weights : ndarray, shape (P, n), optional
        How often each run counts, start by start.
    """
    shared = weights is not None and len(starts) == 1 and plan.gauss > 0
    starts = np.repeat(starts, len(weights), axis=0) if shared and weights is not None else starts
    count = len(starts)
    value = Value(np.empty(count), np.empty((count, 5)), np.empty((count, 5, 5)))
    found = Descent(starts.copy(), value, np.zeros(count, dtype=bool))
    together, later = _kinds(plan)
    slow = []
    for places in _blocks(problem, len(starts)):
        begun = _State.new(starts[places], places, plan.damping)
        searches = _Searches(problem, begun, plan, weights, found)
        known = searches.at_one_point() if shared else searches.evaluated(gauss=plan.gauss > 0)
        slow.append(searches.run(together, known))
    for state in _regrouped(problem, slow) if later else ():
        searches = _Searches(problem, state, plan, weights, found)
        searches.run(later, searches.evaluated(gauss=False))
    return found


def _kinds(plan: DescentPlan) -> tuple[list[bool], list[bool]]:
    """For each step, whether the Hessian at its end is Gauss' (for the next step).

    First the steps that each block takes, then those of the slow searches of all blocks.
    """
    kinds = [step + 1 < plan.gauss for step in range(plan.gauss)] + [False] * plan.newton
    return kinds[: plan.gauss + TOGETHER], kinds[plan.gauss + TOGETHER :]


def _blocks(problem: Problem, count: int) -> list[NDArray[np.intp]]:
    """Numbers below the count, as many at a time as keep their arrays in the cache."""
    rows = max(1, BLOCK * 8 // (problem.n * problem.x.itemsize))
    return [np.arange(first, min(first + rows, count)) for first in range(0, count, rows)]


def settle(
    problem: Problem,
    q: Floats,
    delta: float,
    weights: NDArray[Any] | None = None,
    *,
    value: Value | None = None,
    steps: int = 2,
) -> tuple[Floats, Floats]:
    """Move points near their optima to where the gradient vanishes.

    The objective is known to 1e-16 and so places its lowest point to 1e-8 only; the gradient,
    zero there, places it better. Numbers that agree to 1e-9 on every platform need that.

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
    value : Value, optional
        That at q, its Hessian exact: saves one evaluation.
    steps : int
        The most steps.

    Returns
    -------
    q : ndarray, shape (P, 5)
        Where the points ended.
    f : ndarray, shape (P,)
        The objective there.
    """
    settled, f = q.copy(), np.empty(len(q))
    for rows in _blocks(problem, len(q)):
        part = _floats(problem, weights, rows)
        known = None if value is None else Value(*(v[rows] for v in value))
        settled[rows], f[rows] = _settle_block(problem, q[rows], delta, part, known, steps)
    return settled, f


def _settle_block(
    problem: Problem,
    q: Floats,
    delta: float,
    weights: Floats | None,
    value: Value | None,
    steps: int,
) -> tuple[Floats, Floats]:
    """Undamped steps while the gradient shrinks and the objective does not rise."""
    value = evaluate(problem, q, delta, weights) if value is None else value
    end, f, places = q.copy(), value.f.copy(), np.arange(len(q))
    for _ in range(steps):
        step, definite = _solve(value, np.zeros(len(q)), np.zeros_like(q))
        # Where the step is no more than rounding, another value would show nothing new.
        go = definite & (np.abs(step).max(axis=1) > SETTLED)
        if not go.any():
            break
        q, places, step, value = q[go], places[go], step[go], Value(*(v[go] for v in value))
        weights = None if weights is None else weights[go]
        trial = q + step
        after = evaluate(problem, trial, delta, weights)
        shrinks = np.abs(after.gradient).max(axis=1) < np.abs(value.gradient).max(axis=1)
        better = shrinks & (after.f <= value.f * (1 + 1e-12))
        q, value = _chosen(better, trial, after, q, value)
        end[places], f[places] = q, value.f
        if not better.any():
            break
    return end, f


def _floats(
    problem: Problem, weights: NDArray[Any] | None, rows: NDArray[np.intp]
) -> Floats | None:
    return None if weights is None else weights[rows].astype(problem.x.dtype)


class _State(NamedTuple):
    """Searches under way: points, damping, steps of no gain, and their places among all."""

    q: Floats
    damping: Floats
    stalls: NDArray[np.intp]
    places: NDArray[np.intp]

    @classmethod
    def new(cls, q: Floats, places: NDArray[np.intp], damping: float) -> _State:
        return cls(q, np.full(len(q), damping), np.zeros(len(q), dtype=np.intp), places)


def _regrouped(problem: Problem, states: list[_State]) -> list[_State]:
    """The few slow searches that each block leaves, in full blocks again."""
    q, damping, stalls, places = (np.concatenate(parts) for parts in zip(*states, strict=True))
    return [
        _State(q[rows], damping[rows], stalls[rows], places[rows])
        for rows in _blocks(problem, len(q))
    ]


class _Searches:
    """The searches of one block that still run; finished ones are dropped and kept aside."""

    def __init__(
        self,
        problem: Problem,
        state: _State,
        plan: DescentPlan,
        weights: NDArray[Any] | None,
        found: Descent,
    ) -> None:
        self.problem, self.plan, self.found = problem, plan, found
        self.q, self.damping, self.stalls, self.places = state
        self.weights = _floats(problem, weights, self.places)

    def evaluated(self, *, gauss: bool) -> Value:
        """What is to be known at each point."""
        return evaluate(self.problem, self.q, self.plan.delta, self.weights, gauss=gauss)

    def at_one_point(self) -> Value:
        """The same, with Gauss' Hessian, where all are still at one point."""
        if self.weights is None:
            return self.evaluated(gauss=True)
        return evaluate_at_one(self.problem, self.q[0], self.plan.delta, self.weights)

    def run(self, kinds: list[bool], value: Value) -> _State:
        """From what is known, a step for each kind of Hessian at its end; what then still runs."""
        self.value = value
        for kind in kinds:
            self.step(kind)
            if not len(self.q):
                break
        self._write(np.ones(len(self.q), dtype=bool), np.zeros(len(self.q), dtype=bool))
        return _State(self.q, self.damping, self.stalls, self.places)

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
        self.found.q[places], self.found.converged[places] = self.q[chosen], converged[chosen]
        for kept, mine in zip(self.found.value, self.value, strict=True):
            kept[places] = mine[chosen]

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


def damped_step(value: Value, damping: Floats) -> tuple[Floats, Floats, Mask]:
    """The step -(H + damping |diag H|)^-1 g.

    Where a pivot fails the damping is raised, in place and ever faster, until none does.

    Parameters
    ----------
    value : Value
        The objective's gradient g and Hessian H at P points.
    damping : ndarray, shape (P,)
        Changed where it is too small.

    Returns
    -------
    step : ndarray, shape (P, 5)
        Shortened to `LONGEST_STEP`; 0 where no damping would do.
    decrease : ndarray, shape (P,)
        -g'p, p the step before it is shortened.
    allowed : ndarray of bool, shape (P,)
        Where there is a step.
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
