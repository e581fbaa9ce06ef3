"""Intervals for a, b, N_opt, D_opt and L at a budget, by fitting resampled runs again.

What is resampled are runs, or groups of runs that share more than chance: never the 1,500
points of an interpolated envelope, which are some 50 runs read many times each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from scalinglaws.errors import InputError
from scalinglaws.fits.envelope.published import PublishedEnvelope
from scalinglaws.fits.frontier.resampled import Frontiers, Resampleable
from scalinglaws.fits.intervals.draws import (
    SHARE,
    Counts,
    Kind,
    draw_pairs,
    draw_subsamples,
    group_codes,
    subsample_size,
)
from scalinglaws.fits.parts import Interval
from scalinglaws.seeds import Random, Seed, spawn_seed

Floats = NDArray[np.float64]
Rule: TypeAlias = Literal["percentile", "t", "rescaled"]

# Fitted this many at a time: an envelope's resample holds four arrays of 1,500 budgets.
BLOCK = 500
MOST_FAILED = 0.5
# Sizes and tokens are resampled as logarithms: their spread is a factor, not a difference.
LOGARITHMIC = ("N_opt", "D_opt")
AT_A_BUDGET = ("N_opt", "D_opt", "L")
NAMES = ("a", "b", *AT_A_BUDGET)
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
class Resamples:
    """A fit and its repetitions on resampled runs.

    Attributes
    ----------
    kind : {"pairs", "clusters", "subsample"}
        What was drawn.
    C : float
        The budget in FLOP at which N_opt, D_opt and L are.
    units : int
        How many runs or groups there were to draw from.
    codes : ndarray of int, shape (runs,)
        Which of these units each run belongs to, from 0.
    estimate : mapping of str to float
        Of the fit to all the runs: a, b, N_opt, D_opt, L.
    values : mapping of str to ndarray, shape (resamples,)
        The same of each resample, NaN where its fit failed.
    failed, degenerate : int
        Resamples that allowed no frontier; and those that did, but not as the data do: a
        budget had no floor, a constant went to its bound.
    seed : Seed
        Draws the same resamples again.
    """

    kind: Kind
    C: float
    units: int
    codes: NDArray[np.intp]
    estimate: Mapping[str, float]
    values: Mapping[str, Floats]
    failed: int
    degenerate: int
    seed: Seed

    @property
    def resamples(self) -> int:
        """How many resamples were drawn, those that failed among them."""
        return len(self.values["a"])

    def interval(self, name: str, level: float = 0.8, rule: Rule | None = None) -> Interval:
        """An interval for one number.

        Parameters
        ----------
        name : {"a", "b", "N_opt", "D_opt", "L"}
            Which number.
        level : float
            Its coverage if all goes well: 0.8 for the 10th to the 90th percentile.
        rule : {"percentile", "t", "rescaled"}, optional
            Quantiles of the resamples; the estimate and their standard deviation, grown by
            sqrt(G / (G - 1)), with a t-quantile of G - 1 degrees of freedom, G the units; or
            quantiles stretched from a subsample's spread to that of the whole, by
            sqrt(m / (n - m)). By default "t" for a bootstrap of fewer than 20 units (`FEW`),
            else "percentile"; the interval's method says which.

        Raises
        ------
        InputError
            If the name, the level or the rule is none of these, the rule does not fit the
            kind, or more than half of the resamples failed.
        """
        rule = self.usual_rule if rule is None else rule
        self._check(name, level, rule)
        values = self._on_scale(name, self.values[name])
        centre = float(self._on_scale(name, np.array(self.estimate[name])))
        ends = RULES[rule](self, values[np.isfinite(values)], centre, level)
        low, high = np.exp(ends) if name in LOGARITHMIC else ends
        C = self.C if name in AT_A_BUDGET else None
        return Interval(float(low), float(high), level, self.method(rule), C)

    @property
    def usual_rule(self) -> Rule:
        """The rule of an interval that asks for none: "t" with few units to draw from."""
        return "t" if self.units < FEW and "t" in RULES_OF[self.kind] else "percentile"

    def intervals(self, level: float = 0.8, rule: Rule | None = None) -> dict[str, Interval]:
        """All five, as `Fit.with_intervals` takes them; see `interval`."""
        return {name: self.interval(name, level, rule) for name in NAMES}

    def method(self, rule: Rule) -> str:
        """How an interval was made, in words, failures counted and the rule named."""
        lost = f", {self.failed} failed" if self.failed else ""
        odd = f", {self.degenerate} degenerate" if self.degenerate else ""
        what = " rescaled" if rule == "rescaled" else ""
        ends = ", t-quantile" if rule == "t" else ", percentiles"
        if self.kind == "subsample" and rule == "percentile":
            # It leaves out a fifth of the runs, so it spreads half as far as chance does.
            what = " as in the paper, too narrow"
        drawn = f"{self.resamples} resamples of {self.units}"
        return f"{KINDS[self.kind]}{what}, {drawn}{lost}{odd}{ends}"

    def _on_scale(self, name: str, values: Floats) -> Floats:
        return np.log(values) if name in LOGARITHMIC else values

    def _check(self, name: str, level: float, rule: Rule) -> None:
        if name not in self.values:
            raise InputError(f"{name!r} has no interval: expected one of {', '.join(self.values)}")
        if not 0 < level < 1:
            raise InputError(f"level = {level!r}: expected a number between 0 and 1, such as 0.8")
        if rule not in RULES_OF[self.kind]:
            raise InputError(
                f"rule = {rule!r} does not go with {KINDS[self.kind]}: expected one of "
                f"{', '.join(RULES_OF[self.kind])}"
            )
        # An approach may have a frontier and yet no loss along it.
        lost = int((~np.isfinite(self.values[name])).sum())
        if lost > MOST_FAILED * self.resamples:
            raise InputError(
                f"{name}: {lost} of {self.resamples} resamples failed: too many for an interval"
            )


def resample(
    refit: Resampleable,
    *,
    C: float,
    kind: Kind = "pairs",
    groups: ArrayLike | None = None,
    resamples: int = 1000,
    rng: Random,
) -> Resamples:
    """Fit resampled runs again and again.

    Sources: Hoffmann et al. 2022, Table 2 (80 percent of the runs, 100 times); Efron and
    Tibshirani 1993, chapters 6 and 8 (pairs); Politis and Romano 1994 (rescaling).

    Parameters
    ----------
    refit : Resampleable
        What can be fitted again: `Envelope`, `IsoflopProfiles`, `ParametricRefit`.
    C : float
        The budget in FLOP for N_opt, D_opt and L.
    kind : {"pairs", "clusters", "subsample"}
        As many runs as there are, with replacement; as many groups; or 80 percent of the runs
        (groups, if given) without replacement, as in the paper.
    groups : array_like, shape (runs,), optional
        What each run belongs to: its model size, its budget. For "clusters" and "subsample".
    resamples : int
        How many; the paper has 100.
    rng : int, SeedSequence or Generator
        Where the draws come from; the result keeps the seed.

    Raises
    ------
    InputError
        If the groups do not fit the runs or the kind, a number is not positive, or single
        points of an `PublishedEnvelope` would be drawn.
    """
    if kind not in KINDS or resamples < 2 or not (np.isfinite(C) and C > 0):
        raise InputError(f"kind = {kind!r}, resamples = {resamples!r}, C = {C!r}: expected one of "
                         f"{', '.join(KINDS)}, two or more resamples, and FLOP")  # fmt: skip
    seed = spawn_seed(rng)
    codes, units = group_or_runs(refit, kind, groups)
    draw = draw_subsamples if kind == "subsample" else draw_pairs
    counts = draw(units, resamples, seed.generator())
    return refit_to(refit, counts, codes, C=C, kind=kind, seed=seed)


def refit_to(
    refit: Resampleable,
    counts: Counts,
    codes: NDArray[np.intp],
    *,
    C: float,
    kind: Kind,
    seed: Seed,
) -> Resamples:
    """Fit the runs as drawn: ``counts``, shape (resamples, units), by each run's unit."""
    parts = list(_in_blocks(refit, counts, codes, C))
    values = {name: np.concatenate([part[name] for part, _ in parts]) for name in NAMES}
    whole, _ = numbers(refit(np.ones((1, refit.runs))), C)
    failed = ~np.isfinite(values["a"])
    odd = np.concatenate([odd for _, odd in parts]) & ~failed
    return Resamples(
        kind=kind,
        C=float(C),
        units=counts.shape[1],
        codes=codes,
        estimate={name: float(value[0]) for name, value in whole.items()},
        values=values,
        failed=int(failed.sum()),
        degenerate=int(odd.sum()),
        seed=seed,
    )


def _in_blocks(
    refit: Resampleable, counts: Counts, codes: NDArray[np.intp], C: float
) -> Iterator[tuple[dict[str, Floats], NDArray[np.bool_]]]:
    """The numbers of every resample, block by block, and which resamples are degenerate."""
    for first in range(0, len(counts), BLOCK):
        weights = counts[first : first + BLOCK][:, codes].astype(np.float64)
        yield numbers(refit(weights), C)


def numbers(frontiers: Frontiers, C: float) -> tuple[dict[str, Floats], NDArray[np.bool_]]:
    """a, b, N_opt, D_opt and L of some frontiers, and which of these are degenerate."""
    found = {
        "a": frontiers.a,
        "b": frontiers.b,
        "N_opt": np.exp(frontiers.log_N(C)),
        "D_opt": np.exp(frontiers.log_D(C)),
        "L": frontiers.loss(C),
    }
    return found, frontiers.degenerate


def group_or_runs(
    refit: Resampleable, kind: Kind, groups: ArrayLike | None
) -> tuple[NDArray[np.intp], int]:
    """What is drawn, run by run as a number from 0, and how many there are; see `resample`."""
    if kind == "pairs" and groups is not None:
        raise InputError("a pairs bootstrap draws single runs: drop groups, or ask for clusters")
    if groups is None and kind != "clusters" and isinstance(refit, PublishedEnvelope):
        raise InputError(
            f"the {refit.runs} points of an extracted envelope are no runs: expected "
            'kind="clusters" with groups, the model size of each point'
        )
    if groups is None and kind == "clusters":
        raise InputError("a cluster bootstrap needs groups: the model size of each run, say")
    if groups is None:
        return np.arange(refit.runs), refit.runs
    return group_codes(groups, refit.runs)


def _percentile(drawn: Resamples, values: Floats, centre: float, level: float) -> Floats:
    return np.asarray(np.quantile(values, [(1 - level) / 2, (1 + level) / 2]))


def _t(drawn: Resamples, values: Floats, centre: float, level: float) -> Floats:
    # Drawn with replacement, G units spread as their own variance over G, not over G - 1.
    spread = values.std(ddof=1) * np.sqrt(drawn.units / (drawn.units - 1))
    reach = stdtrit(drawn.units - 1, (1 + level) / 2) * spread
    return np.array([centre - reach, centre + reach])


def _rescaled(drawn: Resamples, values: Floats, centre: float, level: float) -> Floats:
    """The spread of m of n without replacement, grown to that of all n.

    Its variance is that of n independent runs times (n - m) / m: at 80 percent, a quarter.
    """
    kept = subsample_size(drawn.units)
    stretch = np.sqrt(kept / (drawn.units - kept))
    return _percentile(drawn, centre + stretch * (values - centre), centre, level)


RULES: Mapping[str, Callable[[Resamples, Floats, float, float], Floats]] = {
    "percentile": _percentile,
    "t": _t,
    "rescaled": _rescaled,
}
