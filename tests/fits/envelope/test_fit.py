"""Approach 1: winners and lines, against naive loops and the paper's own curves."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError
from scalinglaws.fits.envelope.fit import LAST_SHARE, Envelope, fit_envelope
from scalinglaws.fits.envelope.training_curves import training_curves_of
from scalinglaws.laws import HOFFMANN_2022_UNROUNDED as LAW
from scalinglaws.published import load
from scalinglaws.published.hoffmann2022.runs import counted_share
from scalinglaws.runs import Runs


def training_curves(sizes: int = 40, checkpoints: int = 60) -> Runs:
    """Curves that follow a law without noise, from a hundredth of their tokens on."""
    N = np.geomspace(5e7, 2e10, sizes)
    D = np.outer(60 * N, np.geomspace(0.01, 1, checkpoints))
    N = np.broadcast_to(N[:, None], D.shape)
    names = np.repeat([f"{k:02d}" for k in range(sizes)], checkpoints)
    return Runs.from_arrays(N.ravel(), D=D.ravel(), loss=LAW.loss(N, D).ravel(), run=names)


def slow_winners(envelope: Envelope, drawn: Floats) -> list[int]:
    """The lowest run among those drawn, budget by budget."""
    winners = []
    for losses in envelope.loss.T:
        among = [run for run in np.flatnonzero(drawn) if np.isfinite(losses[run])]
        winners.append(min(among, key=lambda run: (losses[run], run)) if among else -1)
    return winners


@pytest.mark.parametrize("last_share", [1.0, 0.3])
def test_winners_are_those_of_a_naive_search(last_share: float) -> None:
    rng = np.random.default_rng(3)
    runs = training_curves(12, 20)
    noisy = Runs.from_arrays(
        runs.N, D=runs.D, run=runs.run, loss=runs.loss * rng.uniform(0.97, 1, len(runs))
    )
    envelope = Envelope.from_runs(noisy, budgets=90, last_share=last_share)
    drawn = rng.integers(0, 3, size=(40, envelope.runs)).astype(float)
    found = envelope.lowest(drawn)
    for row, weights in zip(found, drawn, strict=True):
        assert row.tolist() == slow_winners(envelope, weights)
    everyone = envelope.lowest(np.ones((1, envelope.runs)))
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
