"""BCa intervals, for the estimators that admit them.

Bias-corrected and accelerated (Efron 1987; Efron and Tibshirani 1993, Section 14.3). The
acceleration comes from leaving out one run at a time, and that says nothing about an estimator
that jumps: the jackknife is inconsistent for a median, for least absolute deviations, and for
the lowest of several curves. Such a fit is refused.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError, NotSmoothError
from scalinglaws.fits.frontier.frontiers_of_draws import Frontiers, Resampleable
from scalinglaws.fits.intervals.bootstrap import (
    AT_A_BUDGET,
    LOGARITHMIC,
    Draws,
    group_or_runs,
    on_scale,
)
from scalinglaws.fits.intervals.quantiles import succeeded
from scalinglaws.fits.parts import Interval

# On the profiles of Figure 3 one resample in eight loses a budget's minimum, and BCa covers; with
# noise three times as strong half of them do, and its 80 percent intervals cover 71 in a hundred.
MOST_DEGENERATE = 0.25


def bca_interval(
    refit: Resampleable,
    draws: Draws,
    name: str,
    *,
    level: float = 0.8,
    groups: ArrayLike | None = None,
) -> Interval:
    """A bias-corrected and accelerated interval for one number.

    Parameters
    ----------
    refit : Resampleable
        The fit that was resampled.
    draws : Draws
        Its pairs or cluster bootstrap.
    name, level
        As in `Draws.interval`; a number at a budget is at that of the draws.
    groups : array_like, shape (runs,), optional
        Those of the cluster bootstrap, to be checked against it: the resamples know them.

    Raises
    ------
    NotSmoothError
        If the fit is no smooth function of its runs, or more than a quarter of the resamples
        are degenerate; the message says why.
    InputError
        As `Draws.interval`; for subsamples; and if the runs or the groups are not those
        that were resampled.
    """
    if refit.not_smooth_because:
        raise NotSmoothError(
            f"BCa is not valid here: {refit.not_smooth_because}. "
            "Use percentiles of the same resamples"
        )
    refuse_degenerate(draws)
    _refuse_others(refit, draws, groups)
    # Asked before the jackknife: a wrong name or level is told first.
    draws.interval(name, level, "percentile")
    return bca_from(draws, leave_one_out(refit, draws.codes), name, level)


def _refuse_others(refit: Resampleable, draws: Draws, groups: ArrayLike | None) -> None:
    """Raise InputError unless these are the runs and groups that were resampled, whatever named."""
    if draws.kind == "subsample":
        raise InputError("BCa is of a bootstrap: draw pairs or clusters, not subsamples")
    if refit.runs != len(draws.codes):
        raise InputError(f"{refit.runs} runs: expected the {len(draws.codes)} that were resampled")
    if groups is None:
        return
    codes, units = group_or_runs(refit, draws.kind, groups)
    pairs = len(np.unique(np.stack([codes, draws.codes]), axis=1).T)
    if not units == draws.units == pairs:
        raise InputError(
            f"{units} groups that are not the {draws.units} resampled: expected those given to "
            "bootstrap. Drop groups to use these"
        )


def refuse_degenerate(draws: Draws) -> None:
    """Raise NotSmoothError if many resamples were fitted otherwise than the data were."""
    if draws.degenerate > MOST_DEGENERATE * draws.resamples:
        raise NotSmoothError(
            f"BCa is not valid here: {draws.degenerate} of {draws.resamples} resamples are "
            "degenerate, fitted otherwise than the data. Use percentiles of the same resamples"
        )


def leave_one_out(refit: Resampleable, codes: NDArray[np.intp]) -> Frontiers:
    """The frontiers of all the runs but one group, group by group.

    Parameters
    ----------
    refit : Resampleable
        What fits the runs by their weights.
    codes : ndarray of int, shape (runs,)
        Each run's group, from 0.
    """
    return refit((codes[None, :] != np.arange(codes.max() + 1)[:, None]).astype(np.float64))


def bca_from(draws: Draws, left_out: Frontiers, name: str, level: float) -> Interval:
    """The interval from resamples and a jackknife, whether or not BCa is valid for them.

    Source: Efron and Tibshirani 1993, Section 14.3.

    Parameters
    ----------
    draws : Draws
        The resamples.
    left_out : Frontiers
        Those of all the runs but one group, group by group.
    name : str
        Which of the draws' names.
    level : float
        Coverage, between 0 and 1.

    Raises
    ------
    InputError
        As `Draws.interval`.
    """
    plain = draws.interval(name, level, "percentile")
    values = succeeded(draws.on_scale(name), name)
    C = draws.C if name in AT_A_BUDGET else None
    at_C = np.nan if C is None else C
    centre = on_scale(draws.whole, name, at_C)[0]
    below = (values < centre).mean() + (values == centre).mean() / 2
    # With every resample on one side the correction would be infinite.
    shift = ndtri(np.clip(below, 0.5 / len(values), 1 - 0.5 / len(values)))
    z = shift + ndtri([(1 - level) / 2, (1 + level) / 2])
    at = ndtr(shift + z / (1 - _acceleration(on_scale(left_out, name, at_C)) * z))
    ends = np.quantile(values, at)
    low, high = np.exp(ends) if name in LOGARITHMIC else ends
    method = f"BCa, {plain.method.removesuffix(', percentiles')}"
    return Interval(float(low), float(high), level, method, C)


def _acceleration(values: Floats) -> float:
    away = np.nanmean(values) - values
    spread = float(np.nansum(away**2)) ** 1.5
    return float(np.nansum(away**3)) / (6 * spread) if spread else 0.0
