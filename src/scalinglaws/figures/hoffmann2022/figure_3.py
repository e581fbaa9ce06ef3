"""Figure 3 of Hoffmann et al. 2022: nine valleys, and where their floors lead."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scalinglaws.display.axes import spoken
from scalinglaws.display.chart import Chart, Layers
from scalinglaws.display.theme import Theme
from scalinglaws.figures.panels.isoflop_profiles import UNITS as VALLEY_UNITS
from scalinglaws.figures.panels.isoflop_profiles import draw_profiles, profile_layers
from scalinglaws.fits import fit_parabolas, fit_power_law
from scalinglaws.published import Table
from scalinglaws.units import format_count

UNITS = {**VALLEY_UNITS, "flops_C": "FLOP", "tokens_D": "tokens"}
PANELS = {
    "size": ("params_N", "best size N\n(parameters)"),
    "reading": ("tokens_D", "its reading D\n(tokens)"),
}


def isoflop_panels(drawn: Table, gopher_C: float) -> Chart:
    """The three panels of the figure, one below the other.

    Parameters
    ----------
    drawn : Table
        Figure 3: its panels ``left``, ``center`` and ``right``.
    gopher_C : float
        FLOP up to which the lines through the floors are extrapolated.
    """
    left, center, right = (drawn.where(panel=name) for name in ("left", "center", "right"))
    valleys = fit_parabolas(left["flops_C"], left["params_N"], left["loss_nats"])
    floors = {"size": (center["flops_C"], center["params_N"]),
              "reading": (right["flops_C"], right["tokens_D"])}  # fmt: skip
    reach = np.array([center["flops_C"].min(), center["flops_C"].max(), gopher_C])
    lines = {name: fit_power_law(*points).at(reach) for name, points in floors.items()}
    return Chart(
        name="isoflop-panels",
        caption=(
            f"Nine floors, two lines. Top: {len(left)} measured runs; parabolas fitted by us, "
            "their floors starred. Below: the floors as the paper draws them, and lines fitted "
            f"to them by us, dashed where extrapolated to {spoken(gopher_C)} FLOP. Read from "
            "Figure 3 of Hoffmann et al. 2022; a run or more above its frame is missing."
        ),
        layers={
            **profile_layers(left, valleys),
            **{name: {"flops_C": C, PANELS[name][0]: y} for name, (C, y) in floors.items()},
            **{f"{name} line": {"flops_C": reach, PANELS[name][0]: y} for name, y in lines.items()},
        },
        units=UNITS,
        draw=_draw,
        describe=_describe,
        size=(5.0, 8.4),
    )


def _draw(figure: Figure, layers: Layers, theme: Theme) -> None:
    top, *below = figure.subplots(3, 1, height_ratios=(2, 1, 1))
    draw_profiles(top, layers, theme)
    for axes, name in zip(below, PANELS, strict=True):
        _draw_floors(axes, layers, name, theme)
    below[0].sharex(below[1])
    below[1].set_xlabel("training compute C (FLOP)")


def _draw_floors(axes: Axes, layers: Layers, name: str, theme: Theme) -> None:
    column, label = PANELS[name]
    line, points = layers[f"{name} line"], layers[name]
    C, y = line["flops_C"], line[column]
    axes.loglog(C[:2], y[:2], color=theme.series[0])
    axes.loglog(C[1:], y[1:], "--", color=theme.series[0])
    axes.loglog(points["flops_C"], points[column], "o", markersize=5, color=theme.series[1])
    axes.annotate(format_count(y[-1]), (C[-1], y[-1]), (-6, 2), textcoords="offset points",
                  ha="right", va="bottom", fontsize=9)  # fmt: skip
    axes.set_ylabel(label)


def _describe(layers: Layers) -> str:
    size, reading = (layers[f"{name} line"] for name in PANELS)
    floors = layers["floors"]
    return (
        f"{len(floors['budget_C'])} valleys of loss over size; the floors move from "
        f"{format_count(floors['params_N'][0])} to "
        f"{format_count(floors['params_N'][-1])} parameters. Lines through the floors, "
        f"extrapolated to {spoken(size['flops_C'][-1])} FLOP, ask for "
        f"{format_count(size['params_N'][-1])} parameters and "
        f"{format_count(reading['tokens_D'][-1])} tokens."
    )
