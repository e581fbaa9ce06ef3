"""The lowest point of an Akima curve."""

from __future__ import annotations

import numpy as np
import pytest

from scalinglaws.fits.isoflop.akima import akima_minima
from scalinglaws.fits.isoflop.fit import fit_isoflop
from scalinglaws.fits.isoflop.parabola import REFUSALS
from scalinglaws.laws import LossLaw
from tests.fits.isoflop.designs import design


def test_akima_follows_a_valley_that_is_not_symmetric() -> None:
    steep = LossLaw(E=1.7, A=2e4, B=300.0, alpha=0.6, beta=0.2)
    runs = design(steep, reach=(0.1, 40), sizes=25)
    parabola, akima = fit_isoflop(runs), fit_isoflop(runs, curve="akima")
    best = steep.compute_optimal(1e20).N
    assert akima.N_opt(1e20) == pytest.approx(best, rel=0.03)
    assert abs(np.log(parabola.N_opt(1e20) / best)) > 0.1


def test_akima_refuses_edges_and_too_few_sizes() -> None:
    log_N = np.linspace(0, 1, 6)
    floors = akima_minima(log_N, log_N, np.array([[1.0] * 6, [1, 1, 1, 0, 0, 0]]))
    assert [REFUSALS[code] for code in floors.refused] == [REFUSALS[3], REFUSALS[1]]
