"""What a fit leaves over: the layers are what was fitted, and a trend is told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scalinglaws.errors import InputError
from scalinglaws.figures.fitting.residuals import fit_residuals
from scalinglaws.fits import Fit, fit_parametric
from scalinglaws.laws import BESIROGLU_2024
from scalinglaws.runs import Runs
from tests.figures.every import built, simulated_fit


def test_residuals_are_measured_over_predicted() -> None:
    fit, chart = simulated_fit(), built("fit-residuals")
    runs = chart.layers["runs"]
    assert fit.law is not None
    assert fit.residuals is not None
    measured = np.exp(runs["residual"]) * fit.law.loss(runs["params_N"], runs["tokens_D"])
    assert measured.min() > 1.8
    np.testing.assert_array_equal(runs["residual"], fit.residuals.value)
    assert chart.alt.startswith("40 residuals")
    assert f"{np.abs(runs['residual']).max():.2g} away" in chart.alt
    assert len(chart.alt) <= 250


def test_a_trend_is_told() -> None:
    rng = np.random.default_rng(0)
    N, D = np.exp(rng.uniform(17, 23, 40)), np.exp(rng.uniform(20, 26, 40))
    fit = fit_parametric(Runs.from_arrays(N, D=D, loss=BESIROGLU_2024.loss(N, D)))
    assert fit.residuals is not None
    trend = replace(fit, residuals=replace(fit.residuals, value=np.log(N) - 20))
    assert "N +1.00" in fit_residuals(trend).alt


def test_a_fit_without_residuals() -> None:
    with pytest.raises(InputError, match="no residuals"):
        fit_residuals(Fit.from_json(simulated_fit().to_json(residuals=False)))
