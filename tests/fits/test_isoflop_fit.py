"""Approach 2: floors, refusals by name, weights, Akima, and the bias of the design."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from scalinglaws.errors import InputError, NoMinimumError
from scalinglaws.fits import fit_parabola, fit_parabolas, fit_power_law
from scalinglaws.fits.isoflop.akima import akima_floors
from scalinglaws.fits.isoflop.bias import isoflop_bias
from scalinglaws.fits.isoflop.fit import IsoflopProfiles, fit_isoflop, with_losses
from scalinglaws.fits.isoflop.parabola import REFUSALS, parabola_minima
from scalinglaws.laws import HOFFMANN_2022_UNROUNDED as LAW
from scalinglaws.laws import LossLaw
from scalinglaws.published import load
from scalinglaws.runs import Runs

SYMMETRIC = LossLaw(E=1.7, A=400.0, B=2000.0, alpha=0.34, beta=0.34)


def design(
    law: LossLaw, *, reach: tuple[float, float] = (0.25, 4.0), sizes: int = 9, tilt: float = 0.0
) -> Runs:
    """Runs on a law without noise: sizes around the optimum, from reach[0] to reach[1] times it.

    With a tilt the middle of the sizes drifts away from the optimum as the budget grows.
    """
    C = np.geomspace(1e19, 1e21, 5)
    drift = np.exp(tilt * np.log(C / C[0]))
    around = np.geomspace(*reach, sizes)
    N = np.outer(law.compute_optimal(C).N * drift, around)
    budget = np.broadcast_to(C[:, None], N.shape)
    return Runs.from_arrays(N.ravel(), C=budget.ravel(), loss=law.loss(N, budget / (6 * N)).ravel())


def figure_3() -> Runs:
    left = load("hoffmann2022", "fig3").where(panel="left")
    return Runs.from_arrays(left["params_N"], C=left["flops_C"], loss=left["loss_nats"])


def test_batched_floors_are_those_of_polyfit_on_repeated_runs() -> None:
    rng = np.random.default_rng(0)
    log_N = np.log(rng.uniform(1e8, 1e10, 14))
    loss = 2.5 + 0.03 * (log_N - 21) ** 2 + 0.003 * rng.standard_normal(14)
    weight = rng.multinomial(14, np.full(14, 1 / 14), size=60).astype(float)
    floors = parabola_minima(log_N, loss, weight)
    assert (floors.refused == 0).sum() > 50
    for row in np.flatnonzero(floors.refused == 0):
        times = weight[row].astype(int)
        u, y = np.repeat(log_N - 21, times), np.repeat(loss, times)
        c2, c1, c0 = np.polyfit(u, y, 2)
        assert floors.log_N[row] == pytest.approx(21 - c1 / (2 * c2), abs=1e-9)
        assert floors.loss[row] == pytest.approx(c0 - c1**2 / (4 * c2), abs=1e-10)
        assert floors.curvature[row] == pytest.approx(c2, rel=1e-9)
        misses = y - np.polyval([c2, c1, c0], u)
        assert floors.squares[row] == pytest.approx((misses**2).sum(), rel=1e-6)


def test_one_parabola_is_a_resample_of_all_runs_and_may_turn_beyond_them() -> None:
    log_N = np.linspace(18, 22, 8)
    for vertex in (20.3, 25.0):
        losses = 2.5 + 0.03 * (log_N - vertex) ** 2
        one = fit_parabola(1e20, np.exp(log_N), losses)
        assert np.log(one.N) == pytest.approx(vertex, abs=1e-10)
        inside = parabola_minima(log_N, losses, np.ones((1, 8)))
        assert REFUSALS[inside.refused[0]] == ("" if vertex < 22 else REFUSALS[3])
        if vertex < 22:
            assert np.exp(inside.log_N[0]) == one.N
    with pytest.raises(NoMinimumError, match="opens downwards"):
        fit_parabola(1e20, np.exp(log_N), -losses)


def test_the_variance_of_a_vertex_is_that_of_repeated_noise() -> None:
    rng = np.random.default_rng(1)
    log_N = np.concatenate([np.linspace(18, 20.3, 9), [21, 21.5, 22]])
    valley = 2.5 + 0.05 * (log_N - 20.4) ** 2
    everyone = np.ones((1, 12))
    found = [
        parabola_minima(log_N, valley + 0.001 * rng.standard_normal(12), everyone).log_N[0]
        for _ in range(3000)
    ]
    expected = 0.001 * np.sqrt(parabola_minima(log_N, valley, everyone).variance[0])
    assert np.std(found) == pytest.approx(expected, rel=0.05)


def test_figure_3_gives_what_the_plain_fits_give() -> None:
    runs = figure_3()
    fit = fit_isoflop(runs)
    valleys = fit_parabolas(runs.C, runs.N, runs.loss)
    line = fit_power_law([v.C for v in valleys], [v.N for v in valleys])
    assert fit.a == pytest.approx(line.exponent, abs=1e-10)
    assert fit.N_opt(5.76e23) == pytest.approx(line.at(5.76e23), rel=1e-9)
    drawn = load("hoffmann2022", "fig1").where(series="Approach 2", kind="line")["a"][0]
    assert fit.a == pytest.approx(drawn, abs=1e-3)
    assert fit.a + fit.b == pytest.approx(1, abs=1e-12)
    assert fit.evidence.flags == ()
    assert fit.evidence.details["floors"] == 9
    assert fit.residuals is not None
    assert np.abs(fit.residuals.value).max() < 0.01


def test_a_budget_without_a_floor_is_left_out_and_named() -> None:
    runs = design(LAW)
    loss = np.array(runs.loss)
    first, last = runs.C == 1e19, runs.C.max() == runs.C
    loss[first] = 6 - loss[first]  # upside down
    loss[last] = 3 - 0.1 * np.log(runs.N[last] / runs.N[last][0]) ** 0.5  # falls to the edge
    fit = fit_isoflop(Runs.from_arrays(runs.N, C=runs.C, loss=loss))
    assert fit.evidence.details["floors"] == 3
    assert [flag.split(":")[0] for flag in fit.evidence.flags] == ["C = 1e+19", "C = 1e+21"]
    assert "downwards" in fit.evidence.flags[0]
    assert "edge" in fit.evidence.flags[1] or "downwards" in fit.evidence.flags[1]
    assert fit.a == pytest.approx(LAW.a, abs=0.01)
    assert fit.evidence.flags[0] in str(fit)


def test_each_refusal_has_its_name() -> None:
    log_N = np.linspace(18, 22, 8)
    everyone = np.ones((1, 8))
    three = np.array([[1, 1, 0, 0, 0, 0, 0, 0.0]])
    valley = (log_N - 20) ** 2
    cases = [
        (valley, everyone, ""),
        (valley, three, "fewer than three sizes"),
        (-valley, everyone, "the parabola opens downwards"),
        ((log_N - 25) ** 2, everyone, "the minimum lies at the edge of the sizes"),
    ]
    for loss, weight, name in cases:
        floors = parabola_minima(log_N, loss, weight)
        assert REFUSALS[floors.refused[0]] == name
        assert np.isfinite(floors.log_N[0]) == (name == "")


def test_a_line_needs_two_floors_and_the_error_names_every_budget_refused() -> None:
    runs = design(LAW)
    with pytest.raises(NoMinimumError) as refusal:
        fit_isoflop(Runs.from_arrays(runs.N, C=runs.C, loss=6 - runs.loss))
    assert str(refusal.value).count("opens downwards") == 5
    with pytest.raises(InputError, match="1 budget"):
        fit_isoflop(runs.keep(runs.C == 1e19))
    with pytest.raises(InputError, match="variance"):
        fit_isoflop(runs, curve="akima", weighing="vertex")


def test_weights_by_the_vertex_prefer_the_sharper_valleys() -> None:
    runs = design(SYMMETRIC)
    rng = np.random.default_rng(4)
    last = runs.C.max() == runs.C
    flat = np.where(last, 2 + 0.02 * (runs.loss - 2), runs.loss)
    errors = {"equal": [], "vertex": []}
    for _ in range(40):
        noisy = Runs.from_arrays(
            runs.N, C=runs.C, loss=flat + 2e-5 * rng.standard_normal(len(runs))
        )
        for weighing, found in errors.items():
            found.append(fit_isoflop(noisy, weighing=weighing).a - SYMMETRIC.a)  # type: ignore[arg-type]
    assert np.std(errors["vertex"]) < 0.5 * np.std(errors["equal"])


def test_akima_follows_a_valley_that_is_not_symmetric() -> None:
    steep = LossLaw(E=1.7, A=2e4, B=300.0, alpha=0.6, beta=0.2)
    runs = design(steep, reach=(0.1, 40), sizes=25)
    parabola, akima = fit_isoflop(runs), fit_isoflop(runs, curve="akima")
    best = steep.compute_optimal(1e20).N
    assert akima.N_opt(1e20) == pytest.approx(best, rel=0.03)
    assert abs(np.log(parabola.N_opt(1e20) / best)) > 0.1


def test_akima_refuses_edges_and_too_few_sizes() -> None:
    log_N = np.linspace(0, 1, 6)
    floors = akima_floors(log_N, log_N, np.array([[1.0] * 6, [1, 1, 1, 0, 0, 0]]))
    assert [REFUSALS[code] for code in floors.refused] == [REFUSALS[3], REFUSALS[1]]


def test_a_symmetric_valley_in_the_middle_has_no_bias() -> None:
    bias = isoflop_bias(IsoflopProfiles.from_runs(design(SYMMETRIC)), SYMMETRIC)
    assert bias.a == pytest.approx(0, abs=1e-9)
    np.testing.assert_allclose(bias.N_factor, 1, rtol=1e-9)


def test_sizes_that_drift_off_the_centre_bias_the_exponent() -> None:
    centred = isoflop_bias(IsoflopProfiles.from_runs(design(LAW, reach=(0.1, 10))), LAW)
    drifting = isoflop_bias(IsoflopProfiles.from_runs(design(LAW, reach=(0.1, 10), tilt=0.2)), LAW)
    assert abs(centred.a) < 1e-6  # every budget is off by one factor, which no slope sees
    assert np.abs(np.log(centred.N_factor)).min() > 0.03
    assert abs(drifting.a) > 0.003
    assert drifting.a == pytest.approx(drifting.fit.a - LAW.a)
    wide = isoflop_bias(IsoflopProfiles.from_runs(design(LAW, reach=(0.02, 50))), LAW)
    assert np.abs(np.log(wide.N_factor)).min() > np.abs(np.log(centred.N_factor)).max()


def test_the_papers_own_design_is_hardly_biased() -> None:
    runs = figure_3()
    bias = isoflop_bias(IsoflopProfiles.from_runs(runs), LAW)
    assert abs(bias.a) < 0.01
    # The losses of the design are not looked at.
    other = isoflop_bias(with_losses(IsoflopProfiles.from_runs(runs), np.ones(len(runs))), LAW)
    assert other.a == bias.a


def test_on_the_count_6nd_the_lines_are_over_6nd_of_the_floors() -> None:
    runs = design(LAW)
    off = Runs.from_arrays(runs.N, D=0.9 * runs.D, C=runs.C, loss=runs.loss)
    stated, counted = fit_isoflop(off), fit_isoflop(off, convention="6ND")
    assert stated.a == pytest.approx(counted.a, abs=1e-9)
    assert stated.N_opt(1e20) == pytest.approx(counted.N_opt(0.9e20), rel=1e-9)


def test_known_sets_give_the_exponents_of_their_readmes(shared: Path) -> None:
    points = json.loads((shared / "data/cs336-isoflops/isoflops_curves.json").read_text())
    keys = ("parameters", "compute_budget", "final_loss")
    N, C, loss = (np.array([point[key] for point in points], dtype=float) for key in keys)
    assert round(fit_isoflop(Runs.from_arrays(N, C=C, loss=loss)).a, 4) == 0.5146
    with (shared / "data/open-athena-isoflops/isoflops.csv").open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["outlier"] != "True"]
    known = {"epochai": 0.5414, "ml_scalefit": 0.5415, "llama_3__raw": 0.5, "misfitting": 0.5234}
    for source, a in known.items():
        mine = [row for row in rows if row["experiment"].startswith(source)]
        keys = ("params", "tokens", "budget", "loss")
        N, D, budget, loss = (np.array([float(row[key]) for row in mine]) for key in keys)
        assert round(fit_isoflop(Runs.from_arrays(N, D=D, budget=budget, loss=loss)).a, 4) == a
