"""Approach 2: lines through the minima, refusals by name, weights, known sets."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from scalinglaws.errors import InputError, NoMinimumError
from scalinglaws.fits import fit_parabolas, fit_power_law
from scalinglaws.fits.isoflop.fit import fit_isoflop
from scalinglaws.laws import HOFFMANN_2022_UNROUNDED as LAW
from scalinglaws.published import load
from scalinglaws.runs import Runs
from tests.fits.isoflop.designs import SYMMETRIC, design, figure_3


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
    assert fit.evidence.details["minima"] == 9
    assert fit.residuals is not None
    assert np.abs(fit.residuals.value).max() < 0.01


def test_a_budget_without_a_floor_is_left_out_and_named() -> None:
    runs = design(LAW)
    loss = np.array(runs.loss)
    first, last = runs.C == 1e19, runs.C.max() == runs.C
    loss[first] = 6 - loss[first]  # upside down
    loss[last] = 3 - 0.1 * np.log(runs.N[last] / runs.N[last][0]) ** 0.5  # falls to the edge
    fit = fit_isoflop(Runs.from_arrays(runs.N, C=runs.C, loss=loss))
    assert fit.evidence.details["minima"] == 3
    assert [flag.split(":")[0] for flag in fit.evidence.flags] == ["C = 1e+19", "C = 1e+21"]
    assert "downwards" in fit.evidence.flags[0]
    assert "edge" in fit.evidence.flags[1] or "downwards" in fit.evidence.flags[1]
    assert fit.a == pytest.approx(LAW.a, abs=0.01)
    assert fit.evidence.flags[0] in str(fit)


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
