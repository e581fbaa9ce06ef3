"""Intervals by resampling: the rules, what is counted, what is refused."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.random import PCG64, Generator, SeedSequence
from scipy import stats

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError
from scalinglaws.fits.envelope.fit import fit_envelope
from scalinglaws.fits.intervals.bootstrap import Draws, Rule, bootstrap
from scalinglaws.fits.intervals.draws import draw_pairs
from scalinglaws.fits.isoflop.fit import IsoflopProfiles, fit_isoflop
from scalinglaws.fits.parametric import fit_parametric, refit
from scalinglaws.fits.parametric.refit import ParametricRefit
from scalinglaws.laws import LossLaw
from scalinglaws.published import load
from scalinglaws.published.hoffmann2022.runs import figure_4_runs, size_labels
from scalinglaws.runs import Runs
from scalinglaws.seeds import Random
from scalinglaws.studies.three_approaches import figure_2_envelope, figure_3_profiles
from tests.fits.intervals.mean_refit import MeanRefit

GOPHER = 5.76e23


@cache
def formula() -> ParametricRefit:
    runs = figure_4_runs()
    return ParametricRefit(runs, fit_parametric(runs))


def epoch_runs(shared: Path) -> Runs:
    file = shared / "data" / "epoch-analyzing-chinchilla" / "svg_extracted_data.csv"
    with file.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    keys = ("Model Size", "Training FLOP", "loss")
    N, C, loss = (np.array([float(row[key]) for row in rows]) for key in keys)
    return Runs.from_arrays(N, C=C, loss=loss)


def test_four_thousand_resamples_give_the_published_standard_deviations(shared: Path) -> None:
    runs = epoch_runs(shared)
    kept = np.flatnonzero(runs.loss < np.sort(runs.loss)[-5])
    place = np.full(len(runs), -1)
    place[kept] = np.arange(len(kept))
    legacy = np.random.RandomState(42)
    drawn = [place[legacy.choice(kept, 240, True)] for _ in range(4000)]
    counts = np.array([np.bincount(rows, minlength=240) for rows in drawn], dtype=np.uint8)
    used = runs.without_highest(5)
    found = refit(used, counts, fit_parametric(used))
    printed = {"A": 124.52232, "B": 1293.28410, "E": 0.02566, "alpha": 0.01540, "beta": 0.02060}
    for name, deviation in printed.items():
        # 1.1 percent is the Monte Carlo error; the same resamples come far closer.
        assert getattr(found.constants, name).std(ddof=1) == pytest.approx(deviation, rel=2e-3)
    # Resamples of our own have the same spread, but for chance.
    ours = bootstrap(ParametricRefit(used, fit_parametric(used)), C=GOPHER, resamples=4000, rng=0)
    assert ours.values("a").std() == pytest.approx(found.constants.a.std(), rel=0.05)
    assert ours.failed == 0


def test_a_resample_is_the_fit_of_its_runs() -> None:
    # D = C/(6N) exactly, so the floors' tokens do not hang on which sizes were drawn.
    measured = figure_3_profiles().table
    valleys = IsoflopProfiles.from_runs(
        Runs.from_arrays(measured.N, C=measured.C, loss=measured.loss)
    )
    drawn = bootstrap(valleys, C=GOPHER, resamples=40, rng=1)
    counts = draw_pairs(valleys.runs, 40, drawn.seed.generator())
    for row in range(0, 40, 4):
        repeated = valleys.table.keep(np.repeat(np.arange(valleys.runs), counts[row]))
        fit = fit_isoflop(repeated)
        assert drawn.values("a")[row] == pytest.approx(fit.a, abs=1e-9)
        assert drawn.values("N_opt")[row] == pytest.approx(float(fit.N_opt(GOPHER)), rel=1e-7)
        assert drawn.values("loss")[row] == pytest.approx(float(fit.loss(GOPHER)), abs=1e-5)


def test_percentiles_cut_off_the_same_share_on_both_sides() -> None:
    drawn = bootstrap(formula(), C=GOPHER, resamples=400, rng=2)
    for name in drawn.names:
        interval = drawn.interval(name, 0.9)
        values = drawn.values(name)
        assert (values < interval.low).mean() == pytest.approx(0.05, abs=0.005)
        assert (values > interval.high).mean() == pytest.approx(0.05, abs=0.005)
        assert interval.low < drawn.estimate(name) < interval.high
    fit = formula().fit.with_intervals(drawn.intervals(0.9))
    assert set(fit.intervals) == set(drawn.names) - {"tokens_per_parameter"}
    assert "pairs bootstrap" in str(fit)


def test_the_t_rule_is_wider_with_few_groups() -> None:
    valleys = figure_3_profiles()
    drawn = bootstrap(valleys, C=GOPHER, groups=valleys.code, resamples=300, rng=3)
    assert drawn.units == 9
    interval = drawn.interval("a", 0.95, "t")
    good = drawn.values("a")[np.isfinite(drawn.values("a"))]
    reach = stats.t.ppf(0.975, 8) * good.std(ddof=1) * np.sqrt(9 / 8)
    assert (interval.low, interval.high) == pytest.approx(
        (drawn.estimate("a") - reach, drawn.estimate("a") + reach)
    )
    log_N = np.log(drawn.values("N_opt")[np.isfinite(drawn.values("a"))])
    ends = drawn.interval("N_opt", 0.95, "t")
    assert np.log(ends.high / ends.low) == pytest.approx(
        2 * stats.t.ppf(0.975, 8) * log_N.std(ddof=1) * np.sqrt(9 / 8)
    )


def test_the_t_rule_is_students_interval_for_a_mean() -> None:
    values = np.random.default_rng(0).standard_normal(8)
    drawn = bootstrap(MeanRefit(values), C=1e20, resamples=40000, rng=0)
    interval = drawn.interval("a", 0.9, "t")
    ends = stats.t.interval(0.9, 7, loc=values.mean(), scale=stats.sem(values))
    assert (interval.low, interval.high) == pytest.approx(ends, abs=0.02)


@pytest.mark.parametrize(("units", "rule"), [(19, "t"), (20, "percentile")])
def test_with_few_units_the_rule_is_t_unless_asked(units: int, rule: Rule) -> None:
    drawn = bootstrap(MeanRefit(np.arange(float(units))), C=1e20, resamples=50, rng=0)
    assert drawn.interval("a") == drawn.interval("a", rule=rule)
    assert drawn.intervals() == drawn.intervals(rule=rule)
    assert drawn.interval("a", rule="t").method.endswith(", t-quantile")
    assert drawn.interval("a", rule="percentile").method.endswith(", percentiles")
    part = bootstrap(MeanRefit(np.arange(9.0)), C=1e20, kind="subsample", resamples=50, rng=0)
    assert "too narrow" in part.interval("a").method  # no t-rule goes with it


def test_intervals_of_numbers_at_a_budget_carry_it() -> None:
    drawn = bootstrap(formula(), C=GOPHER, resamples=60, rng=2)
    found = drawn.intervals()
    assert {name for name in found if found[name].C == GOPHER} == {"N_opt", "D_opt", "loss"}
    assert found["E"].C is None
    report = str(formula().fit.with_intervals(found))
    assert report.count("at C = 5.76e+23 FLOP") == 3


def test_points_of_an_extracted_envelope_are_no_runs() -> None:
    points = figure_2_envelope()
    for kind in ("pairs", "subsample"):
        with pytest.raises(InputError, match=r'1510 points .* kind="clusters" with groups'):
            bootstrap(points, C=GOPHER, kind=kind, resamples=10, rng=0)  # type: ignore[arg-type]
    sizes = size_labels(np.exp(points.log_N))
    drawn = bootstrap(points, C=GOPHER, groups=sizes, resamples=60, rng=0)
    assert drawn.units == len(set(sizes))
    interval = drawn.interval("a")
    assert interval.high - interval.low > 0.02
    with pytest.raises(InputError, match="loss: 60 of 60 resamples failed"):
        drawn.interval("loss")


def test_the_papers_subsampling_is_half_as_wide_and_rescaling_mends_it() -> None:
    part = bootstrap(formula(), C=GOPHER, kind="subsample", resamples=800, rng=4)
    pairs = bootstrap(formula(), C=GOPHER, resamples=800, rng=4)
    assert part.values("a").std() / pairs.values("a").std() == pytest.approx(0.5, abs=0.06)
    narrow, mended = part.interval("a"), part.interval("a", rule="rescaled")
    # sqrt(192 / 48) = 2
    assert mended.high - mended.low == pytest.approx(2 * (narrow.high - narrow.low))
    assert "too narrow" in narrow.method
    assert "too narrow" not in mended.method


def test_what_failed_is_counted_and_said() -> None:
    values = np.linspace(0.4, 0.6, 20)
    drawn = bootstrap(MeanRefit(values, failing=0.3), C=1e20, resamples=100, rng=0)
    assert drawn.failed == 30
    assert drawn.degenerate == (drawn.values("a") > 0.5).sum()
    assert drawn.resamples == 100
    assert "30 failed" in drawn.interval("a").method
    hopeless = bootstrap(MeanRefit(values, failing=0.6), C=1e20, resamples=100, rng=0)
    with pytest.raises(InputError, match="60 of 100 resamples failed"):
        hopeless.interval("a")


def test_a_resample_without_a_floor_at_some_budget_is_degenerate() -> None:
    valleys = figure_3_profiles()
    drawn = bootstrap(valleys, C=GOPHER, resamples=500, rng=5)
    counts = draw_pairs(valleys.runs, 500, drawn.seed.generator()).astype(float)
    lacking = np.any([floors.refused > 0 for floors in valleys.minima(counts)], axis=0)
    assert drawn.degenerate == (lacking & np.isfinite(drawn.values("a"))).sum() > 0
    assert f"{drawn.degenerate} degenerate" in drawn.method("percentile")


def test_a_fit_is_drawn_as_what_can_be_fitted_again() -> None:
    measured = Runs.from_frame(load("hoffmann2022", "fig3").where(panel="left"))
    pairs = (
        (fit_isoflop(measured), measured, IsoflopProfiles.from_runs(measured)),
        (formula().fit, formula().table, formula()),
    )
    for fit, runs, table in pairs:
        mine, its = (bootstrap(*asked, resamples=20, rng=1) for asked in ((fit, runs), (table,)))
        np.testing.assert_array_equal(mine.values("a"), its.values("a"))
        np.testing.assert_array_equal(mine.values("loss", 1e21), its.values("loss", 1e21))


def test_training_curves_are_drawn_whole() -> None:
    law = LossLaw(E=1.7, A=400.0, B=2000.0, alpha=0.34, beta=0.37)
    N, seen = np.meshgrid(np.geomspace(1e7, 1e9, 6), np.geomspace(2, 200, 40), indexing="ij")
    D = N * seen
    names = np.repeat([f"r{k}" for k in range(6)], 40)
    runs = Runs.from_arrays(N.ravel(), D=D.ravel(), loss=law.loss(N, D).ravel(), run=names)
    assert bootstrap(fit_envelope(runs), runs, resamples=10, rng=0).units == 6


def test_a_fit_that_its_runs_do_not_give_is_not_drawn() -> None:
    measured = Runs.from_frame(load("hoffmann2022", "fig3").where(panel="left"))
    fit = fit_isoflop(measured)
    with pytest.raises(InputError, match="expected the runs that it was fitted to"):
        bootstrap(fit, measured.keep(measured.N > 1e8), resamples=10, rng=0)
    with pytest.raises(InputError, match=r"With options, give .* with the same"):
        bootstrap(fit_isoflop(measured, curve="akima"), measured, resamples=10, rng=0)
    fixed = fit_parametric(formula().table, E=1.7)
    with pytest.raises(InputError, match="no options but the estimator"):
        bootstrap(fixed, formula().table, resamples=10, rng=0)
    with pytest.raises(InputError, match="expected the runs"):
        bootstrap(fit, resamples=10, rng=0)
    with pytest.raises(InputError, match="drop runs"):
        bootstrap(formula(), formula().table, resamples=10, rng=0)


def test_draws_can_be_asked_at_any_budget() -> None:
    drawn = bootstrap(formula(), resamples=60, rng=2)
    assert set(drawn.intervals()) == {"E", "A", "B", "alpha", "beta", "a", "b"}
    with pytest.raises(InputError, match="N_opt is a number at a budget"):
        drawn.interval("N_opt")
    at = bootstrap(formula(), C=GOPHER, resamples=60, rng=2)
    assert drawn.interval("N_opt", C=GOPHER) == at.interval("N_opt")
    assert at.interval("N_opt", C=1e21).C == 1e21
    assert drawn.intervals(C=GOPHER) == at.intervals()
    ratio = at.values("D_opt") / at.values("N_opt")
    np.testing.assert_allclose(at.values("tokens_per_parameter"), ratio)
    for C in (0.0, -1.0, np.nan):
        with pytest.raises(InputError, match="positive, finite"):
            drawn.values("loss", C)


def test_the_draws_of_the_formula_are_its_refits() -> None:
    drawn = bootstrap(formula(), resamples=600, rng=7)
    counts = draw_pairs(240, 600, drawn.seed.generator())
    found = refit(formula().table, counts, formula().fit)
    for name in ("E", "A", "B", "alpha", "beta", "a", "b"):
        np.testing.assert_allclose(drawn.values(name), getattr(found.constants, name), rtol=1e-7)
    assert drawn.degenerate == found.flagged.sum()
    assert drawn.estimate("E") == pytest.approx(formula().fit.constants.E)  # type: ignore[union-attr]


@pytest.mark.parametrize("rng", [7, SeedSequence(7), Generator(PCG64(7))])
def test_the_stored_seed_draws_the_same_again(rng: Random) -> None:
    refit_mean = MeanRefit(np.arange(12.0))
    drawn = bootstrap(refit_mean, C=1e20, resamples=30, rng=rng)
    counts = draw_pairs(12, 30, drawn.seed.generator()).astype(float)
    np.testing.assert_array_equal(refit_mean.calls[0], counts)
    assert drawn.seed.entropy == 7


def test_one_seed_is_one_result_and_one_generator_gives_two() -> None:
    refit_mean = MeanRefit(np.arange(12.0))

    def values(rng: Random) -> Floats:
        return bootstrap(refit_mean, C=1e20, resamples=30, rng=rng).values("a")

    np.testing.assert_array_equal(values(3), values(3))
    generator = np.random.default_rng(3)
    assert (values(generator) != values(generator)).any()


def mean_resamples(kind: str = "pairs") -> Draws:
    return bootstrap(MeanRefit(np.arange(12.0)), C=1e20, kind=kind, resamples=20, rng=0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "ask",
    [
        lambda: mean_resamples().interval("G"),
        lambda: mean_resamples().interval("a", 1.0),
        lambda: mean_resamples().interval("a", rule="rescaled"),
        lambda: mean_resamples("subsample").interval("a", rule="t"),
        lambda: mean_resamples("clusters"),
        lambda: mean_resamples("jackknife"),
        lambda: bootstrap(
            MeanRefit(np.arange(4.0)), C=1e20, kind="pairs", groups=list("aabb"), rng=0
        ),
        lambda: bootstrap(
            MeanRefit(np.arange(4.0)), C=1e20, groups=list("aabb"), rng=0
        ),
        lambda: bootstrap(
            MeanRefit(np.arange(4.0)), C=1e20, groups=list("abc"), rng=0
        ),
        lambda: bootstrap(MeanRefit(np.arange(4.0)), C=0, rng=0),
        lambda: bootstrap(MeanRefit(np.arange(4.0)), C=1e20, resamples=1, rng=0),
    ],
)  # fmt: skip
def test_questions_that_make_no_sense_are_refused(ask: object) -> None:
    with pytest.raises(InputError):
        ask()  # type: ignore[operator]
