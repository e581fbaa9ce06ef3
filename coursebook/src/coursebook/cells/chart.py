"""A chart on the page: two SVGs, caption, table and CSV for the site; a vector PDF for print."""

from __future__ import annotations

import base64
import csv
import importlib
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, MimeRenderPlugin, NbElementRenderer
from sphinx import addnodes

from coursebook.mime import CHART, content

LONGEST_TABLE = 20  # rows; longer layers would bury the page and go to the CSV alone


class ChartRenderer(MimeRenderPlugin):
    """Turns a chart's MIME bundle into a numbered figure."""

    mime_priority_overrides: ClassVar[Sequence[tuple[str, str, int | None]]] = [("*", CHART, 1)]

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> list[nodes.Element] | None:
        """A figure for a chart; None for what is none.

        Parameters
        ----------
        renderer : NbElementRenderer
            MyST-NB's, of this page.
        data : MimeData
            One form of a cell's output.
        inline : bool
            Whether it stands within a line of text.
        """
        if inline or data.mime_type != CHART:
            return None
        return [_figure(renderer, data, content(data.content))]


def _figure(renderer: NbElementRenderer, data: MimeData, chart: dict[str, Any]) -> nodes.figure:
    figure = nodes.figure(classes=["chart"])
    figure["names"].append(nodes.fully_normalize_name(chart["name"]))
    document = renderer.renderer.document
    document.note_explicit_target(figure, figure)
    for_print = _environment(renderer)._app.builder.format == "latex"
    for image in (_print_images if for_print else _site_images)(renderer, data, chart):
        image["alt"] = chart["alt"]
        figure += image
    figure += nodes.caption(chart["caption"], chart["caption"])
    if not for_print:
        figure += _fold(renderer, chart)
    return figure


def _environment(renderer: NbElementRenderer) -> Any:
    env = renderer.renderer.sphinx_env
    assert env is not None, "charts are rendered by Sphinx only"
    return env


def _print_images(
    renderer: NbElementRenderer, data: MimeData, chart: dict[str, Any]
) -> list[nodes.Element]:
    pdf = base64.b64encode(_printer(chart)(chart)).decode()
    return renderer.render_image(replace(data, mime_type="application/pdf", content=pdf))


def _printer(chart: dict[str, Any]) -> Callable[[dict[str, Any]], bytes]:
    """What draws a chart for print, as the chart names it: this project imports no library."""
    module, _, name = chart["print"]["by"].partition(":")
    printer: Callable[[dict[str, Any]], bytes] = getattr(importlib.import_module(module), name)
    return printer


def _site_images(
    renderer: NbElementRenderer, data: MimeData, chart: dict[str, Any]
) -> list[nodes.Element]:
    images = []
    for theme in ("light", "dark"):
        drawing = replace(data, mime_type="image/svg+xml", content=chart["svg"][theme])
        (image,) = renderer.render_image(drawing)
        image["classes"] = [f"only-{theme}"]
        images.append(image)
    return images


def _fold(renderer: NbElementRenderer, chart: dict[str, Any]) -> nodes.container:
    fold = nodes.container(classes=["chart-data"])
    fold += _html("<details><summary>The numbers drawn</summary>")
    fold += _download(renderer, chart)
    for layer in chart["layers"]:
        if 0 < _length(layer) <= LONGEST_TABLE:
            fold += nodes.paragraph("", "", nodes.strong(text=layer["name"]))
            fold += _table(layer["columns"])
    fold += _html("</details>")
    return fold


def _html(text: str) -> nodes.raw:
    return nodes.raw(text, text, format="html")


def _length(layer: dict[str, Any]) -> int:
    return len(layer["columns"][0]["values"])


def _download(renderer: NbElementRenderer, chart: dict[str, Any]) -> nodes.paragraph:
    uri = renderer.write_file([f"{chart['name']}.csv"], _as_csv(chart).encode(), overwrite=True)
    link = addnodes.download_reference(reftarget=uri, classes=["download"])
    link["refdoc"] = _environment(renderer).docname
    link += nodes.inline(text=f"All {sum(map(_length, chart['layers'])):,} rows as CSV")
    return nodes.paragraph("", "", link)


def _as_csv(chart: dict[str, Any]) -> str:
    """One table for all layers: a column ``layer``, then every column that any layer has."""
    heads = list(dict.fromkeys(_head(c) for layer in chart["layers"] for c in layer["columns"]))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["layer", *heads])
    for layer in chart["layers"]:
        columns = {_head(column): column["values"] for column in layer["columns"]}
        blank = [""] * _length(layer)
        for row in zip(*(columns.get(head, blank) for head in heads), strict=True):
            writer.writerow([layer["name"], *row])
    return text.getvalue()


def _head(column: dict[str, Any]) -> str:
    return f"{column['name']} ({column['unit']})" if column["unit"] else str(column["name"])


def _table(columns: list[dict[str, Any]]) -> nodes.table:
    group = nodes.tgroup(cols=len(columns))
    group += [nodes.colspec(colwidth=1) for _ in columns]
    group += nodes.thead("", _row([_head(column) for column in columns]))
    rows = zip(*(column["values"] for column in columns), strict=True)
    group += nodes.tbody("", *(_row([_short(value) for value in row]) for row in rows))
    # Without a title, so that it takes no number from the tables of the page.
    return nodes.table("", group, classes=["chart-layer"])


def _row(cells: list[str]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph(text=cell)) for cell in cells))


def _short(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else f"{value:.4g}"
