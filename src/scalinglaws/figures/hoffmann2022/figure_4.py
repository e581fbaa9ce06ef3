"""Figure 4 of Hoffmann et al. 2022: all runs and one formula, from above and in slices."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scalinglaws.arrays import Floats
from scalinglaws.compute import six_nd
from scalinglaws.display.axes import spoken
from scalinglaws.display.chart import Chart, Layers
from scalinglaws.display.theme import Theme
from scalinglaws.figures.panels.law_slices import UNITS as SLICE_UNITS
from scalinglaws.figures.panels.law_slices import draw_slices, slice_layers
from scalinglaws.laws import LossLaw
from scalinglaws.published import Table
from scalinglaws.units import format_count

UNITS = {**SLICE_UNITS, "flops_C": "FLOP", "loss_nats": "nats per token"}
LEVELS = (2.0, 2.2, 2.4, 2.7, 3.0, 3.5, 4.0)
SIZES = (3e7, 1e11)
COLOURS = 12


def parametric_panels(runs: Table, law: LossLaw, gopher_C: float) -> Chart:
    """The two panels of the figure, one below the other.

    Parameters
    ----------
    runs : Table
        Figure 4's runs: ``flops_C``, ``params_N``, ``loss_colour_nats``, and for the slices what
        `formula_slices` needs.
    law : LossLaw
        The formula whose contours, frontier and slices are drawn, at C = 6ND.
    gopher_C : float
        FLOP up to which the frontier is extrapolated.
    """
    reach = np.array([runs["flops_C"].min(), runs["flops_C"].max(), gopher_C])
    return Chart(
        name="parametric-panels",
        caption=(
            f"One formula from above and in slices. Dots: {len(runs)} measured runs, their loss "
            "as a colour (top) or as a height (below, where drawn), read from Figure 4 of "
            f"Hoffmann et al. 2022. Fitted: {law.name}; thin, sizes and budgets of equal loss; "
            "thick, its best size, dashed where extrapolated; below, its slices."
        ),
        layers={
            "all runs": {
                "flops_C": runs["flops_C"],
                "params_N": runs["params_N"],
                "loss_nats": runs["loss_colour_nats"],
            },
            "frontier": {"flops_C": reach, "params_N": law.compute_optimal(reach).N},
            "contours": _contours(law, reach),
            **slice_layers(runs, law),
        },
        units=UNITS,
        draw=_draw,
        describe=_describe,
        size=(5.0, 8.2),
    )


def _contours(law: LossLaw, reach: Floats) -> dict[str, Floats]:
    """Where the law's loss is one of `LEVELS`: for each size, the compute that reaches it."""
    sizes, parts = np.geomspace(*SIZES, 61), []
    for level in LEVELS:
        left = level - law.E - law.A / sizes**law.alpha
        N, left = sizes[left > 0], left[left > 0]
        C = six_nd(N, (law.B / left) ** (1 / law.beta))
        kept = reach[-1] >= C
        parts.append((np.full(kept.sum(), level), C[kept], N[kept]))
    columns = (np.concatenate(column) for column in zip(*parts, strict=True))
    return dict(zip(("loss_nats", "flops_C", "params_N"), columns, strict=True))


def _draw(figure: Figure, layers: Layers, theme: Theme) -> None:
    above, slices = figure.subplots(2, 1)
    _draw_from_above(above, layers, theme)
    draw_slices(slices, layers, theme)


def _draw_from_above(axes: Axes, layers: Layers, theme: Theme) -> None:
    runs, contours, frontier = (layers[name] for name in ("all runs", "contours", "frontier"))
    for level in np.unique(contours["loss_nats"]):
        row = contours["loss_nats"] == level
        C, N = contours["flops_C"][row], contours["params_N"][row]
        axes.loglog(C, N, color=theme.ink, linewidth=0.5)
        axes.annotate(f"{level:g}", (C[-1], N[-1]), (2, 0), textcoords="offset points",
                      fontsize=8, va="bottom", clip_on=True)  # fmt: skip
    # By rank: the few high losses would otherwise take most of the colours.
    place = (
        np.argsort(np.argsort(runs["loss_nats"], kind="stable")) * COLOURS // len(runs["loss_nats"])
    )
    colours = theme.sequence(COLOURS)
    for shade in np.unique(place):
        row = place == shade
        axes.plot(runs["flops_C"][row], runs["params_N"][row], ".", markersize=6,
                  color=colours[COLOURS - 1 - int(shade)])  # fmt: skip
    C, N = frontier["flops_C"], frontier["params_N"]
    axes.plot(C[:2], N[:2], color=theme.series[0], linewidth=2)
    axes.plot(C[1:], N[1:], "--", color=theme.series[0], linewidth=2)
    axes.annotate(format_count(N[-1]), (C[-1], N[-1]), (-4, 4), textcoords="offset points",
                  ha="right", va="bottom", fontsize=9)  # fmt: skip
    axes.set_xlim(left=C[0] / 2)
    axes.set_xlabel("training compute C (FLOP)")
    axes.set_ylabel("model size N (parameters)")


def _describe(layers: Layers) -> str:
    runs, frontier, slices = (layers[name] for name in ("all runs", "frontier", "runs"))
    miss = np.abs(slices["law_loss_nats"] / slices["loss_nats"] - 1)
    return (
        f"{len(runs['loss_nats'])} runs with losses of {runs['loss_nats'].min():.2f} to "
        f"{runs['loss_nats'].max():.2f} among lines of equal loss. The best size reaches "
        f"{format_count(frontier['params_N'][-1])} at {spoken(frontier['flops_C'][-1])} FLOP. "
        f"Below, half of {len(miss)} runs lie within {np.median(miss):.1%} of the formula."
    )
