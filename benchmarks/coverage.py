"""How often each kind of interval holds the truth: simulated, on the paper's own design.

Data sets are drawn from a law that is known, at the sizes and tokens of the runs in Figures 3
and 4 of Hoffmann et al. 2022, with errors like those left there: heavy-tailed, wider for some
runs than for others, shared by runs of one size, and losses rounded to 256 colours. Each is
fitted by all three approaches; for every kind of interval at 80, 90 and 95 percent the share of
data sets whose interval holds the true a, N_opt and L is written, beside the Monte Carlo error
and the number of data sets for which the kind gives none.

The verdict: a kind covers a number at a level if the share of intervals that hold the truth is
within two Monte Carlo standard errors of the nominal level, sqrt(level (1 - level) / sets) each.
Below that it "does not cover" the number. Above it is "wide": it holds the truth more often than
it says, which is safe, and longer than it need be. Both are named where both occur.

    python benchmarks/coverage.py [--sets 1000] [--seed 0] [--jobs 1] [--out FILE]

With 1,000 data sets, 399 bootstrap resamples each (100 subsamples, as in the paper), it takes
some 15 minutes of one core's time.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.random import Generator, SeedSequence
from numpy.typing import NDArray

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError
from scalinglaws.fits.envelope.fit import Envelope
from scalinglaws.fits.intervals.bca import bca_from, leave_one_out, refuse_degenerate
from scalinglaws.fits.intervals.bootstrap import Draws, bootstrap
from scalinglaws.fits.intervals.profile_likelihood import trace
from scalinglaws.fits.isoflop.fit import IsoflopProfiles, with_losses
from scalinglaws.fits.parametric import fit_parametric
from scalinglaws.fits.parametric.refit import ParametricRefit
from scalinglaws.fits.parts import DegenerateFitWarning, Interval
from scalinglaws.laws import LossLaw
from scalinglaws.published.hoffmann2022.runs import figure_3_points, figure_4_runs, size_labels
from scalinglaws.runs import Runs

Ends = Callable[[str, float], Interval]

ROOT = Path(__file__).parent.parent
GOPHER = 5.76e23
LEVELS = (0.80, 0.90, 0.95)
NAMES = ("a", "N_opt", "L")
# What the library calls them.
CALLED = {"a": "a", "N_opt": "N_opt", "L": "loss"}
RESAMPLES, SUBSAMPLES = 399, 100

# Of the 240 log residuals of the fit to Figure 4: their median size is 0.0032 and their root
# mean square 0.0075, so their tails are heavy (Student's t with 3 degrees of freedom, here);
# their size grows with C and falls with D/N by about these exponents; and their means by model
# size differ with a standard deviation of 0.0028.
TAILS, SCALE, BY_SIZE = 3, 0.0038, 0.0028
WIDER_WITH_C, NARROWER_WITH_D_OVER_N = 0.10, 0.13
# Within the valleys of Figure 3, whose losses are read off an axis, the residuals are 0.35 times
# as large: there they are the runs' own, without what the law's form adds and without colours.
OF_RUNS_ALONE = 0.35
# 256 colours from 1.8 to 5.0 nats per token, evenly spaced in log loss.
COLOUR = np.log(5.0 / 1.8) / 256
CHECKPOINTS = np.geomspace(0.05, 1.0, 24)
BUDGETS = 200


@dataclass(frozen=True, eq=False)
class Design:
    """What was trained in the paper, and the law that the simulation takes for true."""

    law: LossLaw
    figure_4: Runs
    valleys: IsoflopProfiles
    envelope: Envelope

    @property
    def truth(self) -> Mapping[str, float]:
        """a, and N_opt and L at Gopher's budget."""
        best = self.law.compute_optimal(GOPHER)
        return {"a": self.law.a, "N_opt": float(best.N), "L": float(best.loss)}


@cache
def paper_design() -> Design:
    """The runs of Figures 3 and 4, and the law fitted to Figure 4."""
    # Losses are simulated: the ends of the colours read off go.
    runs = replace(figure_4_runs(), loss_low=None, loss_high=None)
    law = fit_parametric(runs).law
    assert law is not None
    valleys = IsoflopProfiles.from_runs(Runs.from_frame(figure_3_points()), convention="6ND")
    return Design(
        law, runs, valleys, Envelope.from_runs(curves(runs, law), budgets=BUDGETS, window=0)
    )


def curves(runs: Runs, law: LossLaw) -> Runs:
    """A training curve for each of ``runs``: the loss by ``law`` at the tokens so far, no error."""
    tokens = np.outer(runs.D, CHECKPOINTS)
    size = np.broadcast_to(runs.N[:, None], tokens.shape)
    names = np.repeat([f"{k:03d}" for k in range(len(runs))], len(CHECKPOINTS))
    return Runs.from_arrays(
        size.ravel(), D=tokens.ravel(), loss=law.loss(size, tokens).ravel(), run=names
    )


def log_errors(runs: Runs, rng: Generator) -> Floats:
    """Errors of the log losses of ``runs``: a run's own, and what runs of one size share.

    ``rng`` draws them; their law is that of the residuals of Figure 4, see above.
    """
    sizes, size = np.unique(size_labels(runs.N), return_inverse=True)
    away_C = np.log(runs.C) - np.log(runs.C).mean()
    ratio = np.log(runs.D / runs.N)
    width = SCALE * np.exp(WIDER_WITH_C * away_C - NARROWER_WITH_D_OVER_N * (ratio - ratio.mean()))
    own = width * rng.standard_t(TAILS, len(runs))
    return np.asarray(own + BY_SIZE * rng.standard_normal(len(sizes))[size])


def read_off_colours(loss: Floats) -> Floats:
    """Losses rounded to the middle of their colour."""
    return np.asarray(1.8 * np.exp((np.floor(np.log(loss / 1.8) / COLOUR) + 0.5) * COLOUR))


def kinds_of(design: Design, seed: SeedSequence) -> Iterator[tuple[str, str, Ends]]:
    """Every approach, kind and interval of one data set that ``design`` and ``seed`` make."""
    draw, *streams = (np.random.default_rng(child) for child in seed.spawn(4))
    law, runs, table = design.law, design.figure_4, design.valleys.table
    loss = read_off_colours(law.loss(runs.N, runs.D) * np.exp(log_errors(runs, draw)))
    runs = replace(runs, loss=loss)
    formula = ParametricRefit(runs, fit_parametric(runs))
    for kind, ends in resampled(formula, size_labels(runs.N), streams[0]):
        yield "formula", kind, ends
    yield "formula", "profile likelihood", profiled(formula)
    own = np.exp(OF_RUNS_ALONE * log_errors(table, draw))
    valleys = with_losses(design.valleys, law.loss(table.N, table.D) * own)
    for kind, ends in resampled(valleys, size_labels(table.N), streams[1]):
        yield "valleys", kind, ends
    by_budget = bootstrap(
        valleys, C=GOPHER, groups=valleys.code, resamples=RESAMPLES, rng=streams[1]
    )
    yield "valleys", "cluster bootstrap by budget (t)", ends_of(by_budget, "t")
    own = np.exp(OF_RUNS_ALONE * log_errors(runs, draw))[:, None]
    envelope = replace(design.envelope, loss=design.envelope.loss * own)
    for kind, ends in resampled(envelope, size_labels(runs.N), streams[2]):
        yield "envelope", kind, ends


def resampled(
    refit: ParametricRefit | IsoflopProfiles | Envelope, groups: NDArray[np.str_], rng: Generator
) -> Iterator[tuple[str, Ends]]:
    """The kinds of interval that every approach can have.

    Parameters
    ----------
    refit : ParametricRefit, IsoflopProfiles or Envelope
        What is fitted again.
    groups : ndarray of str, shape (runs,)
        Model sizes, for the cluster bootstrap.
    rng : Generator
        Draws the resamples.
    """
    pairs = bootstrap(refit, C=GOPHER, resamples=RESAMPLES, rng=rng)
    yield "pairs bootstrap (percentile)", ends_of(pairs, "percentile")
    yield "pairs bootstrap (t)", ends_of(pairs, "t")
    if not isinstance(refit, Envelope):
        yield bca(refit, pairs)
    sizes = bootstrap(refit, C=GOPHER, groups=groups, resamples=RESAMPLES, rng=rng)
    yield "cluster bootstrap by size (percentile)", ends_of(sizes, "percentile")
    yield "cluster bootstrap by size (t)", ends_of(sizes, "t")
    part = bootstrap(refit, C=GOPHER, kind="subsample", resamples=SUBSAMPLES, rng=rng)
    yield "80% subsampling (as in the paper)", ends_of(part, "percentile")
    yield "80% subsampling (rescaled)", ends_of(part, "rescaled")


def bca(refit: ParametricRefit | IsoflopProfiles, pairs: Draws) -> tuple[str, Ends]:
    """BCa from the ``pairs`` bootstrap of ``refit``, for the formula too, where it is refused."""
    left_out = leave_one_out(refit, np.arange(refit.runs))
    refused = "; the library refuses it" if refit.not_smooth_because else ""

    def ends(name: str, level: float) -> Interval:
        if not refused:
            refuse_degenerate(pairs)
        return bca_from(pairs, left_out, name, level)

    return f"pairs bootstrap (BCa{refused})", ends


def ends_of(drawn: Draws, rule: str) -> Ends:
    """The intervals of the resamples ``drawn`` by ``rule``, "percentile", "t" or "rescaled"."""
    return lambda name, level: drawn.interval(name, level, rule)  # type: ignore[arg-type]


def profiled(formula: ParametricRefit) -> Ends:
    """The intervals by profile likelihood; each trace serves all levels."""
    traces = {name: trace(formula, name, GOPHER) for name in CALLED.values()}
    return lambda name, level: traces[name].interval(level)


Key = tuple[str, str, float]


Found = dict[Key, tuple[float, ...]]


def run(sets: int, seed: int, jobs: int) -> dict[Key, list[tuple[float, ...]]]:
    """For each kind and level, a row for each of ``sets`` data sets.

    The same for one ``seed`` and any number of processes, ``jobs``.
    """
    found: dict[Key, list[tuple[float, ...]]] = {}
    with ProcessPoolExecutor(jobs) as pool:
        parts = pool.map(one_data_set, SeedSequence(seed).spawn(sets), chunksize=10)
        for done, part in enumerate(parts, start=1):
            for key, row in part.items():
                found.setdefault(key, []).append(row)
            if done % 50 == 0:
                sys.stderr.write(f"{done} data sets\n")
    return found


def one_data_set(seed: SeedSequence) -> Found:
    """What each kind and level gives for one data set: three times 0 or 1, three widths."""
    warnings.simplefilter("ignore", DegenerateFitWarning)
    design = paper_design()
    return {
        (approach, kind, level): held(design.truth, ends, level)
        for approach, kind, ends in kinds_of(design, seed)
        for level in LEVELS
    }


def held(truth: Mapping[str, float], ends: Ends, level: float) -> tuple[float, ...]:
    """Whether each of ``ends`` at ``level`` holds the ``truth`` of its name, and how wide it is.

    NaN where there is no interval.
    """
    try:
        found = [ends(CALLED[name], level) for name in NAMES]
    except InputError:
        return (np.nan,) * (2 * len(NAMES))
    inside = (float(i.low <= truth[n] <= i.high) for n, i in zip(NAMES, found, strict=True))
    widths = (
        np.log(i.high / i.low) if n == "N_opt" else i.high - i.low
        for n, i in zip(NAMES, found, strict=True)
    )
    return (*inside, *widths)


HEADER = (
    "approach", "kind", "level", "data_sets", "no_interval",
    "coverage_a", "coverage_N_opt", "coverage_L",
    "error_a", "error_N_opt", "error_L",
    "median_width_a", "median_width_log_N_opt", "median_width_L", "verdict",
)  # fmt: skip


def table(found: Mapping[Key, list[tuple[float, ...]]]) -> Iterator[tuple[str, ...]]:
    """One row a kind and level."""
    for (approach, kind, level), rows in found.items():
        values = np.array(rows)
        kept = values[np.isfinite(values[:, 0])]
        share = kept[:, :3].mean(axis=0)
        error = np.sqrt(share * (1 - share) / len(kept))
        widths = np.median(kept[:, 3:], axis=0)
        yield (
            approach, kind, f"{level:.2f}", str(len(values)), str(len(values) - len(kept)),
            *(f"{x:.4f}" for x in (*share, *error, *widths)), verdict(share, level, len(kept)),
        )  # fmt: skip


def verdict(share: Floats, level: float, sets: int) -> str:
    """Which coverages are more than two Monte Carlo errors off the level, and to which side.

    Parameters
    ----------
    share : ndarray, shape (3,)
        Coverage of each of `NAMES`, from 0 to 1.
    level : float
        What it should be.
    sets : int
        Data sets that have an interval.
    """
    error = np.sqrt(level * (1 - level) / sets)
    short = [name for name, value in zip(NAMES, share, strict=True) if value < level - 2 * error]
    wide = [name for name, value in zip(NAMES, share, strict=True) if value > level + 2 * error]
    held_or_not = f"does not cover {' '.join(short)}" if short else "covers"
    return f"{held_or_not}; wide: {' '.join(wide)}" if wide else held_or_not


def main() -> None:
    """Simulate, and write the table whole or not at all."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--sets", type=int, default=1000)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--out", type=Path, default=ROOT / "reference/interval-coverage.csv")
    arguments.add_argument("--jobs", type=int, default=1, help="processes")
    given = arguments.parse_args()
    rows = list(table(run(given.sets, given.seed, given.jobs)))
    unfinished = given.out.with_suffix(".part")
    with unfinished.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)
    unfinished.replace(given.out)
    spent = sum(os.times()[:4])
    sys.stderr.write(f"{given.out.name}: {len(rows)} rows, {spent:.0f} CPU seconds\n")


if __name__ == "__main__":
    main()
