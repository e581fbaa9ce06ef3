"""Every chart says what it draws, and says something else when the data are other."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from scalinglaws.display.chart import MIME_TYPE, Layers, pdf_of, recorded_layers, rendered, rounded
from scalinglaws.display.theme import DARK, LIGHT
from tests.figures.every import CHARTS, built

MARKER = re.compile(r'<path id="(m[0-9a-f]{10})" (.*?)/>', re.S)

each_chart = pytest.mark.parametrize("name", CHARTS)


def shown(svg: str) -> str:
    """With each marker where it is used: their names, and whether two are one, follow colours."""
    markers = dict(MARKER.findall(svg))
    svg = re.sub(r"<defs>\s*(<path id=\"m[0-9a-f]{10}\".*?/>\s*)*</defs>\s*", "", svg, flags=re.S)
    return re.sub(r'xlink:href="#(m[0-9a-f]{10})"', lambda found: markers[found[1]], svg)


def altered(layers: Layers) -> Layers:
    """The same layers with every number moved, each differently."""
    return {
        layer: {
            column: values
            if values.dtype.kind == "U"
            else values * np.linspace(1.05, 1.5, len(values))
            for column, values in columns.items()
        }
        for layer, columns in layers.items()
    }


@each_chart
def test_alternative_text_has_a_number_and_is_not_the_caption(name: str) -> None:
    chart = built(name)
    assert chart.name == name
    assert re.search(r"\d", chart.alt)
    assert chart.alt != chart.caption
    assert 40 < len(chart.alt) < 300


@each_chart
def test_alternative_text_follows_the_data(name: str) -> None:
    chart = built(name)
    assert replace(chart, layers=altered(chart.layers)).alt != chart.alt


@each_chart
def test_the_same_data_give_the_same_chart(name: str) -> None:
    assert CHARTS[name]().plain_layers() == built(name).plain_layers()


@each_chart
def test_a_drawing_is_a_vector_and_wears_the_colours_it_would_be_drawn_with(name: str) -> None:
    """A second drawing, with a theme's own colours: so the two also show that chance has no part.

    One theme will do: `tests/display/test_theme.py` holds that the other differs in colours alone.
    """
    chart = built(name)
    light, dark = chart.svg(LIGHT), chart.svg(DARK)
    assert light != dark
    assert "<image" not in light + dark, "a bitmap inside the SVG"
    drawn = rendered("svg", chart.draw, chart.layers, chart.size, DARK).decode()
    assert shown(dark) == shown(rounded(drawn))


@each_chart
def test_print_is_a_vector_drawn_from_what_the_page_recorded(name: str) -> None:
    chart = built(name)
    payload = json.loads(json.dumps(chart._repr_mimebundle_()[MIME_TYPE]))
    recorded = recorded_layers(payload)
    for layer, columns in chart.layers.items():
        for column, values in columns.items():
            np.testing.assert_array_equal(recorded[layer][column], values)
            assert recorded[layer][column].dtype.kind == values.dtype.kind
    pdf = pdf_of(payload)
    assert pdf.startswith(b"%PDF")
    assert b"/Subtype /Image" not in pdf


@each_chart
def test_the_bundle_holds_what_the_page_needs(name: str) -> None:
    chart = built(name)
    bundle = chart._repr_mimebundle_()
    payload = bundle["application/vnd.coursebook.chart+json"]
    assert set(payload) == {"schema", "name", "caption", "alt", "layers", "svg", "print"}
    assert payload["alt"] in bundle["text/plain"]
    columns = {column for layer in chart.layers.values() for column in layer}
    assert columns <= set(chart.units), "a column without a unit"
    for layer, (name, drawn) in zip(payload["layers"], chart.layers.items(), strict=True):
        assert layer["name"] == name
        assert [column["name"] for column in layer["columns"]] == list(drawn)
        for column in layer["columns"]:
            values = drawn[column["name"]].tolist()
            # JSON has no NaN, the one value that is not itself.
            assert column["values"] == [None if v != v else v for v in values]
            assert column["unit"] == chart.units[column["name"]]


@each_chart
def test_coordinates_end_at_a_hundredth_of_a_point_and_scales_do_not(name: str) -> None:
    svg = built(name).svg()
    assert not re.findall(r'\b(?:d|x|y)="[^"]*\.\d{3}', svg)
    # The letters are drawn large and scaled down: a scale cut to 0.02 would swell them.
    assert "scale(0.01 " not in svg
    assert re.search(r"scale\(0\.\d{3,}", svg)


def test_the_same_bytes_each_time() -> None:
    """Names inside a file and its date would differ; they are the theme's affair, not a chart's."""
    first, second = built("line-of-floors"), CHARTS["line-of-floors"]()
    assert first.svg() == second.svg()
    assert MARKER.search(first.svg())
    payload = json.loads(json.dumps(first._repr_mimebundle_()[MIME_TYPE]))
    assert first.pdf() == pdf_of(payload)
