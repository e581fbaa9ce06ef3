"""Training compute, counted once: C = 6ND.

Kaplan et al. 2020, Section 2.1: a weight costs a token 2 FLOP forward and 4 backward.
Numbers give a number, arrays an array; parameters, tokens and FLOP in units of one.

>>> f"{six_nd(70e9, 1.4e12):.2e}"
'5.88e+23'
>>> f"{tokens_of(5.88e23, 70e9):.2e} tokens"
'1.40e+12 tokens'
"""

from __future__ import annotations

from typing import Any, overload

from numpy.typing import ArrayLike

FLOP_PER_PARAMETER_AND_TOKEN = 6.0


@overload
def six_nd(N: float, D: float) -> float: ...
@overload
def six_nd(N: ArrayLike, D: ArrayLike) -> Any: ...
def six_nd(N: Any, D: Any) -> Any:
    """FLOP of training, 6ND: Kaplan et al. 2020, Section 2.1; Hoffmann et al. 2022, Section 3.3.

    Parameters
    ----------
    N, D : float or array_like
        Parameters and training tokens; they broadcast.
    """
    return FLOP_PER_PARAMETER_AND_TOKEN * N * D


@overload
def tokens_of(C: float, N: float) -> float: ...
@overload
def tokens_of(C: ArrayLike, N: ArrayLike) -> Any: ...
def tokens_of(C: Any, N: Any) -> Any:
    """Training tokens that a budget pays for, C/(6N).

    Parameters
    ----------
    C : float or array_like
        Training compute in FLOP.
    N : float or array_like
        Parameters.
    """
    return C / (FLOP_PER_PARAMETER_AND_TOKEN * N)
