"""Figures and tables in print: the site's numbers, and columns as wide as their words need."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from coursebook.latex.pages import latex

LINE = 100  # characters of a table's small type in the width of the text
GAP = 3  # characters between two columns
LONG = 16  # rows; a longer table may break over pages


class NumberFigures(SphinxPostTransform):
    """Gives every figure the number it has on the site, also where it was moved."""

    default_priority = 290
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Set LaTeX's counter before each numbered figure."""
        for page in self.document.findall(addnodes.start_of_file):
            numbers = self.env.toc_fignumbers.get(page["docname"], {}).get("figure", {})
            for figure in list(page.findall(nodes.figure)):
                for name in figure["ids"]:
                    if name in numbers:
                        counter = rf"\setcounter{{figure}}{{{numbers[name][-1] - 1}}}"
                        figure.parent.insert(figure.parent.index(figure), latex(counter))


class FitTables(SphinxPostTransform):
    """Gives each column the width of its longest cell, and shares what is left among the widest."""

    default_priority = 320
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Write the columns' widths before each table that has none."""
        for table in list(self.document.findall(nodes.table)):
            rows = [list(row) for row in table.findall(nodes.row)]
            if "colwidths-given" in table["classes"] or len({len(row) for row in rows}) != 1:
                continue
            columns = list(zip(*rows, strict=True))
            spec = "".join(map(_column, columns, widths([_needs(column) for column in columns])))
            table.parent.insert(table.parent.index(table), addnodes.tabular_col_spec(spec=spec))
            if len(rows) > LONG:
                table["classes"].append("longtable")


def widths(needs: list[tuple[int, int]], line: int = LINE) -> list[int]:
    """Widths of columns in characters, their sum that of the line where it is too short.

    The narrow columns get their wish; the wide ones share the rest, and none gets less than its
    longest word.

    Parameters
    ----------
    needs : list of (int, int)
        The least width and the wished one, column by column.
    line : int
        The room for all columns.
    """
    least, wished = [low + GAP for low, _ in needs], [wish + GAP for _, wish in needs]
    if sum(wished) <= line:
        return wished
    given = list(wished)
    cap = max(wished)
    while sum(given) > line and cap > 0:
        cap -= 1
        given = [max(low, min(wish, cap)) for low, wish in zip(least, wished, strict=True)]
    return given


def _needs(column: tuple[nodes.Element, ...]) -> tuple[int, int]:
    head, *body = (entry.astext() for entry in column)
    # A heading is set in wider letters, and may break over two lines.
    least = max(len(word) for text in (head, *body) for word in text.split() or [""]) + 1
    return least, max(least, len(head) // 2 + 3, *map(len, body))


def _column(column: tuple[nodes.Element, ...], width: int) -> str:
    side = (
        "raggedleft" if any("text-right" in entry["classes"] for entry in column) else "raggedright"
    )
    share = rf"\dimexpr {width / LINE:.3f}\linewidth-2\tabcolsep\relax"
    return rf">{{\{side}\arraybackslash}}p{{{share}}}"
