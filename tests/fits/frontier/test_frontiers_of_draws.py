"""Frontiers of many resamples are those of the laws and lines they come from."""

from __future__ import annotations

import numpy as np
import pytest

from scalinglaws.fits.frontier.frontiers_of_draws import LawFrontiers
from scalinglaws.laws import LossLaw


def test_law_frontiers_are_those_of_the_law() -> None:
    law = LossLaw(E=1.7, A=400.0, B=2000.0, alpha=0.34, beta=0.37)
    logs = (np.array([np.log(x)]) for x in (law.E, law.A, law.B))
    rest = (np.array([law.alpha]), np.array([law.beta]), np.zeros(1, dtype=bool))
    frontier = LawFrontiers(*logs, *rest)
    best = law.compute_optimal(1e23)
    assert np.exp(frontier.log_N(1e23)) == pytest.approx(best.N)
    assert np.exp(frontier.log_D(1e23)) == pytest.approx(best.D)
    assert frontier.lowest_loss(1e23)[0] == pytest.approx(float(best.loss))
    assert (frontier.a[0], frontier.b[0]) == pytest.approx((law.a, law.b))
