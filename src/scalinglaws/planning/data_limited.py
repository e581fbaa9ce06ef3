"""What to train when there is less text than the budget could read: epochs, and a smaller model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar

from scalinglaws.compute import FLOP_PER_PARAMETER_AND_TOKEN
from scalinglaws.errors import InputError
from scalinglaws.laws import DataConstrainedLaw

GRID = 400


@dataclass(frozen=True, kw_only=True)
class RepeatedPlan:
    """The best run of a budget on a limited stock of text.

    Attributes
    ----------
    C, unique : float
        FLOP, and different tokens there are.
    N, D : float
        Parameters, and tokens trained on, repeats included.
    effective_D : float
        Fresh tokens that would be worth as much.
    loss : float
        Nats per token.
    """

    C: float
    unique: float
    N: float
    D: float
    effective_D: float
    loss: float

    @property
    def epochs(self) -> float:
        """How often each unique token is read: D over unique tokens, and at least 1."""
        return max(1.0, self.D / self.unique)


def plan_with_repeats(
    law: DataConstrainedLaw, C: float, unique: float, *, extrapolate: bool = False
) -> RepeatedPlan:
    """Size and tokens of lowest loss for C FLOP where only some tokens are fresh.

    Minimises the loss of Muennighoff et al. 2023, arXiv:2305.16264, Section 3.1, along
    ``6 N D = C``: a grid of sizes, then a bounded search between the grid's neighbours.

    Parameters
    ----------
    law : DataConstrainedLaw
        `MUENNIGHOFF_2023`, or that decay around a law of your own.
    C : float
        Training compute in FLOP, at least 6.
    unique : float
        Different tokens there are, at least 1.
    extrapolate : bool
        Answer even more than 100 times outside the fitted runs.

    Raises
    ------
    InputError
        If C or the unique tokens are too few or not finite.
    OutOfRangeError
        If N or D lies more than 100 times outside the fitted runs.
    """
    product = C / FLOP_PER_PARAMETER_AND_TOKEN
    if not (np.isfinite(C) and product >= 1 and np.isfinite(unique) and unique >= 1):
        raise InputError(
            f"C = {C!r}, unique = {unique!r}: expected at least 6 FLOP and 1 token, both finite"
        )

    def loss(log_N: float) -> float:
        size = np.exp(log_N)
        return float(law.loss(size, product / size, unique=unique, extrapolate=True))

    N = float(np.exp(_lowest(loss, np.log(product))))
    D = product / N
    return RepeatedPlan(
        C=float(C),
        unique=float(unique),
        N=N,
        D=D,
        effective_D=float(law.effective_tokens(D, unique=unique)),
        loss=float(law.loss(N, D, unique=unique, extrapolate=extrapolate)),
    )


def _lowest(loss: Callable[[float], float], log_product: float) -> float:
    grid = np.linspace(0.0, log_product, GRID)[1:-1]
    best = int(np.argmin([loss(each) for each in grid]))
    low, high = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    found = minimize_scalar(loss, bounds=(low, high), method="bounded", options={"xatol": 1e-10})
    return float(found.x)
