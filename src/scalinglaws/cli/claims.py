"""``scalinglaws claims``: what papers print beside what we recompute."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from textwrap import shorten, wrap
from typing import TYPE_CHECKING

from scalinglaws.cli.common import Commands, add_command, as_json

if TYPE_CHECKING:
    from scalinglaws.claims import Row

CLAIMS = """\
Every number of the ledger: what a document prints, what we recompute from the inputs as they
are printed, and a verdict by one rule. The range of a recomputed number is what the rounding
of its inputs allows.
"""
CLAIMS_EXAMPLES = """\
examples:
  scalinglaws claims             all rows, and how many got each verdict
  scalinglaws claims T3F4        one row in full, with every convention tried
  scalinglaws claims --json      a list of objects with the keys schema, id, source, where,
                                 claim, published, unit, recomputed, verdict, note
"""

# Some claims print a list or a phrase; the row by itself shows it whole.
WIDEST_PRINT = 28


def add_claims(commands: Commands) -> None:
    """Add the subcommand."""
    claims = add_command(
        commands,
        "claims",
        summary="what papers print beside what we recompute",
        description=CLAIMS,
        examples=CLAIMS_EXAMPLES,
    )
    claims.add_argument("id", nargs="?", metavar="ID", help="one claim, for example T3F4")
    claims.add_argument("--json", action="store_true", help="JSON instead of text")
    claims.set_defaults(run=_claims)


def _claims(arguments: argparse.Namespace) -> Iterable[str]:
    # Imported here: --help and --version need no table and no formula.
    from scalinglaws.claims import find, ledger

    if arguments.id is not None:
        row = find(arguments.id)
        return [as_json(row.as_json())] if arguments.json else _in_full(row)
    if arguments.json:
        return [as_json([row.as_json() for row in ledger()])]
    return _table(ledger())


def _table(rows: Sequence[Row]) -> list[str]:
    from scalinglaws.claims import totals

    counts = [f"{count:4}  {verdict.value}" for verdict, count in totals(rows).items()]
    lines = [("id", "published", "recomputed", "unit", "verdict"), *map(_cells, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(5)]
    body = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    damaged = len(rows) - sum(totals(rows).values())
    counts += [f"{damaged:4}  damaged in our copy, in no total", f"{len(rows):4}  claims in all"]
    return [*counts, "", *body]


def _cells(row: Row) -> tuple[str, ...]:
    from scalinglaws.claims.wording import print_and_unit, recomputed

    printed, unit = print_and_unit(row.published, row.unit)
    return (
        row.id,
        shorten(printed, WIDEST_PRINT, placeholder=" ..."),
        "; ".join(recomputed(row)).removesuffix(f" {unit}") or "-",
        unit,
        row.verdict.value,
    )


def _in_full(row: Row) -> list[str]:
    from scalinglaws.claims.wording import print_and_unit

    fields = {
        "claim": row.claim,
        "source": f"{row.source}, {row.where}",
        "published": " ".join(print_and_unit(row.published, row.unit)).rstrip(),
        "recomputed": _with_range(row),
        "verdict": row.verdict.value,
        "note": row.note,
    }
    lines = [row.id]
    for name, text in fields.items():
        first, *rest = wrap(text, 76) or [""]
        lines += [f"  {name:<12}{first}", *(f"{'':14}{line}" for line in rest)]
    return lines


def _with_range(row: Row) -> str:
    if row.recomputed is None:
        return "nothing is compared"
    if row.parts:
        return "; ".join(map(repr, row.parts))
    return f"{row.recomputed!r}, range {row.recomputed_low!r} to {row.recomputed_high!r}"
