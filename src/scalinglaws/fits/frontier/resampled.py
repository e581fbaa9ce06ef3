"""Many compute-optimal frontiers at once, one for each resample of the runs.

A fit gives one frontier: N_opt(C), D_opt(C) and L(C). A bootstrap gives a thousand, and a
resample that admits none gives NaN: it is counted, never dropped in silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from scalinglaws.arrays import Floats
from scalinglaws.compute import FLOP_PER_PARAMETER_AND_TOKEN


class Frontiers(Protocol):
    """A frontier for each of R resamples; arrays have the shape (R,), NaN where a fit failed."""

    @property
    def a(self) -> Floats:
        """The exponents of N_opt in C."""

    @property
    def b(self) -> Floats:
        """The exponents of D_opt in C."""

    @property
    def degenerate(self) -> NDArray[np.bool_]:
        """Which resamples were fitted, but not as the data were: counted beside the failed."""

    def log_N(self, C: float) -> Floats:
        """log N_opt, N in parameters, at a budget of C FLOP."""

    def log_D(self, C: float) -> Floats:
        """log D_opt, D in tokens, at a budget of C FLOP."""

    def loss(self, C: float) -> Floats:
        """The lowest loss a budget of C FLOP buys, nats per token."""


class Resampleable(Protocol):
    """A fit that can be repeated with other weights on its runs: what a resample asks for."""

    @property
    def runs(self) -> int:
        """How many runs the fit has."""

    @property
    def not_smooth_because(self) -> str:
        """Why the result is no smooth function of the runs' weights; "" if it is."""

    def __call__(self, weights: Floats) -> Frontiers:
        """Fit again, once for each row of weights, shape (R, runs), counts of 0, 1, 2 ..."""


@dataclass(frozen=True)
class LineFrontiers:
    """Frontiers of Approaches 1 and 2: a line for N, a line for D, and the loss along them.

    ``log N = log_N0 + a log(C/anchor)``, ``log D = log_D0 + b log(C/anchor)`` and
    ``L = E + reducible (C/anchor)**-exponent``. A frontier is degenerate if it lacks a budget.
    """

    anchor_C: float
    a: Floats
    log_N0: Floats
    b: Floats
    log_D0: Floats
    E: Floats
    reducible: Floats
    exponent: Floats
    degenerate: NDArray[np.bool_]

    def log_N(self, C: float) -> Floats:
        """log N_opt on each line of N."""
        return np.asarray(self.log_N0 + self.a * np.log(C / self.anchor_C))

    def log_D(self, C: float) -> Floats:
        """log D_opt on each line of D."""
        return np.asarray(self.log_D0 + self.b * np.log(C / self.anchor_C))

    def loss(self, C: float) -> Floats:
        """The lowest loss along each frontier."""
        return np.asarray(self.E + self.reducible * (C / self.anchor_C) ** -self.exponent)


@dataclass(frozen=True)
class LawFrontiers:
    """Frontiers of Approach 3: ``L = E + A/N^alpha + B/D^beta``, in closed form.

    Hoffmann et al. 2022, Equation 4, with C = 6ND. A law without a trade-off, where alpha or
    beta is not positive, has no frontier: give it as NaN.
    """

    log_E: Floats
    log_A: Floats
    log_B: Floats
    alpha: Floats
    beta: Floats
    degenerate: NDArray[np.bool_]

    @property
    def a(self) -> Floats:
        """beta / (alpha + beta)."""
        return np.asarray(self.beta / (self.alpha + self.beta))

    @property
    def b(self) -> Floats:
        """alpha / (alpha + beta)."""
        return np.asarray(self.alpha / (self.alpha + self.beta))

    @property
    def log_G(self) -> Floats:
        """The logarithm of G, the factor of N_opt."""
        difference = self.log_A + np.log(self.alpha) - self.log_B - np.log(self.beta)
        return np.asarray(difference / (self.alpha + self.beta))

    def log_N(self, C: float) -> Floats:
        """log(G (C/6)^a)."""
        return np.asarray(self.log_G + self.a * np.log(C / FLOP_PER_PARAMETER_AND_TOKEN))

    def log_D(self, C: float) -> Floats:
        """log((C/6)^b / G)."""
        return np.asarray(self.b * np.log(C / FLOP_PER_PARAMETER_AND_TOKEN) - self.log_G)

    def loss(self, C: float) -> Floats:
        """The law's loss at its own optimum."""
        of_size = np.exp(self.log_A - self.alpha * self.log_N(C))
        of_tokens = np.exp(self.log_B - self.beta * self.log_D(C))
        return np.asarray(np.exp(self.log_E) + of_size + of_tokens)
