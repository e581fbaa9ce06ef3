"""Many parabolas through one budget's runs at once: `fit_parabola` for every resample.

Only moments of the runs enter, so a resample costs one small matrix product and the solution
of three equations.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scalinglaws.arrays import Floats

FEWEST_SIZES = 3
TOO_FEW, DOWNWARDS, AT_THE_EDGE = (
    "fewer than three sizes",
    "the parabola opens downwards",
    "the minimum lies at the edge of the sizes",
)
REFUSALS = ("", TOO_FEW, DOWNWARDS, AT_THE_EDGE)


@dataclass(frozen=True)
class Minima:
    """The floor of one budget in each of R resamples; all shape (R,), NaN where refused.

    Attributes
    ----------
    log_N, loss : ndarray
        Where the floor lies, and how high, nats per token.
    variance : ndarray
        Of ``log_N``, per unit variance of the losses; NaN where no formula gives it.
    squares : ndarray
        Sum of squared residuals, weighted.
    refused : ndarray of int
        Place in `REFUSALS`; 0 is a floor.
    """

    log_N: Floats
    loss: Floats
    variance: Floats
    squares: Floats
    refused: NDArray[np.intp]


def parabola_minima(log_N: Floats, loss: Floats, weight: Floats) -> Minima:
    """Weighted least-squares parabolas in log N through one budget's runs, row by row.

    Parameters
    ----------
    log_N, loss : ndarray, shape (runs,)
        Natural logarithms of parameters; nats per token.
    weight : ndarray, shape (R, runs)
        How often each run was drawn.
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
        floor = -c[:, 1] / (2 * c[:, 2])
        slopes = np.stack([np.zeros_like(floor), -0.5 / c[:, 2], -floor / c[:, 2]], axis=1)
        lowest = c[:, 0] + floor * c[:, 1] / 2
    refused = _refuse(refused, c[:, 2], floor, *_range(u, weight))
    variance = np.einsum("ri,rij,rj->r", slopes, inverse, slopes)
    return minima_where(
        refused, centre + scale * floor, height + lowest, scale**2 * variance, squares
    )


def minima_where(
    refused: NDArray[np.intp], log_N: Floats, loss: Floats, variance: Floats, squares: Floats
) -> Minima:
    """Minima with NaN in every row that was refused."""
    columns = (log_N, loss, variance, squares)
    log_N, loss, variance, squares = (np.where(refused == 0, c, np.nan) for c in columns)
    return Minima(log_N, loss, variance, squares, refused)


def _few_sizes(log_N: Floats, weight: Floats) -> NDArray[np.intp]:
    _, size = np.unique(log_N, return_inverse=True)
    drawn = (weight @ np.eye(size.max() + 1)[size] > 0).sum(axis=1)
    return np.where(drawn < FEWEST_SIZES, REFUSALS.index(TOO_FEW), 0)


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


def _refuse(
    refused: NDArray[np.intp], curvature: Floats, floor: Floats, low: Floats, high: Floats
) -> NDArray[np.intp]:
    beyond = ~((low < floor) & (floor < high))
    refused = np.where((refused == 0) & ~(curvature > 0), REFUSALS.index(DOWNWARDS), refused)
    return np.where((refused == 0) & beyond, REFUSALS.index(AT_THE_EDGE), refused)
