"""From draws of one number to the two ends of an interval: one rule each, for every number.

A number whose spread is a factor, not a difference, comes in as its logarithm.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError
from scalinglaws.fits.intervals.draws import subsample_size

MOST_FAILED = 0.5


def check_level(level: float) -> None:
    """Raise InputError unless the level lies between 0 and 1."""
    if not 0 < level < 1:
        raise InputError(f"level = {level!r}: expected a number between 0 and 1, such as 0.8")


def succeeded(values: Floats, what: str, failure: str = "resamples failed") -> Floats:
    """The finite values.

    Parameters
    ----------
    values : ndarray
        One a resample; NaN where its fit failed.
    what : str
        How the error begins.
    failure : str
        What it says of the values that are not finite.

    Raises
    ------
    InputError
        If more than half of the values are not finite.
    """
    finite = values[np.isfinite(values)]
    lost = len(values) - len(finite)
    if lost > MOST_FAILED * len(values):
        raise InputError(f"{what}: {lost} of {len(values)} {failure}: too many for an interval")
    return finite


def equal_tails(values: ArrayLike, level: float) -> Floats:
    """The quantiles that leave the same share out below and above, along the first axis.

    Parameters
    ----------
    values : array_like, shape (resamples, ...)
        One, or one array, a resample.
    level : float
        Share between the quantiles, from 0 to 1.
    """
    tails = [(1 - level) / 2, (1 + level) / 2]
    return np.asarray(np.quantile(np.asarray(values, dtype=np.float64), tails, axis=0))


def t_ends(values: Floats, centre: float, units: int, level: float) -> Floats:
    """Student's ends around the estimate, from resamples of G units with replacement.

    G units resampled so spread as their own variance over G, not over G - 1: their standard
    deviation grows by sqrt(G / (G - 1)), and the t-quantile has G - 1 degrees of freedom.

    Parameters
    ----------
    values : ndarray, shape (resamples,)
        Finite values.
    centre : float
        The estimate.
    units : int
        G, how many units there were to draw from: two or more.
    level : float
        Coverage, between 0 and 1.
    """
    spread = values.std(ddof=1) * np.sqrt(units / (units - 1))
    reach = stdtrit(units - 1, (1 + level) / 2) * spread
    return np.array([centre - reach, centre + reach])


def rescaled_ends(values: Floats, centre: float, units: int, level: float) -> Floats:
    """The spread of m of n without replacement, grown to that of all n.

    Its variance is that of n independent runs times (n - m) / m: at 80 percent, a quarter.
    Politis and Romano 1994.

    Parameters
    ----------
    values : ndarray, shape (resamples,)
        Finite values, of subsamples.
    centre : float
        The estimate.
    units : int
        n, how many units there were to draw from.
    level : float
        Coverage, between 0 and 1.
    """
    kept = subsample_size(units)
    return equal_tails(centre + np.sqrt(kept / (units - kept)) * (values - centre), level)
