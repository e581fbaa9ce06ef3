"""A fit as a value: what it predicts, says of itself, and writes and reads as JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from scalinglaws.errors import InputError
from scalinglaws.fits.parametric import fit_parametric
from scalinglaws.fits.parts import Evidence, Interval
from scalinglaws.fits.result import Fit
from tests.fits.parametric.simulated import synthetic


def test_a_fit_survives_json_to_the_last_bit() -> None:
    fit = fit_parametric(synthetic(6)).with_intervals({"a": Interval(0.4, 0.6, 0.95, "bootstrap")})
    again = Fit.from_json(fit.to_json())
    assert again == fit
    assert again.residuals is not None
    assert fit.residuals is not None
    np.testing.assert_array_equal(again.residuals.value, fit.residuals.value)
    assert again.to_json() == fit.to_json()


def test_an_interval_keeps_its_budget_in_json_and_is_reported() -> None:
    interval = Interval(1e10, 2e10, 0.9, "bootstrap", C=5e22)
    fit = fit_parametric(synthetic(6)).with_intervals({"N_opt": interval})
    assert fit.as_json()["intervals"]["N_opt"]["C"] == 5e22
    assert Fit.from_json(fit.to_json()).intervals["N_opt"] == interval
    (line,) = (line for line in str(fit).splitlines() if line.startswith("  N_opt"))
    assert f"{float(fit.N_opt(5e22)):.7g}" in line
    assert line.endswith("90% 1e+10 to 2e+10 (bootstrap) at C = 5e+22 FLOP")
    without = json.loads(fit.to_json())
    del without["intervals"]["N_opt"]["C"]  # as written before there was one
    assert Fit.from_json(json.dumps(without)).intervals["N_opt"].C is None


def test_the_json_has_the_keys_of_schema_1() -> None:
    content = json.loads(fit_parametric(synthetic(6)).to_json(residuals=False))
    assert content["schema"] == 1
    assert content["approach"] == 3
    assert set(content["law"]) == {"E", "A", "B", "log_E", "log_A", "log_B", "alpha", "beta"}
    assert set(content["objective"]) == {"sum", "mean"}
    assert content["evidence"]["flags"] == []
    assert content["intervals"] == {}
    assert "residuals" not in content


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": 2}', '{"schema": 1}'])
def test_what_is_no_fit_is_not_read_as_one(text: str) -> None:
    with pytest.raises(InputError):
        Fit.from_json(text)


def test_a_fit_predicts_the_loss_of_any_run() -> None:
    fit = fit_parametric(synthetic(6))
    assert fit.law is not None
    N, D = np.array([[1e9], [1e10]]), [1e10, 1e11, 1e12]
    assert fit.predict(N, D).shape == (2, 3)
    np.testing.assert_allclose(fit.predict(N, D), fit.law.loss(N, D), rtol=1e-12)
    with pytest.raises(InputError, match="approach 2 predicts no loss"):
        replace(fit, approach=2, constants=None).predict(1e9, 1e10)


def test_a_fit_shows_itself_in_one_line() -> None:
    fit = fit_parametric(synthetic(6))
    assert repr(fit) == f"Fit(approach=3, estimator='huber', n=80, a={fit.a:.4g}, b={fit.b:.4g})"
    flagged = replace(fit, evidence=Evidence(flags=("flat",)))
    assert repr(flagged).endswith(", flags=['flat'])")


def test_the_report_names_estimator_objective_constants_and_evidence() -> None:
    text = str(fit_parametric(synthetic(6)))
    for part in (
        "parametric loss law: 80 runs",
        "huber, delta = 0.001",
        "(sum)",
        "(mean)",
        "alpha",
    ):
        assert part in text
    for part in ("not proof", "starts that agree", "gradient norm", "no flags", "Residuals"):
        assert part in text
