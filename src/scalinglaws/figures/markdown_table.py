"""A small table that a page computes: rows of text, set by the site and in print alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scalinglaws.errors import InputError


@dataclass(frozen=True)
class MarkdownTable:
    """A header and rows of cells, each a short text without a pipe or a line break.

    Raises
    ------
    InputError
        If a row has not as many cells as the header.
    """

    header: Sequence[str]
    rows: Sequence[Sequence[str]]

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
        return "\n".join(f"| {' | '.join(row)} |" for row in (self.header, rule, *self.rows))


def _is_number(cell: str) -> bool:
    """Whether a column of such cells reads best with its digits under each other."""
    return bool(re.match(r"[+-]?\d", cell)) and not re.search(r"[A-Za-z]{3}", cell)
