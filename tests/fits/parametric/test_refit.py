"""LawDraws of resamples: each is the fit of its resample, and the spread is the published one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from scalinglaws.errors import InputError
from scalinglaws.fits.parametric import fit_parametric, refit
from scalinglaws.fits.parametric.coordinates import make_problem
from scalinglaws.fits.parametric.newton import DescentPlan, descend
from scalinglaws.fits.parametric.objective import objective
from scalinglaws.fits.parametric.starts import paper_starts
from scalinglaws.fits.result import Fit
from scalinglaws.laws.log_law import CONSTANTS
from scalinglaws.runs import Runs


@pytest.fixture(scope="module")
def runs(shared: Path) -> Runs:
    """The 240 runs that Besiroglu et al. 2024 fitted."""
    file = shared / "data" / "epoch-analyzing-chinchilla" / "svg_extracted_data.csv"
    return Runs.from_csv(file).without_highest(5)


@pytest.fixture(scope="module")
def full(runs: Runs) -> Fit:
    return fit_parametric(runs)


def drawn(resamples: int, n: int, seed: int) -> NDArray[np.uint8]:
    rng = np.random.default_rng(seed)
    return rng.multinomial(n, np.full(n, 1 / n), size=resamples).astype(np.uint8)


def test_counts_of_one_give_the_fit_itself(runs: Runs, full: Fit) -> None:
    found = refit(runs, np.ones((2, 240), dtype=int), full)
    assert full.constants is not None
    for name in (*CONSTANTS, "E", "A", "B"):
        expected = getattr(full.constants, name)
        np.testing.assert_allclose(getattr(found.constants, name), expected, rtol=1e-10)
    np.testing.assert_allclose(found.constants.a, full.a, rtol=1e-10)
    assert not found.flagged.any()


@pytest.mark.parametrize("estimator", ["huber", "lad", "least-squares"])
def test_each_refit_is_the_fit_of_its_repeated_runs(runs: Runs, estimator: str) -> None:
    start, counts = fit_parametric(runs, estimator=estimator), drawn(4, 240, seed=1)
    found = refit(runs, counts, start)
    for row, count in enumerate(counts):
        alone = fit_parametric(runs.keep(np.repeat(np.arange(240), count)), estimator=estimator)
        assert alone.objective is not None
        assert found.objective[row] == pytest.approx(alone.objective.sum, rel=1e-6)
        assert found.constants.a[row] == pytest.approx(alone.a, rel=1e-4)


def test_the_spread_of_4000_resamples_is_the_published_one(runs: Runs, full: Fit) -> None:
    """The resamples of Besiroglu et al. 2024's notebook, drawn by its seed and its rule."""
    legacy = np.random.RandomState(42)
    picks = [legacy.choice(240, 240, replace=True) for _ in range(4000)]
    counts = np.array([np.bincount(pick, minlength=240) for pick in picks], dtype=np.uint8)
    found = refit(runs, counts, full)
    assert found.objective.sum() == pytest.approx(3.973948973904, rel=1e-12)
    laws = found.constants
    spread = [column.std(ddof=1) for column in (laws.A, laws.B, laws.E, laws.alpha, laws.beta)]
    np.testing.assert_allclose(spread, [124.5223, 1293.2841, 0.02566, 0.01540, 0.02060], rtol=5e-4)
    assert not found.flagged.any()


def test_the_mean_has_the_optimum_of_the_sum_and_ranks_the_starts_alike(
    runs: Runs, full: Fit
) -> None:
    """An absolute tolerance anywhere would stop the smaller of the two earlier."""
    counts = drawn(20, 240, seed=4).astype(np.float64)
    of_sum, of_mean = (refit(runs, scale * counts, full) for scale in (1, 1 / 240))
    np.testing.assert_allclose(of_mean.constants.rows, of_sum.constants.rows, rtol=1e-9)
    np.testing.assert_allclose(240 * of_mean.objective, of_sum.objective, rtol=1e-12)
    problem = make_problem(runs)
    starts = problem.centred(paper_starts()[::90])
    one = np.ones((len(starts), 240))
    plan = DescentPlan(1.0, gauss=30)
    # Scaled by a power of two everything rounds alike: only a tolerance could tell them apart.
    far = [descend(problem, starts, plan, scale * one) for scale in (1, 1 / 256)]
    before = [objective(problem, starts, 1e-3, scale * one) for scale in (1, 1 / 240)]
    # Starts that differ in a negligible term only are level: rounded, both orders keep them so.
    ranks = [np.argsort(np.round(np.log(f / f.min()), 9), kind="stable") for f in before]
    assert (ranks[0] == ranks[1]).all()
    both = far[0].converged & far[1].converged
    assert both.sum() > 10
    assert (far[0].converged == far[1].converged).all()
    np.testing.assert_array_equal(256 * far[1].f[both], far[0].f[both])


def test_a_fixed_floor_stays_fixed(runs: Runs) -> None:
    start = fit_parametric(runs, E=1.8)
    found = refit(runs, drawn(5, 240, seed=2), start, E=1.8)
    np.testing.assert_allclose(found.constants.E, 1.8, rtol=1e-15)
    assert np.ptp(found.constants.alpha) > 0


def test_resamples_do_not_disturb_each_other(runs: Runs, full: Fit) -> None:
    counts = drawn(300, 240, seed=3)
    together = refit(runs, counts, full).constants.rows
    alone = refit(runs, counts[137:138], full).constants.rows
    np.testing.assert_allclose(together[137], alone[0], rtol=1e-9)


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        (np.ones(240), "counts have shape"),
        (np.ones((3, 239)), "counts have shape"),
        (-np.ones((1, 240)), "zero or more"),
        (np.zeros((1, 240)), "one run in each resample"),
    ],
)
def test_wrong_counts_are_refused(
    runs: Runs, full: Fit, counts: NDArray[np.float64], found: str
) -> None:
    with pytest.raises(InputError, match=found):
        refit(runs, counts, full)


def test_a_fit_of_another_approach_is_refused(runs: Runs) -> None:
    line = Fit(approach=1, estimator="", delta=None, n=240, N_frontier=None, D_frontier=None)
    with pytest.raises(InputError, match="approach 1: expected a fit of approach 3"):
        refit(runs, np.ones((1, 240)), line)
