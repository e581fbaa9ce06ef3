"""Demand for inference, and text that runs out: against what the papers' authors print."""

from __future__ import annotations

import math

import numpy as np
import pytest

from scalinglaws import planning
from scalinglaws.errors import InputError, OutOfRangeError
from scalinglaws.laws import BESIROGLU_2024, MUENNIGHOFF_2023, DataConstrainedLaw, LossLaw

# Constants with which the example of Sardana and Frankle 2023, Figure 1, comes out as printed:
# the printed law of Hoffmann et al. 2022 with a third decimal of the exponents.
SARDANA = LossLaw(E=1.69, A=406.4, B=410.7, alpha=0.336, beta=0.283)


def test_the_example_of_sardana_and_frankle() -> None:
    """A 13B model with 2T tokens of inference: a 7B model saves 1.7e22 FLOP, 17 percent."""
    C = 6 * (13e9 / SARDANA.G) ** (1 / SARDANA.a)
    best = planning.plan_with_inference(SARDANA, float(SARDANA.compute_optimal(C).loss), 2e12)
    assert f"{best.N:.1g}" == "7e+09"
    assert f"{C + 2 * 13e9 * 2e12 - best.total:.1e}" == "1.7e+22"
    assert f"{best.saved:.0%}" == "17%"


def test_the_loss_is_reached_at_the_lowest_total() -> None:
    loss, demand = 2.0, 1e13
    best = planning.plan_with_inference(BESIROGLU_2024, loss, demand)
    assert float(BESIROGLU_2024.loss(best.N, best.D)) == pytest.approx(loss, rel=1e-12)
    sizes = best.N * np.geomspace(0.5, 2, 201)
    left = loss - BESIROGLU_2024.E - BESIROGLU_2024.A / sizes**BESIROGLU_2024.alpha
    sizes, left = sizes[left > 0], left[left > 0]
    tokens = (BESIROGLU_2024.B / left) ** (1 / BESIROGLU_2024.beta)
    totals = sizes * (6 * tokens + 2 * demand)
    assert best.total <= totals.min()
    assert totals.min() < 1.001 * best.total


def test_without_demand_it_is_the_compute_optimal_run() -> None:
    plain = BESIROGLU_2024.compute_optimal(1e23)
    best = planning.plan_with_inference(BESIROGLU_2024, float(plain.loss), 0.0)
    assert pytest.approx(float(plain.N), rel=1e-9) == best.N
    assert best.saved == pytest.approx(0.0, abs=1e-9)


def test_more_demand_makes_a_smaller_model() -> None:
    sizes = [planning.plan_with_inference(SARDANA, 2.1, d).N for d in (0, 1e11, 1e12, 1e13, 1e16)]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == len(sizes)


def test_inference_refuses_nonsense() -> None:
    with pytest.raises(InputError, match="irreducible"):
        planning.plan_with_inference(BESIROGLU_2024, 1.8, 1e12)
    for demand in (-1.0, math.nan, math.inf):
        with pytest.raises(InputError, match="D_inference"):
            planning.plan_with_inference(BESIROGLU_2024, 2.0, demand)
    with pytest.raises(OutOfRangeError):
        planning.plan_with_inference(BESIROGLU_2024, 1.83, 1e12)


def test_the_losses_that_muennighoffs_repository_prints() -> None:
    """huggingface/datablations, README, "Parametric Fit": the two models of Figure 1, right."""
    losses = MUENNIGHOFF_2023.loss([6.34e9, 8.67e9], [242e9, 178e9], unique=25e9)
    np.testing.assert_allclose(losses, [2.2256440889984477, 2.2269634075087867], rtol=1e-14)


def test_the_allocation_that_muennighoffs_repository_prints() -> None:
    """The same: 227B tokens, 9.1 epochs, 6.8B parameters; their grid's loss is no lower."""
    best = planning.plan_with_repeats(MUENNIGHOFF_2023, 6 * 8.67e9 * 178e9, 25e9)
    assert f"{best.D / 1e9:.0f} {best.epochs:.1f} {best.N / 1e9:.1f}" == "227 9.1 6.8"
    grid = np.linspace(1.0001, 3, 500)
    theirs = MUENNIGHOFF_2023.loss(8.67e9 / grid, 178e9 * grid, unique=25e9)
    assert best.loss <= theirs.min()


def test_four_epochs_are_nearly_as_good_as_fresh_text() -> None:
    """Section 3.1: few repeats count in full, and endless ones as U (1 + R_D*) at most."""
    worth = MUENNIGHOFF_2023.effective_tokens([1e9, 4e9, 1e16], unique=1e9) / 1e9
    R = MUENNIGHOFF_2023.R_D_star
    np.testing.assert_allclose(worth, [1, 1 + R * (1 - math.exp(-3 / R)), 1 + R], rtol=1e-9)


def test_text_enough_is_the_law_without_repeats() -> None:
    best = planning.plan_with_repeats(MUENNIGHOFF_2023, 1e21, 1e13)
    plain = MUENNIGHOFF_2023.base.compute_optimal(1e21)
    assert pytest.approx(float(plain.N), rel=1e-6) == best.N
    assert best.loss == pytest.approx(float(plain.loss), rel=1e-12)
    assert best.epochs == 1


def test_repeats_refuse_nonsense() -> None:
    for C, unique in ((math.nan, 1e9), (1e20, 0.5), (1.0, 1e9), (1e20, math.inf)):
        with pytest.raises(InputError):
            planning.plan_with_repeats(MUENNIGHOFF_2023, C, unique)
    with pytest.raises(InputError, match="R_N_star"):
        DataConstrainedLaw(base=SARDANA, R_D_star=15.0, R_N_star=0.0)
    with pytest.raises(InputError, match="unique"):
        MUENNIGHOFF_2023.loss(1e9, 1e9, unique=0)
    with pytest.raises(OutOfRangeError):
        MUENNIGHOFF_2023.loss(1e12, 1e9, unique=1e9)
