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
from scalinglaws.laws.log_law import LogLaw


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

    def lowest_loss(self, C: float) -> Floats:
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

    def lowest_loss(self, C: float) -> Floats:
        """The lowest loss along each frontier."""
        return np.asarray(self.E + self.reducible * (C / self.anchor_C) ** -self.exponent)


@dataclass(frozen=True)
class LawFrontiers(LogLaw[Floats]):
    """Frontiers of Approach 3: the laws themselves, which have theirs in closed form."""

    degenerate: NDArray[np.bool_]

    @classmethod
    def of(cls, laws: LogLaw[Floats], degenerate: NDArray[np.bool_]) -> LawFrontiers:
        """Frontiers of fitted laws; all NaN where a term rises with N or D and so there is none.

        Parameters
        ----------
        laws : LogLaw
            R of them.
        degenerate : ndarray of bool, shape (R,)
            Which were fitted otherwise than the data.
        """
        kept = np.where(np.isfinite(laws.log_G), 1.0, np.nan)
        log_E, log_A, log_B, alpha, beta = kept * laws.rows.T
        return cls(log_E, log_A, log_B, alpha, beta, degenerate)
