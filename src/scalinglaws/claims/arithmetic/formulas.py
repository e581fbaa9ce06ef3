"""What claims compute: plain functions of plain numbers, none of which knows its answer.

``N`` is a size in parameters, ``D`` tokens, ``C`` a budget in FLOP. ``A``, ``B``, ``alpha`` and
``beta`` are constants of the law of Hoffmann et al. 2022, arXiv:2203.15556, Equation 2.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.optimize import brentq

from scalinglaws.compute import FLOP_PER_PARAMETER_AND_TOKEN, tokens_of
from scalinglaws.laws import LossLaw


def as_printed(value: float) -> float:
    """A number that is only repeated, not computed."""
    return value


def ratio(value: float, unit: float) -> float:
    """One quantity, ``value``, over another, ``unit``, both in the same unit."""
    return value / unit


def growth_of_tokens(a: float, b: float) -> float:
    """By what factor D_opt ~ C^``b`` grows while N_opt ~ C^``a`` doubles: 2^(b/a)."""
    return float(2 ** (b / a))


def mirrored(value: float) -> float:
    """The other exponent where a + b = 1."""
    return 1 - value


def farthest_from_one(**exponents: float) -> float:
    """Of the sums a1 + b1, a2 + b2, ..., the one farthest from 1."""
    rows = sorted({name[1:] for name in exponents})
    return max((exponents[f"a{r}"] + exponents[f"b{r}"] for r in rows), key=lambda s: abs(s - 1))


def mean_of_two_sums(a1: float, b1: float, a2: float, b2: float) -> float:
    """The mean of two sums of exponents, ``a1`` + ``b1`` and ``a2`` + ``b2``."""
    return (a1 + b1 + a2 + b2) / 2


def slope(**cells: float) -> float:
    """Exponent of y ~ x^k: least squares on the logarithms of x1, y1, x2, y2, ..."""
    return _line(cells)[0]


def on_the_line(at: float, **cells: float) -> float:
    """The value at ``at`` of the power law fitted by least squares to x1, y1, x2, y2, ..."""
    exponent, intercept = _line(cells)
    return float(10 ** (exponent * np.log10(at) + intercept))


def power_law(x: float, exponent: float, x0: float, y0: float) -> float:
    """The value at ``x`` of the power law of this ``exponent`` through (``x0``, ``y0``)."""
    return float(y0 * (x / x0) ** exponent)


def power_law_solved(y: float, exponent: float, x0: float, y0: float) -> float:
    """Where the power law of this ``exponent`` through (``x0``, ``y0``) reaches ``y``."""
    return float(x0 * (y / y0) ** (1 / exponent))


def power_law_from_intercept(x: float, exponent: float, log10_at_1: float) -> float:
    """The value at ``x`` of a power law by ``exponent`` and its log at x = 1, ``log10_at_1``."""
    return float(10 ** (log10_at_1 + exponent * np.log10(x)))


def power_law_from_intercept_solved(y: float, exponent: float, log10_at_1: float) -> float:
    """Where a power law by ``exponent`` and its log at x = 1, ``log10_at_1``, reaches ``y``."""
    return float(10 ** ((np.log10(y) - log10_at_1) / exponent))


def between(x: float, x1: float, y1: float, x2: float, y2: float) -> float:
    """The value at ``x`` between (``x1``, ``y1``) and (``x2``, ``y2``), straight in the logs."""
    share = np.log(x / x1) / np.log(x2 / x1)
    return float(y1 * (y2 / y1) ** share)


def loss(N: float, D: float, E: float, A: float, B: float, alpha: float, beta: float) -> float:
    """Loss in nats per token by Equation 2, L(N, D) = E + A/N^alpha + B/D^beta.

    Parameters
    ----------
    N, D : float
        Parameters and tokens, at least 1.
    E, A, B, alpha, beta : float
        The constants, positive.
    """
    return float(LossLaw(E=E, A=A, B=B, alpha=alpha, beta=beta).loss(N, D))


def size_term(N: float, A: float, alpha: float) -> float:
    """The term of Equation 2 that falls with the size, ``A``/``N``^``alpha``, in nats per token."""
    return float(A / N**alpha)


def data_term(D: float, B: float, beta: float) -> float:
    """The term of Equation 2 that falls with tokens, ``B``/``D``^``beta``, in nats per token."""
    return float(B / D**beta)


def exponent_a(alpha: float, beta: float) -> float:
    """a in N_opt ~ C^a: ``beta``/(``alpha`` + ``beta``), Equation 4."""
    return _law(1.0, 1.0, alpha, beta).a


def exponent_b(alpha: float, beta: float) -> float:
    """b in D_opt ~ C^b: ``alpha``/(``alpha`` + ``beta``), Equation 4."""
    return _law(1.0, 1.0, alpha, beta).b


def prefactor(A: float, B: float, alpha: float, beta: float) -> float:
    """G of Equation 4 from ``A``, ``B``, ``alpha`` and ``beta``."""
    return _law(A, B, alpha, beta).G


def best_size(C: float, A: float, B: float, alpha: float, beta: float) -> float:
    """N_opt by Equation 4 at ``C`` FLOP, from ``A``, ``B``, ``alpha`` and ``beta``."""
    law = _law(A, B, alpha, beta)
    return float(law.G * (C / FLOP_PER_PARAMETER_AND_TOKEN) ** law.a)


def best_tokens(C: float, A: float, B: float, alpha: float, beta: float) -> float:
    """D_opt by Equation 4 at ``C`` FLOP, from ``A``, ``B``, ``alpha`` and ``beta``."""
    return tokens_of(C, best_size(C, A, B, alpha, beta))


def budget_of_size(N: float, A: float, B: float, alpha: float, beta: float) -> float:
    """The budget in FLOP at which ``N`` is the best size: Equation 4 solved for C.

    ``A``, ``B``, ``alpha`` and ``beta`` are the law's.
    """
    law = _law(A, B, alpha, beta)
    return float(FLOP_PER_PARAMETER_AND_TOKEN * (N / law.G) ** (1 / law.a))


def tokens_of_size(N: float, A: float, B: float, alpha: float, beta: float) -> float:
    """D_opt where ``N`` is the best size by Equation 4, from ``A``, ``B``, ``alpha``, ``beta``."""
    return tokens_of(budget_of_size(N, A, B, alpha, beta), N)


def size_where_level(C: float, A: float, B: float, alpha: float, beta: float) -> float:
    """The size at which the loss along 6ND = C is level, found as a root: Equation 4 is not used.

    ``C`` is in FLOP; ``A``, ``B``, ``alpha`` and ``beta`` are the law's.
    """

    def slope(log_N: float) -> float:
        log_D = math.log(C / FLOP_PER_PARAMETER_AND_TOKEN) - log_N
        return beta * B * math.exp(-beta * log_D) - alpha * A * math.exp(-alpha * log_N)

    return float(math.exp(brentq(slope, 0, math.log(C), xtol=1e-13)))


def bits(nats: float) -> float:
    """Nats in bits."""
    return nats / math.log(2)


def nats_of_perplexity(perplexity: float) -> float:
    """Loss in nats of a perplexity."""
    return math.log(perplexity)


def _law(A: float, B: float, alpha: float, beta: float) -> LossLaw:
    return LossLaw(E=1.0, A=A, B=B, alpha=alpha, beta=beta)  # E moves no optimum


def _line(cells: dict[str, float]) -> tuple[float, float]:
    rows = sorted(name[1:] for name in cells if name.startswith("x"))
    x = np.log10([cells[f"x{row}"] for row in rows])
    y = np.log10([cells[f"y{row}"] for row in rows])
    from_middle = x - x.mean()
    exponent = float(from_middle @ y / (from_middle @ from_middle))
    return exponent, float(y.mean() - exponent * x.mean())
