"""Bootstrap draws of a law, and the intervals that follow from them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scalinglaws.errors import InputError
from scalinglaws.fits import Fit, Interval, LawDraws, Resamples, refit
from scalinglaws.fits.frontier.resampled import LawFrontiers
from scalinglaws.fits.intervals.draws import draw_pairs, group_codes
from scalinglaws.fits.parametric.formula_refit import law_frontiers
from scalinglaws.runs import Runs
from scalinglaws.seeds import Random, spawn_seed

Floats = NDArray[np.float64]
CONSTANTS = ("E", "A", "B", "alpha", "beta", "a", "b")
MOST_FAILED = 0.5


def bootstrap_laws(
    runs: Runs,
    fit: Fit,
    *,
    groups: ArrayLike | None = None,
    resamples: int = 1000,
    rng: Random,
) -> LawDraws:
    """Approach 3 fitted again to resampled runs: one law a resample.

    Parameters
    ----------
    runs : Runs
        The runs that ``fit`` was fitted to.
    fit : Fit
        Of Approach 3; its estimator is used again, from its constants.
    groups : array_like, shape (runs,), optional
        Draw whole groups, such as the checkpoints of one run; single runs by default.
    resamples : int
        How many, at least 2.
    rng : int, SeedSequence or Generator
        Where the draws come from.

    Raises
    ------
    InputError
        If the fit is of another approach, the groups do not fit the runs, or there are fewer
        than two resamples.
    """
    if resamples < 2:
        raise InputError(f"resamples = {resamples!r}: expected 2 or more")
    codes, units = (np.arange(len(runs)), len(runs)) if groups is None else group_codes(
        groups, len(runs)
    )  # fmt: skip
    counts = draw_pairs(units, resamples, spawn_seed(rng).generator())
    weights = counts[:, codes]
    return refit(runs, weights, fit)


def law_intervals(
    laws: LawDraws, *, level: float = 0.8, what: str = "pairs bootstrap"
) -> dict[str, Interval]:
    """Percentile intervals for E, A, B, alpha, beta, a and b, as `Fit.with_intervals` takes them.

    Parameters
    ----------
    laws : LawDraws
        The draws, from `bootstrap_laws`.
    level : float
        Between 0 and 1.
    what : str
        What was drawn, for the interval's method.

    Raises
    ------
    InputError
        If the level is not between 0 and 1, or more than half of the draws failed.
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        values = {name: laws[name] for name in CONSTANTS}
    odd = int(laws.flagged.sum())
    method = f"{what}, {len(laws.constants)} resamples, {odd} degenerate"
    return {name: _interval(name, column, level, method) for name, column in values.items()}


def frontiers_of(laws: LawDraws) -> LawFrontiers:
    """The frontier of each draw; NaN where a term of its law rises with N or D."""
    return law_frontiers(laws.constants, laws.flagged)


def frontier_values(drawn: Resamples | LawDraws, C: float) -> dict[str, Floats]:
    """N, D, tokens per parameter and loss at C of each draw, shape (resamples,).

    Raises
    ------
    InputError
        If the resamples were made at another budget.
    """
    if isinstance(drawn, LawDraws):
        frontiers = frontiers_of(drawn)
        N, D = np.exp(frontiers.log_N(C)), np.exp(frontiers.log_D(C))
        return {"N": N, "D": D, "tokens_per_parameter": D / N, "loss": frontiers.loss(C)}
    if not np.isclose(drawn.C, C, rtol=1e-9):
        raise InputError(
            f"the resamples give N_opt at C = {drawn.C:.6g} FLOP, the plan asks for {C:.6g}: "
            "resample at the plan's budget"
        )
    values = drawn.values
    ratio = values["D_opt"] / values["N_opt"]
    both = {"N": values["N_opt"], "D": values["D_opt"], "tokens_per_parameter": ratio}
    return both | {"loss": values["L"]}


def percentiles(
    values: Mapping[str, Floats], drawn: Resamples | LawDraws, level: float
) -> dict[str, Interval]:
    """Percentile intervals of numbers computed from draws."""
    if isinstance(drawn, Resamples):
        method = drawn.method("percentile")
    else:
        method = f"bootstrap, {len(drawn.constants)} resamples, {drawn.flagged.sum()} degenerate"
    return {name: _interval(name, column, level, method) for name, column in values.items()}


def _interval(name: str, values: Floats, level: float, method: str) -> Interval:
    if not 0 < level < 1:
        raise InputError(f"level = {level!r}: expected a number between 0 and 1, such as 0.8")
    finite = values[np.isfinite(values)]
    lost = len(values) - len(finite)
    if lost > MOST_FAILED * len(values):
        raise InputError(
            f"{name}: {lost} of {len(values)} resamples failed: too many for an interval"
        )
    low, high = np.quantile(finite, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high), level, method + (f", {lost} failed" if lost else ""))
