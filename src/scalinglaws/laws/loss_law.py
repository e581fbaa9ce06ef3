"""The loss law L(N, D) = E + A/N^alpha + B/D^beta and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from scalinglaws.arrays import Floats
from scalinglaws.compute import FLOP_PER_PARAMETER_AND_TOKEN
from scalinglaws.errors import InputError
from scalinglaws.laws.checks import at_least_one, first, positive, refuse_far_from
from scalinglaws.laws.exponents import FrontierExponents


@dataclass(frozen=True)
class FittedRange:
    """The sizes and token counts of the runs a law was fitted on.

    Attributes
    ----------
    N : (float, float)
        Smallest and largest model, in parameters.
    D : (float, float)
        Fewest and most training tokens.
    """

    N: tuple[float, float]
    D: tuple[float, float]


@dataclass(frozen=True)
class Allocation:
    """How to spend a budget: the compute-optimal size, tokens and loss.

    Attributes
    ----------
    N : ndarray
        Parameters, in the shape of the budget asked for.
    D : ndarray
        Training tokens.
    loss : ndarray
        Predicted loss in nats per token.
    """

    N: Floats
    D: Floats
    loss: Floats


@dataclass(frozen=True, kw_only=True)
class LossLaw(FrontierExponents[float]):
    """Loss as a function of parameters N and training tokens D.

    ``L(N, D) = E + A / N**alpha + B / D**beta`` in nats per token (Hoffmann et al. 2022,
    Equation 2). Compute is counted as ``C = 6 N D`` FLOP (their Section 3.3).

    Parameters
    ----------
    E, A, B, alpha, beta : float
        All positive and finite. ``A`` and ``B`` belong to N in parameters and D in tokens,
        not to millions or billions of them.
    name, source : str
        What to call the law and where its constants stand.
    fitted_range : FittedRange, optional
        A published law knows the runs it was fitted on and refuses a question more than
        100 times outside them. A law of your own has none and answers everything.

    Raises
    ------
    InputError
        If a constant is not a positive, finite number.

    Examples
    --------
    >>> law = LossLaw(E=1.7, A=400.0, B=410.0, alpha=0.34, beta=0.28)
    >>> round(float(law.loss(70e9, 1.4e12)), 3)
    1.945
    """

    E: float
    A: float
    B: float
    alpha: float
    beta: float
    name: str = "a law of your own"
    source: str = ""
    fitted_range: FittedRange | None = None

    def __post_init__(self) -> None:
        for constant in ("E", "A", "B", "alpha", "beta"):
            value = getattr(self, constant)
            if not (isinstance(value, (int, float)) and 0 < value < np.inf):
                raise InputError(f"{constant} = {value!r}: expected a positive, finite number")

    @property
    def G(self) -> float:
        """The factor of N_opt, (alpha A / (beta B))^(1/(alpha + beta)), in Equation 4."""
        return float((self.alpha * self.A / (self.beta * self.B)) ** (1 / (self.alpha + self.beta)))

    def loss(self, N: ArrayLike, D: ArrayLike, *, extrapolate: bool = False) -> Floats:
        """Predicted loss of a model of N parameters trained on D tokens.

        Parameters
        ----------
        N, D : array_like
            Parameters and tokens, at least 1; they broadcast against each other.
        extrapolate : bool
            Answer even more than 100 times outside the fitted runs.

        Returns
        -------
        ndarray
            Nats per token, in the broadcast shape.

        Raises
        ------
        InputError
            If N or D is below 1, infinite or NaN.
        OutOfRangeError
            If N or D lies more than 100 times outside the fitted runs.
        """
        size, tokens = at_least_one("N", N), at_least_one("D", D)
        if not extrapolate:
            self._refuse_far_from_the_runs(size, tokens)
        reducible = self.A / size**self.alpha + self.B / tokens**self.beta
        return np.asarray(self.E + reducible)

    def compute_optimal(self, C: ArrayLike, *, extrapolate: bool = False) -> Allocation:
        """The size and token count of lowest loss at a budget of C FLOP, in closed form.

        ``N = G (C/6)^a`` and ``D = (C/6)^b / G`` (Hoffmann et al. 2022, Equation 4).

        Parameters
        ----------
        C : array_like
            Training compute in FLOP, counted as 6ND; at least 6 (one parameter, one token).
        extrapolate : bool
            Answer even where N or D lies more than 100 times outside the fitted runs.

        Returns
        -------
        Allocation
            N, D and loss, each in the shape of C.

        Raises
        ------
        InputError
            If C is below 6 FLOP, infinite or NaN, or so small that N or D falls below 1.
        OutOfRangeError
            If N or D lies more than 100 times outside the fitted runs.
        """
        product = positive("C", C) / FLOP_PER_PARAMETER_AND_TOKEN
        size = self.G * product**self.a
        tokens = product**self.b / self.G
        return Allocation(size, tokens, self.loss(size, tokens, extrapolate=extrapolate))

    def compute_for(self, loss: ArrayLike) -> Floats:
        """The least compute that reaches a loss: the inverse of ``compute_optimal(C).loss``.

        Parameters
        ----------
        loss : array_like
            Nats per token, above the irreducible loss E.

        Returns
        -------
        ndarray
            FLOP, counted as 6ND, in the shape of ``loss``.

        Raises
        ------
        InputError
            If a loss is not finite or not above E: no budget reaches it.
        """
        target = np.asarray(loss, dtype=np.float64)
        unreachable = ~np.isfinite(target) | (target <= self.E)
        if unreachable.any():
            raise InputError(
                f"loss = {first(target, unreachable)}: expected a finite loss above the "
                f"irreducible loss E = {self.E:g}; no budget reaches E itself"
            )
        # At the optimum alpha A/N^alpha = beta B/D^beta, so the reducible loss is a power of C.
        at_unit_product = self.A / self.G**self.alpha + self.B * self.G**self.beta
        product = ((target - self.E) / at_unit_product) ** (-1 / self.frontier_exponent)
        return np.asarray(FLOP_PER_PARAMETER_AND_TOKEN * product)

    def waste(self, f: ArrayLike) -> Floats:
        """Share of compute lost by training at f times the compute-optimal size.

        Train at ``f N_opt(C)`` with the tokens the budget C leaves. The loss reached could
        have been had, at the best size, for ``(1 - waste) C``. The share does not depend on
        C, E, A or B: ``W = 1 - R^(-(alpha+beta)/(alpha beta))`` with
        ``R = (beta f^-alpha + alpha f^beta)/(alpha + beta)``, derived from Equations 2 and 4
        of Hoffmann et al. 2022.

        Parameters
        ----------
        f : array_like
            Size over best size, positive.

        Returns
        -------
        ndarray
            Shares from 0 (at f = 1) towards 1, in the shape of ``f``.

        Raises
        ------
        InputError
            If f is not positive and finite.
        """
        ratio = positive("f", f)
        excess = (self.beta * ratio**-self.alpha + self.alpha * ratio**self.beta) / (
            self.alpha + self.beta
        )
        return np.asarray(1 - excess ** (-1 / self.frontier_exponent))

    def _refuse_far_from_the_runs(self, size: Floats, tokens: Floats) -> None:
        if self.fitted_range is not None:
            refuse_far_from(self.fitted_range.N, "N", size, self.name)
            refuse_far_from(self.fitted_range.D, "D", tokens, self.name)
