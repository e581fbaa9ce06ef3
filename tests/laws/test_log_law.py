"""The law in logarithms is the law, one or many at once, and holds what no law may."""

from __future__ import annotations

import math

import numpy as np
import pytest

from scalinglaws.laws import BESIROGLU_2024, HOFFMANN_2022, LossLaw
from scalinglaws.laws.log_law import CONSTANTS, LogLaw

LAWS = (HOFFMANN_2022, BESIROGLU_2024, LossLaw(E=0.7, A=30.0, B=9e4, alpha=0.2, beta=0.6))
BUDGETS = np.geomspace(1e18, 1e24, 7)


def row(law: LossLaw) -> list[float]:
    return [math.log(law.E), math.log(law.A), math.log(law.B), law.alpha, law.beta]


ROWS = np.array([row(law) for law in LAWS])


@pytest.mark.parametrize("law", LAWS)
def test_one_law_gives_what_the_law_gives(law: LossLaw) -> None:
    logs = LogLaw(*row(law))
    for name in ("E", "A", "B", "a", "b", "frontier_exponent"):
        assert getattr(logs, name) == pytest.approx(getattr(law, name), rel=1e-14)
    assert math.exp(logs.log_G) == pytest.approx(law.G, rel=1e-13)
    best = law.compute_optimal(BUDGETS, extrapolate=True)
    np.testing.assert_allclose(np.exp(logs.log_N(BUDGETS)), best.N, rtol=1e-13)
    np.testing.assert_allclose(np.exp(logs.log_D(BUDGETS)), best.D, rtol=1e-13)
    np.testing.assert_allclose(logs.lowest_loss(BUDGETS), best.loss, rtol=1e-14)
    np.testing.assert_allclose(logs.loss(best.N, best.D), best.loss, rtol=1e-14)
    np.testing.assert_allclose(logs.log_loss(best.N, best.D), np.log(best.loss), rtol=1e-13)


def test_many_laws_at_once_are_each_alone() -> None:
    many = LogLaw(*ROWS.T)
    alone = [LogLaw(*each) for each in ROWS]
    for name in ("E", "A", "B", "a", "b", "frontier_exponent", "log_G", *CONSTANTS):
        assert getattr(many, name).tolist() == [getattr(each, name) for each in alone]
    for name in ("log_N", "log_D", "log_reducible", "lowest_loss"):
        found = [float(getattr(each, name)(1e21)) for each in alone]
        np.testing.assert_allclose(getattr(many, name)(1e21), found, rtol=1e-15)
    against = LogLaw(*ROWS.T[:, :, None]).loss([1e8, 1e9], [1e10, 1e11])
    assert against.shape == (3, 2)
    np.testing.assert_allclose(against[1], alone[1].loss([1e8, 1e9], [1e10, 1e11]), rtol=1e-15)


def test_a_law_comes_back_from_its_logarithms() -> None:
    law = LogLaw(*row(HOFFMANN_2022)).law()
    assert law is not None
    assert law.alpha == HOFFMANN_2022.alpha
    assert pytest.approx(HOFFMANN_2022.A, rel=1e-14) == law.A


def test_what_no_law_may_have_has_its_place_here() -> None:
    vast = LogLaw(0.5, 1000.0, 6.0, 40.0, 0.3)
    assert math.inf == vast.A
    assert vast.law() is None
    assert np.isfinite(vast.log_loss(1e9, 1e10))
    assert np.isfinite(vast.lowest_loss(1e20))
    rising = LogLaw(0.5, 6.0, 6.0, -0.1, 0.3)
    assert rising.law() is None
    assert math.isnan(rising.log_G)
    assert math.isnan(rising.lowest_loss(1e20))
    assert np.isfinite(rising.loss(1e9, 1e10))
    without_floor = LogLaw(-math.inf, 6.0, 6.0, 0.3, 0.3)
    assert without_floor.E == 0
    assert without_floor.law() is None
    assert float(without_floor.lowest_loss(1e20)) == pytest.approx(
        math.exp(float(without_floor.log_reducible(1e20)))
    )
