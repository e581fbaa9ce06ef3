"""Table A4 of Hoffmann et al. 2022: a detailed count of FLOP over 6ND, printed and recomputed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from scalinglaws.arrays import Floats
from scalinglaws.display.axes import size_axis
from scalinglaws.display.chart import Chart, Layers
from scalinglaws.display.theme import Theme
from scalinglaws.flops import FLOP_PER_TOKEN, Shape
from scalinglaws.published import Table

UNITS = {"params_N": "parameters", "flop_ratio": "FLOP by Appendix F over 6ND"}
SIX_N = "6N_hoffmann2022_tableA9"
LAYERS, WRITTEN = "hoffmann2022_appendixF_layers", "hoffmann2022_appendixF"
MARKS = {"printed": "s", "layers alone": "o", "as written": "^"}


def ratio_to_six_n(shapes: Sequence[Shape], convention: str) -> Floats:
    """Training FLOP per token by a convention over 6N, N as Table A9 counts it, one a shape.

    Parameters
    ----------
    shapes : sequence of Shape
        The models.
    convention : str
        A name in `scalinglaws.flops.FLOP_PER_TOKEN`.

    Returns
    -------
    ndarray, shape (shapes,)
    """
    count, six_n = FLOP_PER_TOKEN[convention], FLOP_PER_TOKEN[SIX_N]
    return np.array([count(shape) / six_n(shape) for shape in shapes])


def flop_ratios(table_a4: Table, shapes: Sequence[Shape]) -> Chart:
    """The six printed ratios between the two readings of Appendix F.

    Parameters
    ----------
    table_a4 : Table
        Table A4: ``params_N`` and ``flop_ratio``.
    shapes : sequence of Shape
        The same rows as shapes, with a vocabulary and a sequence length supposed.
    """
    sizes = table_a4["params_N"]
    ratios = {
        "printed": table_a4["flop_ratio"],
        "layers alone": ratio_to_six_n(shapes, LAYERS),
        "as written": ratio_to_six_n(shapes, WRITTEN),
    }
    return Chart(
        name="flop-ratios",
        caption=(
            "The printed ratios agree with the terms of the layers alone. Squares: Table A4 of "
            "Hoffmann et al. 2022. Circles and triangles: computed from its shapes by Appendix F, "
            f"for sequences of {shapes[0].seq_len:,} tokens and {shapes[0].vocab:,} words, both "
            "inferred."
        ),
        layers={name: {"params_N": sizes, "flop_ratio": values} for name, values in ratios.items()},
        units=UNITS,
        draw=_draw,
        describe=_describe,
    )


def _draw(figure: Figure, layers: Layers, theme: Theme) -> None:
    axes = figure.subplots()
    axes.axhline(1, color=theme.ink, linewidth=0.8)
    for (name, layer), colour in zip(layers.items(), theme.series, strict=False):
        printed = name == "printed"
        axes.plot(
            layer["params_N"], layer["flop_ratio"], MARKS[name], color=colour, label=name,
            linestyle="none" if printed else "-", linewidth=1.0,
            markersize=11 if printed else 5, fillstyle="none" if printed else "full",
        )  # fmt: skip
    size_axis(axes, "model size N (parameters)", [1e8, 3e8, 1e9, 3e9])
    axes.set_ylabel("detailed FLOP over 6ND")
    axes.legend()


def _describe(layers: Layers) -> str:
    printed, ours = layers["printed"]["flop_ratio"], layers["layers alone"]["flop_ratio"]
    written = layers["as written"]["flop_ratio"]
    return (
        f"{len(printed)} printed ratios, from {printed[0]:.2f} for the smallest model to "
        f"{printed[-1]:.2f} for the largest. The layers alone come within "
        f"{np.abs(printed - ours).max():.3f} of each; the text as written falls from "
        f"{written[0]:.2f} to {written[-1]:.2f}, above {np.sum(written > printed)} of them."
    )
