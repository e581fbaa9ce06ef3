"""The ledger as a page: totals first, then every claim in a fold for its part of the paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

from scalinglaws.claims import Chapter, Row, Verdict, by_chapter, totals
from scalinglaws.claims.verdict import AGREEING, NEED_CARE
from scalinglaws.claims.wording import print_and_unit, recomputed
from scalinglaws.display.numbers import Numbers
from scalinglaws.display.table import MarkdownTable

# In the order in which a fold's heading names them.
KINDS = (
    ("agree", AGREEING),
    ("by convention", (Verdict.CONVENTION,)),
    ("apart", NEED_CARE),
)


@dataclass(frozen=True)
class Scoreboard:
    """Rows of the ledger, set as MyST Markdown: one fold for each part of a document."""

    rows: tuple[Row, ...]

    def __repr__(self) -> str:
        return "\n".join(f"{row.id}: {row.verdict.value}" for row in self.rows)

    def _repr_markdown_(self) -> str:
        return "\n\n".join(fold(*chapter) for chapter in by_chapter(self.rows).items())


def fold(chapter: Chapter, rows: Sequence[Row]) -> str:
    """The rows of one chapter behind a heading that counts them.

    Parameters
    ----------
    chapter : Chapter
        A part of a document.
    rows : sequence of Row
        Its claims, judged.
    """
    entries = "\n\n".join(map(entry, rows))
    return (
        f"::::{{dropdown}} {chapter.title} ({tally(rows)})\n:name: claims-{chapter.key}\n"
        f":class-container: claims\n\n{entries}\n::::"
    )


def tally(rows: Sequence[Row]) -> str:
    """How many claims a chapter has and how they stand: "9 claims: 8 agree, 1 apart"."""
    verdicts = [row.verdict for row in rows]
    counts = [(sum(map(verdicts.count, kind)), words) for words, kind in KINDS]
    counts.append((len(rows) - sum(count for count, _ in counts), "not compared"))
    parts = ", ".join(f"{count} {words}" for count, words in counts if count)
    return f"{len(rows)} claims: {parts}"


def entry(row: Row) -> str:
    """One claim under its own address: what is printed and where, what we get, and how."""
    printed, unit = print_and_unit(row.published, row.unit)
    said = f"**{printed}** {unit}".strip()
    return (
        f"(claim-{row.id.lower()})=\n"
        f"**[{row.id}](#claim-{row.id.lower()})** {row.claim}. *{row.where}.*\n"
        f": Printed {said}{_ours(row)}: *{row.verdict.value}*. {row.note} "
        "[Tell us we are wrong](#tell-us-we-are-wrong)."
    )


def _ours(row: Row) -> str:
    ours = "; ".join(recomputed(row))
    return f", we get **{ours}**" if ours else ""


def scoreboard_totals(rows: Iterable[Row]) -> MarkdownTable:
    """How many claims got each verdict, in the order of the rule; damage is left out."""
    return MarkdownTable(
        ("Verdict", "claims"),
        [(verdict.value.capitalize(), str(count)) for verdict, count in totals(rows).items()],
    )


def ledger_numbers(rows: Iterable[Row]) -> Numbers:
    """Every number of the ledger by id: recomputed, its range, and what it is held against."""
    named = {f"{row.id}_{name}": value for row in rows for name, value in _numbers(row)}
    return Numbers(**{name: value for name, value in named.items() if isfinite(value)})


def _numbers(row: Row) -> Iterator[tuple[str, float]]:
    for place, reading in enumerate(row.readings):
        yield f"printed_{place}_low", reading.low
        yield f"printed_{place}_high", reading.high
    for kind, estimates in (("recomputed", row.conventions), ("beside", row.beside)):
        for place, estimate in enumerate(estimates):
            yield f"{kind}_{place}", estimate.nominal
            yield f"{kind}_{place}_low", estimate.low
            yield f"{kind}_{place}_high", estimate.high
