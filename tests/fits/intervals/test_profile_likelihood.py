"""Profile likelihood: the constrained fits against naive ones, the ends against theory."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import check_grad, minimize
from scipy.stats import norm

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError
from scalinglaws.fits.intervals.bootstrap import bootstrap
from scalinglaws.fits.intervals.profile_likelihood import NUMBERS, profile_interval, trace
from scalinglaws.fits.parametric import fit_parametric
from scalinglaws.fits.parametric.refit import ParametricRefit
from scalinglaws.laws import LossLaw
from scalinglaws.laws.log_law import LogLaw
from scalinglaws.published.hoffmann2022.runs import figure_4_runs
from scalinglaws.runs import Runs

GOPHER = 5.76e23


@pytest.fixture(scope="module")
def formula() -> ParametricRefit:
    runs = figure_4_runs()
    return ParametricRefit(runs, fit_parametric(runs))


@pytest.mark.parametrize("name", NUMBERS)
def test_gradients_are_those_of_finite_differences(name: str) -> None:
    def value(row: Floats) -> float:
        return float(NUMBERS[name](LogLaw(*row[:, None]), GOPHER)[0][0])

    def slope(row: Floats) -> Floats:
        return np.concatenate(NUMBERS[name](LogLaw(*row[:, None]), GOPHER)[1])

    point = np.array([0.6, 6.2, 7.7, 0.35, 0.37])
    assert check_grad(value, slope, point) < 1e-5 * np.abs(slope(point)).max()


def naive(formula: ParametricRefit, a: float) -> float:
    """The lowest objective with a held, by eliminating beta = alpha a / (1 - a)."""
    runs, constants = formula.table, formula.fit.constants
    assert constants is not None
    x, y = np.log(runs.N) - 20, np.log(runs.D) - 23

    def objective(p: Floats) -> float:
        log_A, log_B, log_E, alpha = p
        beta = alpha * a / (1 - a)
        terms = np.logaddexp(log_A - alpha * x, log_B - beta * y)
        r = np.abs(np.logaddexp(terms, log_E) - np.log(runs.loss))
        return float(np.where(r <= 1e-3, r**2 / 2, 1e-3 * (r - 5e-4)).sum()) * 1e3

    alpha, beta = constants.alpha, constants.beta
    start = [constants.log_A - 20 * alpha, constants.log_B - 23 * beta, np.log(constants.E), alpha]
    for _ in range(6):
        found = minimize(objective, start, method="Nelder-Mead",
                         options={"xatol": 1e-10, "fatol": 1e-12, "maxfev": 2000})  # fmt: skip
        start = found.x
    return float(found.fun) / 1e3


def test_held_fits_are_as_low_as_naive_ones(formula: ParametricRefit) -> None:
    found = trace(formula, "a", GOPHER)
    assert np.isfinite(found.f).all()
    assert found.f[found.place] == pytest.approx(formula.fit.objective.sum, rel=1e-9)  # type: ignore[union-attr]
    for place in (8, found.place + 5):
        lowest = naive(formula, float(found.value[place]))
        assert found.f[place] <= lowest * (1 + 1e-6)
        assert found.f[place] == pytest.approx(lowest, rel=2e-4)


def test_intervals_hold_the_estimate_and_widen_with_the_level(formula: ParametricRefit) -> None:
    estimate = bootstrap(formula, C=GOPHER, resamples=2, rng=0).estimate
    for name in NUMBERS:
        narrow, wide = (profile_interval(formula, name, C=GOPHER, level=p) for p in (0.8, 0.95))
        assert wide.low < narrow.low < estimate(name) < narrow.high < wide.high
        assert narrow.method.startswith("profile likelihood")
        budget = None if name in ("a", "b") else GOPHER
        assert budget == narrow.C


def test_with_gaussian_errors_the_ends_are_those_of_linear_theory() -> None:
    rng = np.random.default_rng(0)
    law = LossLaw(E=1.7, A=400.0, B=400.0, alpha=0.34, beta=0.29)
    N, D = np.exp(rng.uniform(18, 23, 800)), np.exp(rng.uniform(20, 26, 800))
    noise = 5e-4 * rng.standard_normal(800)
    runs = Runs.from_arrays(N, D=D, loss=law.loss(N, D, extrapolate=True) * np.exp(noise))
    smooth = ParametricRefit(runs, fit_parametric(runs, delta=1.0))
    assert smooth.not_smooth_because == ""
    interval = profile_interval(smooth, "a", C=GOPHER, level=0.9)
    spread = bootstrap(smooth, C=GOPHER, resamples=2000, rng=0).values("a").std()
    assert interval.high - interval.low == pytest.approx(2 * norm.ppf(0.95) * spread, rel=0.06)


def test_with_laplaces_errors_the_ends_are_those_of_the_bootstrap() -> None:
    rng = np.random.default_rng(1)
    law = LossLaw(E=1.7, A=400.0, B=400.0, alpha=0.34, beta=0.29)
    N, D = np.exp(rng.uniform(18, 23, 800)), np.exp(rng.uniform(20, 26, 800))
    loss = law.loss(N, D, extrapolate=True) * np.exp(1e-3 * rng.laplace(size=800))
    runs = Runs.from_arrays(N, D=D, loss=loss)
    rough = ParametricRefit(runs, fit_parametric(runs, delta=1e-4))
    assert "least absolute deviations in effect" in rough.not_smooth_because
    interval = profile_interval(rough, "a", C=GOPHER, level=0.9)
    spread = bootstrap(rough, C=GOPHER, resamples=1000, rng=0).values("a").std()
    assert interval.high - interval.low == pytest.approx(2 * norm.ppf(0.95) * spread, rel=0.2)


def test_unknown_names_and_levels_are_refused(formula: ParametricRefit) -> None:
    with pytest.raises(InputError, match="expected one of a, b"):
        profile_interval(formula, "G", C=GOPHER)
    with pytest.raises(InputError, match="level"):
        profile_interval(formula, "a", C=GOPHER, level=80)
