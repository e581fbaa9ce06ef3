"""What Approach 2 returns where the truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from scalinglaws.fits.isoflop.bias import isoflop_bias
from scalinglaws.fits.isoflop.fit import IsoflopProfiles, with_losses
from scalinglaws.laws import HOFFMANN_2022_UNROUNDED as LAW
from tests.fits.isoflop.designs import SYMMETRIC, design, figure_3


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
