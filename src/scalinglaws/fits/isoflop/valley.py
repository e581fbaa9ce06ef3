"""One budget, many sizes: the parabola through their losses and its floor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError

FEWEST_POINTS = 3


@dataclass(frozen=True)
class Parabola:
    """A parabola in log N through the final losses of one compute budget.

    Attributes
    ----------
    C : float
        The budget in FLOP.
    N : float
        Parameters at the floor: the compute-optimal size.
    loss : float
        Nats per token at the floor.
    curvature : float
        Half the second derivative of loss by log N, nats per token; positive.
    """

    C: float
    N: float
    loss: float
    curvature: float

    def at(self, N: ArrayLike) -> Floats:
        """The parabola's loss in nats per token at N parameters, in the shape of N."""
        distance = np.log(np.asarray(N, dtype=np.float64) / self.N)
        return np.asarray(self.loss + self.curvature * distance**2)


def fit_parabola(C: float, N: ArrayLike, loss: ArrayLike) -> Parabola:
    """Least-squares parabola in log N (Hoffmann et al. 2022, Section 3.2).

    Parameters
    ----------
    C : float
        The budget in FLOP that all the runs share.
    N, loss : array_like, shape (runs,)
        Parameters, and final loss in nats per token.

    Raises
    ------
    InputError
        If there are fewer than three sizes, or the parabola opens downwards: no floor.
    """
    log_size, losses = np.log(np.asarray(N, dtype=np.float64)), np.asarray(loss, dtype=np.float64)
    if len(np.unique(log_size)) < FEWEST_POINTS:
        raise InputError(f"C = {C:g}: a parabola needs at least {FEWEST_POINTS} sizes")
    # Centred, because raw log N (near 20) squared leaves the normal equations badly conditioned.
    centre = log_size.mean()
    curvature, slope, height = np.polyfit(log_size - centre, losses, 2)
    if curvature <= 0:
        raise InputError(f"C = {C:g}: the parabola opens downwards, so it has no floor")
    floor = -slope / (2 * curvature)
    return Parabola(
        C=float(C),
        N=float(np.exp(centre + floor)),
        loss=float(height - curvature * floor**2),
        curvature=float(curvature),
    )


def fit_parabolas(C: ArrayLike, N: ArrayLike, loss: ArrayLike) -> tuple[Parabola, ...]:
    """One valley for each budget in C, from the smallest budget to the largest.

    Parameters
    ----------
    C, N, loss : array_like, shape (runs,)
        FLOP, parameters, and nats per token of each run; runs of one budget share C exactly.

    Raises
    ------
    InputError
        As `fit_parabola`, for the first budget that has no floor.
    """
    budgets, sizes, losses = (np.asarray(values, dtype=np.float64) for values in (C, N, loss))
    return tuple(
        fit_parabola(budget, sizes[budgets == budget], losses[budgets == budget])
        for budget in np.unique(budgets)
    )
