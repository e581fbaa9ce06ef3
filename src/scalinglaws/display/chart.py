"""A chart that knows what it shows: drawing, caption, alternative text, table, source."""

from __future__ import annotations

import importlib
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from scalinglaws.display.theme import DARK, LIGHT, PLACES, Theme
from scalinglaws.errors import InputError

MIME_TYPE = "application/vnd.coursebook.chart+json"
PRINTER = "scalinglaws.display.chart:pdf_of"

# Where Matplotlib writes coordinates; scales and transforms elsewhere keep their digits.
_COORDINATES = re.compile(r'\b(?:d|x|y)="[^"]*"')
_LONG = re.compile(r"-?\d+\.\d{3,}")

Column = NDArray[Any]
Layer = Mapping[str, Column]
Layers = Mapping[str, Layer]
Draw = Callable[[Figure, Layers, Theme], None]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """What a figure function returns.

    ``draw`` and ``describe`` see nothing but ``layers``. So the picture, the alternative
    text and the table a reader opens cannot disagree.

    Attributes
    ----------
    name : str
        Target for references, unique in the book.
    caption : str
        One finding and the source; Markdown is not parsed.
    layers : mapping of str to mapping of str to ndarray
        What is drawn: layer -> column -> values. The columns of a layer are equally long.
    units : mapping of str to str
        Unit of each column.
    draw : callable
        ``draw(figure, layers, theme)`` draws on an empty Matplotlib figure. A function of a
        module, so that the print edition can find it by name and draw from the layers alone.
    describe : callable
        ``describe(layers)`` returns the alternative text: what a reader would see, with numbers.
    size : (float, float)
        Width and height in inches.

    Raises
    ------
    InputError
        If the columns of a layer differ in length, or ``draw`` is no function of a module.
    """

    name: str
    caption: str
    layers: Layers
    units: Mapping[str, str]
    draw: Draw = field(repr=False)
    describe: Callable[[Layers], str] = field(repr=False)
    size: tuple[float, float] = (5.0, 3.8)

    def __post_init__(self) -> None:
        for layer, columns in self.layers.items():
            if len({len(values) for values in columns.values()}) > 1:
                raise InputError(f"chart {self.name}, layer {layer}: columns differ in length")
        if not _address(self.draw).partition(":")[2].isidentifier():
            raise InputError(f"chart {self.name}: draw must be a function of a module")

    @property
    def alt(self) -> str:
        """The alternative text, computed from the layers."""
        return self.describe(self.layers)

    def svg(self, theme: Theme = LIGHT) -> str:
        """The chart as SVG text; the same bytes for the same layers."""
        return theme.worn(self._drawing)

    def pdf(self) -> bytes:
        """The chart as a vector PDF, in the light theme."""
        return rendered("pdf", self.draw, self.layers, self.size, LIGHT)

    @cached_property
    def _drawing(self) -> str:
        """The SVG with places for colours: drawing costs most of a page's time, colours nothing."""
        return rounded(rendered("svg", self.draw, self.layers, self.size, PLACES).decode())

    def __repr__(self) -> str:
        return f"<Chart {self.name}: {self.alt}>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {"text/plain": repr(self), MIME_TYPE: self._payload()}

    def _payload(self) -> dict[str, Any]:
        return {
            "schema": 1,
            "name": self.name,
            "caption": self.caption,
            "alt": self.alt,
            "layers": self.plain_layers(),
            "svg": {"light": self.svg(LIGHT), "dark": self.svg(DARK)},
            "print": {"by": PRINTER, "draw": _address(self.draw), "size": list(self.size)},
        }

    def plain_layers(self) -> list[dict[str, Any]]:
        """The layers for JSON, at full precision; lists, because tools sort the keys of objects.

        A blank cell, NaN, is None.
        """
        return [
            {
                "name": name,
                "columns": [
                    {"name": column, "unit": self.units[column], "values": _plain(values)}
                    for column, values in columns.items()
                ],
            }
            for name, columns in self.layers.items()
        ]


def rendered(
    form: str, draw: Draw, layers: Layers, size: tuple[float, float], theme: Theme
) -> bytes:
    """Draw once, as "svg" or "pdf"; the same bytes for the same layers.

    Parameters
    ----------
    form : str
        Matplotlib's name of the format.
    draw, layers, size
        As in `Chart`.
    theme : Theme
        Whose colours to draw with.
    """
    # A date or a random salt in the file would give every build new file names.
    undated = {"Date": None} if form == "svg" else {"CreationDate": None}
    with mpl.rc_context(theme.settings()):
        figure = Figure(figsize=size, layout="constrained")
        draw(figure, layers, theme)
        buffer = io.BytesIO()
        figure.savefig(buffer, format=form, metadata=undated)
    return buffer.getvalue()


def pdf_of(payload: Mapping[str, Any]) -> bytes:
    """The print form of a chart from what its page recorded, without running the page again.

    Parameters
    ----------
    payload : mapping
        What a chart shows itself as, under its MIME type.
    """
    module, _, name = payload["print"]["draw"].partition(":")
    width, height = payload["print"]["size"]
    draw = getattr(importlib.import_module(module), name)
    return rendered("pdf", draw, recorded_layers(payload), (width, height), LIGHT)


def recorded_layers(payload: Mapping[str, Any]) -> Layers:
    """The layers of a chart, equal to those it was made of, from what its page recorded."""
    return {
        layer["name"]: {column["name"]: _column(column["values"]) for column in layer["columns"]}
        for layer in payload["layers"]
    }


def _address(draw: Draw) -> str:
    return f"{getattr(draw, '__module__', '')}:{getattr(draw, '__qualname__', '')}"


def _column(values: list[float | str | None]) -> Column:
    return np.array([np.nan if value is None else value for value in values])


def rounded(svg: str) -> str:
    """Coordinates to a hundredth of a point: a third of a page's weight was digits beyond."""
    return _COORDINATES.sub(lambda found: _LONG.sub(_two_decimals, found[0]), svg)


def _two_decimals(number: re.Match[str]) -> str:
    return f"{float(number[0]):.2f}"


def _plain(values: Column) -> list[float | str | None]:
    # JSON has no NaN, and NaN is the one value that differs from itself.
    return [value if value == value else None for value in np.asarray(values).tolist()]
