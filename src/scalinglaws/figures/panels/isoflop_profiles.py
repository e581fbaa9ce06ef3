"""IsoFLOP profiles: the runs of each budget, a parabola through them, its minimum starred."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from scalinglaws.display.axes import between, draw_budgets
from scalinglaws.display.chart import Layers
from scalinglaws.display.theme import Theme
from scalinglaws.fits import Parabola
from scalinglaws.published import Table

UNITS = {"budget_C": "FLOP", "params_N": "parameters", "loss_nats": "nats per token"}


def profile_layers(runs: Table, profiles: tuple[Parabola, ...]) -> Layers:
    """The runs, the parabolas over the sizes that were trained, and the floors.

    Parameters
    ----------
    runs : Table
        ``flops_C`` (FLOP), ``params_N`` and ``loss_nats`` (nats per token).
    profiles : tuple of Parabola
        The parabola of each budget.
    """
    curves = [(v, between(runs["params_N"][runs["flops_C"] == v.C])) for v in profiles]
    return {
        "floors": {
            "budget_C": np.array([v.C for v in profiles]),
            "params_N": np.array([v.N for v in profiles]),
            "loss_nats": np.array([v.loss for v in profiles]),
        },
        "runs": {
            "budget_C": runs["flops_C"],
            "params_N": runs["params_N"],
            "loss_nats": runs["loss_nats"],
        },
        "parabolas": {
            "budget_C": np.concatenate([np.full(len(N), v.C) for v, N in curves]),
            "params_N": np.concatenate([N for _, N in curves]),
            "loss_nats": np.concatenate([v.at(N) for v, N in curves]),
        },
    }


def draw_profiles(axes: Axes, layers: Layers, theme: Theme) -> None:
    """The runs, parabolas and starred minima on given axes.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    layers : mapping
        What `profile_layers` gives.
    theme : Theme
        Whose colours to draw with.
    """
    floors = layers["floors"]
    draw_budgets(axes, layers["runs"], layers["parabolas"], theme, "-")
    axes.plot(floors["params_N"], floors["loss_nats"], "*", color=theme.series[1], markersize=11,
              markeredgecolor=theme.ink, markeredgewidth=0.5)  # fmt: skip
