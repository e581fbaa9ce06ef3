"""Slices of a law along each budget, with the runs whose loss is drawn by height."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from scalinglaws.compute import tokens_of
from scalinglaws.display.axes import between, draw_budgets
from scalinglaws.display.chart import Layers
from scalinglaws.display.theme import Theme
from scalinglaws.laws import LossLaw
from scalinglaws.published import Table

HIGHEST_DRAWN = 3.4  # nats per token
UNITS = {
    "budget_C": "FLOP",
    "params_N": "parameters",
    "tokens_D": "tokens",
    "loss_nats": "nats per token",
    "law_loss_nats": "nats per token",
}


def slice_layers(runs: Table, law: LossLaw) -> Layers:
    """The runs whose loss is drawn by height, and the law along each of their budgets.

    Parameters
    ----------
    runs : Table
        ``budget_C`` (FLOP; blank where the loss is drawn as a colour), ``params_N``,
        ``tokens_D`` and ``loss_right_panel_nats`` (nats per token).
    law : LossLaw
        The formula, taken at D = C/(6N).
    """
    drawn = np.isfinite(runs["budget_C"])
    budgets, sizes, tokens = (
        runs[column][drawn] for column in ("budget_C", "params_N", "tokens_D")
    )
    curves = [(C, between(sizes[budgets == C])) for C in np.unique(budgets)]
    return {
        "runs": {
            "budget_C": budgets,
            "params_N": sizes,
            "tokens_D": tokens,
            "loss_nats": runs["loss_right_panel_nats"][drawn],
            "law_loss_nats": law.loss(sizes, tokens),
        },
        "law": {
            "budget_C": np.concatenate([np.full(len(N), C) for C, N in curves]),
            "params_N": np.concatenate([N for _, N in curves]),
            "loss_nats": np.concatenate([law.loss(N, tokens_of(C, N)) for C, N in curves]),
        },
    }


def draw_slices(axes: Axes, layers: Layers, theme: Theme) -> None:
    """The slices on given axes.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    layers : mapping
        What `slice_layers` gives.
    theme : Theme
        Whose colours to draw with.
    """
    draw_budgets(axes, layers["runs"], layers["law"], theme, "--")
    above = int((layers["runs"]["loss_nats"] > HIGHEST_DRAWN).sum())
    if above:
        # Counted, not dropped: these few would press all the valleys into a third of the height.
        axes.set_ylim(top=HIGHEST_DRAWN)
        note = f"{above} runs lie above"
        axes.text(0.98, 0.98, note, transform=axes.transAxes, ha="right", va="top", fontsize=9)
