"""One straight line on log-log paper, through points given as plain numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from scalinglaws.errors import InputError
from scalinglaws.fits.frontier.weighted_lines import fit_lines
from scalinglaws.laws.power_law import PowerLaw


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
    log_x, log_y = np.log(xs), np.log(ys)[None, :]
    centre = log_x.mean()
    heights, slopes = fit_lines(log_x - centre, log_y, np.ones_like(log_y))
    return PowerLaw(float(slopes[0]), float(np.exp(centre)), float(np.exp(heights[0])))
