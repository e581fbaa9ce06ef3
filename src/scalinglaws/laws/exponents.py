"""The exponents of the compute-optimal frontier, which alpha and beta alone decide.

``L(N, D) = E + A/N^alpha + B/D^beta`` with C = 6ND; Hoffmann et al. 2022, arXiv:2203.15556,
Equation 4.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from scalinglaws.arrays import Floats

Number = TypeVar("Number", float, Floats)


class FrontierExponents(Generic[Number]):
    """What every form of the law has in common: one pair of exponents, or arrays of them."""

    alpha: Number
    beta: Number

    @property
    def a(self) -> Number:
        """The exponent of N_opt in C, beta / (alpha + beta)."""
        return self.beta / (self.alpha + self.beta)

    @property
    def b(self) -> Number:
        """The exponent of D_opt in C, alpha / (alpha + beta)."""
        return self.alpha / (self.alpha + self.beta)

    @property
    def frontier_exponent(self) -> Number:
        """How fast the lowest reducible loss falls with C, alpha beta / (alpha + beta)."""
        return self.alpha * self.beta / (self.alpha + self.beta)
