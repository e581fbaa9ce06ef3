"""Figure 1 of Hoffmann et al. 2022: what four methods ask for, and four models that were built."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scalinglaws.display.axes import spoken
from scalinglaws.display.chart import Chart, Layer, Layers
from scalinglaws.display.theme import Theme
from scalinglaws.published import Table
from scalinglaws.units import format_count

UNITS = {"series": "", "flops_C": "FLOP", "params_N": "parameters"}
FROM_C, TO_C = 1e18, 1e25  # the stretch of the paper's axis that its runs and models lie in
NAMES = {
    "Approach 1": "envelope (Approach 1)",
    "Approach 2": "valleys (Approach 2)",
    "Approach 3": "formula (Approach 3)",
    "Kaplan et al (2020)": "Kaplan et al. 2020",
}


def overlaid_predictions(drawn: Table, largest_run_C: float) -> Chart:
    """The best size against compute by each method, as lines, and trained models, as stars.

    Parameters
    ----------
    drawn : Table
        Figure 1: rows of kind ``line`` with ``a`` and ``log10_N_at_C_equal_1``, and of kind
        ``star`` with ``flops_C`` and ``params_N``.
    largest_run_C : float
        FLOP of the largest training run; beyond it the lines are extrapolated.
    """
    lines, stars = drawn.where(kind="line"), drawn.where(kind="star")
    reach = np.array([FROM_C, largest_run_C, TO_C])
    sizes = [
        10 ** (start + a * np.log10(reach))
        for a, start in zip(lines["a"], lines["log10_N_at_C_equal_1"], strict=True)
    ]
    return Chart(
        name="overlaid-predictions",
        caption=(
            "Four answers to one question. Lines: fitted by the authors to their runs, and by "
            f"Kaplan et al. to theirs; beyond {spoken(largest_run_C)} FLOP, dashed, "
            "extrapolated. Stars: models that were trained. Read from Figure 1 of Hoffmann et al. "
            "2022."
        ),
        layers={
            "lines": {
                "series": np.repeat([NAMES[name] for name in lines["series"]], len(reach)),
                "flops_C": np.tile(reach, len(lines)),
                "params_N": np.concatenate(sizes),
            },
            "stars": {"series": stars["series"], **{k: stars[k] for k in ("flops_C", "params_N")}},
        },
        units=UNITS,
        draw=_draw,
        describe=_describe,
        size=(5.0, 4.4),
    )


def _draw(figure: Figure, layers: Layers, theme: Theme) -> None:
    axes = figure.subplots()
    lines, stars = layers["lines"], layers["stars"]
    for name, colour in zip(dict.fromkeys(lines["series"]), theme.series, strict=False):
        C, N = (lines[key][lines["series"] == name] for key in ("flops_C", "params_N"))
        axes.loglog(C[:-1], N[:-1], color=colour, label=name)
        axes.loglog(C[-2:], N[-2:], "--", color=colour)
    axes.plot(stars["flops_C"], stars["params_N"], "*", color=theme.ink, markersize=9, zorder=5)
    _name_stars(axes, stars, theme)
    axes.legend(loc="upper left", fontsize=9)
    axes.set_ylim(top=1e13)
    axes.set_xlabel("training compute C (FLOP)")
    axes.set_ylabel("best size N (parameters)")


def _name_stars(axes: Axes, stars: Layer, theme: Theme) -> None:
    """Names to the left of their stars, the smallest model's right below; lines pass behind."""
    smallest = stars["params_N"].min()
    behind = {"facecolor": theme.background, "edgecolor": "none", "pad": 0.6}
    for name, C, N in zip(stars["series"], stars["flops_C"], stars["params_N"], strict=True):
        right = smallest == N
        axes.annotate(name, (C, N), (7, -8) if right else (-7, 0), textcoords="offset points",
                      ha="left" if right else "right", va="center", fontsize=9, bbox=behind,
                      )  # fmt: skip


def _describe(layers: Layers) -> str:
    lines, stars = layers["lines"], layers["stars"]
    at = dict(zip(stars["series"], stars["flops_C"], strict=True))["Gopher"]
    asked = ", ".join(
        f"{name.split(' (')[0]} {format_count(_size(layers, name, at))}"
        for name in dict.fromkeys(lines["series"])
    )
    return (
        f"Lines of best size over compute. At Gopher's {spoken(at)} FLOP they ask for: {asked}. "
        f"Stars: " + ", ".join(f"{name} {format_count(N, 3)}" for name, N in
        zip(stars["series"], stars["params_N"], strict=True)) + "."
    )  # fmt: skip


def _size(layers: Layers, name: str, C: float) -> float:
    lines = layers["lines"]
    on = lines["series"] == name
    log_N = np.interp(np.log(C), np.log(lines["flops_C"][on]), np.log(lines["params_N"][on]))
    return float(np.exp(log_N))
