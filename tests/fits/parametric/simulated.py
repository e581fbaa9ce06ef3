"""Runs of a known law, with noise and outliers."""

from __future__ import annotations

import numpy as np

from scalinglaws.runs import Runs

EXACT = {"E": 1.7, "A": 400.0, "B": 1500.0, "alpha": 0.34, "beta": 0.3}


def synthetic(
    seed: int, n: int = 80, noise: float = 0.005, outliers: float = 0.0, decades: float = 2.5
) -> Runs:
    rng = np.random.default_rng(seed)
    N, D = 10 ** rng.uniform(7.5, 7.5 + decades, n), 10 ** rng.uniform(9, 9 + decades, n)
    loss = EXACT["E"] + EXACT["A"] * N ** -EXACT["alpha"] + EXACT["B"] * D ** -EXACT["beta"]
    log_noise = noise * rng.standard_normal(n)
    log_noise += (rng.random(n) < outliers) * np.abs(rng.standard_normal(n)) * 0.1
    return Runs.from_arrays(N, D=D, loss=loss * np.exp(log_noise))
