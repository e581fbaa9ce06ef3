"""Every chart says what it draws, and says something else when the data are other."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from scalinglaws import fits, laws, published
from scalinglaws.display.chart import MIME_TYPE, Chart, Layers, _rounded, pdf_of, rendered
from scalinglaws.display.numbers import Numbers
from scalinglaws.display.table import MarkdownTable
from scalinglaws.display.theme import DARK, LIGHT, Theme
from scalinglaws.errors import InputError
from scalinglaws.figures.compute_optimal.formula_slices import formula_slices
from scalinglaws.figures.compute_optimal.frontier import line_of_floors
from scalinglaws.figures.compute_optimal.nine_valleys import nine_valleys
from scalinglaws.figures.compute_optimal.one_valley import one_valley
from scalinglaws.figures.facilitating.class_readings import class_readings
from scalinglaws.figures.hoffmann2022.figure_1 import overlaid_predictions
from scalinglaws.figures.hoffmann2022.figure_2 import envelope
from scalinglaws.figures.hoffmann2022.figure_2_left import training_curves
from scalinglaws.figures.hoffmann2022.figure_3 import isoflop_panels
from scalinglaws.figures.hoffmann2022.figure_4 import parametric_panels
from scalinglaws.figures.hoffmann2022.figures_5_7 import big_bench_bars, mmlu_bars, pile_bars
from scalinglaws.runs import Runs
from scalinglaws.studies import classroom

MODELS = {"Gopher": (5.04e23, 2.8e11), "Chinchilla": (5.88e23, 7e10)}
LAWS = (laws.HOFFMANN_2022_UNROUNDED, laws.BESIROGLU_2024)


def runs() -> published.Table:
    return published.load("hoffmann2022", "fig3").where(panel="left")


def floors() -> tuple[fits.Parabola, ...]:
    return fits.fit_parabolas(runs()["flops_C"], runs()["params_N"], runs()["loss_nats"])


def classes(more: int = 0, count: int = 50) -> classroom.Classes:
    every = Runs.from_arrays(runs()["params_N"], C=runs()["flops_C"], loss=runs()["loss_nats"])
    return classroom.simulate_classes(every, 5.04e23, more=more, classes=count, rng=0)


def table(name: str) -> published.Table:
    return published.load("hoffmann2022", name)


CHARTS: dict[str, Callable[[], Chart]] = {
    "nine-valleys": lambda: nine_valleys(runs()),
    "line-of-floors": lambda: line_of_floors(floors(), MODELS),
    "one-valley": lambda: one_valley(runs(), MODELS, LAWS),
    "formula-slices": lambda: formula_slices(published.load("hoffmann2022", "fig4"), LAWS[0]),
    "envelope": lambda: envelope(
        published.load("hoffmann2022", "fig2").where(panel="center+right")
    ),
    "class-readings": lambda: class_readings(classes(), classes(2), {"all the runs": 6e10}),
    "overlaid-predictions": lambda: overlaid_predictions(table("fig1"), 1.3e22),
    "training-curves": lambda: training_curves(
        table("fig2-curves"), table("fig2").where(panel="left")
    ),
    "isoflop-panels": lambda: isoflop_panels(table("fig3"), 5.76e23),
    "parametric-panels": lambda: parametric_panels(table("fig4"), LAWS[0], 5.76e23),
    "pile-bars": lambda: pile_bars(table("fig5"), table("tableA5")),
    "mmlu-bars": lambda: mmlu_bars(table("fig6"), table("tableA6")),
    "big-bench-bars": lambda: big_bench_bars(table("fig7"), table("tableA7")),
}


@cache
def built(name: str) -> Chart:
    return CHARTS[name]()


def colours_only(svg: str) -> str:
    """Without the names of markers: Matplotlib makes them of the colours drawn with."""
    return re.sub(r'(id="|#)[mp][0-9a-f]{10}', r"\1", svg)


def drawn_in(chart: Chart, theme: Theme) -> str:
    """The slow way: drawn with the theme's own colours."""
    return colours_only(
        _rounded(rendered("svg", chart.draw, chart.layers, chart.size, theme).decode())
    )


each_chart = pytest.mark.parametrize("name", CHARTS)


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
def test_drawings_are_vectors_and_the_same_bytes_each_time(name: str) -> None:
    first, second = built(name), CHARTS[name]()
    light, dark = first.svg(LIGHT), first.svg(DARK)
    assert (light, dark) == (second.svg(LIGHT), second.svg(DARK))
    assert light != dark
    assert "<image" not in light + dark, "a bitmap inside the SVG"
    pdf = first.pdf()
    assert pdf == second.pdf()
    assert pdf.startswith(b"%PDF")
    assert b"/Subtype /Image" not in pdf
    payload = json.loads(json.dumps(first._repr_mimebundle_()[MIME_TYPE]))
    assert pdf_of(payload) == pdf, "print is drawn from what the page recorded"
    assert colours_only(light) == drawn_in(first, LIGHT), "one drawing wears each theme's colours"
    assert colours_only(dark) == drawn_in(first, DARK)


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
            assert column["values"] == drawn[column["name"]].tolist()
            assert column["unit"] == chart.units[column["name"]]


@each_chart
def test_coordinates_end_at_a_hundredth_of_a_point_and_scales_do_not(name: str) -> None:
    svg = built(name).svg()
    assert not re.findall(r'\b(?:d|x|y)="[^"]*\.\d{3}', svg)
    # The letters are drawn large and scaled down: a scale cut to 0.02 would swell them.
    assert "scale(0.01 " not in svg
    assert re.search(r"scale\(0\.\d{3,}", svg)


def test_layers_of_unequal_length_are_refused() -> None:
    chart = CHARTS["nine-valleys"]()
    broken = {"floors": {"budget_C": np.ones(2), "params_N": np.ones(3)}}
    with pytest.raises(InputError, match="floors: columns differ"):
        replace(chart, layers=broken)


def luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_every_colour_stands_out_from_its_page(theme: Theme) -> None:
    for colour in (*theme.series, *theme.sequence(9)):
        assert contrast(colour, theme.background) >= 3, colour
    assert contrast(theme.ink, theme.background) >= 7


def test_the_collapse_is_the_one_the_page_describes() -> None:
    chart = CHARTS["one-valley"]()
    collapsed = chart.layers["collapsed"]
    law = laws.HOFFMANN_2022_UNROUNDED
    above = collapsed["waste"] - law.waste(collapsed["size_over_best"])
    assert len(above) == 128
    assert 0.03 < above.mean() < 0.07
    assert 0.05 < above.std() < 0.08
    gopher = list(chart.layers["models"]["model"]).index("Gopher")
    assert chart.layers["models"]["size_over_best"][gopher] == pytest.approx(4.7, abs=0.05)


def test_every_simulated_class_is_in_a_bar() -> None:
    bars = class_readings(classes(), classes(2), {}).layers["classes"]
    assert bars["first"].sum() == bars["second"].sum() == 50
    np.testing.assert_allclose(bars["to_N"][:-1], bars["from_N"][1:])
    with pytest.raises(InputError, match="equally many classes"):
        class_readings(classes(), classes(count=40), {})


def test_numbers_are_shown_short_and_kept_whole() -> None:
    numbers = Numbers(third=1 / 3, size=np.float64(2.8e11))
    assert repr(numbers) == "third = 0.333333\nsize = 2.8e+11"
    payload = numbers._repr_mimebundle_()["application/vnd.coursebook.numbers+json"]
    assert payload["values"] == {"third": 1 / 3, "size": 2.8e11}
    with pytest.raises(InputError, match="missing = nan"):
        Numbers(missing=float("nan"))


def test_a_table_needs_full_rows() -> None:
    table = MarkdownTable(("a", "b"), [("1", "2")])
    assert table._repr_markdown_() == "| a | b |\n| --: | --: |\n| 1 | 2 |"
    words = MarkdownTable(("a",), [("one",), ("2",)])
    assert "| --- |" in words._repr_markdown_()
    with pytest.raises(InputError, match="row 2"):
        MarkdownTable(("a", "b"), [("1", "2"), ("1",)])
