"""What Approach 2 returns where the truth is known: the bias of its own design.

A parabola in log N is symmetric, and the law's profile is not unless alpha = beta. So a minimum is
found too high or too low in N where the sizes trained lie to one side of it, or far from it,
even without noise. The bias is that of a law and a design, and here it is measured.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scalinglaws.arrays import Floats
from scalinglaws.compute import six_nd
from scalinglaws.fits.isoflop.fit import IsoflopProfiles, with_losses
from scalinglaws.fits.result import Fit
from scalinglaws.laws import LossLaw


@dataclass(frozen=True, eq=False)
class IsoflopBias:
    """Approach 2 on a law's own losses, at the runs' sizes and tokens, without noise.

    Attributes
    ----------
    a, b : float
        Exponent that is returned less the law's own.
    C : ndarray, shape (budgets,)
        6ND at the minima returned, FLOP; NaN where a budget was refused.
    N_factor : ndarray, shape (budgets,)
        Size at the minimum returned over the law's compute-optimal size at that C.
    loss : ndarray, shape (budgets,)
        Loss at the minimum returned less the law's lowest, nats per token.
    fit : Fit
        What Approach 2 returned; its flags name budgets refused.
    """

    a: float
    b: float
    C: Floats
    N_factor: Floats
    loss: Floats
    fit: Fit


def isoflop_bias(
    profiles: IsoflopProfiles, law: LossLaw, *, extrapolate: bool = False
) -> IsoflopBias:
    """Simulate a law on a design without noise and see what Approach 2 makes of it.

    Parameters
    ----------
    profiles : IsoflopProfiles
        From `IsoflopProfiles.from_runs`; its losses are not used.
    law : LossLaw
        What to take for true: the fit of Approach 3 to the same runs, say.
    extrapolate : bool
        As for `LossLaw.loss`.

    Raises
    ------
    NoMinimumError
        If the law has no minimum within the sizes trained at two or more budgets.
    OutOfRangeError
        As `LossLaw.loss`.
    """
    table = profiles.table
    noiseless = with_losses(profiles, law.loss(table.N, table.D, extrapolate=extrapolate))
    fit = noiseless.fit()
    points = noiseless.points(noiseless.minima(np.ones((1, profiles.runs))))
    log_N, log_D, loss = (column[0] for column in points[1:])
    C = six_nd(np.exp(log_N), np.exp(log_D))
    factor, excess = np.full_like(C, np.nan), np.full_like(C, np.nan)
    found = np.isfinite(C)
    best = law.compute_optimal(C[found], extrapolate=extrapolate)
    factor[found], excess[found] = np.exp(log_N[found]) / best.N, loss[found] - best.loss
    return IsoflopBias(fit.a - law.a, fit.b - law.b, C, factor, excess, fit)
