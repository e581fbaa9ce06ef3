"""The loss law by the logarithms of its constants: one law, or R of them at once.

``L(N, D) = E + A/N^alpha + B/D^beta``, Hoffmann et al. 2022, arXiv:2203.15556, Equation 2, and
its frontier in closed form, their Equation 4. A row of constants is in the order of `CONSTANTS`
wherever the library stores one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from scalinglaws.arrays import Floats
from scalinglaws.compute import FLOP_PER_PARAMETER_AND_TOKEN
from scalinglaws.errors import InputError
from scalinglaws.laws.exponents import FrontierExponents, Number
from scalinglaws.laws.loss_law import LossLaw

CONSTANTS = ("log_E", "log_A", "log_B", "alpha", "beta")


@dataclass(frozen=True)
class LogLaw(FrontierExponents[Number]):
    """Five constants, of which a fit may have found any: an A of e^1000, an exponent below 0.

    A `LossLaw` allows neither. Numbers make one law, arrays of one shape as many; the shape
    broadcasts with those of N, D and C. ``LogLaw(*rows.T)`` takes rows of constants.

    Attributes
    ----------
    log_E, log_A, log_B : float or ndarray
        Natural logarithms, for loss in nats per token, N in parameters and D in tokens.
    alpha, beta : float or ndarray
        The exponents.
    """

    log_E: Number
    log_A: Number
    log_B: Number
    alpha: Number
    beta: Number

    @property
    def rows(self) -> Floats:
        """The constants in the order of `CONSTANTS`, shape (5,) or (R, 5)."""
        return np.stack([getattr(self, name) for name in CONSTANTS], axis=-1)

    @property
    def E(self) -> Number:
        """The irreducible loss, in nats per token."""
        return _exp(self.log_E)

    @property
    def A(self) -> Number:
        """The factor of the size term; infinite where no float holds it."""
        return _exp(self.log_A)

    @property
    def B(self) -> Number:
        """The factor of the data term; infinite where no float holds it."""
        return _exp(self.log_B)

    @property
    def log_G(self) -> Number:
        """log((alpha A / (beta B))^(1/(alpha + beta))); NaN where an exponent is not positive."""
        with np.errstate(divide="ignore", invalid="ignore"):
            log_ratio = np.log(self.alpha) - np.log(self.beta) + self.log_A - self.log_B
            return _same_kind(log_ratio / (self.alpha + self.beta), self.alpha)

    def log_loss(self, N: ArrayLike, D: ArrayLike) -> Floats:
        """log L(N, D), L in nats per token, ``N`` in parameters, ``D`` in tokens."""
        log_N, log_D = (np.log(np.asarray(values, dtype=np.float64)) for values in (N, D))
        return np.asarray(np.logaddexp(self._log_terms(log_N, log_D), self.log_E))

    def loss(self, N: ArrayLike, D: ArrayLike) -> Floats:
        """L(N, D) in nats per token, ``N`` in parameters, ``D`` in tokens."""
        return np.asarray(np.exp(self.log_loss(N, D)))

    def log_N(self, C: ArrayLike) -> Floats:
        """log N_opt = log(G (C/6)^a) at C FLOP, N in parameters."""
        return np.asarray(self.log_G + self.a * _log_ND(C))

    def log_D(self, C: ArrayLike) -> Floats:
        """log D_opt = log((C/6)^b / G) at C FLOP, D in tokens."""
        return np.asarray(self.b * _log_ND(C) - self.log_G)

    def log_reducible(self, C: ArrayLike) -> Floats:
        """The logarithm of the lowest loss that C FLOP buy, less E."""
        return self._log_terms(self.log_N(C), self.log_D(C))

    def lowest_loss(self, C: ArrayLike) -> Floats:
        """The lowest loss that C FLOP buy, in nats per token."""
        return np.asarray(self.E + np.exp(self.log_reducible(C)))

    def law(self: LogLaw[float]) -> LossLaw | None:
        """The law, or None where a constant is not a positive, finite number."""
        try:
            return LossLaw(
                E=self.E, A=self.A, B=self.B, alpha=self.alpha, beta=self.beta, name="the fit"
            )
        except InputError:
            return None

    def _log_terms(self, log_N: Floats, log_D: Floats) -> Floats:
        """log(A/N^alpha + B/D^beta)."""
        of_size, of_tokens = self.log_A - self.alpha * log_N, self.log_B - self.beta * log_D
        with np.errstate(invalid="ignore"):
            return np.asarray(np.logaddexp(of_size, of_tokens))


def _exp(logarithm: Number) -> Number:
    with np.errstate(over="ignore"):
        return _same_kind(np.exp(logarithm), logarithm)


def _same_kind(value: Any, like: Number) -> Number:
    """A Python float for a number, an array as it is."""
    return float(value) if isinstance(like, float) else value  # type: ignore[no-any-return]


def _log_ND(C: ArrayLike) -> Floats:
    return np.asarray(np.log(np.asarray(C, dtype=np.float64) / FLOP_PER_PARAMETER_AND_TOKEN))
