"""Many lines at once are weighted least squares, one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scalinglaws.fits.frontier.weighted_lines import fit_lines


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
