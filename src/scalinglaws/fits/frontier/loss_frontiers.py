"""Many laws E + k C^-g at once: `fit_loss_frontier` for every resample, by variable projection.

For a fixed exponent g the law is linear in E and k, so only g is searched for: by golden
section, for all rows together. A row converges to the optimum that Levenberg-Marquardt finds,
to about eight digits of g; a test holds the two against each other.
"""

from __future__ import annotations

import numpy as np

from scalinglaws.arrays import Floats
from scalinglaws.fits.frontier.weighted_lines import fit_lines

EXPONENTS = (0.005, 1.0)
GOLDEN = (5**0.5 - 1) / 2
# 0.995 * GOLDEN**36 = 3e-8: below that a squared error no longer changes in double precision.
SECTIONS = 36


def fit_loss_frontiers(
    log_C: Floats, loss: Floats, weight: Floats
) -> tuple[Floats, Floats, Floats]:
    """Weighted least squares of ``E + k exp(-g log_C)``, row by row.

    Parameters
    ----------
    log_C : ndarray, shape (budgets,) or (R, budgets)
        Natural logarithm of C over an anchor.
    loss, weight : ndarray, shape (R, budgets)
        Nats per token; a budget of weight 0 is absent, and its loss may be NaN.

    Returns
    -------
    E, k, g : ndarray, shape (R,)
        NaN for a row with fewer than three budgets. An exponent at an end of `EXPONENTS` means
        that the losses show no floor, or nothing but a floor.
    """
    low = np.full(len(loss), EXPONENTS[0])
    high = np.full(len(loss), EXPONENTS[1])
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left, at_right = (_squares(log_C, loss, weight, g) for g in (left, right))
    for _ in range(SECTIONS):
        down = at_left < at_right
        low, high = np.where(down, low, left), np.where(down, right, high)
        inner = np.where(down, high - GOLDEN * (high - low), low + GOLDEN * (high - low))
        at_inner = _squares(log_C, loss, weight, inner)
        left, right = np.where(down, inner, right), np.where(down, left, inner)
        at_left, at_right = np.where(down, at_inner, at_right), np.where(down, at_left, at_inner)
    return _finish(log_C, loss, weight, (low + high) / 2)


def _squares(log_C: Floats, loss: Floats, weight: Floats, exponent: Floats) -> Floats:
    power = np.exp(-exponent[:, None] * log_C)
    height, slope = fit_lines(power, loss, weight)
    misses = np.where(weight > 0, loss - height[:, None] - slope[:, None] * power, 0.0)
    return np.asarray((weight * misses**2).sum(axis=1))


def _finish(
    log_C: Floats, loss: Floats, weight: Floats, exponent: Floats
) -> tuple[Floats, Floats, Floats]:
    height, slope = fit_lines(np.exp(-exponent[:, None] * log_C), loss, weight)
    too_few = (weight > 0).sum(axis=1) < 3
    return tuple(np.where(too_few, np.nan, values) for values in (height, slope, exponent))  # type: ignore[return-value]
