"""Figure 3 of Hoffmann et al. 2022, centre: the floors lie near one line."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scalinglaws.display.axes import spoken
from scalinglaws.display.chart import Chart, Layers
from scalinglaws.display.theme import Theme
from scalinglaws.fits import Parabola, fit_power_law
from scalinglaws.units import format_count

UNITS = {"flops_C": "FLOP", "params_N": "parameters", "model": ""}
Models = dict[str, tuple[float, float]]


def line_of_floors(valleys: tuple[Parabola, ...], models: Models) -> Chart:
    """Best size against budget, the line through the floors, and models that were built.

    Parameters
    ----------
    valleys : tuple of Parabola
        The measured floors.
    models : dict of str to (float, float)
        Name -> (training FLOP counted as 6ND, parameters).
    """
    budgets = np.array([v.C for v in valleys])
    line = fit_power_law(budgets, [v.N for v in valleys])
    reach = np.geomspace(budgets.min(), max(C for C, _ in models.values()), 25)
    return Chart(
        name="line-of-floors",
        caption=(
            f"The {len(valleys)} floors lie near one line. Stars: fitted floors. Solid line: fitted"
            " to them. Dashed: the same line extrapolated. Squares: models of Table 1 in Hoffmann "
            "et al. 2022, at 6ND; the farther above the line, the larger for their budget."
        ),
        layers={
            "floors": {"flops_C": budgets, "params_N": np.array([v.N for v in valleys])},
            "models": {
                "model": np.array(list(models)),
                "flops_C": np.array([C for C, _ in models.values()]),
                "params_N": np.array([N for _, N in models.values()]),
            },
            "line": {"flops_C": reach, "params_N": line.at(reach)},
        },
        units=UNITS,
        draw=_draw,
        describe=_describe,
    )


def _draw(figure: Figure, layers: Layers, theme: Theme) -> None:
    axes = figure.subplots()
    floors, models, line = layers["floors"], layers["models"], layers["line"]
    measured = line["flops_C"] <= floors["flops_C"].max()
    last = int(measured.sum()) - 1
    axes.loglog(line["flops_C"][: last + 1], line["params_N"][: last + 1], color=theme.series[0])
    axes.loglog(line["flops_C"][last:], line["params_N"][last:], "--", color=theme.series[0])
    axes.plot(floors["flops_C"], floors["params_N"], "*", color=theme.series[1], markersize=11)
    axes.plot(models["flops_C"], models["params_N"], "s", color=theme.series[2])
    for name, C, N in zip(models["model"], models["flops_C"], models["params_N"], strict=True):
        axes.annotate(name, (C, N), (-6, 0), textcoords="offset points", ha="right", va="center")
    axes.set_xlabel("training compute C (FLOP)")
    axes.set_ylabel("model size N (parameters)")


def _describe(layers: Layers) -> str:
    floors, line, models = layers["floors"], layers["line"], layers["models"]
    decades = np.log10(line["flops_C"][-1] / line["flops_C"][0])
    per_decade = (line["params_N"][-1] / line["params_N"][0]) ** (1 / decades)
    above = models["params_N"] / np.interp(
        np.log(models["flops_C"]), np.log(line["flops_C"]), line["params_N"]
    )
    largest = int(np.argmax(above))
    return (
        f"{len(floors['flops_C'])} floors near a straight line on log-log paper: "
        f"{per_decade:.2g} times the size for ten times the budget. At "
        f"{spoken(line['flops_C'][-1])} FLOP it reaches {format_count(line['params_N'][-1])} "
        f"parameters. {models['model'][largest]} lies {above[largest]:.2g} times above it."
    )
