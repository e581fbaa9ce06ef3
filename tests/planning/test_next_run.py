"""The next run: against the closed form for normal laws, and against fits to simulated runs."""

from __future__ import annotations

import math

import numpy as np
import pytest

from scalinglaws import planning
from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError
from scalinglaws.fits import Draws, fit_parametric
from scalinglaws.fits.frontier.frontiers_of_draws import LawFrontiers
from scalinglaws.laws import LossLaw
from scalinglaws.laws.log_law import LogLaw
from scalinglaws.runs import Runs
from scalinglaws.seeds import spawn_seed

CENTRE = np.array([math.log(1.8), math.log(480), math.log(2100), 0.35, 0.37])
C = 1e22


def refits(constants: Floats) -> Draws:
    """Laws as if they had been drawn."""
    whole, block = (
        LawFrontiers(*rows.T, np.zeros(len(rows), bool)) for rows in (CENTRE[None], constants)
    )
    return Draws("pairs", None, np.arange(len(constants)), whole, (block,), spawn_seed(0))


@pytest.fixture(scope="module")
def normal() -> tuple[Floats, Draws]:
    """Laws scattered so little, and normally, that log L and log N_opt are linear in them."""
    scatter = np.random.default_rng(5).normal(size=(4000, 5)) * [1e-4, 1e-3, 1e-3, 3e-5, 3e-5]
    return CENTRE + scatter, refits(CENTRE + scatter)


@pytest.mark.parametrize("noise", [1e-4, 5e-4, 3e-3])
def test_normal_laws_have_a_closed_form(normal: tuple[Floats, Draws], noise: float) -> None:
    """The variance falls by the share cov^2 / (var z (var y + noise^2)): normal regression."""
    N, D = np.array([1e8, 1e8, 3e10]), np.array([2e8, 1e11, 1e9])
    constants, draws = normal
    for candidate in planning.next_run(draws, C, N, D, noise=noise):
        y = LogLaw(*constants.T).log_loss(candidate.N, candidate.D)
        k = constants.T
        G = (np.log(k[3] / k[4]) + k[1] - k[2]) / (k[3] + k[4])
        z = G + k[4] / (k[3] + k[4]) * math.log(C / 6)
        expected = np.cov(z, y)[0, 1] ** 2 / (z.var(ddof=1) * (y.var(ddof=1) + noise**2))
        assert candidate.linear_reduction == pytest.approx(expected, rel=1e-9)
        assert candidate.reduction == pytest.approx(expected, abs=0.02)
        assert candidate.spread == pytest.approx(z.std(ddof=1))
        assert candidate.spread_after == pytest.approx(
            candidate.spread * math.sqrt(1 - candidate.reduction)
        )


def test_only_alpha_unknown_so_the_smallest_model_with_most_data_tells() -> None:
    """If A and alpha turn about a size of 1e9, a run at that size says nothing of alpha."""
    alpha = np.random.default_rng(1).normal(0.35, 0.01, 2000)
    constants = np.tile(CENTRE, (2000, 1))
    constants[:, 3], constants[:, 1] = alpha, CENTRE[1] + (alpha - 0.35) * math.log(1e9)
    ranked = planning.next_run(refits(constants), C, [1e9, 1e7], [1e11, 1e11], noise=3e-3)
    assert [candidate.N for candidate in ranked] == [1e7, 1e9]
    assert ranked[0].reduction > 0.9
    assert ranked[1].reduction < 0.01


def test_the_promise_is_kept_by_fits_with_the_run_added() -> None:
    """Laws fitted again with the chosen run scatter as much less as was expected."""
    law = LossLaw(E=1.8, A=480.0, B=2100.0, alpha=0.35, beta=0.37)
    N, D = (grid.ravel() for grid in np.meshgrid(np.geomspace(1e8, 2e9, 5),
                                                 np.geomspace(2e9, 4e10, 5)))  # fmt: skip
    noise, rng = 0.003, np.random.default_rng(8)

    def fitted(sizes: Floats, tokens: Floats, seed: int) -> Floats:
        drawn = np.random.default_rng(seed).normal(0, noise, len(sizes))
        runs = Runs.from_arrays(sizes, D=tokens, loss=law.loss(sizes, tokens) * np.exp(drawn))
        found = fit_parametric(runs, estimator="least-squares").constants
        assert found is not None
        return found.rows

    seeds = rng.integers(2**31, size=120)
    before = refits(np.array([fitted(N, D, seed) for seed in seeds]))
    candidates = planning.candidate_runs(1e20, (1e7, 1e10), (3e8, 3e11), count=8)
    best = planning.next_run(before, C, *candidates, noise=noise)[0]
    extra = best.N, best.D
    after = refits(np.array([fitted(np.append(N, extra[0]), np.append(D, extra[1]), seed)
                             for seed in seeds]))  # fmt: skip
    (now,) = planning.next_run(after, C, *extra, noise=noise)
    fallen = 1 - (now.spread / best.spread) ** 2
    assert best.reduction > 0.3, best
    assert fallen == pytest.approx(best.reduction, abs=0.2)


def test_a_run_that_tells_nothing_promises_nothing_however_few_the_draws() -> None:
    """Its loss depends on E alone, N_opt on A alone: what is left is chance, and averages out."""
    found = []
    for seed in range(30):
        scatter = np.random.default_rng(seed).normal(size=(60, 5)) * [0.028, 0.1, 0, 0, 0]
        (candidate,) = planning.next_run(refits(CENTRE + scatter), C, 1e30, 1e30, noise=1e-3)
        found.append(candidate.reduction)
        assert candidate.effective_draws < 10
    assert np.median(found) < 0.05


def test_candidates_keep_to_the_budget() -> None:
    N, D = planning.candidate_runs(1e20, (1e8, 1e10), (1e9, 1e12), count=8)
    assert (6 * N * D <= 1e20 * (1 + 1e-9)).all()
    assert N.min() == pytest.approx(1e8)
    with pytest.raises(InputError, match="affords no run"):
        planning.candidate_runs(1e10, (1e8, 1e10), (1e9, 1e12))
    with pytest.raises(InputError, match="expected a range"):
        planning.candidate_runs(1e20, (1e10, 1e8), (1e9, 1e12))


def test_refusals(normal: tuple[Floats, Draws]) -> None:
    constants, draws = normal
    with pytest.raises(InputError, match="noise"):
        planning.next_run(draws, C, 1e8, 1e9, noise=0.0)
    with pytest.raises(InputError, match="one size and one token count"):
        planning.next_run(draws, C, [1e8, 1e9], 1e9, noise=1e-3)
    with pytest.raises(InputError, match="expected 50 or more"):
        planning.next_run(refits(constants[:40]), C, 1e8, 1e9, noise=1e-3)
    with pytest.raises(InputError, match="the same under every draw"):
        planning.next_run(refits(np.tile(CENTRE, (60, 1))), C, 1e8, 1e9, noise=1e-3)
