"""The ledger as a page: totals first, then every claim under its verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scalinglaws.claims import Row, Verdict
from scalinglaws.claims.wording import number
from scalinglaws.figures.markdown_table import MarkdownTable
from scalinglaws.figures.numbers import Numbers

MISSES = (Verdict.PLACES_DIFFER, Verdict.NOT_REPRODUCED)


@dataclass(frozen=True)
class Scoreboard:
    """Rows of the ledger, set as MyST Markdown."""

    rows: tuple[Row, ...]

    def __repr__(self) -> str:
        return "\n".join(f"{row.id}: {row.verdict.value}" for row in self.rows)

    def _repr_markdown_(self) -> str:
        return "\n\n".join(block for verdict in Verdict for block in self._group(verdict))

    def _group(self, verdict: Verdict) -> Iterator[str]:
        rows = [row for row in self.rows if row.verdict is verdict]
        if rows:
            yield f"```{{rubric}} {verdict.value.capitalize()} ({len(rows)})\n```"
            yield from map(entry, rows)


def scoreboard_totals(rows: Iterable[Row]) -> MarkdownTable:
    """How many claims got each verdict, in the order of the rule."""
    verdicts = [row.verdict for row in rows]
    return MarkdownTable(
        ("Verdict", "claims"),
        [(v.value, str(verdicts.count(v))) for v in Verdict if v in verdicts],
    )


def ledger_numbers(rows: Iterable[Row]) -> Numbers:
    """Every recomputed value and its range, by id, at full precision."""
    named: dict[str, float] = {}
    for row in rows:
        ends = {"": row.recomputed, "_low": row.recomputed_low, "_high": row.recomputed_high}
        named |= {f"{row.id}{end}": value for end, value in ends.items() if value is not None}
    return Numbers(**named)


def entry(row: Row) -> str:
    """One claim: what is printed and where, what we get, and how."""
    ours = "" if row.recomputed is None else f" We get **{number(row.recomputed)}**."
    wrong = " [Tell us we are wrong](#tell-us-we-are-wrong)." if row.verdict in MISSES else ""
    unit = f" {row.unit}" if row.unit else ""
    return (
        f"(claim-{row.id.lower()})=\n**{row.id}** {row.claim}. *{row.source}, {row.where}.*\n"
        f": Printed: **{row.published}**{unit}.{ours} {row.note}{wrong}"
    )
