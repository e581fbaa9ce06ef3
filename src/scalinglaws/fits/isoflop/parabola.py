"""The parabola in log N through the losses of one budget: once, or in R resamples at once.

Only moments of the runs enter, so a resample costs one small matrix product and the solution
of three equations. The fit to the runs themselves is a resample that has each of them once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError, NoMinimumError

FEWEST_SIZES = 3
TOO_FEW, DOWNWARDS, AT_THE_EDGE = (
    "fewer than three sizes",
    "the parabola opens downwards",
    "the minimum lies at the edge of the sizes",
)
REFUSALS = ("", TOO_FEW, DOWNWARDS, AT_THE_EDGE)


@dataclass(frozen=True)
class Parabola:
    """A parabola in log N through the final losses of one compute budget.

    Attributes
    ----------
    C : float
        The budget in FLOP.
    N : float
        Parameters at the minimum: the compute-optimal size.
    loss : float
        Nats per token at the minimum.
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

    Returns
    -------
    Parabola
        Its minimum may lie outside the sizes trained.

    Raises
    ------
    InputError
        If there are fewer than three sizes.
    NoMinimumError
        If the parabola opens downwards.
    """
    log_N, losses = np.log(np.asarray(N, dtype=np.float64)), np.asarray(loss, dtype=np.float64)
    if len(np.unique(log_N)) < FEWEST_SIZES:
        raise InputError(f"C = {C:g}: a parabola needs at least {FEWEST_SIZES} sizes")
    found = parabola_minima(log_N, losses, np.ones((1, len(losses))), beyond=True)
    if found.refused[0]:
        raise NoMinimumError(f"C = {C:g}: {REFUSALS[found.refused[0]]}, so it has no minimum")
    N_best, lowest, curvature = np.exp(found.log_N[0]), found.loss[0], found.curvature[0]
    return Parabola(float(C), float(N_best), float(lowest), float(curvature))


def fit_parabolas(C: ArrayLike, N: ArrayLike, loss: ArrayLike) -> tuple[Parabola, ...]:
    """One parabola for each budget in C, from the smallest budget to the largest.

    Parameters
    ----------
    C, N, loss : array_like, shape (runs,)
        FLOP, parameters, and nats per token of each run; runs of one budget share C exactly.

    Raises
    ------
    InputError
        As `fit_parabola`, for the first budget that has no minimum.
    """
    budgets, sizes, losses = (np.asarray(values, dtype=np.float64) for values in (C, N, loss))
    return tuple(
        fit_parabola(budget, sizes[budgets == budget], losses[budgets == budget])
        for budget in np.unique(budgets)
    )


@dataclass(frozen=True)
class Minima:
    """The minimum of one budget in each of R resamples; all shape (R,), NaN where refused.

    Attributes
    ----------
    log_N, loss : ndarray
        Where the minimum lies, and how high, nats per token.
    curvature : ndarray
        Half the second derivative of loss by log N; NaN where no formula gives it.
    variance : ndarray
        Of ``log_N``, per unit variance of the losses; NaN where no formula gives it.
    squares : ndarray
        Sum of squared residuals, weighted; NaN where the curve passes through every loss.
    refused : ndarray of int
        Place in `REFUSALS`; 0 is a minimum.
    """

    log_N: Floats
    loss: Floats
    curvature: Floats
    variance: Floats
    squares: Floats
    refused: NDArray[np.intp]

    @classmethod
    def where(
        cls,
        refused: NDArray[np.intp],
        log_N: Floats,
        loss: Floats,
        curvature: Floats | float = np.nan,
        variance: Floats | float = np.nan,
        squares: Floats | float = np.nan,
    ) -> Minima:
        """Minima with NaN in every row that was refused; see the attributes.

        Parameters
        ----------
        refused : ndarray of int, shape (R,)
            Place in `REFUSALS`; 0 is a minimum.
        log_N, loss : ndarray, shape (R,)
            Where the minimum lies, N in parameters, and how high, nats per token.
        curvature, variance, squares : ndarray, shape (R,), or float
            Of the curve; NaN where it has none.
        """
        columns = (log_N, loss, curvature, variance, squares)
        kept = [np.where(refused == 0, column, np.nan) for column in columns]
        return cls(kept[0], kept[1], kept[2], kept[3], kept[4], refused)


def parabola_minima(log_N: Floats, loss: Floats, weight: Floats, *, beyond: bool = False) -> Minima:
    """Weighted least-squares parabolas in log N through one budget's runs, row by row.

    Parameters
    ----------
    log_N, loss : ndarray, shape (runs,)
        Natural logarithms of parameters; nats per token.
    weight : ndarray, shape (R, runs)
        How often each run is in each resample.
    beyond : bool
        Take a minimum at or beyond the edge of the sizes resampled, too.
    """
    centre, scale = log_N.mean(), np.ptp(log_N) / 2 or 1.0
    u = (log_N - centre) / scale
    # The losses too are measured from their middle, or their squares would drown the residuals.
    height = loss.mean()
    refused = _few_sizes(log_N, weight)
    inverse, right = _normal_equations(u, loss - height, weight, usable=refused == 0)
    c = np.einsum("rij,rj->ri", inverse, right)
    squares = weight @ (loss - height) ** 2 - (c * right).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        vertex = -c[:, 1] / (2 * c[:, 2])
        slopes = np.stack([np.zeros_like(vertex), -0.5 / c[:, 2], -vertex / c[:, 2]], axis=1)
        lowest = c[:, 0] + vertex * c[:, 1] / 2
    refused = _refuse(refused, ~(c[:, 2] > 0), DOWNWARDS)
    if not beyond:
        low, high = _range(u, weight)
        refused = _refuse(refused, ~((low < vertex) & (vertex < high)), AT_THE_EDGE)
    variance = np.einsum("ri,rij,rj->r", slopes, inverse, slopes)
    return Minima.where(
        refused, centre + scale * vertex, height + lowest, c[:, 2] / scale**2,
        scale**2 * variance, squares,
    )  # fmt: skip


def _few_sizes(log_N: Floats, weight: Floats) -> NDArray[np.intp]:
    _, size = np.unique(log_N, return_inverse=True)
    distinct = (weight @ np.eye(size.max() + 1)[size] > 0).sum(axis=1)
    return np.where(distinct < FEWEST_SIZES, REFUSALS.index(TOO_FEW), 0)


def _normal_equations(
    u: Floats, loss: Floats, weight: Floats, usable: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """The inverse of X'WX and X'Wy of each row; unusable rows get the identity."""
    moments = weight @ (u[:, None] ** np.arange(5))
    right = weight @ (loss[:, None] * u[:, None] ** np.arange(3))
    matrix = moments[:, np.add.outer(np.arange(3), np.arange(3))]
    matrix = np.where(usable[:, None, None], matrix, np.eye(3))
    return np.asarray(np.linalg.inv(matrix), dtype=np.float64), right


def _range(u: Floats, weight: Floats) -> tuple[Floats, Floats]:
    low, high = np.where(weight > 0, u, np.inf), np.where(weight > 0, u, -np.inf)
    return np.asarray(low.min(axis=1)), np.asarray(high.max(axis=1))


def _refuse(refused: NDArray[np.intp], bad: NDArray[np.bool_], reason: str) -> NDArray[np.intp]:
    """The rows refused so far, and the bad ones among the others for this reason."""
    return np.where((refused == 0) & bad, REFUSALS.index(reason), refused)
