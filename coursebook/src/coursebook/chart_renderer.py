"""A chart on the page: two SVGs, caption, table and CSV for the site; a vector PDF for print."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, MimeRenderPlugin, NbElementRenderer
from sphinx import addnodes

MIME_TYPE = "application/vnd.coursebook.chart+json"
LONGEST_TABLE = 40  # rows; longer layers would bury the page and go to the CSV alone


class ChartRenderer(MimeRenderPlugin):
    """Turns a chart's MIME bundle into a numbered figure."""

    mime_priority_overrides: ClassVar[Sequence[tuple[str, str, int | None]]] = [("*", MIME_TYPE, 1)]

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> list[nodes.Element] | None:
        if inline or data.mime_type != MIME_TYPE:
            return None
        chart = data.content if isinstance(data.content, dict) else json.loads(data.content)
        return [_figure(renderer, data, chart)]


def _figure(renderer: NbElementRenderer, data: MimeData, chart: dict[str, Any]) -> nodes.figure:
    figure = nodes.figure(classes=["chart"])
    figure["names"].append(nodes.fully_normalize_name(chart["name"]))
    document = renderer.renderer.document
    document.note_explicit_target(figure, figure)
    for_print = _builder_format(renderer) == "latex"
    for image in (_print_images if for_print else _site_images)(renderer, data, chart):
        image["alt"] = chart["alt"]
        figure += image
    figure += nodes.caption(chart["caption"], chart["caption"])
    if not for_print:
        figure += _fold(renderer, chart)
    return figure


def _builder_format(renderer: NbElementRenderer) -> str:
    env = renderer.renderer.sphinx_env
    assert env is not None, "charts are rendered by Sphinx only"
    return str(env._app.builder.format if hasattr(env, "_app") else env.app.builder.format)


def _print_images(
    renderer: NbElementRenderer, data: MimeData, chart: dict[str, Any]
) -> list[nodes.Element]:
    return renderer.render_image(replace(data, mime_type="application/pdf", content=chart["pdf"]))


def _site_images(
    renderer: NbElementRenderer, data: MimeData, chart: dict[str, Any]
) -> list[nodes.Element]:
    images = []
    for theme, drawing in chart["svg"].items():
        (image,) = renderer.render_image(replace(data, mime_type="image/svg+xml", content=drawing))
        image["classes"] = [f"only-{theme}"]
        images.append(image)
    return images


def _fold(renderer: NbElementRenderer, chart: dict[str, Any]) -> nodes.container:
    fold = nodes.container(classes=["chart-data"])
    fold += _html("<details><summary>The numbers drawn</summary>")
    fold += _download(renderer, chart)
    for layer, columns in chart["layers"].items():
        if 0 < len(next(iter(columns.values()))) <= LONGEST_TABLE:
            fold += nodes.paragraph("", "", nodes.strong(text=layer))
            fold += _table(columns, chart["units"])
    fold += _html("</details>")
    return fold


def _html(text: str) -> nodes.raw:
    return nodes.raw(text, text, format="html")


def _download(renderer: NbElementRenderer, chart: dict[str, Any]) -> nodes.paragraph:
    uri = renderer.write_file([f"{chart['name']}.csv"], _as_csv(chart).encode(), overwrite=True)
    rows = sum(len(next(iter(columns.values()))) for columns in chart["layers"].values())
    link = addnodes.download_reference(reftarget=uri, refdoc="", classes=["download"])
    link["refdoc"] = renderer.renderer.sphinx_env.docname  # type: ignore[union-attr]
    link += nodes.inline(text=f"All {rows:,} rows as CSV")
    return nodes.paragraph("", "", link)


def _as_csv(chart: dict[str, Any]) -> str:
    """One table for all layers: a column ``layer``, then every column that any layer has."""
    names = list(dict.fromkeys(name for layer in chart["layers"].values() for name in layer))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["layer", *(_headed(name, chart["units"]) for name in names)])
    for layer, columns in chart["layers"].items():
        for row in zip(*(columns.get(name, _blank(columns)) for name in names), strict=True):
            writer.writerow([layer, *row])
    return text.getvalue()


def _blank(columns: dict[str, list[Any]]) -> list[str]:
    return [""] * len(next(iter(columns.values())))


def _headed(name: str, units: dict[str, str]) -> str:
    return f"{name} ({units[name]})" if units.get(name) else name


def _table(columns: dict[str, list[Any]], units: dict[str, str]) -> nodes.table:
    group = nodes.tgroup(cols=len(columns))
    group += [nodes.colspec(colwidth=1) for _ in columns]
    group += nodes.thead("", _row([_headed(name, units) for name in columns]))
    body = nodes.tbody()
    body += [_row([_short(value) for value in row]) for row in zip(*columns.values(), strict=True)]
    group += body
    # Without a title, so that it takes no number from the tables of the page.
    return nodes.table("", group, classes=["chart-layer"])


def _row(cells: list[str]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph(text=cell)) for cell in cells))


def _short(value: Any) -> str:
    return value if isinstance(value, str) else f"{value:.4g}"
