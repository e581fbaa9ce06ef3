"""Many straight lines at once: weighted least squares, one line for each row."""

from __future__ import annotations

import numpy as np

from scalinglaws.arrays import Floats


def fit_lines(x: Floats, y: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Weighted least squares of y on x, row by row.

    Parameters
    ----------
    x : ndarray, shape (points,) or (R, points)
        Where, measured from an anchor the caller chose.
    y, weight : ndarray, shape (R, points)
        A point of weight 0 is absent, and its y may be NaN.

    Returns
    -------
    heights, slopes : ndarray, shape (R,)
        The line at x = 0, and its slope; NaN for a row with fewer than two different x.
    """
    present = weight > 0
    ys = np.where(present, y, 0.0)
    xs = np.where(present, x, 0.0)
    total = weight.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean_x = (weight * xs).sum(axis=1) / total
        mean_y = (weight * ys).sum(axis=1) / total
        away = np.where(present, xs - mean_x[:, None], 0.0)
        spread = (weight * away**2).sum(axis=1)
        slopes = (weight * away * ys).sum(axis=1) / _or_nan(spread, total)
    return np.asarray(mean_y - slopes * mean_x), np.asarray(slopes)


def _or_nan(spread: Floats, total: Floats) -> Floats:
    """NaN where all x are equal: rounding leaves a spread near 1e-32, not 0."""
    return np.where(spread > 1e-20 * total, spread, np.nan)
