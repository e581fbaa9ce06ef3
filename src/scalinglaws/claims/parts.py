"""The ledger's rows by the part of the document that they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from scalinglaws.claims.claim import Row
from scalinglaws.errors import InputError

PAPER = "hoffmann2022"


@dataclass(frozen=True)
class Chapter:
    """One part of a document.

    Attributes
    ----------
    key : str
        Short name, as in an address.
    title : str
        What the part is about.
    source : str
        Key of the document.
    ids : str
        Pattern of the ids that belong to it, for a document with several parts.
    """

    key: str
    title: str
    source: str = PAPER
    ids: str = ".*"

    def holds(self, row: Row) -> bool:
        """Whether a row belongs here."""
        return row.source == self.source and re.fullmatch(self.ids, row.id) is not None


CHAPTERS = (
    Chapter("abstract", "Abstract, introduction and Gopher's budget", ids=r"A\d+"),
    Chapter("before", "The law before, by Kaplan et al.", ids=r"K\d+"),
    Chapter("runs", "How the runs were made and read", ids=r"[BY]\d+"),
    Chapter("table-2", "Three approaches, three exponents: Table 2", ids=r"T2.*"),
    Chapter("table-3", "What each size asks for: Table 3", ids=r"T3.*"),
    Chapter("formula", "The fitted formula: Section 3.3", ids=r"C[01]\d"),
    Chapter("text", "The running text beside the tables", ids=r"C[23]\d.?"),
    Chapter("flop", "Parameters and FLOP: Table 4, Appendix F", ids=r"F\d+"),
    Chapter("data", "What Chinchilla read: Table A1", ids=r"D\d+"),
    Chapter("exams", "Chinchilla's marks: MMLU and BIG-bench", ids=r"R(0\d|1[0-2])"),
    Chapter("answers", "Chinchilla's answers: reading, facts, pronouns", ids=r"R\d+"),
    Chapter("appendix", "Tables A3 and A9, and our copies", ids=r"X\d+"),
    Chapter("slides", "Slides: Scaling and Emergent Ability", "lalwani_kalisipudi"),
    Chapter("post-2022", "A post: New Scaling Laws for Large Language Models", "lesswrong2022"),
    Chapter("post-2023", "A post: Scaling Laws and Emergent Properties", "thiriet2023"),
)


def by_chapter(rows: Iterable[Row]) -> dict[Chapter, list[Row]]:
    """The rows of each chapter, in the order of the chapters; empty chapters are left out.

    Raises
    ------
    InputError
        If a row belongs to no chapter.
    """
    sorted_rows: dict[Chapter, list[Row]] = {chapter: [] for chapter in CHAPTERS}
    for row in rows:
        home = next((chapter for chapter in CHAPTERS if chapter.holds(row)), None)
        if home is None:
            raise InputError(f"claim {row.id} of {row.source} belongs to no chapter of the ledger")
        sorted_rows[home].append(row)
    return {chapter: found for chapter, found in sorted_rows.items() if found}
