"""The week's signature figure: nine valleys, measured in wasted compute, are one valley."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scalinglaws.arrays import Floats
from scalinglaws.display.axes import by_value
from scalinglaws.display.chart import Chart, Layer, Layers
from scalinglaws.display.theme import Theme
from scalinglaws.figures.panels.isoflop_profiles import draw_profiles, profile_layers
from scalinglaws.fits import fit_parabolas, fit_power_law
from scalinglaws.laws import LossLaw
from scalinglaws.published import Table
from scalinglaws.studies.collapse import collapse

Models = dict[str, tuple[float, float]]
UNITS = {
    "budget_C": "FLOP",
    "params_N": "parameters",
    "loss_nats": "nats per token",
    "size_over_best": "",
    "waste": "share of compute",
    "waste_low": "share of compute",
    "waste_high": "share of compute",
    "model": "",
}


def one_valley(runs: Table, models: Models, band: Sequence[LossLaw]) -> Chart:
    """Above: the valleys as measured. Below: the same runs collapse on one curve.

    Parameters
    ----------
    runs : Table
        The runs of Figure 3, left.
    models : dict of str to (float, float)
        Name -> (training FLOP counted as 6ND, parameters): marked on the extrapolated curve.
    band : sequence of LossLaw
        Laws whose waste(f) is drawn as a band; it is computed from their exponents alone.
    """
    valleys = fit_parabolas(runs["flops_C"], runs["params_N"], runs["loss_nats"])
    fallen = collapse(runs, valleys)
    line = fit_power_law([v.C for v in valleys], [v.N for v in valleys])
    ratios = {name: float(N / line.at(C)) for name, (C, N) in models.items()}
    reach = np.geomspace(0.2, 10.0, 61)
    return Chart(
        name="one-valley",
        caption=(
            f"Nine valleys are one valley. Above: the {len(runs)} measured runs. Below: the same "
            "runs, size over the fitted best size of their budget, loss turned into compute lost. "
            "Band: two versions of a published formula, fitted by others to largely the same "
            "runs. Hollow: models of Table 1 placed by the extrapolated line of floors, not "
            "measured."
        ),
        layers={
            **profile_layers(runs, valleys),
            "collapsed": {
                "budget_C": runs["flops_C"],
                "size_over_best": fallen.size_over_best,
                "waste": fallen.waste,
            },
            "band": _envelope(band, reach),
            "models": {
                "model": np.array(list(ratios)),
                **_envelope(band, np.array(list(ratios.values()))),
            },
        },
        units=UNITS,
        draw=_draw,
        describe=_describe,
        size=(5.0, 8.4),
    )


def _envelope(band: Sequence[LossLaw], ratios: Floats) -> dict[str, Floats]:
    curves = np.array([law.waste(ratios) for law in band])
    return {
        "size_over_best": ratios,
        "waste_low": curves.min(axis=0),
        "waste_high": curves.max(axis=0),
    }


def _draw(figure: Figure, layers: Layers, theme: Theme) -> None:
    above, below = figure.subplots(2, 1)
    draw_profiles(above, layers, theme)
    _draw_band(below, layers["band"], theme)
    _draw_collapsed(below, layers["collapsed"], theme)
    _draw_models(below, layers["models"], theme)
    below.set_xscale("log")
    below.set_xticks([0.25, 0.5, 1, 2, 4, 8], ["1/4", "1/2", "best", "2", "4", "8"])
    below.set_xticks([], minor=True)
    below.set_xlabel("size as a multiple of the best size of its budget")
    below.set_ylabel("share of compute lost")
    below.yaxis.set_major_formatter(lambda share, _: f"{share:.0%}")


def _draw_band(axes: Axes, band: Layer, theme: Theme) -> None:
    axes.fill_between(
        band["size_over_best"], band["waste_low"], band["waste_high"],
        color=theme.ink, alpha=0.25, linewidth=0,
    )  # fmt: skip


def _draw_collapsed(axes: Axes, runs: Layer, theme: Theme) -> None:
    groups = list(by_value(runs["budget_C"]))
    for colour, (_, rows) in zip(theme.sequence(len(groups)), groups, strict=True):
        axes.plot(runs["size_over_best"][rows], runs["waste"][rows], ".", color=colour)


def _draw_models(axes: Axes, models: Layer, theme: Theme) -> None:
    height = (models["waste_low"] + models["waste_high"]) / 2
    axes.plot(models["size_over_best"], height, "s", color=theme.series[1], fillstyle="none",
              markersize=8, markeredgewidth=1.5)  # fmt: skip
    for name, ratio, share in zip(models["model"], models["size_over_best"], height, strict=True):
        # At the floor the points are densest: that label goes to the empty corner beside them.
        offset = (8, -10) if share > 0.1 else (38, -12)
        axes.annotate(name, (ratio, share), offset, textcoords="offset points",
                      color=theme.series[1])  # fmt: skip


def _describe(layers: Layers) -> str:
    runs, models = layers["collapsed"], layers["models"]
    near_four = np.argsort(np.abs(np.log(runs["size_over_best"] / 4)))[:15]
    most = int(np.argmax(models["size_over_best"]))
    return (
        f"{len(runs['waste'])} runs of {len(np.unique(runs['budget_C']))} budgets fall along one "
        f"valley with its floor at the best size. Near 4 times that size the median run lost "
        f"{np.median(runs['waste'][near_four]):.0%} of its compute; {models['model'][most]}, at "
        f"{models['size_over_best'][most]:.2g} times, {models['waste_low'][most]:.0%} to "
        f"{models['waste_high'][most]:.0%}."
    )
