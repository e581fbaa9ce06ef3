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
        N over the floor of the run's own budget.
    waste : ndarray, shape (runs,)
        1 - C_equivalent/C, where C_equivalent buys the run's loss at the floor. Slightly
        negative where a run lies below the fitted floor: noise of the fit.
    floor_loss : LossFrontier
        The loss along the floors that turns a loss into compute.
    """

    size_over_best: Floats
    waste: Floats
    floor_loss: LossFrontier


def collapse(runs: Table, profiles: tuple[Parabola, ...]) -> Collapse:
    """Turn loss against size into lost compute against relative size, by the fitted floors.

    Parameters
    ----------
    runs : Table
        Runs with ``flops_C`` (FLOP), ``params_N`` and ``loss_nats`` (nats per token).
    profiles : tuple of Parabola
        The fitted profile of each budget, budgets ascending.
    """
    budgets = np.array([profile.C for profile in profiles])
    best = np.array([profile.N for profile in profiles])[np.searchsorted(budgets, runs["flops_C"])]
    floor_loss = fit_loss_frontier(budgets, [profile.loss for profile in profiles])
    waste = 1 - floor_loss.compute_for(runs["loss_nats"]) / runs["flops_C"]
    return Collapse(runs["params_N"] / best, waste, floor_loss)
