"""Charts of fits: layers are what was fitted, and the words say what is drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scalinglaws import published
from scalinglaws.errors import InputError
from scalinglaws.figures.fitting.exponents import exponents
from scalinglaws.figures.fitting.residuals import fit_residuals
from scalinglaws.fits import Fit, Interval, fit_parametric
from scalinglaws.fits.intervals.joint import ApproachSummary
from scalinglaws.laws import BESIROGLU_2024
from scalinglaws.runs import Runs


@pytest.fixture(scope="module")
def fit() -> Fit:
    rng = np.random.default_rng(4)
    N, D = np.exp(rng.uniform(17, 23, 40)), np.exp(rng.uniform(20, 26, 40))
    losses = BESIROGLU_2024.loss(N, D) * np.exp(rng.normal(0, 0.005, 40))
    return fit_parametric(Runs.from_arrays(N, D=D, loss=losses))


def test_residuals_are_measured_over_predicted(fit: Fit) -> None:
    chart = fit_residuals(fit)
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


def test_a_fit_without_residuals(fit: Fit) -> None:
    with pytest.raises(InputError, match="no residuals"):
        fit_residuals(Fit.from_json(fit.to_json(residuals=False)))


def test_exponents_beside_table_2() -> None:
    interval = Interval(0.47, 0.55, 0.8, "test")
    names = ("the envelope, stated C", "the valleys", "the formula")
    rows = [ApproachSummary(name, 0.51, interval, 0.49, interval, 7e10, interval) for name in names]
    table = published.load("hoffmann2022", "table2")
    chart = exponents(rows, table)
    assert list(chart.layers["recomputed"]["approach"]) == list(names)
    np.testing.assert_array_equal(chart.layers["printed"]["low"], table["a_p10"])
    assert "the envelope 0.51 (0.47 to 0.55)" in chart.alt
    assert "0.50, 0.49, 0.46, 0.73" in chart.alt
    assert len(chart.alt) <= 250
    assert "80%" in chart.caption


def test_they_draw_the_same_bytes_twice(fit: Fit) -> None:
    interval = Interval(0.47, 0.55, 0.8, "test")
    rows = [ApproachSummary("the valleys", 0.51, interval, 0.49, interval, 7e10, interval)]
    for chart in (fit_residuals(fit), exponents(rows, published.load("hoffmann2022", "table2"))):
        assert chart.svg() == chart.svg()
