"""BCa intervals: those of SciPy for a mean, refused where the estimator jumps."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from scipy import stats

from scalinglaws.errors import InputError, NotSmoothError
from scalinglaws.fits.envelope.published import PublishedEnvelope
from scalinglaws.fits.intervals.bca import bca_interval
from scalinglaws.fits.intervals.bootstrap import bootstrap
from scalinglaws.fits.isoflop.fit import IsoflopProfiles
from scalinglaws.fits.parametric import fit_parametric
from scalinglaws.fits.parametric.refit import ParametricRefit
from scalinglaws.published.hoffmann2022.runs import figure_4_runs
from scalinglaws.studies.three_approaches import figure_3_profiles
from tests.fits.intervals.mean_refit import MeanRefit

GOPHER = 5.76e23


@cache
def formula() -> ParametricRefit:
    runs = figure_4_runs()
    return ParametricRefit(runs, fit_parametric(runs))


def test_bca_is_that_of_scipy_for_a_mean() -> None:
    values = np.random.default_rng(6).lognormal(sigma=1.5, size=15)
    refit_mean = MeanRefit(values / 1e3)  # below what this refit calls degenerate
    drawn = bootstrap(refit_mean, C=1e20, resamples=20000, rng=0)
    mine = bca_interval(refit_mean, drawn, "a", level=0.9)
    scipys = stats.bootstrap(
        (values,), np.mean, confidence_level=0.9, n_resamples=20000, method="BCa",
        rng=np.random.default_rng(1),
    )  # fmt: skip
    theirs = scipys.confidence_interval
    width = theirs.high - theirs.low
    ends = (1e3 * mine.low, 1e3 * mine.high)
    assert ends == pytest.approx((theirs.low, theirs.high), abs=0.02 * width)
    plain = drawn.interval("a", 0.9)
    assert mine.high > plain.high  # a long upper tail is what it corrects for


def test_bca_takes_the_groups_that_were_drawn_and_no_others() -> None:
    valleys = MeanRefit(np.linspace(0.1, 0.3, 12))
    groups = np.array(list("aaabbbcccddd"))
    drawn = bootstrap(valleys, C=1e20, groups=groups, resamples=99, rng=0)
    interval = bca_interval(valleys, drawn, "a")
    for same in (groups, groups[::-1]):  # one partition, whatever it is called
        assert bca_interval(valleys, drawn, "a", groups=same) == interval
    assert bca_interval(valleys, drawn, "N_opt").C == 1e20
    for other in (np.arange(12), list("aaaabbcccddd"), list("aaabbbcccccc")):
        with pytest.raises(InputError, match="not the 4 resampled"):
            bca_interval(valleys, drawn, "a", groups=other)
    with pytest.raises(InputError, match="11 runs"):
        bca_interval(MeanRefit(valleys.values[1:]), drawn, "a")
    part = bootstrap(valleys, C=1e20, kind="subsample", resamples=99, rng=0)
    with pytest.raises(InputError, match="not subsamples"):
        bca_interval(valleys, part, "a")


def test_bca_is_refused_where_the_estimator_jumps() -> None:
    drawn = bootstrap(formula(), C=GOPHER, resamples=20, rng=0)
    with pytest.raises(NotSmoothError, match="least absolute deviations in effect"):
        bca_interval(formula(), drawn, "a")
    akima = IsoflopProfiles.from_runs(figure_3_profiles().table, curve="akima")
    with pytest.raises(NotSmoothError, match="Akima"):
        bca_interval(akima, drawn, "a")
    points = PublishedEnvelope.from_points([6e17, 6e18, 6e19], [1e8, 3e8, 1e9], [1e9, 3e9, 1e10])
    with pytest.raises(NotSmoothError):
        bca_interval(points, drawn, "a")
    half_degenerate = MeanRefit(np.linspace(0, 1, 20))
    lost = bootstrap(half_degenerate, C=1e20, resamples=40, rng=0)
    with pytest.raises(NotSmoothError, match="of 40 resamples are degenerate"):
        bca_interval(half_degenerate, lost, "a")
    smooth = ParametricRefit(formula().table, fit_parametric(formula().table, delta=0.1))
    assert smooth.not_smooth_because == ""
    bca_interval(smooth, bootstrap(smooth, C=GOPHER, resamples=20, rng=0), "a")
