"""Figure 3 of Hoffmann et al. 2022, left: the measured valleys and their floors."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scalinglaws.display.axes import between, draw_budgets, spoken
from scalinglaws.display.chart import Chart, Layers
from scalinglaws.display.theme import Theme
from scalinglaws.fits import Parabola, fit_parabolas
from scalinglaws.published import Table
from scalinglaws.units import format_count

UNITS = {"budget_C": "FLOP", "params_N": "parameters", "loss_nats": "nats per token"}


def nine_valleys(runs: Table) -> Chart:
    """Loss against size in each budget, a parabola through each, floors starred.

    Parameters
    ----------
    runs : Table
        The runs of Figure 3, left: ``flops_C``, ``params_N``, ``loss_nats``.
    """
    valleys = fit_parabolas(runs["flops_C"], runs["params_N"], runs["loss_nats"])
    return Chart(
        name="nine-valleys",
        caption=(
            f"At every budget the loss has a floor. Measured: {len(runs)} training runs at "
            f"{len(valleys)} budgets, read from Figure 3 of Hoffmann et al. 2022. Fitted: a "
            "parabola in log size for each budget, its floor starred."
        ),
        layers=valley_layers(runs, valleys),
        units=UNITS,
        draw=_draw,
        describe=_describe,
        size=(5.0, 4.6),
    )


def valley_layers(runs: Table, valleys: tuple[Parabola, ...]) -> Layers:
    """The runs, the parabolas over the sizes that were trained, and the floors."""
    curves = [(v, between(runs["params_N"][runs["flops_C"] == v.C])) for v in valleys]
    return {
        "floors": {
            "budget_C": np.array([v.C for v in valleys]),
            "params_N": np.array([v.N for v in valleys]),
            "loss_nats": np.array([v.loss for v in valleys]),
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


def draw_valleys(axes: Axes, layers: Layers, theme: Theme) -> None:
    """The valleys on given axes; the signature figure draws them once more."""
    floors = layers["floors"]
    draw_budgets(axes, layers["runs"], layers["parabolas"], theme, "-")
    axes.plot(floors["params_N"], floors["loss_nats"], "*", color=theme.series[1], markersize=11,
              markeredgecolor=theme.ink, markeredgewidth=0.5)  # fmt: skip


def _draw(figure: Figure, layers: Layers, theme: Theme) -> None:
    draw_valleys(figure.subplots(), layers, theme)


def _describe(layers: Layers) -> str:
    floors = layers["floors"]
    first, last = (
        f"{format_count(floors['params_N'][i])} parameters and loss {floors['loss_nats'][i]:.2f}"
        for i in (0, -1)
    )
    return (
        f"{len(floors['budget_C'])} valleys of loss over model size. The floor moves from {first} "
        f"at {spoken(floors['budget_C'][0])} FLOP to {last} at "
        f"{spoken(floors['budget_C'][-1])} FLOP."
    )
