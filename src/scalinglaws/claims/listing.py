"""The listed claims of a document: the words of each, and the number as the document prints it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources


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
    """The listed claims of a document by id, in the order of its listing."""
    file = resources.files("scalinglaws.claims.sources").joinpath(source, "listing.csv")
    lines = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return {line["id"]: Entry(source=source, **line) for line in lines}
