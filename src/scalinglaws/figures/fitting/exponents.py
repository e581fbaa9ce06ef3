"""The exponent of N_opt by each approach: recomputed, beside Table 2 of Hoffmann et al. 2022."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from scalinglaws.display.chart import Chart, Layer, Layers
from scalinglaws.display.theme import Theme
from scalinglaws.fits.intervals.joint import ApproachSummary
from scalinglaws.published import Table

UNITS = {"approach": "", "a": "", "low": "", "high": ""}


def exponents(rows: Sequence[ApproachSummary], table_2: Table) -> Chart:
    """How N_opt grows with C, ``N_opt ~ C^a``, with intervals.

    Parameters
    ----------
    rows : sequence of ApproachSummary
        One an approach, as `scalinglaws.fits.compare` gives them.
    table_2 : Table
        Hoffmann et al. 2022, Table 2: ``approach``, ``a``, ``a_p10``, ``a_p90``; a row without
        an interval is drawn as a point.
    """
    level = f"{rows[0].a_interval.level:.0%}" if rows else ""
    return Chart(
        name="exponents",
        caption=(
            f"The exponent a of the best size. Circles: recomputed, with {level} intervals. "
            "Squares: as printed in Table 2 of Hoffmann et al. 2022, 10th to 90th percentile of "
            "80 percent subsamples."
        ),
        layers={
            "recomputed": {
                "approach": np.array([row.name for row in rows]),
                "a": np.array([row.a for row in rows]),
                "low": np.array([row.a_interval.low for row in rows]),
                "high": np.array([row.a_interval.high for row in rows]),
            },
            "printed": {
                "approach": table_2["approach"],
                "a": table_2["a"],
                "low": table_2["a_p10"],
                "high": table_2["a_p90"],
            },
        },
        units=UNITS,
        draw=_draw,
        describe=_describe,
    )


def _draw(figure: Figure, layers: Layers, theme: Theme) -> None:
    axes = figure.subplots()
    names: list[str] = []
    for (_, layer), mark, colour in zip(layers.items(), "os", theme.series, strict=False):
        places = -np.arange(len(names), len(names) + len(layer["a"]), dtype=np.float64)
        axes.hlines(places, layer["low"], layer["high"], color=colour)
        axes.plot(layer["a"], places, mark, color=colour)
        names += [str(name) for name in layer["approach"]]
    axes.set_yticks(-np.arange(len(names)), names, fontsize=9)
    axes.set_xlabel("exponent a in N_opt ~ C^a")


def _describe(layers: Layers) -> str:
    ours = layers["recomputed"]
    found = "; ".join(_spoken(ours, row) for row in range(len(ours["a"])))
    printed = ", ".join(f"{a:.2f}" for a in layers["printed"]["a"])
    return f"Recomputed a with intervals: {found}. Printed: {printed}."


def _spoken(layer: Layer, row: int) -> str:
    # The word alone: names may carry a convention, and the alternative text has 250 letters.
    first = str(layer["approach"][row]).split(",")[0]
    return f"{first} {layer['a'][row]:.2f} ({layer['low'][row]:.2f} to {layer['high'][row]:.2f})"
