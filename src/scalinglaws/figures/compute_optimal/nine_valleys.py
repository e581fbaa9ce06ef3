"""Figure 3 of Hoffmann et al. 2022, left: the measured valleys and their floors."""

from __future__ import annotations

from matplotlib.figure import Figure

from scalinglaws.display.axes import spoken
from scalinglaws.display.chart import Chart, Layers
from scalinglaws.display.theme import Theme
from scalinglaws.figures.panels.isoflop_profiles import UNITS, draw_profiles, profile_layers
from scalinglaws.fits import fit_parabolas
from scalinglaws.published import Table
from scalinglaws.units import format_count


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
        layers=profile_layers(runs, valleys),
        units=UNITS,
        draw=_draw,
        describe=_describe,
        size=(5.0, 4.6),
    )


def _draw(figure: Figure, layers: Layers, theme: Theme) -> None:
    draw_profiles(figure.subplots(), layers, theme)


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
