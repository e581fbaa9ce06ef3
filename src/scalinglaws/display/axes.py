"""Pieces that several charts draw alike."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, NullFormatter
from numpy.typing import ArrayLike, NDArray

from scalinglaws.arrays import Floats
from scalinglaws.display.chart import Layer
from scalinglaws.display.theme import Theme
from scalinglaws.units import format_count


def power_of_ten(value: float) -> str:
    """A number as Matplotlib mathematics: ``6e18`` becomes ``$6×10^{18}$``."""
    exponent = math.floor(math.log10(value) + 1e-9)
    mantissa = value / 10**exponent
    return rf"$10^{{{exponent}}}$" if mantissa == 1 else rf"${mantissa:g}\times10^{{{exponent}}}$"


def spoken(value: float) -> str:
    """A number for alternative text: ``6e+18`` is read aloud as 6e18."""
    return f"{value:.3g}".replace("e+", "e")


def written(value: float) -> str:
    """A number in a table, three digits: ``6.2e+06`` becomes "6.20e6"."""
    mantissa, exponent = f"{value:.2e}".split("e")
    return f"{mantissa}e{int(exponent)}"


def by_value(key: Floats) -> Iterator[tuple[float, NDArray[np.bool_]]]:
    """Each distinct value of a column from the smallest up, with the rows that hold it."""
    for value in np.unique(key):
        yield float(value), key == value


def between(values: ArrayLike, count: int = 41) -> Floats:
    """Log-spaced points from the smallest of the values to the largest.

    Parameters
    ----------
    values : array_like
        Two or more positive numbers, in any unit.
    count : int
        How many points, the ends among them.
    """
    ends = np.asarray(values, dtype=np.float64)
    return np.geomspace(ends.min(), ends.max(), count)


def size_axis(axes: Axes, label: str, ticks: ArrayLike) -> None:
    """A log x axis of model sizes, its ticks written 100M, 1B.

    Parameters
    ----------
    axes : Axes
        Whose x axis to set.
    label : str
        What stands under it.
    ticks : array_like, shape (ticks,)
        Parameters.
    """
    axes.set_xscale("log")
    axes.set_xticks(np.asarray(ticks))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: format_count(value)))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_xlabel(label)


def draw_budgets(axes: Axes, runs: Layer, curves: Layer, theme: Theme, line: str) -> None:
    """Loss against size: a colour a budget, its runs as points, its curve labelled at the left.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    runs, curves : mapping of str to ndarray
        Columns ``budget_C`` (FLOP), ``params_N`` and ``loss_nats`` (nats per token): the points,
        and the corners of each budget's curve.
    theme : Theme
        Whose colours to draw with.
    line : str
        How Matplotlib writes the kind of line, "-" or "--".
    """
    groups = list(by_value(runs["budget_C"]))
    for colour, (budget, rows) in zip(theme.sequence(len(groups)), groups, strict=True):
        on_curve = curves["budget_C"] == budget
        size, loss = curves["params_N"][on_curve], curves["loss_nats"][on_curve]
        axes.plot(size, loss, line, color=colour, linewidth=1.2)
        axes.plot(runs["params_N"][rows], runs["loss_nats"][rows], ".", color=colour)
        axes.annotate(
            power_of_ten(budget), (size[0], loss[0]), (-5, 0), textcoords="offset points",
            ha="right", va="center", fontsize=9, color=colour, annotation_clip=False,
        )  # fmt: skip
    size_axis(axes, "model size N (parameters)", [1e8, 3e8, 1e9, 3e9, 1e10])
    axes.set_xlim(left=1e7)
    axes.set_ylabel("final training loss\n(nats per token)")
