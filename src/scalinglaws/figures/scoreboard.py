"""The ledger as a page: totals first, then every claim under its verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isfinite

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


def entry(row: Row) -> str:
    """One claim: what is printed and where, what we get, and how."""
    ours = "" if row.recomputed is None else f" We get **{number(row.recomputed)}**."
    wrong = " [Tell us we are wrong](#tell-us-we-are-wrong)." if row.verdict in MISSES else ""
    unit = f" {row.unit}" if row.unit else ""
    return (
        f"(claim-{row.id.lower()})=\n**{row.id}** {row.claim}. *{row.source}, {row.where}.*\n"
        f": Printed: **{row.published}**{unit}.{ours} {row.note}{wrong}"
    )
