"""The parts of the documents, in the order in which a page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scalinglaws.claims.claim import Row
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


CHAPTERS = (
    Chapter("hoffmann2022", "abstract", "Abstract, introduction and Gopher's budget"),
    Chapter("hoffmann2022", "before", "The law before, by Kaplan et al."),
    Chapter("hoffmann2022", "runs", "How the runs were made and read"),
    Chapter("hoffmann2022", "table-2", "Three approaches, three exponents: Table 2"),
    Chapter("hoffmann2022", "table-3", "What each size asks for: Table 3"),
    Chapter("hoffmann2022", "formula", "The fitted formula: Section 3.3"),
    Chapter("hoffmann2022", "text", "The running text beside the tables"),
    Chapter("hoffmann2022", "flop", "Parameters and FLOP: Table 4, Appendix F"),
    Chapter("hoffmann2022", "data", "What Chinchilla read: Table A1"),
    Chapter("hoffmann2022", "exams", "Chinchilla's marks: MMLU and BIG-bench"),
    Chapter("hoffmann2022", "answers", "Chinchilla's answers: reading, facts, pronouns"),
    Chapter("hoffmann2022", "appendix", "Tables A3 and A9, and our copies"),
    Chapter("lalwani_kalisipudi", "slides", "Slides: Scaling and Emergent Ability"),
    Chapter("lesswrong2022", "post-2022", "A post: New Scaling Laws for Large Language Models"),
    Chapter("thiriet2023", "post-2023", "A post: Scaling Laws and Emergent Properties"),
)


def by_chapter(rows: Iterable[Row]) -> dict[Chapter, list[Row]]:
    """The rows of each chapter, in the order of the chapters; empty chapters are left out.

    Raises
    ------
    InputError
        If a row belongs to no chapter.
    """
    homes = {(chapter.source, chapter.key): chapter for chapter in CHAPTERS}
    sorted_rows: dict[Chapter, list[Row]] = {chapter: [] for chapter in CHAPTERS}
    for row in rows:
        home = homes.get((row.source, row.part))
        if home is None:
            raise InputError(
                f"claim {row.id} of {row.source} belongs to no chapter of the ledger: {row.part!r}"
            )
        sorted_rows[home].append(row)
    return {chapter: found for chapter, found in sorted_rows.items() if found}
