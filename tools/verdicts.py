"""The verdicts that were last accepted: say what changed, and accept it.

A changed verdict is a claim about somebody's paper: it is accepted by a person who read it, and
never while the miss lacks its second computation.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from scalinglaws import claims

ACCEPTED = Path("tests/accepted/verdicts.csv")
NUMBERS = Path("tests/accepted/reference/claims.json")
HEADER = ("id", "verdict")


def accepted(root: Path) -> dict[str, str]:
    """Id -> verdict, as last accepted."""
    with (root / ACCEPTED).open(encoding="utf-8", newline="") as file:
        return {line["id"]: line["verdict"] for line in csv.DictReader(file)}


def changes(root: Path) -> list[str]:
    """A line for each claim whose verdict is not the accepted one, or that lacks its care.

    It has the verdict and the recomputed number before and after, in every digit.
    """
    return list(_changes(accepted(root), _numbers(root)))


def _changes(before: dict[str, str], numbers: dict[str, float]) -> Iterator[str]:
    rows = {row.id: row for row in claims.ledger()}
    for id in dict.fromkeys([*before, *rows]):
        row = rows.get(id)
        old, new = before.get(id, "(none)"), row.verdict.value if row else "(none)"
        faults = row.faults if row else ()
        if old != new or faults:
            values = f"{numbers.get(id)!r} -> {row.recomputed if row else None!r}"
            lack = f"; it lacks {' and '.join(faults)}" if faults else ""
            yield f"{id}: {old} -> {new}; recomputed {values}{lack}"


def _numbers(root: Path) -> dict[str, float]:
    """Id -> recomputed number, as last accepted with the numbers of the scoreboard's page."""
    named = json.loads((root / NUMBERS).read_text(encoding="utf-8"))
    lead, tail = "number/", "_recomputed_0"
    return {
        name.removeprefix(lead).removesuffix(tail): value
        for name, value in named.items()
        if name.startswith(lead) and name.endswith(tail)
    }


def accept(root: Path) -> int:
    """Print every change and rewrite the accepted verdicts; 1 where that is refused."""
    found = changes(root)
    print(*found, sep="\n", end="\n" if found else "")
    if claims.faults() or (found and os.environ.get("CI")):
        print(f"{len(found)} verdicts differ; none is accepted")
        return 1
    with (root / ACCEPTED).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([HEADER, *((row.id, row.verdict.value) for row in claims.ledger())])
    print(f"{len(found)} verdicts accepted, {len(claims.ledger())} in all")
    return 0


if __name__ == "__main__":
    sys.exit(accept(Path.cwd()))
