"""Figure 2 of Hoffmann et al. 2022, centre and right: what the envelope of the runs chose."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scalinglaws.display.axes import between, spoken
from scalinglaws.display.chart import Chart, Layers
from scalinglaws.display.theme import Theme
from scalinglaws.fits import fit_power_law
from scalinglaws.published import Table

UNITS = {"flops_C": "FLOP", "params_N": "parameters", "tokens_D": "tokens"}
LABELS = {"params_N": "size N (parameters)", "tokens_D": "reading D (tokens)"}


def envelope(points: Table) -> Chart:
    """Size and tokens of the lowest training curve at each budget, and a line through each.

    Parameters
    ----------
    points : Table
        Figure 2, centre and right: ``flops_C``, ``params_N``, ``tokens_D``.
    """
    reach = between(points["flops_C"], 2)
    lines = {name: fit_power_law(points["flops_C"], points[name]).at(reach) for name in LABELS}
    return Chart(
        name="envelope",
        caption=(
            f"The envelope. Measured: size and tokens of the lowest training curve at "
            f"{len(points):,} budgets, read from Figure 2 of Hoffmann et al. 2022. Fitted: a line "
            "through each."
        ),
        layers={
            "points": {name: points[name] for name in UNITS},
            "lines": {"flops_C": reach, **lines},
        },
        units=UNITS,
        draw=_draw,
        describe=_describe,
        size=(5.0, 5.6),
    )


def _draw(figure: Figure, layers: Layers, theme: Theme) -> None:
    panels = figure.subplots(2, 1, sharex=True)
    for axes, (column, label) in zip(panels, LABELS.items(), strict=True):
        _draw_panel(axes, layers, column, theme)
        axes.set_ylabel(label)
    panels[-1].set_xlabel("training compute C (FLOP)")


def _draw_panel(axes: Axes, layers: Layers, column: str, theme: Theme) -> None:
    points, lines = layers["points"], layers["lines"]
    axes.loglog(points["flops_C"], points[column], ".", markersize=3, color=theme.series[0])
    axes.loglog(lines["flops_C"], lines[column], color=theme.series[1])


def _describe(layers: Layers) -> str:
    points = layers["points"]
    size, tokens = (fit_power_law(points["flops_C"], points[name]).exponent for name in LABELS)
    return (
        f"{len(points['flops_C']):,} budgets from {spoken(points['flops_C'].min())} to "
        f"{spoken(points['flops_C'].max())} FLOP: best size climbs in steps along a line of "
        f"exponent {size:.2f}, tokens along one of exponent {tokens:.2f}."
    )
