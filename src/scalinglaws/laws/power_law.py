"""A straight line on log-log paper: y = factor * x^exponent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError


@dataclass(frozen=True)
class PowerLaw:
    """``y = anchor_y * (x / anchor_x)**exponent``, anchored in the middle of its points."""

    exponent: float
    anchor_x: float
    anchor_y: float

    def at(self, x: ArrayLike) -> Floats:
        """The line's y, in the shape of x and the unit of the fitted y."""
        ratio = np.asarray(x, dtype=np.float64) / self.anchor_x
        return np.asarray(self.anchor_y * ratio**self.exponent)


def fit_power_law(x: ArrayLike, y: ArrayLike) -> PowerLaw:
    """Least squares of log y on log x.

    Parameters
    ----------
    x, y : array_like, shape (points,)
        Positive; at least two different x.

    Raises
    ------
    InputError
        If a value is not positive and finite, or all x are equal.
    """
    xs, ys = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if not (np.isfinite(xs).all() and np.isfinite(ys).all() and (xs > 0).all() and (ys > 0).all()):
        raise InputError("a line on log-log paper needs positive, finite values")
    if len(np.unique(xs)) < 2:
        raise InputError("a line needs at least two different x")
    log_x, log_y = np.log(xs), np.log(ys)
    centre = log_x.mean()
    exponent = float(np.polyfit(log_x - centre, log_y, 1)[0])
    return PowerLaw(exponent, float(np.exp(centre)), float(np.exp(log_y.mean())))
