"""What simulated classes read off their walls at one budget."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from scalinglaws.display.axes import spoken
from scalinglaws.display.chart import Chart, Layers
from scalinglaws.display.theme import Theme
from scalinglaws.errors import InputError
from scalinglaws.studies.classroom import Classes
from scalinglaws.units import format_count

UNITS = {"from_N": "parameters", "to_N": "parameters", "first": "classes", "second": "classes",
         "whole": "", "params_N": "parameters"}  # fmt: skip
STEP = 2e9  # parameters a bar


def class_readings(first: Classes, second: Classes, whole: Mapping[str, float]) -> Chart:
    """How many classes read which size, before and after opening more flaps.

    Parameters
    ----------
    first, second : Classes
        Simulated with fewer flaps and with more; equally many.
    whole : mapping of str to float
        What the line through all the runs' floors says, by name, in parameters.

    Raises
    ------
    InputError
        If the two differ in the number of classes or in the budget.
    """
    if len(first.readings) != len(second.readings) or first.C != second.C:
        raise InputError("two simulations of equally many classes, read at one budget, compare")
    both = np.concatenate([first.readings, second.readings])
    edges = np.arange(np.floor(both.min() / STEP), np.ceil(both.max() / STEP) + 1) * STEP
    return Chart(
        name="class-readings",
        caption=(
            f"What {len(first.readings):,} simulated classes read at {spoken(first.C)} FLOP, "
            f"with {first.flaps} flaps a pair (filled) and with {second.flaps} (outline). Vertical "
            "lines: all the runs. Losses: Figure 3 of Hoffmann et al. 2022."
        ),
        layers={
            "classes": {
                "from_N": edges[:-1],
                "to_N": edges[1:],
                "first": np.histogram(first.readings, edges)[0].astype(float),
                "second": np.histogram(second.readings, edges)[0].astype(float),
            },
            "all runs": {
                "whole": np.array(list(whole)),
                "params_N": np.array(list(whole.values()), dtype=float),
            },
        },
        units=UNITS,
        draw=_draw,
        describe=_describe,
        size=(5.0, 3.2),
    )


def _draw(figure: Figure, layers: Layers, theme: Theme) -> None:
    axes = figure.subplots()
    bars, whole = layers["classes"], layers["all runs"]
    edges = np.append(bars["from_N"], bars["to_N"][-1])
    axes.stairs(bars["first"], edges, fill=True, color=theme.series[0], alpha=0.45)
    axes.stairs(bars["second"], edges, color=theme.series[1], linewidth=2)
    top = max(bars["first"].max(), bars["second"].max())
    for row, (name, N) in enumerate(zip(whole["whole"], whole["params_N"], strict=True)):
        axes.axvline(N, color=theme.ink, linestyle=("--", "-")[row % 2], linewidth=1.2)
        axes.annotate(name, (N, top * 1.2), (-4 if row % 2 == 0 else 4, 0),
                      textcoords="offset points", ha=("right", "left")[row % 2],
                      va="top", fontsize=9)  # fmt: skip
    axes.set_ylim(0, top * 1.22)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: format_count(value)))
    axes.set_xlabel("best size read off the thread (parameters)")
    axes.set_ylabel("classes")


def _describe(layers: Layers) -> str:
    bars, whole = layers["classes"], layers["all runs"]
    peaks = []
    for name in ("first", "second"):
        row = int(np.argmax(bars[name]))
        peaks.append(f"{format_count(bars['from_N'][row])} to {format_count(bars['to_N'][row])}")
    lines = " and ".join(f"{format_count(N)} ({name})" for name, N in
                         zip(whole["whole"], whole["params_N"], strict=True))  # fmt: skip
    return (
        f"Two histograms of readings from {format_count(bars['from_N'][0])} to "
        f"{format_count(bars['to_N'][-1])} parameters. The fullest bar is "
        f"{peaks[0]}; after more flaps {peaks[1]}. Lines at {lines}."
    )
