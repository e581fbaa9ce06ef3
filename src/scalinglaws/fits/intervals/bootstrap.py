"""Intervals for the numbers of a fit, by fitting resampled runs again.

What is resampled are runs, or groups of runs that share more than chance: never the 1,500
points of an interpolated envelope, which are some 50 runs read many times each.

>>> from scalinglaws import Runs, bootstrap, fit_isoflop, published
>>> runs = Runs.from_frame(published.load("hoffmann2022", "fig3").where(panel="left"))
>>> draws = bootstrap(fit_isoflop(runs), runs, resamples=100, rng=0)
>>> interval = draws.interval("a")
>>> f"{interval.low:.2f} to {interval.high:.2f}"
'0.48 to 0.50'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError
from scalinglaws.fits.envelope.fit import Envelope
from scalinglaws.fits.envelope.published import PublishedEnvelope
from scalinglaws.fits.frontier.frontiers_of_draws import Frontiers, LawFrontiers, Resampleable
from scalinglaws.fits.intervals.draws import (
    SHARE,
    Counts,
    Kind,
    draw,
    group_codes,
)
from scalinglaws.fits.intervals.quantiles import (
    check_level,
    equal_tails,
    rescaled_ends,
    succeeded,
    t_ends,
)
from scalinglaws.fits.isoflop.fit import IsoflopProfiles
from scalinglaws.fits.parametric.refit import ParametricRefit
from scalinglaws.fits.parts import Interval
from scalinglaws.fits.result import Fit
from scalinglaws.runs import Runs
from scalinglaws.seeds import Random, Seed, spawn_seed

Rule: TypeAlias = Literal["percentile", "t", "rescaled"]

# Fitted this many at a time: an envelope's resample holds four arrays of 1,500 budgets.
BLOCK = 500
# Two fits of the same runs by the same estimator agree far better than this.
SAME_FIT = 1e-4
EXPONENTS = ("a", "b")
CONSTANTS = ("E", "A", "B", "alpha", "beta")
AT_A_BUDGET = ("N_opt", "D_opt", "tokens_per_parameter", "loss")
# Resampled as logarithms: their spread is a factor, not a difference.
LOGARITHMIC = ("A", "B", "N_opt", "D_opt", "tokens_per_parameter")
# Each number of some frontiers, a logarithm where `LOGARITHMIC` says so.
ON_SCALE: Mapping[str, Callable[[Any, float], Floats]] = {
    "E": lambda laws, C: laws.E,
    "A": lambda laws, C: laws.log_A,
    "B": lambda laws, C: laws.log_B,
    "alpha": lambda laws, C: laws.alpha,
    "beta": lambda laws, C: laws.beta,
    "a": lambda frontiers, C: frontiers.a,
    "b": lambda frontiers, C: frontiers.b,
    "N_opt": lambda frontiers, C: frontiers.log_N(C),
    "D_opt": lambda frontiers, C: frontiers.log_D(C),
    "tokens_per_parameter": lambda frontiers, C: frontiers.log_D(C) - frontiers.log_N(C),
    "loss": lambda frontiers, C: frontiers.lowest_loss(C),
}
# Percentiles of fewer units are too narrow: they take the spread of so few for well known.
FEW = 20
KINDS: Mapping[str, str] = {
    "pairs": "pairs bootstrap",
    "clusters": "cluster bootstrap",
    "subsample": f"{SHARE:.0%} subsampling",
}
RULES_OF: Mapping[str, tuple[str, ...]] = {
    "pairs": ("percentile", "t"),
    "clusters": ("percentile", "t"),
    "subsample": ("percentile", "rescaled"),
}


@dataclass(frozen=True, eq=False)
class Draws:
    """A fit and its repetitions on resampled runs: `bootstrap` makes them.

    The numbers are a and b; for Approach 3 also E, A, B, alpha and beta; and at a budget C in
    FLOP N_opt, D_opt, tokens_per_parameter and loss. A resample without a frontier has none of
    them: each is NaN, and the resample counts as failed.

    Attributes
    ----------
    kind : {"pairs", "clusters", "subsample"}
        What is resampled.
    C : float or None
        The budget of the numbers at a budget, where none other is asked for.
    codes : ndarray of int, shape (runs,)
        Which of the units resampled each run belongs to, from 0.
    whole : Frontiers
        The frontier of all the runs.
    blocks : tuple of Frontiers
        Those of the resamples, some hundreds in each.
    seed : Seed
        Draws the same resamples again.
    """

    kind: Kind
    C: float | None
    codes: NDArray[np.intp]
    whole: Frontiers
    blocks: tuple[Frontiers, ...]
    seed: Seed

    @property
    def units(self) -> int:
        """How many runs or groups there were to draw from."""
        return int(self.codes.max()) + 1

    @property
    def resamples(self) -> int:
        """How many resamples there are, those that failed among them."""
        return sum(len(block.a) for block in self.blocks)

    @property
    def failed(self) -> int:
        """Resamples that allowed no frontier."""
        return int((~np.isfinite(self.values("a"))).sum())

    @property
    def degenerate(self) -> int:
        """Resamples fitted otherwise than the data: without a minimum, a constant at its bound."""
        return sum(int((block.degenerate & np.isfinite(block.a)).sum()) for block in self.blocks)

    @property
    def names(self) -> tuple[str, ...]:
        """The numbers there are, at a budget and without one."""
        constants = CONSTANTS if isinstance(self.whole, LawFrontiers) else ()
        return (*constants, *EXPONENTS, *AT_A_BUDGET)

    def values(self, name: str, C: float | None = None) -> Floats:
        """One number of each resample, shape (resamples,), NaN where its fit failed.

        Parameters
        ----------
        name : str
            Which of `names`.
        C : float, optional
            The budget in FLOP, for a number at one; by default that of the draws.

        Raises
        ------
        InputError
            If the name is none of `names`, or a budget is missing or is no positive number.
        """
        return _natural(name, self.on_scale(name, C))

    def estimate(self, name: str, C: float | None = None) -> float:
        """One number of the fit to all the runs.

        Parameters
        ----------
        name : str
            Which of `names`.
        C : float, optional
            The budget in FLOP, for a number at one; by default that of the draws.

        Raises
        ------
        InputError
            If the name is none of `names`, or a budget is missing or is no positive number.
        """
        budget = self._budget(name, C)
        return float(_natural(name, on_scale(self.whole, name, budget))[0])

    def on_scale(self, name: str, C: float | None = None) -> Floats:
        """As `values`, but logarithms of what spreads by a factor (`LOGARITHMIC`).

        Parameters
        ----------
        name : str
            Which of `names`.
        C : float, optional
            The budget in FLOP, for a number at one; by default that of the draws.

        Raises
        ------
        InputError
            If the name is none of `names`, or a budget is missing or is no positive number.
        """
        budget = self._budget(name, C)
        return np.concatenate([on_scale(block, name, budget) for block in self.blocks])

    def interval(
        self, name: str, level: float = 0.8, rule: Rule | None = None, *, C: float | None = None
    ) -> Interval:
        """An interval for one number.

        Parameters
        ----------
        name : str
            Which of `names`.
        level : float
            Its coverage if all goes well: 0.8 for the 10th to the 90th percentile.
        rule : {"percentile", "t", "rescaled"}, optional
            Quantiles of the resamples; the estimate and their standard deviation, grown by
            sqrt(G / (G - 1)), with a t-quantile of G - 1 degrees of freedom, G the units; or
            quantiles stretched from a subsample's spread to that of the whole, by
            sqrt(m / (n - m)). By default "t" for a bootstrap of fewer than 20 units (`FEW`),
            else "percentile"; the interval's method says which.
        C : float, optional
            The budget in FLOP, for a number at one; by default that of the draws.

        Raises
        ------
        InputError
            If the name, the level or the rule is none of these, the rule does not fit the
            kind, a budget is missing, or more than half of the resamples failed.
        """
        rule = self.usual_rule if rule is None else rule
        check_level(level)
        if rule not in RULES_OF[self.kind]:
            raise InputError(
                f"rule = {rule!r} does not go with {KINDS[self.kind]}: expected one of "
                f"{', '.join(RULES_OF[self.kind])}"
            )
        # An approach may have a frontier and yet no loss along it.
        values = succeeded(self.on_scale(name, C), name)
        budget = self._budget(name, C)
        centre = float(on_scale(self.whole, name, budget)[0])
        low, high = _natural(name, self._ends(rule, values, centre, level))
        at = budget if name in AT_A_BUDGET else None
        return Interval(float(low), float(high), level, self.method(rule), at)

    def intervals(
        self, level: float = 0.8, rule: Rule | None = None, *, C: float | None = None
    ) -> dict[str, Interval]:
        """All that the draws know, as `Fit.with_intervals` takes them; see `interval`.

        Without a budget those of the exponents and the constants only.

        Parameters
        ----------
        level, rule
            As for `interval`.
        C : float, optional
            The budget in FLOP; without one here or in the draws, only the numbers at no budget.

        Raises
        ------
        InputError
            As `interval`.
        """
        C = self.C if C is None else C
        budgeted = () if C is None else ("N_opt", "D_opt", "loss")
        known = [name for name in self.names if name not in AT_A_BUDGET]
        return {
            name: self.interval(name, level, rule, C=C)
            for name in (*known, *budgeted)
            if np.isfinite(self.estimate(name, C))
        }

    @property
    def usual_rule(self) -> Rule:
        """The rule of an interval that asks for none: "t" with few units to draw from."""
        return "t" if self.units < FEW and "t" in RULES_OF[self.kind] else "percentile"

    def method(self, rule: Rule) -> str:
        """How an interval was made, in words, failures counted and the rule named."""
        lost = f", {self.failed} failed" if self.failed else ""
        odd = f", {self.degenerate} degenerate" if self.degenerate else ""
        what = " rescaled" if rule == "rescaled" else ""
        ends = ", t-quantile" if rule == "t" else ", percentiles"
        if self.kind == "subsample" and rule == "percentile":
            # It leaves out a fifth of the runs, so it spreads half as far as chance does.
            what = " as in the paper, too narrow"
        resampled = f"{self.resamples} resamples of {self.units}"
        return f"{KINDS[self.kind]}{what}, {resampled}{lost}{odd}{ends}"

    def _ends(self, rule: Rule, values: Floats, centre: float, level: float) -> Floats:
        if rule == "percentile":
            return equal_tails(values, level)
        ends = t_ends if rule == "t" else rescaled_ends
        return ends(values, centre, self.units, level)

    def _budget(self, name: str, C: float | None) -> float:
        """The budget of a number; NaN for one that is at none."""
        if name not in self.names:
            raise InputError(f"{name!r} has no interval: expected one of {', '.join(self.names)}")
        if name not in AT_A_BUDGET:
            return np.nan
        found = self.C if C is None else C
        if found is None:
            raise InputError(f"{name} is a number at a budget: expected C, in FLOP")
        return checked_budget(found)


def bootstrap(
    fit: Fit | Resampleable,
    runs: Runs | None = None,
    *,
    C: float | None = None,
    groups: ArrayLike | None = None,
    kind: Kind | None = None,
    resamples: int = 1000,
    rng: Random,
) -> Draws:
    """Fit resampled runs again and again.

    Sources: Hoffmann et al. 2022, Table 2 (80 percent of the runs, 100 times); Efron and
    Tibshirani 1993, chapters 6 and 8 (pairs); Politis and Romano 1994 (rescaling).

    Parameters
    ----------
    fit : Fit or Resampleable
        A fit of any approach, made with the usual options; or what can be fitted again with
        options of its own: `Envelope`, `IsoflopProfiles`, `ParametricRefit`.
    runs : Runs, optional
        The runs that a `Fit` was fitted to; what can be fitted again has them.
    C : float, optional
        The draws' budget in FLOP; they can be asked at any other.
    groups : array_like, shape (runs,), optional
        What each run belongs to: its model size, its budget. Approach 1 draws training curves,
        so it takes one label a curve.
    kind : {"pairs", "clusters", "subsample"}, optional
        As `draw` has it. By default clusters where there are groups, else pairs.
    resamples : int
        How many; the paper has 100.
    rng : int, SeedSequence or Generator
        Where the draws come from; the result keeps the seed.

    Raises
    ------
    InputError
        If the fit is not what the runs give, the groups do not fit the runs or the kind, a
        number is not positive, or single points of a `PublishedEnvelope` would be resampled.
    """
    kind = _kind(kind, groups, resamples)
    budget = None if C is None else checked_budget(C)
    refit = _resampleable(fit, runs)
    seed = spawn_seed(rng)
    codes, units = group_or_runs(refit, kind, groups)
    counts = draw(kind, units, resamples, seed.generator())
    return refit_to(refit, counts, codes, C=budget, kind=kind, seed=seed)


def refit_to(
    refit: Resampleable,
    counts: Counts,
    codes: NDArray[np.intp],
    *,
    C: float | None,
    kind: Kind,
    seed: Seed,
) -> Draws:
    """Fit resampled runs again.

    Parameters
    ----------
    refit : Resampleable
        What fits the runs by their weights.
    counts : ndarray of int, shape (resamples, units)
        How often each unit is in each resample.
    codes : ndarray of int, shape (runs,)
        Each run's unit, from 0.
    C : float or None
        The budget in FLOP that the draws keep.
    kind : {"pairs", "clusters", "subsample"}
        What is resampled.
    seed : Seed
        What they were drawn with.
    """
    blocks = tuple(_in_blocks(refit, counts, codes))
    whole = refit(np.ones((1, refit.runs)))
    return Draws(kind=kind, C=C, codes=codes, whole=whole, blocks=blocks, seed=seed)


def on_scale(frontiers: Frontiers, name: str, C: float) -> Floats:
    """One number of some frontiers, a logarithm where its spread is a factor (`LOGARITHMIC`).

    Parameters
    ----------
    frontiers : Frontiers
        One, or those of some resamples.
    name : str
        A key of `ON_SCALE`.
    C : float
        The budget in FLOP; not read where the number is at none.
    """
    return np.asarray(ON_SCALE[name](frontiers, C))


def checked_budget(C: float) -> float:
    """The budget; InputError unless it is a positive, finite number of FLOP."""
    if not (np.isfinite(C) and C > 0):
        raise InputError(f"C = {C!r}: expected a positive, finite number of FLOP")
    return float(C)


def group_or_runs(
    refit: Resampleable, kind: Kind, groups: ArrayLike | None
) -> tuple[NDArray[np.intp], int]:
    """What is resampled, run by run as a number from 0, and how many there are.

    Parameters
    ----------
    refit : Resampleable
        Has the runs.
    kind : {"pairs", "clusters", "subsample"}
        What is resampled; see `bootstrap`.
    groups : array_like, shape (runs,), or None
        What each run belongs to.

    Raises
    ------
    InputError
        If the groups do not fit the kind or the runs, or points of an envelope would be resampled.
    """
    if kind == "pairs" and groups is not None:
        raise InputError("a pairs bootstrap draws single runs: drop groups, or ask for clusters")
    if groups is None and kind != "clusters" and isinstance(refit, PublishedEnvelope):
        raise InputError(
            f"the {refit.runs} points of a published envelope are no runs: expected "
            'kind="clusters" with groups, the model size of each point'
        )
    if groups is None and kind == "clusters":
        raise InputError("a cluster bootstrap needs groups: the model size of each run, say")
    if groups is None:
        return np.arange(refit.runs), refit.runs
    return group_codes(groups, refit.runs)


def _kind(kind: Kind | None, groups: ArrayLike | None, resamples: int) -> Kind:
    found: Kind = kind or ("pairs" if groups is None else "clusters")
    if found not in KINDS or resamples < 2:
        raise InputError(
            f"kind = {found!r}, resamples = {resamples!r}: expected one of {', '.join(KINDS)}, and "
            "two or more resamples"
        )
    return found


def _resampleable(fit: Fit | Resampleable, runs: Runs | None) -> Resampleable:
    """What fits the runs again; a `Fit` is held against what its runs give."""
    if not isinstance(fit, Fit):
        if runs is not None:
            raise InputError("what can be fitted again has its runs: drop runs, or give a Fit")
        return fit
    if runs is None:
        raise InputError("expected the runs that the fit was fitted to: bootstrap(fit, runs, ...)")
    refit = _again(fit, runs)
    a = float(refit(np.ones((1, refit.runs))).a[0])
    if not np.isclose(a, fit.a, rtol=SAME_FIT, atol=0, equal_nan=True):
        raise InputError(
            f"these runs give a = {a:.6g}, the fit has a = {fit.a:.6g}: expected the runs that it "
            "was fitted to, and no options but the estimator. With options, give "
            "Envelope.from_runs or IsoflopProfiles.from_runs with the same"
        )
    return refit


def _again(fit: Fit, runs: Runs) -> Resampleable:
    if fit.approach == 3:
        return ParametricRefit(runs, fit)
    return Envelope.from_runs(runs) if fit.approach == 1 else IsoflopProfiles.from_runs(runs)


def _in_blocks(refit: Resampleable, counts: Counts, codes: NDArray[np.intp]) -> Iterator[Frontiers]:
    for first in range(0, len(counts), BLOCK):
        yield refit(counts[first : first + BLOCK][:, codes].astype(np.float64))


def _natural(name: str, values: Floats) -> Floats:
    with np.errstate(over="ignore"):  # A of a degenerate resample can be e^1000
        return np.exp(values) if name in LOGARITHMIC else values
