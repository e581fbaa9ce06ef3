"""The loss at the floors as the budget grows: L*(C) = E + k C^-g."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import least_squares

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError

PARAMETERS = 3


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
        """FLOP that buy a loss at the floor: the inverse of `at`, in the shape of loss.

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
    """Least squares of E + k C^-g through the floors of several budgets.

    Parameters
    ----------
    C, loss : array_like, shape (budgets,)
        FLOP, and the loss at each floor in nats per token; at least three budgets.

    Raises
    ------
    InputError
        If there are fewer budgets than the three parameters.
    """
    budgets, losses = np.asarray(C, dtype=np.float64), np.asarray(loss, dtype=np.float64)
    if len(np.unique(budgets)) < PARAMETERS:
        raise InputError(f"E, k and g need at least {PARAMETERS} budgets")
    anchor = float(np.exp(np.log(budgets).mean()))
    log_ratio = np.log(budgets / anchor)

    def residuals(parameters: Floats) -> Floats:
        irreducible, log_reducible, exponent = parameters
        return np.asarray(irreducible + np.exp(log_reducible - exponent * log_ratio) - losses)

    def jacobian(parameters: Floats) -> Floats:
        reducible = np.exp(parameters[1] - parameters[2] * log_ratio)
        return np.column_stack([np.ones_like(reducible), reducible, -log_ratio * reducible])

    # An exact Jacobian and tolerances at rounding error: accepted numbers must agree to 1e-9
    # on every platform, and the default 1e-8 stops earlier than that.
    start = [losses.min() / 2, np.log(losses.min() / 2), 0.15]
    found = least_squares(residuals, start, jac=jacobian, method="lm", xtol=1e-15, ftol=1e-15)
    irreducible, log_reducible, exponent = found.x
    return LossFrontier(float(irreducible), float(np.exp(log_reducible)), float(exponent), anchor)
