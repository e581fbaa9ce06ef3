"""The law of Muennighoff et al. 2023, arXiv:2305.16264: what data is worth when it is repeated."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError
from scalinglaws.laws.checks import at_least_one
from scalinglaws.laws.loss_law import FittedRange, LossLaw


@dataclass(frozen=True, kw_only=True)
class DataConstrainedLaw:
    """A loss law in which repeated tokens and excess parameters are worth less and less.

    ``L = E + A / N'^alpha + B / D'^beta`` with the effective tokens
    ``D' = U_D + U_D R_D* (1 - exp(-R_D / R_D*))`` (Muennighoff et al. 2023, Section 3.1,
    Equation 5), where D tokens are U_D unique ones and ``R_D = D/U_D - 1`` repetitions of them.
    N' has the same form (Equation 6): U_N is the compute-optimal size for U_D unique tokens,
    or N where that is smaller, and ``R_N = N/U_N - 1``.

    Parameters
    ----------
    base : LossLaw
        The law of data that is never repeated.
    R_D_star, R_N_star : float
        How many repetitions, and how much excess size, it takes until the next is worth 1/e.

    Raises
    ------
    InputError
        If R_D_star or R_N_star is not a positive, finite number.
    """

    base: LossLaw
    R_D_star: float
    R_N_star: float

    def __post_init__(self) -> None:
        for name in ("R_D_star", "R_N_star"):
            if not 0 < getattr(self, name) < math.inf:
                raise InputError(
                    f"{name} = {getattr(self, name)!r}: expected a positive, finite number"
                )

    @property
    def name(self) -> str:
        """What to call the law."""
        return self.base.name

    def effective_tokens(self, D: ArrayLike, *, unique: ArrayLike) -> Floats:
        """Fresh tokens worth as much as D tokens of which some are repeats: Equation 5.

        Parameters
        ----------
        D, unique : array_like
            Tokens trained on, and different tokens there are; at least 1, they broadcast.

        Raises
        ------
        InputError
            If a value is below 1, infinite or NaN.
        """
        tokens = at_least_one("D", D)
        fresh = np.minimum(at_least_one("unique", unique), tokens)
        return _worth(tokens, fresh, self.R_D_star)

    def effective_parameters(self, N: ArrayLike, D: ArrayLike, *, unique: ArrayLike) -> Floats:
        """The size that would be worth as much as N beside data enough: Equation 6.

        Parameters
        ----------
        N, D, unique : array_like
            Parameters, tokens, and different tokens there are; at least 1, they broadcast.

        Raises
        ------
        InputError
            If a value is below 1, infinite or NaN.
        """
        size, tokens = at_least_one("N", N), at_least_one("D", D)
        fresh = np.minimum(at_least_one("unique", unique), tokens)
        return _worth(size, np.minimum(size, self.size_for(fresh)), self.R_N_star)

    def size_for(self, D: ArrayLike) -> Floats:
        """The size whose compute-optimal token count is D: ``G (G D)^(beta/alpha)``.

        Source: Hoffmann et al. 2022, arXiv:2203.15556, Equation 4, solved for N.
        """
        law = self.base
        return np.asarray(law.G * (law.G * np.asarray(D)) ** (law.beta / law.alpha))

    def loss(
        self, N: ArrayLike, D: ArrayLike, *, unique: ArrayLike, extrapolate: bool = False
    ) -> Floats:
        """Predicted loss in nats per token of N parameters trained on D tokens: Section 3.1.

        Parameters
        ----------
        N, D, unique : array_like
            Parameters, tokens, and different tokens there are; they broadcast.
        extrapolate : bool
            Answer even more than 100 times outside the fitted runs.

        Raises
        ------
        InputError
            If a value is below 1, infinite or NaN.
        OutOfRangeError
            If N or D lies more than 100 times outside the fitted runs.
        """
        self.base.loss(N, D, extrapolate=extrapolate)  # refuses what the runs cannot tell
        size = np.maximum(self.effective_parameters(N, D, unique=unique), 1.0)
        tokens = self.effective_tokens(D, unique=unique)
        return self.base.loss(size, tokens, extrapolate=True)


def _worth(amount: Floats, fresh: Floats, star: float) -> Floats:
    excess = amount / fresh - 1
    return np.asarray(fresh * (1 + star * -np.expm1(-excess / star)))


# As the authors' repository (huggingface/datablations, README, "Parametric Fit") gives them;
# the paper's Appendix A rounds them to A 521, B 1488, E 1.87, alpha = beta = 0.35, R_D* 15.4
# and R_N* 5.3. The range is the one that the paper states in words, not read off its runs:
# 10 million to 9 billion parameters, 100 million unique tokens to 900 billion tokens.
MUENNIGHOFF_2023 = DataConstrainedLaw(
    base=LossLaw(
        E=math.exp(0.6254804),
        A=math.exp(6.255414),
        B=math.exp(7.3049974),
        alpha=0.3526596,
        beta=0.3526596,
        name="Muennighoff et al. 2023",
        source="Muennighoff et al. 2023, Appendix A; digits from huggingface/datablations",
        fitted_range=FittedRange(N=(10e6, 9e9), D=(100e6, 900e9)),
    ),
    R_D_star=15.387756,
    R_N_star=5.309743,
)
