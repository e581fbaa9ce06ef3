"""Several approaches on one resample of what they share: intervals, and those of differences.

Two approaches fitted to the same runs err together, so the interval of their difference is not
to be had from their intervals: it needs both fitted to the same resample.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError
from scalinglaws.fits.frontier.frontiers_of_draws import Resampleable
from scalinglaws.fits.intervals.bootstrap import Draws, checked_budget, refit_to
from scalinglaws.fits.intervals.draws import Counts, draw_pairs, group_codes
from scalinglaws.fits.intervals.quantiles import equal_tails, succeeded
from scalinglaws.fits.parts import Interval
from scalinglaws.seeds import Random, Seed, spawn_seed
from scalinglaws.units import format_count


@dataclass(frozen=True, eq=False)
class Approach:
    """An approach to compare: what to fit again, and what its runs have in common with others'.

    Attributes
    ----------
    name : str
        What to call it.
    refit : Resampleable
        Its fit.
    groups : array_like, shape (runs,)
        Labels that mean the same in every entry: names of runs, or model sizes.
    """

    name: str
    refit: Resampleable
    groups: ArrayLike


@dataclass(frozen=True)
class ApproachSummary:
    """One approach: a, b and N_opt at the budget, each with its interval."""

    name: str
    a: float
    a_interval: Interval
    b: float
    b_interval: Interval
    N_opt: float
    N_opt_interval: Interval


@dataclass(frozen=True)
class Difference:
    """One approach less another: a by difference, N_opt by factor, each with its interval."""

    first: str
    second: str
    a: float
    a_interval: Interval
    N_opt_factor: float
    N_opt_factor_interval: Interval


@dataclass(frozen=True, eq=False)
class JointComparison:
    """Approaches on joint resamples.

    Attributes
    ----------
    C, level : float
        The budget in FLOP of N_opt, and the level of every interval.
    rows : tuple of ApproachSummary
        One an approach.
    differences : tuple of Difference
        One a pair of approaches.
    draws : mapping of str to Draws
        By approach; the k-th resample of each is the same draw.
    seed : Seed
        Draws the same again.
    """

    C: float
    level: float
    rows: tuple[ApproachSummary, ...]
    differences: tuple[Difference, ...]
    draws: Mapping[str, Draws]
    seed: Seed

    def report(self) -> str:
        """The rows and the differences as lines of text."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"{self.level:.0%} intervals; N_opt at {self.C:.3g} FLOP"
        for row in self.rows:
            yield (
                f"{row.name:<34} a {_with_ends(row.a, row.a_interval)}  "
                f"b {_with_ends(row.b, row.b_interval)}  N_opt {format_count(row.N_opt, 3)} "
                f"({format_count(row.N_opt_interval.low, 3)}, "
                f"{format_count(row.N_opt_interval.high, 3)})"
            )
        for pair in self.differences:
            yield (
                f"{pair.first} less {pair.second}: a {_with_ends(pair.a, pair.a_interval)}, "
                f"N_opt by {_with_ends(pair.N_opt_factor, pair.N_opt_factor_interval)}"
            )
        one = next(iter(self.draws.values()))
        yield f"joint bootstrap of {one.units} groups, {one.resamples} resamples"
        for name, each in self.draws.items():
            yield f"  {name}: {each.failed} failed, {each.degenerate} degenerate"


def compare(
    entries: Sequence[Approach], *, C: float, level: float = 0.8, resamples: int = 1000, rng: Random
) -> JointComparison:
    """Fit several approaches to the same resamples and compare them.

    Parameters
    ----------
    entries : sequence of Approach
        Two or more, with different names.
    C : float
        The budget in FLOP at which N_opt is compared.
    level : float
        Of all the intervals, which are percentiles.
    resamples : int
        How many.
    rng : int, SeedSequence or Generator
        Where the draws come from; the result keeps the seed.

    Returns
    -------
    JointComparison
        Groups of all entries together are resampled with replacement; an entry that lacks a group
        is not changed by it.

    Raises
    ------
    InputError
        If there are fewer than two names or three groups, two entries share no group, both
        fits succeeded in fewer than half of the resamples, or as `Draws.interval`.
    """
    if len({entry.name for entry in entries}) != len(entries) or len(entries) < 2:
        raise InputError("entries: expected two or more, with different names")
    seed = spawn_seed(rng)
    labels = [np.asarray(entry.groups) for entry in entries]
    codes, groups = group_codes(np.concatenate(labels), sum(map(len, labels)))
    counts = draw_pairs(groups, resamples, seed.generator())
    parts = np.split(codes, np.cumsum([len(each) for each in labels])[:-1])
    _require_shared(dict(zip([entry.name for entry in entries], parts, strict=True)))
    draws = {
        entry.name: _draws(entry.refit, counts, part, C, seed)
        for entry, part in zip(entries, parts, strict=True)
    }
    rows = tuple(_row(name, each, level) for name, each in draws.items())
    differences = tuple(_difference(draws, *pair, level) for pair in combinations(draws, 2))
    return JointComparison(C, level, rows, differences, draws, seed)


def _require_shared(codes: Mapping[str, NDArray[np.intp]]) -> None:
    """Raise InputError if two entries have no group in common: nothing of theirs is joint."""
    for first, second in combinations(codes, 2):
        if not np.intersect1d(codes[first], codes[second]).size:
            raise InputError(
                f"{first} and {second} share no group, so no resample of them is joint: expected "
                "labels that mean the same in every entry, such as model sizes"
            )


def _draws(
    refit: Resampleable, counts: Counts, codes: NDArray[np.intp], C: float, seed: Seed
) -> Draws:
    if len(codes) != refit.runs:
        raise InputError(f"{len(codes)} labels: expected one a run, {refit.runs}")
    return refit_to(refit, counts, codes, C=checked_budget(C), kind="clusters", seed=seed)


def _row(name: str, draws: Draws, level: float) -> ApproachSummary:
    ends = {key: draws.interval(key, level, "percentile") for key in ("a", "b", "N_opt")}
    a, b, N_opt = map(draws.estimate, ends)
    return ApproachSummary(name, a, ends["a"], b, ends["b"], N_opt, ends["N_opt"])


def _difference(draws: Mapping[str, Draws], first: str, second: str, level: float) -> Difference:
    one, other = draws[first], draws[second]
    apart = {name: one.on_scale(name) - other.on_scale(name) for name in ("a", "N_opt")}
    what = f"{first} less {second}"
    (a_low, a_high), a_method = _percentiles(apart["a"], level, f"{what}, a")
    ends, N_method = _percentiles(apart["N_opt"], level, f"{what}, N_opt")
    N_low, N_high = np.exp(ends)
    return Difference(
        first,
        second,
        one.estimate("a") - other.estimate("a"),
        Interval(float(a_low), float(a_high), level, a_method),
        one.estimate("N_opt") / other.estimate("N_opt"),
        Interval(float(N_low), float(N_high), level, N_method, one.C),
    )


def _percentiles(values: Floats, level: float, what: str) -> tuple[Floats, str]:
    """The two ends, and how they were made."""
    both = succeeded(values, what, "resamples lack one of the two fits")
    method = f"joint bootstrap, {len(both)} resamples in which both fits succeeded"
    return equal_tails(both, level), method


def _with_ends(value: float, interval: Interval) -> str:
    return f"{value:.3f} ({interval.low:.3f}, {interval.high:.3f})"
