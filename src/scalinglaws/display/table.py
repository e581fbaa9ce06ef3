"""A small table that a page computes: rows of text, set by the site and in print alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scalinglaws.errors import InputError


@dataclass(frozen=True)
class MarkdownTable:
    """A header and rows of cells, each a short text without a pipe or a line break.

    Attributes
    ----------
    header, rows : sequence
        The cells.
    note : str
        A sentence under the table, such as where it was read.
    fold : str
        A title: the reader then opens the table by it. In print it stands open.

    Raises
    ------
    InputError
        If a row has not as many cells as the header.
    """

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""
    fold: str = ""

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.header):
                raise InputError(
                    f"row {number}: {len(row)} cells under {len(self.header)} headings"
                )

    def __repr__(self) -> str:
        return "\n".join(" | ".join(row) for row in (self.header, *self.rows))

    def _repr_markdown_(self) -> str:
        columns = zip(*self.rows, strict=True)
        rule = ["--:" if all(map(_is_number, cells)) else "---" for cells in columns]
        table = "\n".join(f"| {' | '.join(row)} |" for row in (self.header, rule, *self.rows))
        shown = "\n\n".join(filter(None, (table, self.note)))
        return f":::{{dropdown}} {self.fold}\n{shown}\n:::" if self.fold else shown


@dataclass(frozen=True)
class MarkdownTables:
    """Several tables under each other."""

    tables: Sequence[MarkdownTable]

    def __repr__(self) -> str:
        return "\n\n".join("\n".join(filter(None, (t.fold, repr(t)))) for t in self.tables)

    def _repr_markdown_(self) -> str:
        return "\n\n".join(table._repr_markdown_() for table in self.tables)


def _is_number(cell: str) -> bool:
    """Whether a column of such cells reads best with its digits under each other."""
    return bool(re.match(r"[+-]?\d", cell)) and not re.search(r"[A-Za-z]{3}", cell)
