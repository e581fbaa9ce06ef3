"""The listed claims of a document: the words of each, and the number as the document prints it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from scalinglaws.errors import InputError


@dataclass(frozen=True)
class Entry:
    """One line of a listing.

    Attributes
    ----------
    id : str
        Short name of the claim.
    source : str
        Key of the document that prints the number.
    part : str
        Key of the part of the document; `parts` has its title.
    where : str
        Section, table or footnote of the public document.
    claim, published, unit : str
        The claim in words, the number as printed, its unit.
    """

    id: str
    source: str
    part: str
    where: str
    claim: str
    published: str
    unit: str


@cache
def entries_of(source: str) -> dict[str, Entry]:
    """The listed claims of a document by id, in the order of its listing.

    Raises
    ------
    InputError
        If a line is not as wide as the header, or an id stands twice; it names the line.
    """
    found: dict[str, Entry] = {}
    for line in lines_of(source, "listing.csv"):
        if line["id"] in found:
            raise InputError(f"{source}/listing.csv: the id {line['id']} stands twice")
        found[line["id"]] = Entry(source=source, **line)
    return found


def lines_of(source: str, name: str) -> Iterator[dict[str, str]]:
    """The lines of a document's table, by header.

    Parameters
    ----------
    source : str
        Key of the document.
    name : str
        "listing.csv", its claims, or "parts.csv", the titles of its parts in their order.

    Raises
    ------
    InputError
        If a line is not as wide as the header.
    """
    file = resources.files("scalinglaws.claims.sources").joinpath(source, name)
    reader = csv.reader(file.read_text(encoding="utf-8").splitlines())
    header = next(reader)
    for cells in reader:
        if len(cells) != len(header):
            raise InputError(
                f"{source}/{name}, line {reader.line_num}, {cells[0] if cells else 'blank'}: "
                f"{len(cells)} cells: expected {len(header)}; a cell with a comma needs quotes"
            )
        yield dict(zip(header, cells, strict=True))
