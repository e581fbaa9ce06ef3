"""The command line: ``scalinglaws claims``, and room for more subcommands."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from scalinglaws import __version__
from scalinglaws.errors import InputError

if TYPE_CHECKING:
    from scalinglaws.claims import Row

EXIT_BAD_INPUT = 2
DESCRIPTION = "Neural scaling laws you can check: what papers print beside what we recompute."
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
Command = Callable[[argparse.Namespace], Iterable[str]]


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments; those of the process by default.

    Returns
    -------
    int
        0, or 2 after one line on stderr where the arguments ask for what is not there.
    """
    arguments = parser().parse_args(argv)
    try:
        for line in arguments.run(arguments):
            sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    except InputError as problem:
        sys.stderr.write(f"scalinglaws: {problem}\n")
        return EXIT_BAD_INPUT
    except BrokenPipeError:
        _close_stdout()
    return 0


def parser() -> argparse.ArgumentParser:
    """The parser of every subcommand; each sets ``run`` to a function that yields lines."""
    top = argparse.ArgumentParser(prog="scalinglaws", description=DESCRIPTION)
    top.add_argument("--version", action="version", version=f"scalinglaws {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_claims(commands)
    return top


def _add_claims(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    claims = commands.add_parser(
        "claims",
        help="what papers print beside what we recompute",
        description=CLAIMS,
        epilog=CLAIMS_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    claims.add_argument("id", nargs="?", metavar="ID", help="one claim, for example T3F4")
    claims.add_argument("--json", action="store_true", help="JSON instead of text")
    claims.set_defaults(run=_claims)


def _claims(arguments: argparse.Namespace) -> Iterable[str]:
    # Imported here: --help and --version need no table and no formula.
    from scalinglaws.claims import find, ledger

    if arguments.id is not None:
        row = find(arguments.id)
        return [_as_json(row.as_json())] if arguments.json else _in_full(row)
    if arguments.json:
        return [_as_json([row.as_json() for row in ledger()])]
    return _table(ledger())


def _as_json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)


def _table(rows: Sequence[Row]) -> list[str]:
    from scalinglaws.claims import totals

    counts = [f"{count:4}  {verdict.value}" for verdict, count in totals(rows).items()]
    lines = [("id", "published", "recomputed", "unit", "verdict"), *map(_cells, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(5)]
    body = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    return [*counts, f"{len(rows):4}  claims in all", "", *body]


def _cells(row: Row) -> tuple[str, ...]:
    return (row.id, row.published, _number(row.recomputed), row.unit, row.verdict.value)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.5g}"


def _in_full(row: Row) -> list[str]:
    fields = {
        "claim": row.claim,
        "source": f"{row.source}, {row.where}",
        "published": f"{row.published} {row.unit}".rstrip(),
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
    return f"{row.recomputed!r}, range {row.recomputed_low!r} to {row.recomputed_high!r}"


def _close_stdout() -> None:
    """Point stdout nowhere: a reader such as ``head`` has left, and exit would flush again."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # stdout is no file, as under a test
        return
