"""Figure 4 of Hoffmann et al. 2022, right: one formula against the runs of nine budgets."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scalinglaws.display.chart import Chart, Layers
from scalinglaws.display.theme import Theme
from scalinglaws.figures.panels.law_slices import UNITS, draw_slices, slice_layers
from scalinglaws.laws import LossLaw
from scalinglaws.published import Table


def formula_slices(runs: Table, law: LossLaw) -> Chart:
    """The law's loss along each budget, over the runs whose loss Figure 4 draws by height.

    Parameters
    ----------
    runs : Table
        Figure 4's runs with ``budget_C``, ``params_N`` and ``loss_right_panel_nats``; runs
        without a budget are left out, because the figure gives their loss only as a colour.
    law : LossLaw
        The formula to draw, at D = C/(6N) as the paper draws it. Layer ``runs`` also holds its
        loss at each run's own tokens, because most runs cost a little less than their budget.
    """
    layers = slice_layers(runs, law)
    return Chart(
        name="formula-slices",
        caption=(
            f"One formula for all budgets. Measured: {len(layers['runs']['loss_nats'])} runs whose "
            "loss Figure 4 of Hoffmann et al. 2022 draws by height. Lines: "
            f"{law.name}, at 6ND."
        ),
        layers=layers,
        units=UNITS,
        draw=_draw,
        describe=_describe,
        size=(5.0, 4.6),
    )


def _draw(figure: Figure, layers: Layers, theme: Theme) -> None:
    draw_slices(figure.subplots(), layers, theme)


def _describe(layers: Layers) -> str:
    runs = layers["runs"]
    miss = runs["law_loss_nats"] / runs["loss_nats"] - 1
    return (
        f"{len(miss)} runs of {len(np.unique(runs['budget_C']))} budgets and the formula's loss as "
        f"dashed lines. Half of the runs lie within {np.median(np.abs(miss)):.1%} of the formula; "
        f"the farthest lies {np.abs(miss).max():.0%} away."
    )
