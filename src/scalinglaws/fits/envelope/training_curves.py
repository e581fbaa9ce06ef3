"""Training curves: smoothed, and read at budgets they passed between two checkpoints."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError
from scalinglaws.runs import Runs

# Beyond four standard deviations a Gaussian window weighs less than 4e-4 of its middle.
REACH = 4.0


@dataclass(frozen=True)
class Curve:
    """The checkpoints of one run, by rising compute.

    Attributes
    ----------
    run : str
        Its name.
    N : float
        Parameters.
    C, D, loss : ndarray, shape (checkpoints,)
        FLOP and tokens so far, and nats per token.
    """

    run: str
    N: float
    C: Floats
    D: Floats
    loss: Floats


def training_curves_of(runs: Runs) -> tuple[Curve, ...]:
    """The training curves in a table that has one row a checkpoint.

    Parameters
    ----------
    runs : Runs
        With the column ``run``; the checkpoints of a run share N and differ in C.

    Raises
    ------
    InputError
        If there is no column ``run``, or one run has two sizes or two losses at one C.
    """
    if runs.run is None:
        raise InputError(f"{runs.name}: training curves need a column run, to tell them apart")
    names, codes = np.unique(runs.run, return_inverse=True)
    in_order = np.lexsort((runs.C, codes))
    edges = np.flatnonzero(np.diff(codes[in_order])) + 1
    rows_of_each = np.split(in_order, edges)
    return tuple(
        _curve(runs, str(name), rows) for name, rows in zip(names, rows_of_each, strict=True)
    )


def _curve(runs: Runs, name: str, rows: NDArray[np.intp]) -> Curve:
    size = runs.N[rows]
    if size.min() != size.max():
        raise InputError(
            f"{runs.name}: run {name!r} has sizes from {size.min():g} to {size.max():g}"
        )
    if not (np.diff(runs.C[rows]) > 0).all():
        raise InputError(f"{runs.name}: run {name!r} has two checkpoints at one C")
    return Curve(name, float(size[0]), runs.C[rows], runs.D[rows], runs.loss[rows])


def smooth(x: Floats, y: Floats, width: float) -> Floats:
    """Local straight lines under a Gaussian window: y without its noise, in the shape of x.

    A local mean would lift the end of a falling curve, where the window has one side only,
    and the end is what an envelope is made of; a local line leaves straight pieces as they are.

    Parameters
    ----------
    x, y : ndarray, shape (points,)
        x rising.
    width : float
        Standard deviation of the window in the unit of x; 0 returns y.
    """
    if width == 0 or len(x) < 2:
        return y
    moments = np.zeros((5, len(x)))
    for shift in range(-_widest(x, width), _widest(x, width) + 1):
        _add_neighbours(moments, x, y, width, shift)
    s0, s1, s2, t0, t1 = moments
    spread = s0 * s2 - s1**2
    # A point alone in its window has no slope: it keeps its own value, t0 / s0.
    alone = spread <= 1e-12 * s0 * s2
    return np.where(alone, t0 / s0, (s2 * t0 - s1 * t1) / np.where(alone, 1.0, spread))


def _widest(x: Floats, width: float) -> int:
    """How many neighbours on one side the fullest window holds."""
    last = np.searchsorted(x, x + REACH * width, side="right") - 1
    return int((last - np.arange(len(x))).max())


def _add_neighbours(moments: Floats, x: Floats, y: Floats, width: float, shift: int) -> None:
    """Add to each point's sums its neighbour ``shift`` places on."""
    middle = slice(max(0, -shift), len(x) - max(0, shift))
    beside = slice(max(0, shift), len(x) - max(0, -shift))
    distance = x[beside] - x[middle]
    weight = np.exp(-0.5 * (distance / width) ** 2) * (np.abs(distance) <= REACH * width)
    terms = weight, weight * distance, weight * distance**2
    for row, term in enumerate((*terms, terms[0] * y[beside], terms[1] * y[beside])):
        moments[row, middle] += term


def loss_at_budgets(
    curve: Curve, log_C: Floats, width: float, last_share: float
) -> tuple[Floats, Floats]:
    """Loss and log D of one curve at given budgets, straight between checkpoints in log C.

    Parameters
    ----------
    curve : Curve
        One run's checkpoints.
    log_C : ndarray, shape (budgets,)
        Natural logarithms of FLOP.
    width : float
        Window in log C; see `smooth`.
    last_share : float
        Use only the last share of the run's compute, from 0 (nothing) to 1 (all of it).

    Returns
    -------
    loss, log_D : ndarray, shape (budgets,)
        Infinite loss where the run was not, or where it does not count.
    """
    own = np.log(curve.C)
    loss = np.interp(log_C, own, smooth(own, curve.loss, width), left=np.inf, right=np.inf)
    too_early = np.exp(log_C) < (1 - last_share) * curve.C[-1]
    return np.where(too_early, np.inf, loss), np.interp(log_C, own, np.log(curve.D))
