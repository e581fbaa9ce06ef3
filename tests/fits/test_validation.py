"""Held-out runs: rounds, predictive intervals and their scores."""

from __future__ import annotations

import numpy as np
import pytest

from scalinglaws.errors import InputError
from scalinglaws.fits.parametric import fit_parametric
from scalinglaws.fits.parametric.rival_forms import FORMS
from scalinglaws.fits.validation import interval_score, predict, validate
from scalinglaws.laws import LossLaw
from scalinglaws.published.hoffmann2022.runs import figure_4_runs
from scalinglaws.runs import Runs

LAW = LossLaw(E=1.8, A=460.0, B=2000.0, alpha=0.345, beta=0.366)


def simulated(seed: int, noise: float = 3e-3) -> Runs:
    shape, rng = figure_4_runs(), np.random.default_rng(seed)
    loss = LAW.loss(shape.N, shape.D) * np.exp(noise * rng.standard_normal(len(shape)))
    return Runs.from_arrays(shape.N, D=shape.D, loss=loss)


def test_the_interval_score_is_its_width_and_ten_times_a_miss_at_80_percent() -> None:
    score = interval_score(np.zeros(3), np.ones(3), np.array([0.5, -0.2, 1.3]), 0.8)
    assert score == pytest.approx([1, 3, 4])


def test_rounds_fit_below_and_predict_beyond() -> None:
    runs = figure_4_runs()
    result = validate(runs, cutoffs=[1e20, 5e20], resamples=200, rng=0)
    for each in result.rounds:
        assert each.fitted == (each.cutoff_C >= runs.C).sum()
        assert each.fitted + each.predicted == len(runs)
        assert each.reach == pytest.approx(runs.C.max() / each.cutoff_C)
        assert set(each.rms_error) == set(FORMS)
        assert each.rms_error["kaplan2020"] > 1.5 * each.rms_error["separate"]
        # The largest runs err more than the smaller ones told: the intervals are too narrow.
        assert each.coverage < 0.7
    below, beyond = runs.keep(runs.C <= 1e20), runs.keep(runs.C > 1e20)
    constants = fit_parametric(below).constants
    assert constants is not None
    miss = np.log(beyond.loss) - constants.log_loss(beyond.N, beyond.D)
    assert result.rounds[0].rms_error["separate"] == pytest.approx(
        np.sqrt((miss**2).mean()), rel=1e-4
    )
    assert result.rounds[0].mean_error["separate"] == pytest.approx(miss.mean(), abs=1e-6)
    assert result.report().count("coverage") == 2


def test_intervals_of_a_law_that_holds_cover_and_a_wrong_form_shows() -> None:
    rounds = [
        validate(simulated(seed), cutoffs=[3e20], forms=["separate", "kaplan2020"],
                 resamples=200, rng=seed).rounds[0]
        for seed in range(6)
    ]  # fmt: skip
    assert np.mean([each.coverage for each in rounds]) == pytest.approx(0.8, abs=0.1)
    for each in rounds:
        assert each.rms_error["separate"] < each.rms_error["kaplan2020"]


def test_a_prediction_beyond_the_runs_says_so_and_shows_both_doubts() -> None:
    runs = figure_4_runs()
    far = predict(runs, 70e9, 1.4e12, resamples=200, rng=0)
    assert far.extrapolated
    assert far.times_beyond == pytest.approx(6 * 70e9 * 1.4e12 / runs.C.max())
    assert far.report().startswith("EXTRAPOLATED 45.4 times")
    assert far.sampling.low < far.loss < far.sampling.high
    # Kaplan's form has no irreducible loss: far out it differs by far more than chance allows.
    assert far.by_form["kaplan2020"] < far.sampling.low
    near = predict(runs, 1e9, 2e10, resamples=50, rng=0)
    assert not near.extrapolated
    assert not near.report().startswith("EXTRAPOLATED")


@pytest.mark.parametrize(
    "arguments", [{"forms": ["cubic"]}, {"cutoffs": [1e18]}, {"cutoffs": [1e25]}]
)
def test_rounds_that_cannot_be_scored_are_refused(arguments: dict[str, object]) -> None:
    with pytest.raises(InputError):
        validate(figure_4_runs(), rng=0, **arguments)  # type: ignore[arg-type]


def test_the_same_seed_gives_the_same_rounds() -> None:
    runs = figure_4_runs()
    one, other = (
        validate(runs, cutoffs=[5e20], forms=[], resamples=50, rng=3).rounds for _ in range(2)
    )
    assert one == other
