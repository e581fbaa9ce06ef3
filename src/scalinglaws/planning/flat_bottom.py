"""The flat bottom of an IsoFLOP profile: how far from the best size a run loses little."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from scipy.optimize import brentq

from scalinglaws.errors import InputError
from scalinglaws.laws import LossLaw

LARGEST_STEP = 512.0


@dataclass(frozen=True, kw_only=True)
class FlatBottom:
    """The sizes that waste less than a share of the budget, from smallest to largest.

    Attributes
    ----------
    C, share : float
        The budget in FLOP, and the share of it that a run at either end wastes.
    factor : (float, float)
        Smallest and largest size over the best size: the same at every budget.
    N : (float, float)
        Parameters at the two ends.
    D : (float, float)
        Tokens that the budget leaves at the two ends: most first.
    """

    C: float
    share: float
    factor: tuple[float, float]
    N: tuple[float, float]
    D: tuple[float, float]

    @property
    def tokens_per_parameter(self) -> tuple[float, float]:
        """D/N at the two ends: most first."""
        return self.D[0] / self.N[0], self.D[1] / self.N[1]


def flat_bottom(
    law: LossLaw, C: float, *, share: float = 0.01, extrapolate: bool = False
) -> FlatBottom:
    """The range of sizes at which a run wastes at most a share of the budget.

    `LossLaw.waste`, the closed form derived from Hoffmann et al. 2022, arXiv:2203.15556,
    Equations 2 and 4, is inverted numerically on each side of the best size.

    Parameters
    ----------
    law : LossLaw
        A published law, or ``fit.law``.
    C : float
        Training compute in FLOP, counted as 6ND.
    share : float
        Of the compute, above 0 and below 1.
    extrapolate : bool
        Answer even where N or D at either end is more than 100 times outside the fitted runs.

    Raises
    ------
    InputError
        If the share is not between 0 and 1, C is not a budget, or an end has N or D below 1.
    OutOfRangeError
        If a published law is asked too far from its runs.

    Examples
    --------
    >>> from scalinglaws.laws import BESIROGLU_2024
    >>> low, high = flat_bottom(BESIROGLU_2024, 5.76e23).factor
    >>> f"{low:.2f} to {high:.2f} times the best size"
    '0.85 to 1.18 times the best size'
    """
    if not 0 < share < 1:
        raise InputError(f"share = {share!r}: expected a share of the compute between 0 and 1")
    best = law.compute_optimal(C, extrapolate=extrapolate)
    low, high = _end(law, share, -1.0), _end(law, share, 1.0)
    sizes = (low * float(best.N), high * float(best.N))
    tokens = (float(best.D) / low, float(best.D) / high)
    law.loss(sizes, tokens, extrapolate=extrapolate)  # refuses ends that the runs cannot tell
    return FlatBottom(C=float(C), share=share, factor=(low, high), N=sizes, D=tokens)


def _end(law: LossLaw, share: float, side: float) -> float:
    """The factor below 1 (side -1) or above (side 1) at which the waste is the share."""

    def excess(distance: float) -> float:
        return float(law.waste(math.exp(side * distance))) - share

    return math.exp(side * brentq(excess, 0.0, _beyond(excess), xtol=1e-14, rtol=1e-14))


def _beyond(excess: Callable[[float], float]) -> float:
    reach = 1.0
    while excess(reach) < 0:
        reach *= 2
        if reach > LARGEST_STEP:
            raise InputError("no size that a float can hold wastes such a share")
    return reach
