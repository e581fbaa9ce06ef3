"""The parts of the documents, in the order in which a page shows them: `sources/*/parts.csv`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from scalinglaws.claims.claim import Row
from scalinglaws.claims.listing import lines_of
from scalinglaws.claims.sources import SOURCES
from scalinglaws.errors import InputError


@dataclass(frozen=True)
class Chapter:
    """One part of a document.

    Attributes
    ----------
    source : str
        Key of the document.
    key : str
        Short name, as in an address and in the document's listing.
    title : str
        What the part is about.
    """

    source: str
    key: str
    title: str


@cache
def chapters() -> tuple[Chapter, ...]:
    """The parts of every document, document by document."""
    return tuple(
        Chapter(source, line["part"], line["title"])
        for source in SOURCES
        for line in lines_of(source, "parts.csv")
    )


def by_chapter(rows: Iterable[Row]) -> dict[Chapter, list[Row]]:
    """The rows of each chapter, in the order of the chapters; empty chapters are left out.

    Raises
    ------
    InputError
        If a row belongs to no chapter.
    """
    homes = {(chapter.source, chapter.key): chapter for chapter in chapters()}
    sorted_rows: dict[Chapter, list[Row]] = {chapter: [] for chapter in homes.values()}
    for row in rows:
        home = homes.get((row.source, row.part))
        if home is None:
            raise InputError(
                f"claim {row.id} of {row.source} belongs to no chapter of the ledger: {row.part!r}"
            )
        sorted_rows[home].append(row)
    return {chapter: found for chapter, found in sorted_rows.items() if found}
