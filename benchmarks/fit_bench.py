"""What fitting the loss law costs, as ratios to SciPy loops timed in the same run.

``python benchmarks/fit_bench.py [--json] [--starts N]``: CPU time of one process, so that a
busy machine changes little; seconds belong to one machine, ratios travel. The SciPy loops run on
a seeded sample of the starts and are extrapolated, which the output says. Synthetic runs of
the size of Hoffmann et al. 2022's Figure 4, seeded, so that nothing need be fetched.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

from scalinglaws.arrays import Floats
from scalinglaws.compute import tokens_of
from scalinglaws.fits.parametric import fit_parametric, refit
from scalinglaws.fits.parametric.fit import DELTA
from scalinglaws.fits.parametric.starts import paper_starts
from scalinglaws.runs import Runs
from scalinglaws.studies.sum_or_mean import huber_sum

SEED = 20220329
RUNS, RESAMPLES, COLD, REPEATS = 240, 4000, 30, 5


def synthetic_runs(n: int = RUNS) -> Runs:
    """Runs of a known law with noise of half a percent and some outliers, seeded."""
    rng = np.random.default_rng(SEED)
    C = 10 ** rng.uniform(18.2, 21.9, n)
    N = 10 ** rng.uniform(-0.6, 0.6, n) * (C / 120) ** 0.5
    loss = 1.82 + 480 * N**-0.35 + 2100 * tokens_of(C, N) ** -0.37
    noise = 0.004 * rng.standard_normal(n) + 0.02 * (rng.random(n) < 0.06) * rng.random(n)
    return Runs.from_arrays(N, C=C, loss=loss * np.exp(noise))


def bench(starts: int) -> dict[str, Any]:
    """Every cost in CPU seconds, the ratios between them, and how low each search got."""
    runs = synthetic_runs()
    objective = Objective(runs)
    seconds: dict[str, float] = {}
    fit = fit_parametric(runs)
    seconds["screened"] = best_of(REPEATS, lambda: fit_parametric(runs))
    seconds["exhaustive"] = best_of(2, lambda: fit_parametric(runs, exhaustive=True))
    counts = np.random.default_rng(SEED).multinomial(
        RUNS, np.full(RUNS, 1 / RUNS), size=RESAMPLES
    ).astype(np.uint8)  # fmt: skip
    seconds["refits"] = best_of(REPEATS, lambda: refit(runs, counts, fit))
    sample = np.random.default_rng(SEED).permutation(len(paper_starts()))[:starts]
    lowest = {"screened": fit.objective.sum} if fit.objective else {}
    for name, gradient in (("numeric loop", False), ("analytic loop", True)):
        seconds[name], lowest[name] = loop(objective, paper_starts()[sample], gradient)
    for name, scale in (("cold refits", 1.0), ("cold refits, scaled", DELTA**-2)):
        cold = counts[:COLD], paper_starts()[sample], scale
        seconds[name] = cold_refits(objective, objective.value, *cold)
        seconds[f"{name}, plain"] = cold_refits(objective, objective.plain, *cold)
    return {"schema": 1, "sampled_starts": starts, "seconds": seconds, "lowest": lowest} | {
        "ratios": ratios(seconds)
    }


class Objective:
    """The sum of Huber's loss as a SciPy loop would have it, with or without a gradient."""

    def __init__(self, runs: Runs) -> None:
        self.runs = runs
        self.logs = np.log(runs.N), np.log(runs.D), np.log(runs.loss)
        self.counts: Floats | float = 1.0

    def value(self, p: Floats, scale: float = 1.0) -> float:
        """The sum at ``p``, (log E, log A, log B, alpha, beta), alone and times ``scale``."""
        x, y, log_loss = self.logs
        r = np.logaddexp(np.logaddexp(p[1] - p[3] * x, p[2] - p[4] * y), p[0]) - log_loss
        clipped = np.clip(r, -DELTA, DELTA)
        return scale * float((self.counts * clipped * (r - clipped / 2)).sum())

    def plain(self, p: Floats, scale: float = 1.0) -> float:
        """The same of ``p`` and ``scale`` as one would write it: fresh logs, SciPy's logsumexp."""
        terms = [p[1] - p[3] * np.log(self.runs.N), p[2] - p[4] * np.log(self.runs.D)]
        r = logsumexp([*terms, np.full(len(self.runs), p[0])], axis=0) - np.log(self.runs.loss)
        size = np.abs(r)
        huber = np.where(size <= DELTA, r * r / 2, DELTA * (size - DELTA / 2))
        return scale * float((self.counts * huber).sum())

    def both(self, p: Floats) -> tuple[float, Floats]:
        """The sum and its gradient."""
        return huber_sum(p, *self.logs, self.counts)


def loop(objective: Objective, starts: Floats, gradient: bool) -> tuple[float, float]:
    """L-BFGS-B with its defaults: CPU seconds for 4,500 starts, and the lowest sum.

    ``objective`` is searched from each of ``starts``, shape (starts, 5), with its exact
    ``gradient`` or a numeric one.
    """
    function: Any = objective.both if gradient else objective.value
    begin = time.process_time()
    ends = [minimize(function, start, jac=gradient or None, method="L-BFGS-B") for start in starts]
    each = (time.process_time() - begin) / len(starts)
    return each * len(paper_starts()), float(min(end.fun for end in ends))


def cold_refits(
    objective: Objective, value: Any, counts: NDArray[Any], starts: Floats, scale: float
) -> float:
    """BFGS with numeric gradients, one cold start a resample: CPU seconds for 4,000.

    Its absolute tolerance stops it early on a sum of 1e-3; on the sum times 1e6 it goes on.

    Parameters
    ----------
    objective : Objective
        Takes each resample's counts.
    value : callable
        Its `value` or its `plain`.
    counts : ndarray, shape (resamples, runs)
        How often each resample draws a run.
    starts : ndarray, shape (resamples or more, 5)
        Where each search starts.
    scale : float
        What the sum is multiplied by.
    """
    begin = time.process_time()
    for row, start in zip(counts, starts, strict=False):
        objective.counts = row.astype(np.float64)
        scaled: Any = partial(value, scale=scale)
        minimize(scaled, start, method="BFGS")
    objective.counts = 1.0
    return (time.process_time() - begin) / len(counts) * RESAMPLES


def ratios(seconds: dict[str, float]) -> dict[str, float]:
    """How many times as long the loops take."""
    return {
        "numeric loop / screened": seconds["numeric loop"] / seconds["screened"],
        "analytic loop / screened": seconds["analytic loop"] / seconds["screened"],
        "analytic loop / exhaustive": seconds["analytic loop"] / seconds["exhaustive"],
        "cold refits / refits": seconds["cold refits"] / seconds["refits"],
        "the same, scaled": seconds["cold refits, scaled"] / seconds["refits"],
        "cold, plain / refits": seconds["cold refits, plain"] / seconds["refits"],
        "the same, scaled, plain": seconds["cold refits, scaled, plain"] / seconds["refits"],
    }


def best_of(times: int, work: Callable[[], object]) -> float:
    """The least CPU seconds of ``work`` run ``times`` times: the rest of the machine only adds."""
    spent = []
    for _ in range(times):
        begin = time.process_time()
        work()
        spent.append(time.process_time() - begin)
    return min(spent)


def lines(result: dict[str, Any]) -> list[str]:
    """The result for people."""
    starts, spent = result["sampled_starts"], result["seconds"]
    text = [f"{RUNS} synthetic runs; CPU seconds of one process"]
    for name, value in spent.items():
        looped = name in ("numeric loop", "analytic loop")
        how = f"   extrapolated from {starts} of 4,500 starts" if looped else ""
        how = f"   extrapolated from {COLD} of {RESAMPLES:,} resamples" if "cold" in name else how
        text.append(f"{name:28}{value:10.3f}{how}")
    text += ["", *(f"{name:28}{value:10.1f} x" for name, value in result["ratios"].items()), ""]
    return text + [f"lowest sum, {name:16}{low:.12e}" for name, low in result["lowest"].items()]


def main() -> int:
    """Run the benchmark and write it to stdout."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--starts", type=int, default=60, help="SciPy starts that are timed")
    arguments = parser.parse_args()
    result = bench(arguments.starts)
    text = json.dumps(result, indent=2) if arguments.json else "\n".join(lines(result))
    sys.stdout.write(f"{text}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
