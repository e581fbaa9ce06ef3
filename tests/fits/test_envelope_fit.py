"""Approach 1: smoothing, winners and lines, against naive loops and the paper's own curves."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import least_squares

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError
from scalinglaws.fits.envelope.fit import LAST_SHARE, Envelope, fit_envelope
from scalinglaws.fits.envelope.published import fit_published_envelope
from scalinglaws.fits.envelope.training_curves import smooth, training_curves_of
from scalinglaws.fits.frontier.loss_frontier import EXPONENTS, fit_loss_frontiers
from scalinglaws.fits.frontier.weighted_lines import fit_lines
from scalinglaws.laws import HOFFMANN_2022_UNROUNDED as LAW
from scalinglaws.published import load
from scalinglaws.runs import Runs
from scalinglaws.studies.three_approaches import counted_share


def training_curves(sizes: int = 40, checkpoints: int = 60) -> Runs:
    """Curves that follow a law without noise, from a hundredth of their tokens on."""
    N = np.geomspace(5e7, 2e10, sizes)
    D = np.outer(60 * N, np.geomspace(0.01, 1, checkpoints))
    N = np.broadcast_to(N[:, None], D.shape)
    names = np.repeat([f"{k:02d}" for k in range(sizes)], checkpoints)
    return Runs.from_arrays(N.ravel(), D=D.ravel(), loss=LAW.loss(N, D).ravel(), run=names)


def slow_smooth(x: Floats, y: Floats, width: float) -> Floats:
    """A weighted straight line at each point, by least squares, one point at a time."""
    smoothed = []
    for middle in x:
        weight = np.exp(-0.5 * ((x - middle) / width) ** 2) * (np.abs(x - middle) <= 4 * width)
        design = np.sqrt(weight)[:, None] * np.column_stack([np.ones_like(x), x - middle])
        smoothed.append(np.linalg.lstsq(design, np.sqrt(weight) * y, rcond=None)[0][0])
    return np.array(smoothed)


def slow_winners(envelope: Envelope, drawn: Floats) -> list[int]:
    """The lowest run among those drawn, budget by budget."""
    winners = []
    for losses in envelope.loss.T:
        among = [run for run in np.flatnonzero(drawn) if np.isfinite(losses[run])]
        winners.append(min(among, key=lambda run: (losses[run], run)) if among else -1)
    return winners


def test_smoothing_is_a_local_line_at_each_point() -> None:
    rng = np.random.default_rng(1)
    x = np.sort(rng.uniform(0, 3, 80))
    y = rng.standard_normal(80)
    np.testing.assert_allclose(smooth(x, y, 0.2), slow_smooth(x, y, 0.2), rtol=0, atol=1e-9)


def test_smoothing_leaves_a_straight_curve_alone_up_to_its_end() -> None:
    x = np.linspace(0, 2, 50) ** 1.5
    np.testing.assert_allclose(smooth(x, 3 - 0.7 * x, 0.3), 3 - 0.7 * x, rtol=0, atol=1e-12)


def test_smoothing_takes_noise_away() -> None:
    x = np.linspace(0, 1, 400)
    noise = np.random.default_rng(2).standard_normal(400)
    assert smooth(x, noise, 0.05).std() < 0.3 * noise.std()
    assert smooth(x, noise, 0) is noise


@pytest.mark.parametrize("last_share", [1.0, 0.3])
def test_winners_are_those_of_a_naive_search(last_share: float) -> None:
    rng = np.random.default_rng(3)
    runs = training_curves(12, 20)
    noisy = Runs.from_arrays(
        runs.N, D=runs.D, run=runs.run, loss=runs.loss * rng.uniform(0.97, 1, len(runs))
    )
    envelope = Envelope.from_runs(noisy, budgets=90, last_share=last_share)
    drawn = rng.integers(0, 3, size=(40, envelope.runs)).astype(float)
    found = envelope.winners(drawn)
    for row, weights in zip(found, drawn, strict=True):
        assert row.tolist() == slow_winners(envelope, weights)
    everyone = envelope.winners(np.ones((1, envelope.runs)))
    assert (everyone == -1).any() == (last_share < 1)


def test_an_envelope_of_curves_on_a_law_finds_its_exponents() -> None:
    fit = fit_envelope(training_curves(), budgets=np.geomspace(1e19, 1e21, 300), window=0)
    assert fit.a == pytest.approx(LAW.a, abs=0.005)
    assert fit.a + fit.b == pytest.approx(1, abs=1e-9)  # D = C/(6N) on every curve
    assert fit.N_opt(1e20) == pytest.approx(LAW.compute_optimal(1e20).N, rel=0.03)
    assert fit.loss(1e20) == pytest.approx(LAW.compute_optimal(1e20).loss, abs=2e-3)
    assert fit.approach == 1
    assert fit.n == 40
    assert "Approach 1" in str(fit)


def test_on_the_count_6nd_the_lines_are_over_6nd_of_the_winners() -> None:
    runs = training_curves()
    dear = Runs.from_arrays(runs.N, D=runs.D, C=runs.C / 0.9, loss=runs.loss, run=runs.run)
    stated, counted = (fit_envelope(dear, convention=name) for name in ("stated", "6ND"))  # type: ignore[arg-type]
    assert stated.a == pytest.approx(counted.a, abs=1e-9)
    assert stated.N_opt(1e20) == pytest.approx(counted.N_opt(0.9e20), rel=1e-9)


def test_only_the_last_share_of_a_run_counts_if_asked() -> None:
    runs = training_curves()
    envelope = Envelope.from_runs(runs, last_share=LAST_SHARE, window=0)
    ends = np.array([curve.C[-1] for curve in training_curves_of(runs)])
    shares = np.exp(envelope.log_C) / ends[:, None]
    counted = np.isfinite(envelope.loss)
    assert shares[counted].min() >= 1 - LAST_SHARE
    assert shares[counted].max() <= 1 + 1e-12
    empty = envelope.fit().evidence.details["budgets no run was at"]
    assert empty == (~counted.any(axis=0)).sum()


def test_budgets_that_one_run_reached_are_flagged() -> None:
    runs = training_curves(3, 20)
    assert "one run only" in fit_envelope(runs, window=0).evidence.flags


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"run": None}, "column run"),
        ({"N": [1e8, 2e8, 1e9, 1e9]}, "1e\\+08 and 2e\\+08|from 1e\\+08 to 2e\\+08"),
        ({"D": [1e9, 1e9, 1e9, 2e9]}, "two checkpoints"),
    ],
)
def test_curves_that_are_none_are_refused(change: dict[str, object], words: str) -> None:
    columns = {
        "N": [1e8, 1e8, 1e9, 1e9],
        "D": [1e9, 2e9] * 2,
        "loss": [3.0] * 4,
        "run": list("aabb"),
    }
    with pytest.raises(InputError, match=words):
        fit_envelope(Runs.from_arrays(**(columns | change)))  # type: ignore[arg-type]


@pytest.mark.parametrize("arguments", [{"last_share": 0}, {"window": -1}, {"budgets": [-1.0]}])
def test_arguments_that_make_no_sense_are_refused(arguments: dict[str, object]) -> None:
    with pytest.raises(InputError):
        fit_envelope(training_curves(4, 10), **arguments)  # type: ignore[arg-type]


def test_the_published_winners_give_the_exponents_of_their_readme() -> None:
    points = load("hoffmann2022", "fig2").where(panel="center+right")
    columns = (points["flops_C"], points["params_N"], points["tokens_D"])
    stated = fit_published_envelope(*columns)
    assert (round(stated.a, 4), round(stated.b, 4)) == (0.4952, 0.5174)
    by_6nd = fit_published_envelope(*columns, convention="6ND")
    assert by_6nd.a + by_6nd.b == pytest.approx(1, abs=1e-12)
    assert stated.loss_frontier is None
    with pytest.raises(InputError):
        fit_published_envelope([1e18], [1e8, 2e8], [1e9, 1e9])
    with pytest.raises(InputError):
        fit_published_envelope([1e18, 1e19], [1e8, -2e8], [1e9, 1e9])


def figure_2_curves(shared: Path) -> Runs:
    """The training curves of Figure 2, left; sizes from the colour where no other is known."""
    file = shared / "data" / "published" / "hoffmann2022-fig2-curves.csv.gz"
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    N = np.array([float(r["params_N_if_one_size_fits"] or r["params_N_from_colour"]) for r in rows])
    C = np.array([float(r["flops_C"]) for r in rows])
    loss = [float(r["training_loss_nats"]) for r in rows]
    names = [r["curve"] for r in rows]
    return Runs.from_arrays(N, C=C, D=counted_share(N) * C / (6 * N), loss=loss, run=names)


def test_the_papers_curves_give_the_line_of_its_figure_1(shared: Path) -> None:
    budgets = np.geomspace(1e18, 1e22, 1500)
    fit = fit_envelope(figure_2_curves(shared), budgets=budgets)
    drawn = load("hoffmann2022", "fig1").where(series="Approach 1", kind="line")["a"][0]
    assert fit.n == 212
    assert fit.a == pytest.approx(drawn, abs=0.003)
    assert fit.loss(1e20) == pytest.approx(2.55, abs=0.03)


# The batched pieces against the plain fits.


@given(st.integers(0, 2**32 - 1))
def test_batched_lines_are_weighted_least_squares(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, y = rng.standard_normal(9), rng.standard_normal((3, 9))
    weight = rng.integers(0, 3, size=(3, 9)).astype(float)
    weight[:, :2] += 1  # two different x at least
    heights, slopes = fit_lines(x, np.where(weight > 0, y, np.nan), weight)
    for row in range(3):
        slope, height = np.polyfit(x, y[row], 1, w=np.sqrt(weight[row]))
        assert (heights[row], slopes[row]) == pytest.approx((height, slope), abs=1e-8, rel=1e-7)


def test_a_line_through_one_place_is_no_line() -> None:
    heights, slopes = fit_lines(np.array([2.0, 2.0, 5.0]), np.ones((1, 3)), np.array([[1, 2, 0.0]]))
    assert np.isnan(slopes).all()
    assert np.isnan(heights).all()


def by_levenberg_marquardt(log_C: Floats, loss: Floats, weight: Floats) -> Floats:
    """E, log k and g of ``E + k exp(-g log_C)``, searched for all together by SciPy."""

    def misses(p: Floats) -> Floats:
        return np.asarray(np.sqrt(weight) * (p[0] + np.exp(p[1] - p[2] * log_C) - loss))

    def jacobian(p: Floats) -> Floats:
        reducible = np.exp(p[1] - p[2] * log_C)
        columns = np.column_stack([np.ones_like(reducible), reducible, -log_C * reducible])
        return np.asarray(np.sqrt(weight)[:, None] * columns)

    start = [loss.min() / 2, np.log(loss.min() / 2), 0.15]
    found = least_squares(misses, start, jac=jacobian, method="lm", xtol=1e-15, ftol=1e-15)
    return np.asarray(found.x)


@given(st.integers(0, 2**32 - 1), st.floats(0.08, 0.3), st.sampled_from([1e-5, 1e-4, 1e-3]))
def test_loss_frontiers_are_those_of_levenberg_marquardt(seed: int, g: float, noise: float) -> None:
    rng = np.random.default_rng(seed)
    log_C = np.linspace(-3, 3, 9)
    loss = 1.7 + 0.8 * np.exp(-g * log_C) + noise * rng.standard_normal((3, 9))
    weight = rng.integers(1, 4, size=(3, 9)).astype(float)
    weight[0, 4] = 0
    absent = np.where(weight > 0, loss, np.nan)
    found = np.stack(
        fit_loss_frontiers(np.where(weight > 0, log_C, np.nan), absent, weight), axis=1
    )
    for row in range(3):
        E, log_k, exponent = by_levenberg_marquardt(log_C, loss[row], weight[row])
        # It stops once a step changes its squares by rounding only: at the eighth digit.
        np.testing.assert_allclose(found[row], [E, np.exp(log_k), exponent], rtol=1e-5)


def test_a_loss_frontier_ends_where_the_gradient_vanishes_to_rounding() -> None:
    rng = np.random.default_rng(5)
    log_C = np.linspace(-3, 3, 9)
    loss = 1.7 + 0.8 * np.exp(-0.15 * log_C) + 0.002 * rng.standard_normal((50, 9))
    weight = rng.integers(1, 4, size=(50, 9)).astype(float)
    E, k, g = (column[:, None] for column in fit_loss_frontiers(log_C, loss, weight))
    reducible = k * np.exp(-g * log_C)
    misses = E + reducible - loss
    for direction in (np.ones(9), reducible, reducible * log_C):
        pull = (weight * misses * direction).sum(axis=1)
        scale = (weight * abs(misses * direction)).sum(axis=1)
        assert (abs(pull) < 1e-11 * scale).all()


def test_losses_that_show_no_floor_or_nothing_else_end_at_an_end_of_the_exponents() -> None:
    log_C = np.linspace(-3, 3, 9)
    straight, steep = 3 - 0.1 * log_C - 0.01 * log_C**2, 2 + 0.1 * np.exp(-2 * log_C)
    E, k, g = fit_loss_frontiers(log_C, np.stack([straight, steep]), np.ones((2, 9)))
    assert tuple(g) == EXPONENTS
    assert np.isfinite([E, k]).all()
    two_budgets = np.where(log_C < -2, 1.0, 0.0)[None]
    assert np.isnan(fit_loss_frontiers(log_C, steep[None], two_budgets)).all()
