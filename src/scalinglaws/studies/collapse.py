"""Nine IsoFLOP profiles are one, once loss is turned into the compute that was lost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scalinglaws.arrays import Floats
from scalinglaws.fits import Parabola, fit_loss_frontier
from scalinglaws.fits.frontier.loss_frontier import LossFrontier
from scalinglaws.published import Table


@dataclass(frozen=True)
class Collapse:
    """Each run by how far its size is off and by the share of compute that this cost.

    Attributes
    ----------
    size_over_best : ndarray, shape (runs,)
        N over the best size of the run's own budget.
    waste : ndarray, shape (runs,)
        1 - C_equivalent/C, where C_equivalent buys the run's loss at the best size. Slightly
        negative where a run lies below the fitted minimum: noise of the fit.
    loss_frontier : LossFrontier
        The loss along the frontier that turns a loss into compute.
    """

    size_over_best: Floats
    waste: Floats
    loss_frontier: LossFrontier


def collapse(runs: Table, profiles: tuple[Parabola, ...]) -> Collapse:
    """Turn loss against size into lost compute against relative size, by the fitted minima.

    Parameters
    ----------
    runs : Table
        Runs with ``flops_C`` (FLOP), ``params_N`` and ``loss_nats`` (nats per token).
    profiles : tuple of Parabola
        The fitted profile of each budget, budgets ascending.
    """
    budgets = np.array([profile.C for profile in profiles])
    best = np.array([profile.N for profile in profiles])[np.searchsorted(budgets, runs["flops_C"])]
    loss_frontier = fit_loss_frontier(budgets, [profile.loss for profile in profiles])
    waste = 1 - loss_frontier.compute_for(runs["loss_nats"]) / runs["flops_C"]
    return Collapse(runs["params_N"] / best, waste, loss_frontier)
