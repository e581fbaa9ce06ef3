"""The loss along the frontier as the budget grows: L*(C) = E + k C^-g, once or R times at once.

For a fixed exponent g the law is linear in E and k, so only g is searched for (variable
projection): by golden section to the fourth digit, then by two Newton steps, each of which
doubles the digits. They go by the slope of the squares and reach the optimum to rounding, where
the squares themselves no longer differ after the eighth digit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError
from scalinglaws.fits.frontier.weighted_lines import fit_lines

PARAMETERS = 3
EXPONENTS = (0.005, 1.0)
GOLDEN = (5**0.5 - 1) / 2
# 0.995 * GOLDEN**22 = 3e-5
SECTIONS = 22
NEWTON_STEPS = 2
# A search that comes as close as this to an end of the exponents ran into it.
AT_AN_END = 1e-4


@dataclass(frozen=True)
class LossFrontier:
    """``L*(C) = E + at_anchor * (C / anchor_C)**-exponent``: the best loss a budget buys.

    Attributes
    ----------
    E : float
        Irreducible loss of this fit, nats per token.
    at_anchor : float
        Reducible loss at ``anchor_C``, nats per token.
    exponent : float
        How fast the reducible loss falls with compute.
    anchor_C : float
        FLOP: the geometric middle of the fitted budgets.
    """

    E: float
    at_anchor: float
    exponent: float
    anchor_C: float

    def at(self, C: ArrayLike) -> Floats:
        """Lowest loss in nats per token at C FLOP, in the shape of C."""
        ratio = np.asarray(C, dtype=np.float64) / self.anchor_C
        return np.asarray(self.E + self.at_anchor * ratio**-self.exponent)

    def compute_for(self, loss: ArrayLike) -> Floats:
        """Least FLOP that buy a loss: the inverse of `at`, in the shape of loss.

        Raises
        ------
        InputError
            If a loss is not above E.
        """
        reducible = np.asarray(loss, dtype=np.float64) - self.E
        if not (reducible > 0).all():
            raise InputError(f"no budget reaches a loss of E = {self.E:.4g} or less")
        return np.asarray(self.anchor_C * (reducible / self.at_anchor) ** (-1 / self.exponent))


def fit_loss_frontier(C: ArrayLike, loss: ArrayLike) -> LossFrontier:
    """Least squares of E + k C^-g through the minima of several budgets.

    Parameters
    ----------
    C, loss : array_like, shape (budgets,)
        FLOP, and the loss at each minimum in nats per token; at least three budgets.

    Returns
    -------
    LossFrontier
        An exponent at an end of `EXPONENTS` means that the losses show no E, or nothing but E.

    Raises
    ------
    InputError
        If there are fewer budgets than the three parameters.
    """
    budgets, losses = np.asarray(C, dtype=np.float64), np.asarray(loss, dtype=np.float64)
    if len(np.unique(budgets)) < PARAMETERS:
        raise InputError(f"E, k and g need at least {PARAMETERS} budgets")
    anchor = float(np.exp(np.log(budgets).mean()))
    once = np.ones((1, len(losses)))
    found = fit_loss_frontiers(np.log(budgets / anchor), losses[None, :], once)
    E, at_anchor, exponent = (float(column[0]) for column in found)
    return LossFrontier(E, at_anchor, exponent, anchor)


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
        that the losses show no E, or nothing but E.
    """
    present = weight > 0
    log_C, loss = np.where(present, log_C, 0.0), np.where(present, loss, 0.0)
    exponent = _by_golden_section(log_C, loss, weight)
    ends = np.clip(exponent, EXPONENTS[0] + AT_AN_END, EXPONENTS[1] - AT_AN_END) - exponent
    exponent = np.select([ends > 0, ends < 0], EXPONENTS, exponent)
    for _ in range(NEWTON_STEPS):
        step = _newton_step(log_C, loss, weight, exponent)
        exponent = exponent + np.where(ends == 0, step, 0.0)
    E, k, _ = _projected(log_C, loss, weight, exponent)
    too_few = present.sum(axis=1) < PARAMETERS
    E, k, exponent = (np.where(too_few, np.nan, column) for column in (E, k, exponent))
    return E, k, exponent


def _by_golden_section(log_C: Floats, loss: Floats, weight: Floats) -> Floats:
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
    return np.asarray((low + high) / 2)


def _squares(log_C: Floats, loss: Floats, weight: Floats, exponent: Floats) -> Floats:
    _, _, misses = _projected(log_C, loss, weight, exponent)
    return np.asarray((weight * misses**2).sum(axis=1))


def _projected(
    log_C: Floats, loss: Floats, weight: Floats, exponent: Floats
) -> tuple[Floats, Floats, Floats]:
    """The best E and k for an exponent a row, and what they predict less the loss."""
    power = np.exp(-exponent[:, None] * log_C)
    E, k = fit_lines(power, loss, weight)
    return E, k, E[:, None] + k[:, None] * power - loss


def _newton_step(log_C: Floats, loss: Floats, weight: Floats, exponent: Floats) -> Floats:
    """The step in g to where the slope of the squares vanishes, E and k following g.

    The squares' second derivative is that by g alone less what E and k make up for.
    """
    _, k, misses = _projected(log_C, loss, weight, exponent)
    power = np.exp(-exponent[:, None] * log_C)
    power_by_g = -log_C * power
    with np.errstate(invalid="ignore", divide="ignore"):
        away, by_g = (_centred(column, weight) for column in (power, k[:, None] * power_by_g))
        spread = (weight * away**2).sum(axis=1)
        along = (weight * away * by_g).sum(axis=1)
        # The misses stand at right angles to 1 and to the power: so does all that they see of g.
        across = by_g - (along / spread)[:, None] * away
        slope = (weight * misses * across).sum(axis=1)
        bend = (weight * misses * -log_C * power_by_g).sum(axis=1) * k
        mixed = along + (weight * misses * power_by_g).sum(axis=1)
        curvature = (weight * by_g**2).sum(axis=1) + bend - mixed**2 / spread
        return np.where(curvature > 0, -slope / curvature, 0.0)


def _centred(column: Floats, weight: Floats) -> Floats:
    mean = (weight * column).sum(axis=1) / weight.sum(axis=1)
    return np.asarray(column - mean[:, None])
