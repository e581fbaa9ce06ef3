"""What a fit leaves over, against size, tokens and compute: a trend here is a wrong formula."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from scalinglaws.display.chart import Chart, Layer, Layers
from scalinglaws.display.theme import Theme
from scalinglaws.errors import InputError
from scalinglaws.fits import Fit

AXES = {
    "params_N": "model size N (parameters)",
    "tokens_D": "training tokens D",
    "flops_C": "training compute C (FLOP)",
}
UNITS = {
    "params_N": "parameters",
    "tokens_D": "tokens",
    "flops_C": "FLOP",
    "residual": "log of measured over predicted loss",
}


def fit_residuals(fit: Fit) -> Chart:
    """Log of measured over predicted loss of every run, against N, D and C.

    Parameters
    ----------
    fit : Fit
        With residuals, as every fit made from runs has.

    Raises
    ------
    InputError
        If the fit carries no residuals.
    """
    left = fit.residuals
    if left is None:
        raise InputError("this fit carries no residuals: fit the runs again")
    runs = {"params_N": left.N, "tokens_D": left.D, "flops_C": left.C, "residual": left.value}
    return Chart(
        name="fit-residuals",
        caption=(
            f"What approach {fit.approach} ({fit.estimator}) leaves over of {fit.n} runs. Points: "
            "runs; above zero the measured loss is higher than predicted. A law that held "
            "everywhere would leave no trend in any panel."
        ),
        layers={"runs": runs},
        units=UNITS,
        draw=_draw,
        describe=_describe,
        size=(5.0, 6.4),
    )


def _draw(figure: Figure, layers: Layers, theme: Theme) -> None:
    runs = layers["runs"]
    panels = figure.subplots(len(AXES), 1, sharey=True)
    for axes, (column, label) in zip(panels, AXES.items(), strict=True):
        axes.axhline(0, color=theme.ink, linewidth=0.8)
        axes.semilogx(runs[column], runs["residual"], ".", color=theme.series[0], markersize=4)
        axes.set_xlabel(label)
    panels[1].set_ylabel("log of measured over predicted loss")


def _describe(layers: Layers) -> str:
    runs = layers["runs"]
    size = np.abs(runs["residual"])
    trends = ", ".join(f"{column[-1]} {_rank_correlation(runs, column):+.2f}" for column in AXES)
    return (
        f"{len(size)} residuals scatter about zero in three panels. Half lie within "
        f"{np.median(size):.2g}, the farthest {size.max():.2g} away. Rank correlation with "
        f"{trends}."
    )


def _rank_correlation(runs: Layer, column: str) -> float:
    """Spearman's, with ties by order: 0 for a scatter without a trend."""
    ranks = [np.argsort(np.argsort(runs[key], kind="stable")) for key in (column, "residual")]
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1]) if len(ranks[0]) > 1 else 0.0
