"""Figures 5 to 7 of Hoffmann et al. 2022: Chinchilla beside Gopher, a bar a task.

Over each bar lies what the printed table allows: its two cells, each rounded.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from scalinglaws.arrays import Floats, Labels
from scalinglaws.claims.arithmetic.names import partners
from scalinglaws.display.chart import Chart, Layers
from scalinglaws.display.theme import Theme
from scalinglaws.published import Table

Columns = dict[str, Floats]
NOISE = 1e-6  # a bar of no height measures 5e-12 in the drawing
WORDS = (
    "Bars: read from Figure {number} of Hoffmann et al. 2022. Marks: what the rounded cells of "
    "Table {table} allow; {agree} of {count} bars agree with them. {outside}Measured by "
    "the authors."
)
BITS = "bits per byte fewer than Gopher"
ACCURACY = "per cent above Gopher's accuracy"


def pile_bars(bars: Table, cells: Table) -> Chart:
    """Figure 5: by how many bits per byte Chinchilla is better, with Table A5's cells.

    Parameters
    ----------
    bars : Table
        Figure 5: ``subset`` and ``decrease_bits_per_byte``.
    cells : Table
        Table A5: ``subset`` and each model's bits per byte.
    """
    names = ("chinchilla_bits_per_byte", "gopher_bits_per_byte")
    drawn = {"subset": bars["subset"], "bar": bars["decrease_bits_per_byte"]}
    low, high = _allowed(bars["subset"], cells, "subset", names, 0.0005, lambda c, g: g - c)
    return _chart(
        "pile-bars", "Fewer bits for every part of the Pile.", (5, "A5"),
        {**drawn, "cells_low": low, "cells_high": high}, "bits per byte", BITS,
    )  # fmt: skip


def mmlu_bars(bars: Table, cells: Table) -> Chart:
    """Figure 6: by how many per cent of Gopher's accuracy Chinchilla is above it, 57 tasks.

    Parameters
    ----------
    bars : Table
        Figure 6: ``task`` and ``relative_improvement``, in per cent.
    cells : Table
        Table A6: ``task`` and each model's accuracy in per cent.
    """
    return _accuracy_bars("mmlu-bars", "Better on most exams.", (6, "A6"), bars, cells)


def big_bench_bars(bars: Table, cells: Table) -> Chart:
    """Figure 7: the same for the 62 tasks of BIG-bench.

    Parameters
    ----------
    bars : Table
        Figure 7: ``task`` and ``relative_improvement``, in per cent.
    cells : Table
        Table A7: ``task`` and each model's accuracy in per cent.
    """
    return _accuracy_bars("big-bench-bars", "Better on most puzzles.", (7, "A7"), bars, cells)


def bars_apart(chart: Chart) -> list[str]:
    """The names of the bars that the printed cells do not allow, in a chart of this module."""
    (columns,) = chart.layers.values()
    return [str(name) for name in next(iter(columns.values()))[_outside(dict(columns))]]


def _accuracy_bars(
    name: str, finding: str, places: tuple[int, str], bars: Table, cells: Table
) -> Chart:
    low, high = _allowed(bars["task"], cells, "task", ("chinchilla", "gopher"), 0.05, _per_cent)
    drawn = {"task": bars["task"], "bar": bars["relative_improvement"]}
    return _chart(name, finding, places, {**drawn, "cells_low": low, "cells_high": high},
                  "per cent", ACCURACY)  # fmt: skip


def _per_cent(chinchilla: Floats, gopher: Floats) -> Floats:
    return 100 * (chinchilla / gopher - 1)


def _allowed(
    names: Labels,
    cells: Table,
    key: str,
    columns: tuple[str, str],
    half: float,
    compare: Callable[[Floats, Floats], Floats],
) -> tuple[Floats, Floats]:
    """The least and the most that the cells allow, each read as its print ± ``half``."""
    rows = partners(names.tolist(), cells[key].tolist())
    chinchilla, gopher = (cells[column][rows] for column in columns)
    ends = compare(chinchilla - half, gopher + half), compare(chinchilla + half, gopher - half)
    return np.minimum(*ends), np.maximum(*ends)


def _chart(
    name: str, finding: str, places: tuple[int, str], columns: Columns, unit: str, label: str
) -> Chart:
    names, bars = list(columns.values())[:2]
    outside = names[_outside(columns)]
    told = f"Off: {', '.join(outside)}. " if len(outside) else ""
    words = WORDS.format(number=places[0], table=places[1], count=len(bars),
                         agree=len(bars) - len(outside), outside=told)  # fmt: skip
    return Chart(
        name=name,
        caption=f"{finding} {words}",
        layers={"tasks": columns},
        units=dict.fromkeys(columns, unit) | {next(iter(columns)): ""},
        draw=_draw_accuracies if label == ACCURACY else _draw_bits,
        describe=_describing(label),
        size=(3.6, 0.8 + 0.12 * len(bars)),
    )


def _outside(columns: Columns) -> NDArray[np.bool_]:
    bars = np.where(np.abs(columns["bar"]) < NOISE, 0.0, columns["bar"])
    # The drawing's own digits end at the sixth.
    slack = 1e-5 * np.abs(bars)
    return (bars < columns["cells_low"] - slack) | (bars > columns["cells_high"] + slack)


def _draw_bits(figure: Figure, layers: Layers, theme: Theme) -> None:
    _draw(figure, layers, theme, BITS)


def _draw_accuracies(figure: Figure, layers: Layers, theme: Theme) -> None:
    _draw(figure, layers, theme, ACCURACY)


def _draw(figure: Figure, layers: Layers, theme: Theme, label: str) -> None:
    axes, tasks = figure.subplots(), layers["tasks"]
    names, bars = list(tasks.values())[:2]
    rows, outside = np.arange(len(bars)), _outside(dict(tasks))
    colours = [theme.series[1] if bar < -NOISE else theme.series[0] for bar in bars]
    axes.barh(rows, bars, color=colours, height=0.7)
    axes.hlines(rows, tasks["cells_low"], tasks["cells_high"], color=theme.ink, linewidth=2)
    middle = (tasks["cells_low"] + tasks["cells_high"]) / 2
    axes.plot(middle[outside], rows[outside], "o", markersize=6, markerfacecolor="none",
              color=theme.ink)  # fmt: skip
    axes.set_yticks(rows, [name.replace("_", " ") for name in names], fontsize=7.5)
    axes.tick_params(axis="y", length=0, pad=2)
    axes.set_ylim(-0.7, len(rows) - 0.3)
    axes.grid(axis="y", visible=False)
    axes.axvline(0, color=theme.ink, linewidth=0.8)
    axes.set_xlabel(label, fontsize=8.5, loc="right")
    axes.tick_params(axis="x", labelsize=9)


def _describing(label: str) -> Callable[[Layers], str]:
    def describe(layers: Layers) -> str:
        names, bars = list(layers["tasks"].values())[:2]
        up, down = int((bars > NOISE).sum()), int((bars < -NOISE).sum())
        return (
            f"{len(bars)} bars, {label}: {up} to the right, {down} to the left, from "
            f"{bars.min():.3g} ({names[np.argmin(bars)]}) to {bars.max():.3g} "
            f"({names[np.argmax(bars)]}); half of them above {np.median(bars):.2g}."
        )

    return describe
