"""A straight line on log-log paper."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scalinglaws import fits
from scalinglaws.errors import InputError


@given(st.floats(-2, 2), st.floats(1e-3, 1e12))
def test_a_line_on_log_paper_is_recovered(exponent: float, factor: float) -> None:
    x = np.geomspace(1e18, 1e22, 6)
    line = fits.fit_power_law(x, factor * (x / 1e20) ** exponent)
    assert math.isclose(line.exponent, exponent, abs_tol=1e-9)
    assert math.isclose(float(line.at(1e20)), factor, rel_tol=1e-9)


@pytest.mark.parametrize(
    ("x", "y"), [([1, 1], [1, 2]), ([1, -1], [1, 2]), ([1, 2], [0, 2]), ([1, 2], [math.nan, 2])]
)
def test_a_line_refuses_what_has_no_logarithm(x: list[float], y: list[float]) -> None:
    with pytest.raises(InputError):
        fits.fit_power_law(x, y)
