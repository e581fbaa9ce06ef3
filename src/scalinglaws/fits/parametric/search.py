"""The lowest point there is, as far as many searches can tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scalinglaws.arrays import Floats
from scalinglaws.fits.parametric.coordinates import ALPHA, BETA, LOG_E, Problem
from scalinglaws.fits.parametric.newton import ROUNDING, Descent, DescentPlan, descend
from scalinglaws.fits.parametric.objective import objective, shares
from scalinglaws.fits.parametric.screen import screen
from scalinglaws.fits.parametric.starts import edge_starts, paper_starts

AGREE = 1e-8
# Searches that came this close in centred coordinates go on as one.
SAME_POINT = 1e-3
# The smooth problem a narrow one is reached from, and how the width then falls.
SMOOTH = 1e-3
NARROWING = 0.1
# Runs that the search for a basin uses; the descent into it uses all of them.
SAMPLE = 1000
# Steps with Gauss' Hessian, which find the basin, before those with the exact one. A resample
# starts near its optimum: more damping would slow the last steps.
GAUSS, WARM_DAMPING = 6, 1e-6
# Widths and steps on the way from a far start, and how far above the best is hopeless.
WIDE_STEPS = ((10.0, 20), (0.1, 5), (0.01, 5))
GIVEN_UP = 10.0
# Unfinished searches that go on with corrections: the lowest few, if not far above the best.
RESCUED, PATIENCE = 16, 2000
IN_REACH = 1.25
SMALL_E, SMALL_EXPONENT, LARGE_EXPONENT, FEW_RUNS = 1e-3, 0.01, 3.0, 2.0


@dataclass(frozen=True, eq=False)
class Found:
    """The best point q (5,), how many starts there were, and how many ended as low."""

    q: Floats
    starts: int
    agree: int


def search(problem: Problem, width: float, *, exhaustive: bool = False) -> Found:
    """Search from the screened starts and the edges, and from the paper's grid if asked.

    A best point at an edge is reason enough to try the grid as well.

    Parameters
    ----------
    problem : Problem
        The runs.
    width : float
        Half-width of Huber's square part, in log units; infinity for least squares.
    exhaustive : bool
        Try the paper's grid (Hoffmann et al. 2022, Appendix D.2) in any case.
    """
    sample = _sample(problem)
    found = _screened(sample, width)
    if exhaustive or at_edge(sample, found.q):
        found = _lower(sample, width, found, _gridded(sample, width))
    if sample is not problem:
        found = _on_all_runs(problem, width, found)
    return found


def at_edge(problem: Problem, q: Floats) -> list[str]:
    """The flags of a point on a boundary or on a spike; none inside.

    Parameters
    ----------
    problem : Problem
        The runs.
    q : ndarray, shape (5,)
        The point, in centred coordinates.
    """
    log_E, alpha, beta = problem.uncentred(q[None, :])[0, [LOG_E, ALPHA, BETA]]
    flags = []
    if problem.fixed_log_E is None and log_E < np.log(SMALL_E):
        flags.append("E near zero")
    for name, exponent in (("alpha", alpha), ("beta", beta)):
        if exponent < SMALL_EXPONENT and exponent > -LARGE_EXPONENT:
            flags.append(f"{name} near zero")
        if abs(exponent) > LARGE_EXPONENT:
            flags.append(f"{name} large")
    if _runs_under_a_term(problem, q) < FEW_RUNS:
        flags.append("spike")
    return flags


def _runs_under_a_term(problem: Problem, q: Floats) -> float:
    """On how many runs the more concentrated of the two terms acts: (sum s)^2 / sum s^2."""
    at = shares(problem, q[None, :])
    counts = [s.sum() ** 2 / max((s * s).sum(), 1e-300) for s in (at.size, at.tokens)]
    return float(min(counts))


def widths(width: float) -> list[float]:
    """The widths on the way from a smooth problem to the one asked for, the last one."""
    steps = []
    while width < SMOOTH * 0.99:
        steps.append(width)
        width /= NARROWING
    return [width, *reversed(steps)]


def descend_to(
    problem: Problem,
    starts: Floats,
    width: float,
    weights: NDArray[Any] | None = None,
    known: float = np.inf,
) -> Descent:
    """Where the starts end at a width, by way of the wider ones.

    With weights each start has runs of its own, is near its optimum, and all are brought to
    their end; else only those that can still beat the others, and the known objective.

    Parameters
    ----------
    problem : Problem
        The runs.
    starts : ndarray, shape (P, 5)
        In centred coordinates.
    width : float
        Half-width of Huber's square part, in log units; infinity for least squares.
    weights : ndarray, shape (P, n), optional
        How often each run counts, start by start.
    known : float
        The lowest objective found so far.
    """
    first, *others = widths(width)
    plan = (
        DescentPlan(first, gauss=GAUSS)
        if weights is None
        else DescentPlan(first, damping=WARM_DAMPING)
    )
    found = descend(problem, starts, plan, weights)
    for narrower in others:
        found = descend(problem, found.q, DescentPlan(narrower, gauss=2 * GAUSS), weights)
    rows = np.flatnonzero(~found.converged)
    if weights is None:
        bound = IN_REACH * min(known, found.f.min())
        rows = rows[found.f[rows] <= bound]
        rows = rows[np.argsort(found.f[rows], kind="stable")[:RESCUED]]
    return _rescued(
        problem, found, rows, DescentPlan(width, newton=PATIENCE, corrections=2), weights
    )


def _rescued(
    problem: Problem,
    found: Descent,
    rows: NDArray[np.intp],
    plan: DescentPlan,
    weights: NDArray[Any] | None,
) -> Descent:
    """The same descents, those of the rows gone on with by a more patient plan."""
    if len(rows):
        end = descend(problem, found.q[rows], plan, None if weights is None else weights[rows])
        kept = (found.q, found.converged, *found.value)
        for mine, more in zip(kept, (end.q, end.converged, *end.value), strict=True):
            mine[rows] = more
    return found


def _screened(problem: Problem, width: float) -> Found:
    inner = descend_to(problem, screen(problem, max(width, SMOOTH)), width)
    edges = edge_starts(problem, inner.q[inner.f.argmin()])
    outer = descend_to(problem, edges, width, known=inner.f.min())
    return _best(problem, np.concatenate([inner.q, outer.q]), np.concatenate([inner.f, outer.f]))


def _gridded(problem: Problem, width: float) -> Found:
    """All of the paper's starts: least squares first, then ever narrower widths.

    The wide part runs in 32 bits. Of searches that met, one goes on and counts for all; those
    left far above the lowest are given up, and count as starts that do not agree.
    """
    coarse, smooth = problem.in_single_precision(), max(width, SMOOTH)
    q = problem.centred(paper_starts())
    total = len(q)
    for wide, steps in [step for step in WIDE_STEPS if step[0] > smooth] or [(smooth, 20)]:
        end = descend(coarse, q, DescentPlan(wide, gauss=steps, newton=0, tolerance=1e-4))
        q = end.q[end.f <= GIVEN_UP * np.nanmin(end.f)] if wide < 1 else end.q
    q, counts = _merge(q)
    found = descend_to(problem, q, width)
    return replace(_best(problem, found.q, found.f, counts), starts=total)


def _merge(q: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """One of each group of points that are all but equal, and how many there are of it."""
    cells = np.round(np.clip(q, -1e6, 1e6) / SAME_POINT).astype(np.int64)
    _, first, counts = np.unique(cells, axis=0, return_index=True, return_counts=True)
    return q[first], counts


def _best(problem: Problem, q: Floats, f: Floats, counts: NDArray[np.intp] | None = None) -> Found:
    counts = np.ones(len(q), dtype=np.intp) if counts is None else counts
    f = np.where(np.isfinite(f), f, np.inf)
    agree = f <= f.min() * (1 + AGREE) + ROUNDING * problem.n
    return Found(q[f.argmin()], int(counts.sum()), int(counts[agree].sum()))


def _lower(problem: Problem, width: float, one: Found, other: Found) -> Found:
    """The lower of two results, with the starts of both, and those of both if they agree."""
    f, g = objective(problem, np.stack([one.q, other.q]), width)
    best, rest = (one, other) if f <= g else (other, one)
    low, high = min(f, g), max(f, g)
    same = high <= low * (1 + AGREE) + ROUNDING * problem.n
    agree = best.agree + (rest.agree if same else 0)
    return Found(best.q, one.starts + other.starts, agree)


def _sample(problem: Problem) -> Problem:
    """At most SAMPLE runs, evenly spread over the compute, with the ends of N and of D."""
    if problem.n <= 2 * SAMPLE:
        return problem
    x, y = problem.x, problem.y
    order = np.argsort(x * problem.scale[0] + y * problem.scale[1], kind="stable")
    even = order[np.linspace(0, problem.n - 1, SAMPLE).astype(np.intp)]
    ends = [axis.argmin() for axis in (x, y)] + [axis.argmax() for axis in (x, y)]
    return problem.keep(np.union1d(even, np.array(ends, dtype=np.intp)))


def _on_all_runs(problem: Problem, width: float, found: Found) -> Found:
    end = descend_to(problem, found.q[None, :], width)
    return Found(end.q[0], found.starts, found.agree)
