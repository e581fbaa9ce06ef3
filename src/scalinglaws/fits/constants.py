"""The constants of a fitted law in logarithms, and the frontier they give."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scalinglaws.compute import FLOP_PER_PARAMETER_AND_TOKEN
from scalinglaws.errors import InputError
from scalinglaws.fits.frontier.loss_frontier import LossFrontier
from scalinglaws.laws import LossLaw
from scalinglaws.laws.power_law import PowerLaw

Floats: TypeAlias = NDArray[np.float64]
LARGEST_LOG = math.log(np.finfo(np.float64).max)


@dataclass(frozen=True)
class Constants:
    """The five constants of a fitted law, with A and B as logarithms.

    A degenerate optimum can have an A of e^1000 or a negative exponent, which no
    `LossLaw` allows; it is a result all the same, and here it has a place.

    Attributes
    ----------
    log_A, log_B : float
        Natural logarithms, for N in parameters and D in tokens.
    E, alpha, beta : float
        Irreducible loss in nats per token, and the exponents.
    """

    log_A: float
    log_B: float
    E: float
    alpha: float
    beta: float

    @property
    def A(self) -> float:
        """The factor of the size term; infinite where no float holds it."""
        return math.exp(self.log_A) if self.log_A < LARGEST_LOG else math.inf

    @property
    def B(self) -> float:
        """The factor of the data term; infinite where no float holds it."""
        return math.exp(self.log_B) if self.log_B < LARGEST_LOG else math.inf

    def log_loss(self, N: ArrayLike, D: ArrayLike) -> Floats:
        """Natural logarithm of the predicted loss at N parameters and D tokens."""
        size = self.log_A - self.alpha * np.log(np.asarray(N, dtype=np.float64))
        tokens = self.log_B - self.beta * np.log(np.asarray(D, dtype=np.float64))
        floor = math.log(self.E) if self.E > 0 else -math.inf
        return np.asarray(np.logaddexp(np.logaddexp(size, tokens), floor))

    def law(self) -> LossLaw | None:
        """The law, or None where a constant is not a positive number."""
        try:
            return LossLaw(
                E=self.E, A=self.A, B=self.B, alpha=self.alpha, beta=self.beta, name="the fit"
            )
        except InputError:
            return None


def law_lines(constants: Constants) -> tuple[PowerLaw, PowerLaw, LossFrontier] | None:
    """The frontier of a law, N_opt, D_opt and L of C; None where it has none.

    The frontier needs positive exponents; E may be 0. Source: Hoffmann et al. 2022,
    arXiv:2203.15556, Equation 4.
    """
    k = constants
    if not (k.alpha > 0 and k.beta > 0):
        return None
    both = k.alpha + k.beta
    # In logarithms throughout: A and B of a degenerate fit need not fit in a float.
    log_G = (math.log(k.alpha / k.beta) + k.log_A - k.log_B) / both
    log_at_six = np.logaddexp(k.log_A - k.alpha * log_G, k.log_B + k.beta * log_G)
    if not (abs(log_G) < LARGEST_LOG and log_at_six < LARGEST_LOG):
        return None
    G, six = math.exp(log_G), FLOP_PER_PARAMETER_AND_TOKEN
    return (
        PowerLaw(k.beta / both, six, G),
        PowerLaw(k.alpha / both, six, 1 / G),
        LossFrontier(k.E, math.exp(log_at_six), k.alpha * k.beta / both, six),
    )
