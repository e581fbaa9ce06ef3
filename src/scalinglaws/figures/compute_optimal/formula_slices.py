"""Figure 4 of Hoffmann et al. 2022, right: one formula against the runs of nine budgets."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scalinglaws.display.axes import between, draw_budgets
from scalinglaws.display.chart import Chart, Layers
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


def slice_layers(runs: Table, law: LossLaw) -> Layers:
    """The runs whose loss is drawn by height, and the law along each of their budgets."""
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
            "loss_nats": np.concatenate([law.loss(N, C / (6 * N)) for C, N in curves]),
        },
    }


def _draw(figure: Figure, layers: Layers, theme: Theme) -> None:
    draw_slices(figure.subplots(), layers, theme)


def draw_slices(axes: Axes, layers: Layers, theme: Theme) -> None:
    """The slices on given axes; the redrawn Figure 4 has them below its map."""
    draw_budgets(axes, layers["runs"], layers["law"], theme, "--")
    above = int((layers["runs"]["loss_nats"] > HIGHEST_DRAWN).sum())
    if above:
        # Counted, not dropped: these few would press all the valleys into a third of the height.
        axes.set_ylim(top=HIGHEST_DRAWN)
        note = f"{above} runs lie above"
        axes.text(0.98, 0.98, note, transform=axes.transAxes, ha="right", va="top", fontsize=9)


def _describe(layers: Layers) -> str:
    runs = layers["runs"]
    miss = runs["law_loss_nats"] / runs["loss_nats"] - 1
    return (
        f"{len(miss)} runs of {len(np.unique(runs['budget_C']))} budgets and the formula's loss as "
        f"dashed lines. Half of the runs lie within {np.median(np.abs(miss)):.1%} of the formula; "
        f"the farthest lies {np.abs(miss).max():.0%} away."
    )
