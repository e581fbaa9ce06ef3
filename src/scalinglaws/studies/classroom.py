"""What a class reads off its wall when each pair opens only a few runs of one budget.

A pair sees four losses of a valley, one in each quarter of its sizes, and marks the floor. The
floors go on log-log paper, a thread is laid through them, and read far to the right. Many such
classes, simulated, tell a facilitator what spread to expect before anyone cuts paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral, Real
from typing import Literal, TypeAlias

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError
from scalinglaws.fits.isoflop.fit import IsoflopProfiles
from scalinglaws.fits.isoflop.parabola import parabola_minima
from scalinglaws.runs import Runs
from scalinglaws.seeds import Random, Seed, spawn_seed

Flags = NDArray[np.bool_]
Quarters: TypeAlias = Literal["axis", "list"]
More: TypeAlias = Literal["nearest", "anywhere"]

QUARTERS = 4


@dataclass(frozen=True, eq=False, kw_only=True)
class Classes:
    """Simulated classes, one reading each.

    Attributes
    ----------
    C : float
        The budget at which the threads are read, in FLOP.
    budgets : ndarray, shape (pairs,)
        Each pair's own budget in FLOP, ascending.
    floors : ndarray, shape (classes, pairs)
        Parameters at the floor that each pair marked.
    floorless : ndarray of bool, shape (classes, pairs)
        Where the opened runs had no floor between them, and the pair marked the lowest of them.
    readings : ndarray, shape (classes,)
        Parameters where each thread meets C.
    flaps : int
        Runs that each pair opened, at most.
    seed : Seed
        What the choices were drawn from.
    """

    C: float
    budgets: Floats
    floors: Floats
    floorless: Flags
    readings: Floats
    flaps: int
    seed: Seed

    @property
    def median(self) -> float:
        """The middle reading, in parameters."""
        return float(np.median(self.readings))

    def interval(self, level: float = 0.8) -> tuple[float, float]:
        """The middle share of the readings, such as 80 percent, in parameters.

        Raises
        ------
        InputError
            If the level is not between 0 and 1.
        """
        if not 0 < level < 1:
            raise InputError(f"level = {level!r}: expected a number between 0 and 1, such as 0.8")
        low, high = np.quantile(self.readings, [(1 - level) / 2, (1 + level) / 2])
        return float(low), float(high)

    def share_within(self, low: float, high: float) -> float:
        """Share of the classes that read from ``low`` to ``high`` parameters, ends included."""
        return float(((self.readings >= low) & (self.readings <= high)).mean())


def quarters(N: ArrayLike, *, by: Quarters = "axis") -> NDArray[np.intp]:
    """Which quarter of a budget's sizes each size falls into, from 0.

    Parameters
    ----------
    N : array_like, shape (runs,)
        Parameters.
    by : {"axis", "list"}
        Four equal lengths of the logarithmic axis, or four parts of the list of sizes that
        differ by one size at most.

    Raises
    ------
    InputError
        If a quarter holds no size.
    """
    if by not in ("axis", "list"):
        raise InputError(f"by = {by!r}: expected 'axis' or 'list'")
    log_N = np.log(np.asarray(N, dtype=np.float64))
    if len(log_N) < QUARTERS:
        raise InputError(f"{len(log_N)} sizes: fewer than the {QUARTERS} quarters")
    if by == "axis":
        place = (log_N - log_N.min()) / (np.ptp(log_N) or 1.0)
    else:
        place = np.argsort(np.argsort(log_N, kind="stable")) / len(log_N)
    quarter: NDArray[np.intp] = np.minimum((QUARTERS * place).astype(np.intp), QUARTERS - 1)
    if len(np.unique(quarter)) < QUARTERS:
        raise InputError(f"{len(log_N)} sizes: a quarter holds none, so no run can be opened there")
    return quarter


def simulate_classes(
    runs: Runs,
    C: float,
    *,
    by: Quarters = "axis",
    more: int = 0,
    where: More = "nearest",
    classes: int = 2000,
    rng: Random,
) -> Classes:
    """Classes that open a run in each quarter, mark floors, and read a thread at C.

    Each budget is one pair's. The pair opens one run, drawn at random, in each quarter of its
    sizes; a parabola in log N through these losses stands for the eye. Where it has no floor
    between the opened sizes, the pair marks the lowest loss it has seen, and that is counted.
    The thread is the least-squares line through the floors on log-log paper.

    Parameters
    ----------
    runs : Runs
        Final losses at two or more budgets; a budget is as in `scalinglaws.fits.fit_isoflop`.
    C : float
        The budget in FLOP at which the thread is read.
    by : {"axis", "list"}
        What a quarter is; see `quarters`.
    more : int
        Further runs that each pair opens, all at once, after it has marked a floor. It then
        marks the floor again, through all it has opened.
    where : {"nearest", "anywhere"}
        Open those closest to the marked floor in log N, or any.
    classes : int
        How many, at least 1.
    rng : int, SeedSequence or Generator
        Where the choices come from. One seed gives the same first four runs whatever follows.

    Raises
    ------
    InputError
        If there are fewer than two budgets, a quarter holds no size, a budget has fewer sizes than
        would be opened, or C, ``more`` or ``classes`` cannot be what it says.
    """
    _check(C, more, where, classes)
    seed, profiles = spawn_seed(rng), IsoflopProfiles.from_runs(runs)
    first, later = seed.generator().spawn(2)
    pairs = [runs.keep(profiles.code == pair) for pair in range(len(profiles.log_C))]
    opened = [_one_a_quarter(quarters(own.N, by=by), classes, first) for own in pairs]
    marks = [_mark(*pair, more, where, later) for pair in zip(pairs, opened, strict=True)]
    return _read(marks, np.exp(profiles.log_C), float(C), QUARTERS + more, seed)


def _read(
    marks: list[tuple[Floats, Flags]], budgets: Floats, C: float, flaps: int, seed: Seed
) -> Classes:
    """The classes' threads through what their pairs marked, read at C."""
    log_floors, floorless = (np.stack(each, axis=1) for each in zip(*marks, strict=True))
    return Classes(
        C=C,
        budgets=budgets,
        floors=np.exp(log_floors),
        floorless=floorless,
        readings=np.exp(log_floors @ thread_weights(budgets, C)),
        flaps=flaps,
        seed=seed,
    )


def thread_weights(budgets: ArrayLike, C: float) -> Floats:
    """What each floor contributes to a thread's reading: log N(C) is their weighted sum.

    The least-squares line through (log C_i, y_i), taken at log C, is linear in the y_i.

    Parameters
    ----------
    budgets : array_like, shape (pairs,)
        At least two different budgets in FLOP.
    C : float
        Where the line is read, in FLOP.
    """
    x = np.log(np.asarray(budgets, dtype=np.float64))
    centred = x - x.mean()
    reach = np.log(C) - x.mean()
    return np.asarray(1 / len(x) + reach * centred / (centred @ centred))


def _check(C: float, more: int, where: str, classes: int) -> None:
    if not isinstance(C, Real) or not 0 < C < np.inf:
        raise InputError(f"C = {C!r}: expected a positive, finite budget in FLOP")
    if not isinstance(more, Integral) or more < 0:
        raise InputError(f"more = {more!r}: expected zero or more further runs")
    if where not in ("nearest", "anywhere"):
        raise InputError(f"where = {where!r}: expected 'nearest' or 'anywhere'")
    if not isinstance(classes, Integral) or classes < 1:
        raise InputError(f"classes = {classes!r}: expected 1 or more")


def _one_a_quarter(quarter: NDArray[np.intp], classes: int, rng: Generator) -> Floats:
    """A one for each run a class opened, shape (classes, runs)."""
    opened = np.zeros((classes, len(quarter)))
    for each in range(QUARTERS):
        opened[np.arange(classes), rng.choice(np.flatnonzero(quarter == each), classes)] = 1
    return opened


def _open(opened: Floats, distance: Floats | None, more: int, rng: Generator) -> Floats:
    """Open the closed runs of smallest distance; without distances, any."""
    if opened.shape[1] < QUARTERS + more:
        raise InputError(f"{opened.shape[1]} sizes at a budget: {QUARTERS + more} cannot be opened")
    rank = rng.random(opened.shape) if distance is None else distance
    closed_first = np.argsort(np.where(opened > 0, np.inf, rank), axis=1, kind="stable")
    wider = opened.copy()
    np.put_along_axis(wider, closed_first[:, :more], 1.0, axis=1)
    return wider


def _mark(
    own: Runs, opened: Floats, more: int, where: More, rng: Generator
) -> tuple[Floats, Flags]:
    """What a pair marks in each class, once it has opened so many more of its own runs."""
    log_N = np.log(own.N)
    marked, without = _mark_once(log_N, own.loss, opened)
    if not more:
        return marked, without
    distance = abs(log_N - marked[:, None]) if where == "nearest" else None
    return _mark_once(log_N, own.loss, _open(opened, distance, more, rng))


def _mark_once(log_N: Floats, loss: Floats, opened: Floats) -> tuple[Floats, Flags]:
    """log N that each class marks, and where its opened runs had no floor between them."""
    floors = parabola_minima(log_N, loss, opened)
    without = floors.refused > 0
    lowest = log_N[np.where(opened > 0, loss, np.inf).argmin(axis=1)]
    return np.where(without, lowest, floors.log_N), without
