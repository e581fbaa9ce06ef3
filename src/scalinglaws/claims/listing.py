"""The list of claims: the words of each, and the number as its document prints it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Entry:
    """One line of the listing.

    Attributes
    ----------
    id : str
        Short name of the claim.
    source : str
        Key of the document that prints the number.
    where : str
        Section, table or footnote of the public document.
    claim, published, unit : str
        The claim in words, the number as printed, its unit.
    """

    id: str
    source: str
    where: str
    claim: str
    published: str
    unit: str


@cache
def entries() -> dict[str, Entry]:
    """Every listed claim by its id, in the order of the listing."""
    text = resources.files(__package__).joinpath("listing.csv").read_text(encoding="utf-8")
    found = [Entry(**line) for line in csv.DictReader(text.splitlines())]
    return {entry.id: entry for entry in found}
