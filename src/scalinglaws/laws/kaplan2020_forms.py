"""The forms that Kaplan et al. 2020, arXiv:2001.08361, fitted; their constants: `kaplan2020`.

N counts non-embedding parameters and C is ``6 N B S`` FLOP with that N, for batches of B tokens
and S steps. The paper writes C in PF-days; here it is FLOP throughout.

Every method raises InputError where an argument is not positive and finite. One that takes
``extrapolate`` raises OutOfRangeError where the quantity whose range its law knows lies more than
100 times outside the fitted runs, unless it is told to answer all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from scalinglaws.arrays import Floats
from scalinglaws.compute import six_nd
from scalinglaws.laws.checks import Ends, positive, refuse_far_from
from scalinglaws.laws.loss_law import FittedRange

PF_DAY = 8.64e19  # FLOP: 1e15 a second for a day; Section 1.3


@dataclass(frozen=True, kw_only=True)
class _OneQuantity:
    """A law that knows in what range one quantity was fitted."""

    quantity: str
    source: str
    fitted_range: Ends | None = None

    def _near(self, values: Floats, extrapolate: bool) -> Floats:
        if not extrapolate:
            refuse_far_from(self.fitted_range, self.quantity, values, self.source)
        return values


@dataclass(frozen=True, kw_only=True)
class SingleVariableLaw(_OneQuantity):
    """Loss as a power of one quantity, ``L(X) = (X_c / X)^alpha`` in nats per token.

    Parameters
    ----------
    X_c : float
        Where the loss would be 1, in the unit of X. It depends on the vocabulary.
    alpha : float
        The exponent.
    quantity : str
        What X is, with its unit.
    source : str
        The equation, and where the constants stand.
    fitted_range : (float, float), optional
        Smallest and largest X of the fitted runs, where the paper states them. More than 100
        times outside, the law answers only if asked to extrapolate.
    """

    X_c: float
    alpha: float

    def loss(self, X: ArrayLike, *, extrapolate: bool = False) -> Floats:
        """Nats per token at X.

        Parameters
        ----------
        X : array_like
            In the unit of ``quantity``.
        extrapolate : bool
            Answer even more than 100 times outside the fitted runs.
        """
        values = self._near(positive(self.quantity, X), extrapolate)
        return np.asarray((self.X_c / values) ** self.alpha)

    def compute_for(self, loss: ArrayLike, *, extrapolate: bool = False) -> Floats:
        """The X at which the loss is reached: the inverse of `loss`.

        ``loss`` is in nats per token; ``extrapolate`` answers even far from the fitted runs.
        """
        values = self.X_c * positive("loss", loss) ** (-1 / self.alpha)
        return np.asarray(self._near(values, extrapolate))


@dataclass(frozen=True, kw_only=True)
class SizeAndDataLaw:
    """Loss by size and data, ``L(N, D) = ((N_c/N)^(alpha_N/alpha_D) + D_c/D)^alpha_D``.

    Equation 1.5. Training stops early, when the test loss stops falling; D is the data set, not
    the tokens trained on.

    Parameters
    ----------
    N_c, D_c, alpha_N, alpha_D : float
        N_c in non-embedding parameters, D_c in tokens.
    source : str
        The equation, and where the constants stand.
    fitted_range : FittedRange, optional
        The sizes and data sets of the fitted runs.
    """

    N_c: float
    D_c: float
    alpha_N: float
    alpha_D: float
    source: str
    fitted_range: FittedRange | None = None

    def loss(self, N: ArrayLike, D: ArrayLike, *, extrapolate: bool = False) -> Floats:
        """Nats per token of N parameters on a data set of D tokens: Equation 1.5.

        Parameters
        ----------
        N, D : array_like
            Non-embedding parameters, and tokens of the data set; they broadcast.
        extrapolate : bool
            Answer even more than 100 times outside the fitted runs.
        """
        size, data = self._checked(N, D, extrapolate)
        return np.asarray(self._bracket(size, self.D_c / data))

    def overfitting(self, N: ArrayLike, D: ArrayLike, *, extrapolate: bool = False) -> Floats:
        """Loss over that of unlimited data, less 1: Equation 4.3.

        ``N``, ``D`` and ``extrapolate`` are as `loss` takes them.
        """
        size, data = self._checked(N, D, extrapolate)
        ratio = (size / self.N_c) ** (self.alpha_N / self.alpha_D) * self.D_c / data
        return np.asarray(np.expm1(self.alpha_D * np.log1p(ratio)))

    def data_needed(self, N: ArrayLike, overfitting: ArrayLike) -> Floats:
        """The data set at which N parameters overfit by that share: Equation 4.3 solved for D.

        Parameters
        ----------
        N : array_like
            Non-embedding parameters.
        overfitting : array_like
            Share of the loss, such as 0.02; it broadcasts against N.

        Returns
        -------
        ndarray
            Tokens.
        """
        share = positive("overfitting", overfitting)
        ratio = np.expm1(np.log1p(share) / self.alpha_D)
        scaled = (positive("N", N) / self.N_c) ** (self.alpha_N / self.alpha_D)
        return np.asarray(scaled * self.D_c / ratio)

    def _bracket(self, size: Floats, data_term: Floats) -> Floats:
        size_term = (self.N_c / size) ** (self.alpha_N / self.alpha_D)
        return np.asarray((size_term + data_term) ** self.alpha_D)

    def _checked(self, N: ArrayLike, D: ArrayLike, extrapolate: bool) -> tuple[Floats, Floats]:
        size, data = positive("N", N), positive("D", D)
        if self.fitted_range is not None and not extrapolate:
            refuse_far_from(self.fitted_range.N, "N", size, self.source)
            refuse_far_from(self.fitted_range.D, "D", data, self.source)
        return size, data


@dataclass(frozen=True, kw_only=True)
class CriticalBatch:
    """The batch at which more parallel work starts to cost compute, ``B_* / L^(1/alpha_B)``.

    Equation 1.4, again 5.3. It depends on the loss alone.

    Parameters
    ----------
    B_star : float
        Tokens.
    alpha_B : float
        The exponent.
    source : str
        The equation, and where the constants stand.
    """

    B_star: float
    alpha_B: float
    source: str

    def tokens(self, loss: ArrayLike) -> Floats:
        """Critical batch size in tokens at a loss in nats per token, positive and finite."""
        return np.asarray(self.B_star * positive("loss", loss) ** (-1 / self.alpha_B))

    def fewest_steps(self, S: ArrayLike, *, B: ArrayLike, loss: ArrayLike) -> Floats:
        """S_min: steps with batches far above the critical, Equation 5.4.

        Parameters
        ----------
        S : array_like
            Steps at batches of B tokens.
        B : array_like
            Tokens of a batch.
        loss : array_like
            The loss reached, in nats per token.
        """
        return np.asarray(positive("S", S) / (1 + self.tokens(loss) / positive("B", B)))

    def least_compute(self, C: ArrayLike, *, B: ArrayLike, loss: ArrayLike) -> Floats:
        """C_min: FLOP with batches far below the critical, Equation 5.5.

        Parameters
        ----------
        C : array_like
            FLOP at batches of B tokens.
        B : array_like
            Tokens of a batch.
        loss : array_like
            The loss reached, in nats per token.
        """
        return np.asarray(positive("C", C) / (1 + positive("B", B) / self.tokens(loss)))


@dataclass(frozen=True)
class Efficient:
    """The compute-efficient run of a budget, by Appendix B.

    Attributes
    ----------
    N : ndarray
        Non-embedding parameters, in the shape of the budget.
    S : ndarray
        Steps.
    loss : ndarray
        Nats per token.
    """

    N: Floats
    S: Floats
    loss: Floats


@dataclass(frozen=True, kw_only=True)
class LearningCurveLaw:
    """Loss by size and steps, ``L(N, S) = (N_c/N)^alpha_N + (S_c/S)^alpha_S``.

    Equation 1.6, again 5.6; data is unlimited and S is S_min, the steps at large batches.

    Parameters
    ----------
    N_c, S_c, alpha_N, alpha_S : float
        N_c in non-embedding parameters, S_c in steps.
    source : str
        The equation, and where the constants stand.
    fitted_range : (float, float), optional
        Smallest and largest N of the fitted runs.
    """

    N_c: float
    S_c: float
    alpha_N: float
    alpha_S: float
    source: str
    fitted_range: Ends | None = None

    def loss(self, N: ArrayLike, S: ArrayLike, *, extrapolate: bool = False) -> Floats:
        """Nats per token of N parameters after S steps: Equation 1.6.

        Parameters
        ----------
        N, S : array_like
            Non-embedding parameters, and steps at large batches; they broadcast.
        extrapolate : bool
            Answer even more than 100 times outside the fitted runs.
        """
        size, steps = positive("N", N), positive("S", S)
        if not extrapolate:
            refuse_far_from(self.fitted_range, "N", size, self.source)
        of_size = (self.N_c / size) ** self.alpha_N
        return np.asarray(of_size + (self.S_c / steps) ** self.alpha_S)

    def alpha_C(self, batch: CriticalBatch) -> float:
        """The exponent of the lowest loss in C, 1/(1/alpha_S + 1/alpha_B + 1/alpha_N): Eq. B.7."""
        return 1 / (1 / self.alpha_S + 1 / batch.alpha_B + 1 / self.alpha_N)

    def C_c(self, batch: CriticalBatch) -> float:
        """The compute at which the lowest loss would be 1, in FLOP: Equation B.8."""
        ratio = self.alpha_N / self.alpha_S
        product = six_nd(self.N_c, batch.B_star * self.S_c)
        growth: float = (1 + ratio) ** (1 / self.alpha_S + 1 / self.alpha_N)
        return float(product * growth * ratio ** (-1 / self.alpha_S))

    def compute_efficient(
        self, C: ArrayLike, batch: CriticalBatch, *, extrapolate: bool = False
    ) -> Efficient:
        """The size and steps of lowest loss where ``C = 6 N B S`` and B is the critical batch.

        The closed form of Appendix B.2, from Equations 1.6 and 1.4.

        Parameters
        ----------
        C : array_like
            FLOP.
        batch : CriticalBatch
            How the batch grows as the loss falls.
        extrapolate : bool
            Answer even where N lies more than 100 times outside the fitted runs.

        Returns
        -------
        Efficient
            N, S and loss, each in the shape of C.
        """
        share = positive("C", C) / self.C_c(batch)
        alpha_C, above = self.alpha_C(batch), 1 + self.alpha_N / self.alpha_S
        size = self.N_c * share ** (alpha_C / self.alpha_N) * above ** (1 / self.alpha_N)
        if not extrapolate:
            refuse_far_from(self.fitted_range, "N", size, self.source)
        loss = share**-alpha_C
        steps = positive("C", C) / six_nd(size, batch.tokens(loss))
        return Efficient(*map(np.asarray, (size, steps, loss)))

    def excess_compute(self, f: ArrayLike) -> Floats:
        """Compute to the same loss at f times the efficient size, over that at it: Appendix B.4.

        Parameters
        ----------
        f : array_like
            Size over efficient size, large enough that the loss can be reached at all.

        Returns
        -------
        ndarray
            1 at f = 1; infinite where no number of steps suffices.
        """
        ratio = positive("f", f)
        left = 1 - self.alpha_S / self.alpha_N * np.expm1(-self.alpha_N * np.log(ratio))
        reachable = np.where(left > 0, left, 1.0)
        return np.where(left > 0, ratio * reachable ** (-1 / self.alpha_S), np.inf)


@dataclass(frozen=True, kw_only=True)
class Trend(_OneQuantity):
    """A quantity that grows as a power of another, ``factor (X / unit)^exponent``.

    Parameters
    ----------
    factor : float
        The value at one unit of X.
    exponent : float
        How fast it grows.
    unit : float
        The unit the paper takes X in: a PF-day in FLOP, or one parameter.
    quantity : str
        What grows, with its unit.
    source : str
        The equation or table.
    fitted_range : (float, float), optional
        Smallest and largest value among the fitted runs.
    """

    factor: float
    exponent: float
    unit: float

    def at(self, X: ArrayLike, *, extrapolate: bool = False) -> Floats:
        """The value at X.

        Parameters
        ----------
        X : array_like
            FLOP of C_min, or parameters.
        extrapolate : bool
            Answer even more than 100 times outside the fitted runs.
        """
        values = self.factor * (positive("X", X) / self.unit) ** self.exponent
        return np.asarray(self._near(values, extrapolate))
