"""Figure 2 of Hoffmann et al. 2022, left: every training curve, and the lowest at each budget."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullFormatter, ScalarFormatter

from scalinglaws.arrays import Floats
from scalinglaws.display.axes import spoken
from scalinglaws.display.chart import Chart, Layer, Layers
from scalinglaws.display.theme import Theme
from scalinglaws.published import Table
from scalinglaws.units import format_count

UNITS = {
    "curve": "",
    "params_N": "parameters",
    "flops_C": "FLOP",
    "loss_nats": "nats per token",
}
LOSSES = (2, 3, 4, 5, 6)
LABELLED = 4.2  # nats: the height at which the sizes are written
BEND = 0.004  # in shares of the panel: about a point on paper


def training_curves(curves: Table, lowest: Table) -> Chart:
    """Loss against compute spent, a line a run, its colour the size; the lowest points on top.

    Parameters
    ----------
    curves : Table
        Figure 2, left: ``curve``, ``params_N``, blank where two sizes fit its colour,
        ``params_N_from_colour``, ``flops_C``, ``loss_nats``.
    lowest : Table
        The grey points of the same panel: ``flops_C``, ``loss_nats``.
    """
    drawn = thinned_curves(curves)
    runs = len(np.unique(drawn["curve"]))
    return Chart(
        name="training-curves",
        caption=(
            f"Every run comes down, and another one undercuts it. Measured: {runs} training "
            f"curves, coloured by size, and the lowest loss at {len(lowest)} budgets (dots), read "
            "from Figure 2 (left) of Hoffmann et al. 2022. Corners too small to see are left out: "
            f"{len(drawn['curve']):,} of {len(curves):,} points are drawn; the table that ships "
            "with the library has them all. Loss above 6.5 is cut."
        ),
        layers={
            "curves": drawn,
            "lowest": {"flops_C": lowest["flops_C"], "loss_nats": lowest["loss_nats"]},
        },
        units=UNITS,
        draw=_draw,
        describe=_describe,
        size=(5.0, 4.6),
    )


def thinned_curves(curves: Table) -> dict[str, Floats]:
    """The corners of each curve that show: the rest lie within a hair of the line between them."""
    x, y = (_share(np.log(curves[name])) for name in ("flops_C", "loss_nats"))
    starts = np.flatnonzero(np.diff(curves["curve"], prepend=np.nan))
    ends = np.append(starts[1:], len(curves))
    kept = np.concatenate(
        [
            first + corners(x[first:end], y[first:end], BEND)
            for first, end in zip(starts, ends, strict=True)
        ]
    )
    sizes = np.where(
        np.isfinite(curves["params_N"]), curves["params_N"], curves["params_N_from_colour"]
    )
    return {**{name: curves[name][kept] for name in UNITS}, "params_N": sizes[kept]}


def corners(x: Floats, y: Floats, bend: float) -> Floats:
    """Rows that a line may be reduced to, its height nowhere changed by more than ``bend``.

    The method of Ramer, Douglas and Peucker: keep the ends, then the row farthest from the line
    between them, and so on in both halves.

    Parameters
    ----------
    x, y : ndarray, shape (points,)
        The line's points; ``x`` must rise.
    bend : float
        The most that the height may change, in the unit of ``y``.

    Returns
    -------
    ndarray of int, shape (corners,)
    """
    kept, open_parts = {0, len(x) - 1}, [(0, len(x) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        miss = np.abs(
            y[first : last + 1] - np.interp(x[first : last + 1], x[[first, last]], y[[first, last]])
        )
        farthest = first + int(np.argmax(miss))
        if miss.max() > bend:
            kept.add(farthest)
            open_parts += [(first, farthest), (farthest, last)]
    return np.array(sorted(kept))


def _share(values: Floats) -> Floats:
    return np.asarray((values - values.min()) / (values.max() - values.min()))


def _draw(figure: Figure, layers: Layers, theme: Theme) -> None:
    axes = figure.subplots()
    curves, lowest = layers["curves"], layers["lowest"]
    sizes = np.unique(curves["params_N"])
    colours = dict(zip(sizes, theme.sequence(len(sizes)), strict=True))
    for number in np.unique(curves["curve"]):
        row = curves["curve"] == number
        axes.loglog(curves["flops_C"][row], curves["loss_nats"][row], linewidth=0.6,
                    color=colours[curves["params_N"][row][0]])  # fmt: skip
    axes.plot(lowest["flops_C"], lowest["loss_nats"], ".", markersize=2.5, color=theme.ink)
    axes.yaxis.set_major_locator(FixedLocator(LOSSES))
    axes.yaxis.set_major_formatter(ScalarFormatter())
    axes.yaxis.set_minor_formatter(NullFormatter())
    _label_ends(axes, curves, colours)
    axes.set_xlabel("training compute C (FLOP)")
    axes.set_ylabel("training loss (nats per token)")


def _label_ends(axes: Axes, curves: Layer, colours: dict[float, str]) -> None:
    """Name the smallest size to the left of its curves, the largest to the right."""
    for size, side in ((min(colours), "right"), (max(colours), "left")):
        row = curves["params_N"] == size
        C, loss = curves["flops_C"][row], curves["loss_nats"][row]
        ends = np.where(np.abs(loss - LABELLED) < 0.3, C, np.nan)
        edge = np.nanargmin(ends) if side == "right" else np.nanargmax(ends)
        axes.annotate(format_count(size), (C[edge], loss[edge]), (-5 if side == "right" else 5, 0),
                      textcoords="offset points", ha=side, fontsize=9,
                      color=colours[size])  # fmt: skip


def _describe(layers: Layers) -> str:
    curves, lowest = layers["curves"], layers["lowest"]
    sizes = curves["params_N"]
    return (
        f"{len(np.unique(curves['curve']))} falling curves of loss over compute, for models of "
        f"{format_count(sizes.min())} to {format_count(sizes.max())} parameters. "
        f"Their lower edge falls from {lowest['loss_nats'].max():.2f} at "
        f"{spoken(lowest['flops_C'].min())} FLOP to "
        f"{lowest['loss_nats'].min():.2f} at {spoken(lowest['flops_C'].max())}."
    )
