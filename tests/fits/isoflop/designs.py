"""Runs with a known frontier: on a law without noise, and those of Figure 3."""

from __future__ import annotations

import numpy as np

from scalinglaws.laws import LossLaw
from scalinglaws.published import load
from scalinglaws.runs import Runs

SYMMETRIC = LossLaw(E=1.7, A=400.0, B=2000.0, alpha=0.34, beta=0.34)


def design(
    law: LossLaw, *, reach: tuple[float, float] = (0.25, 4.0), sizes: int = 9, tilt: float = 0.0
) -> Runs:
    """Runs on a law without noise: sizes around the optimum, from reach[0] to reach[1] times it.

    With a tilt the middle of the sizes drifts away from the optimum as the budget grows.
    """
    C = np.geomspace(1e19, 1e21, 5)
    drift = np.exp(tilt * np.log(C / C[0]))
    around = np.geomspace(*reach, sizes)
    N = np.outer(law.compute_optimal(C).N * drift, around)
    budget = np.broadcast_to(C[:, None], N.shape)
    return Runs.from_arrays(N.ravel(), C=budget.ravel(), loss=law.loss(N, budget / (6 * N)).ravel())


def figure_3() -> Runs:
    left = load("hoffmann2022", "fig3").where(panel="left")
    return Runs.from_arrays(left["params_N"], C=left["flops_C"], loss=left["loss_nats"])
