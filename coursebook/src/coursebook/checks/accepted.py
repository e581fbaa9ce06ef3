"""Accepted numbers: every named value of pages and ledger, kept at full precision.

A value that moves by more than one part in a billion fails the check until a person accepts it.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from coursebook.checks.named_values import Value, Values, values_of
from coursebook.checks.verbatim import columns_of, without_verbatim
from coursebook.execution.pages import executable_pages, executed

FOLDER = Path("tests/accepted")
RELATIVE_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Change:
    """One named value that is not what was accepted; None where it is new or gone."""

    page: str
    name: str
    old: float | str | None
    new: float | str | None

    def __str__(self) -> str:
        return f"{self.page}: {self.name}: {_shown(self.old)} -> {_shown(self.new)}"


def computed(root: Path) -> dict[str, Values]:
    """Page -> values, from the build's own execution of each page."""
    return {str(page): _computed(root, page) for page in executable_pages(root)}


def _computed(root: Path, page: Path) -> Values:
    return without_verbatim(values_of(executed(root, page)), columns_of(root, page))


def accepted(root: Path) -> dict[str, Values]:
    """Page -> values, as last accepted."""
    files = sorted((root / FOLDER).rglob("*.json"))
    return {_page(root, file): json.loads(file.read_text(encoding="utf-8")) for file in files}


def changes(old: dict[str, Values], new: dict[str, Values]) -> list[Change]:
    """What differs, page by page, name by name.

    Parameters
    ----------
    old, new : dict of str to dict
        Page -> named values, accepted and computed.
    """
    return [
        change
        for page in sorted(old.keys() | new.keys())
        for change in _pairs(page, old.get(page, {}), new.get(page, {}))
        if not same(change.old, change.new)
    ]


def _pairs(page: str, old: Values, new: Values) -> Iterator[Change]:
    for name in dict.fromkeys([*old, *new]):
        yield from _single(page, name, old.get(name), new.get(name))


def _single(page: str, name: str, old: Value | None, new: Value | None) -> Iterator[Change]:
    """One pair for a number; for a column of a chart, one pair a row."""
    if isinstance(old, list) and isinstance(new, list):
        for row, pair in enumerate(zip_longest(old, new)):
            yield Change(page, f"{name}/{row}", *pair)
    else:
        yield Change(page, name, _scalar(old), _scalar(new))


def _scalar(value: Value | None) -> float | str | None:
    return f"a column of {len(value)}" if isinstance(value, list) else value


def same(old: float | str | None, new: float | str | None) -> bool:
    """Whether a value is the accepted one: equal text, or numbers within 1e-9 of each other.

    Parameters
    ----------
    old, new : float, str or None
        Accepted and computed; None where there is none.
    """
    if isinstance(old, (int, float)) and isinstance(new, (int, float)):
        both_blank = math.isnan(old) and math.isnan(new)
        return both_blank or math.isclose(old, new, rel_tol=RELATIVE_TOLERANCE)
    return old == new


def accept(root: Path) -> int:
    """Print every change and rewrite the accepted files; in CI only print, and fail.

    Returns
    -------
    int
        Exit status: 1 where CI found a change, else 0.
    """
    new = computed(root)
    found = changes(accepted(root), new)
    print(*found, sep="\n", end="\n" if found else "")
    if os.environ.get("CI"):
        print(f"{len(found)} numbers differ; CI accepts nothing")
        return int(bool(found))
    # The others are the same to a part in a billion: rewriting them would only stir last digits.
    for page in {change.page for change in found} & new.keys():
        _write(_file(root, page), new[page])
    for page in accepted(root).keys() - new.keys():
        _file(root, page).unlink()
    print(f"{len(found)} numbers accepted, {sum(map(len, new.values()))} in all")
    return 0


def _file(root: Path, page: str) -> Path:
    return (root / FOLDER / page).with_suffix(".json")


def _page(root: Path, file: Path) -> str:
    return str(file.relative_to(root / FOLDER).with_suffix(".md"))


def _write(file: Path, values: Values) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    # Whole or not at all: a stopped run must not leave half a file.
    draft = file.with_suffix(".draft")
    # One value a line: a diff then shows which of a column's values moved.
    draft.write_text(json.dumps(values, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    draft.replace(file)


def _shown(value: float | str | None) -> str:
    return "(none)" if value is None else repr(value)
