"""Smoothing against a straight line at each point, one point at a time."""

from __future__ import annotations

import numpy as np

from scalinglaws.arrays import Floats
from scalinglaws.fits.envelope.training_curves import smooth


def slow_smooth(x: Floats, y: Floats, width: float) -> Floats:
    """A weighted straight line at each point, by least squares, one point at a time."""
    smoothed = []
    for middle in x:
        weight = np.exp(-0.5 * ((x - middle) / width) ** 2) * (np.abs(x - middle) <= 4 * width)
        design = np.sqrt(weight)[:, None] * np.column_stack([np.ones_like(x), x - middle])
        smoothed.append(np.linalg.lstsq(design, np.sqrt(weight) * y, rcond=None)[0][0])
    return np.array(smoothed)


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
