"""Would the check of accepted numbers see a wrong digit? Change one, run the pages, look.

Each mutant is a copy of the library with one change: a constant of a law by one part in a
million, or one numeric cell of a published table by one in its last printed digit, with the
table's checksum rewritten so that only the numbers can tell. A cell counts as used when moving
it by ten per cent changes any named value at all. Of each mutant only the pages run that opened
the changed file in their last run: the others cannot differ.
"""

from __future__ import annotations

import ast
import contextlib
import csv
import hashlib
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from coursebook.checks.accepted import Change, accepted, changes
from coursebook.checks.named_values import Values, run_page
from coursebook.checks.verbatim import columns_of, without_verbatim
from coursebook.execution.pages import executable_pages, source
from coursebook.execution.record import read_record

LIBRARY = Path("src/scalinglaws")
CELLS = 50
SEED = 2022
WORKERS = 2


@dataclass(frozen=True)
class Mutant:
    """One change to a copy of the library.

    Attributes
    ----------
    name : str
        What is changed, for the log.
    file : str
        The changed file, relative to the library.
    make : callable
        Changes the copy whose folder it is given.
    """

    name: str
    file: str
    make: Callable[[Path], None]


@dataclass(frozen=True)
class Cell:
    """One numeric cell of a published table, by its place in the file."""

    file: str
    row: int
    column: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}, row {self.row + 1}, {self.column} = {self.text}"


def mutants(root: Path) -> int:
    """Make every mutant, say of each whether the accepted numbers saw it; 0 if all were seen."""
    with ThreadPoolExecutor(WORKERS) as pool:
        laws = list(_told(root, pool, law_mutants(root)))
        print(f"Looking for {CELLS} cells that a value of a page depends on", flush=True)
        cells = list(_told(root, pool, used_cells(root, pool)))
    results = laws + cells
    caught = sum(map(bool, results))
    print(f"{len(laws)} constants and {len(cells)} cells changed, {caught} of {len(results)} seen")
    return int(caught < len(results))


def _told(
    root: Path, pool: ThreadPoolExecutor, mutants: Iterable[Mutant]
) -> Iterator[list[Change]]:
    """What each mutant moved, printed as soon as it is known."""
    for mutant, moved in [(one, pool.submit(seen, root, one)) for one in mutants]:
        found = moved.result()
        seen_as = f"seen     {mutant.name}\n         {found[0]}" if found else ""
        print(seen_as or f"SURVIVED {mutant.name}", flush=True)
        yield found


def seen(root: Path, mutant: Mutant) -> list[Change]:
    """Which accepted numbers under ``root`` the library with ``mutant`` in it does not give."""
    found = values_with(root, mutant)
    before = {page: values for page, values in accepted(root).items() if page in found}
    return changes(before, found)


def values_with(root: Path, mutant: Mutant) -> dict[str, Values]:
    """The values of every page under ``root`` that opened the file that ``mutant`` changes.

    A changed copy of the library computes them.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "scalinglaws"
        shutil.copytree(root / LIBRARY, copy)
        mutant.make(copy)
        command = [sys.executable, __file__, "values", *pages_with(root, mutant.file)]
        run = subprocess.run(
            command, cwd=root, env={**os.environ, "PYTHONPATH": folder}, capture_output=True,
            text=True, check=True,
        )  # fmt: skip
    return dict(json.loads(run.stdout))


def pages_with(root: Path, file: str) -> list[str]:
    """The pages under ``root`` whose last run opened ``file``, a path inside the library."""
    name = (LIBRARY / file).as_posix()
    records = ((page, read_record(root, page)) for page in executable_pages(root))
    return [str(page) for page, record in records if record and name in record.files]


def law_mutants(root: Path) -> Iterator[Mutant]:
    """Each constant of each law, by one part in a million."""
    for path in sorted((root / LIBRARY / "laws").glob("*20[0-9][0-9].py")):
        text = path.read_text(encoding="utf-8")
        for literal in constants(text):
            said = ast.get_source_segment(text, literal) or ""
            yield Mutant(
                f"{path.name}: {said} * (1 + 1e-6)", f"laws/{path.name}", _multiplies(path, literal)
            )


def constants(text: str) -> list[ast.Constant]:
    """The numeric literals in the calls that build a module's laws and ranges."""
    built = [node.value for node in ast.parse(text).body if isinstance(node, ast.Assign)]
    calls = [node for node in built if isinstance(node, ast.Call)]
    inside = {id(node): node for call in calls for node in ast.walk(call)}
    return [
        node
        for node in inside.values()
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]


def _multiplies(path: Path, literal: ast.Constant) -> Callable[[Path], None]:
    def edit(copy: Path) -> None:
        target = copy / "laws" / path.name
        lines = target.read_text(encoding="utf-8").splitlines()
        line = lines[literal.lineno - 1]
        start, end = literal.col_offset, literal.end_col_offset
        lines[literal.lineno - 1] = f"{line[:start]}{literal.value!r} * (1 + 1e-6){line[end:]}"
        target.write_text("\n".join(lines) + "\n", encoding="utf-8")

    return edit


def used_cells(root: Path, pool: ThreadPoolExecutor) -> list[Mutant]:
    """`CELLS` seeded cells that a value of a page under ``root`` depends on; ``pool`` runs them."""
    candidates = [cell for cell in _shuffled(numeric_cells(root)) if pages_with(root, cell.file)]
    unchanged: dict[str, dict[str, Values]] = {}
    found: list[Cell] = []
    while candidates and len(found) < CELLS:
        batch, candidates = candidates[: 2 * WORKERS], candidates[2 * WORKERS :]
        for cell in batch:
            if cell.file not in unchanged:
                unchanged[cell.file] = values_with(root, Mutant("", cell.file, lambda copy: None))
        moved = pool.map(lambda cell: values_with(root, _writes(cell, moved_far)), batch)
        pairs = zip(batch, moved, strict=True)
        found += [cell for cell, values in pairs if values != unchanged[cell.file]]
    return [_writes(cell) for cell in found[:CELLS]]


def _shuffled(cells: list[Cell]) -> list[Cell]:
    """A seeded order that takes the files in turn: a figure of 1,960 rows must not crowd out a
    table of six."""
    dice = random.Random(SEED)
    turns: dict[str, int] = {}
    order: list[tuple[int, int, Cell]] = []
    for cell in dice.sample(cells, len(cells)):
        turns[cell.file] = turns.get(cell.file, 0) + 1
        order.append((turns[cell.file], len(order), cell))
    return [cell for *_, cell in sorted(order, key=lambda item: item[:2])]


def numeric_cells(root: Path) -> list[Cell]:
    """Every cell of every published table that is a number, as the files hold them."""
    return [
        Cell(str(path.relative_to(root / LIBRARY)), number, column, text)
        for path in sorted((root / LIBRARY / "published").rglob("*.csv"))
        for number, row in enumerate(_rows(path))
        for column, text in row.items()
        if _is_number(text.split(" ")[0].removeprefix("1/").replace(",", ""))
    ]


def last_digit_up(text: str) -> str:
    """The text with one added to the last digit of its number: 1.92e+19 becomes 1.93e+19."""
    lead = "1/" if text.startswith("1/") else ""
    number, *rest = text.removeprefix("1/").split(" ")
    digits, mark, exponent = number.partition("e")
    plain = Decimal(digits.replace(",", ""))
    step = Decimal(1).scaleb(int(plain.as_tuple().exponent))
    return " ".join([f"{lead}{plain + step}{mark}{exponent}", *rest])


def moved_far(text: str) -> str:
    """The text with its number a tenth larger: enough to show whether anything depends on it."""
    lead = "1/" if text.startswith("1/") else ""
    number, *rest = text.removeprefix("1/").split(" ")
    return " ".join([f"{lead}{float(number.replace(',', '')) * 1.1!r}", *rest])


def _writes(cell: Cell, change: Callable[[str], str] = last_digit_up) -> Mutant:
    def make(copy: Path) -> None:
        path = copy / cell.file
        rows = _rows(path)
        rows[cell.row][cell.column] = change(cell.text)
        text = io.StringIO()
        writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        path.write_text(text.getvalue(), encoding="utf-8")
        _believe(path)

    return Mutant(f"{cell} -> {change(cell.text)}", cell.file, make)


def _believe(path: Path) -> None:
    """Rewrite the manifest for a changed file: its checksum, and no bounds on values."""
    manifest_path = path.parent / "manifest.json"
    manifest = json.loads(manifest_path.read_text(encoding="utf-8"))
    entry = manifest[path.stem]
    entry["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    entry["checks"] = []
    for column in entry["columns"]:
        if "low" in column:
            column["low"], column["high"] = -1e300, 1e300
    manifest_path.write_text(json.dumps(manifest), encoding="utf-8")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _values_here(root: Path, pages: list[str]) -> dict[str, Values]:
    import scalinglaws

    copy = Path(scalinglaws.__file__ or "").parent
    return {page: _page_values(root, Path(page), copy) for page in pages}


def _page_values(root: Path, page: Path, copy: Path) -> Values:
    """A page's values; none if it does not run, and then every accepted one is missing."""
    moved = {
        (LIBRARY / file.relative_to(copy)).as_posix(): file for file in copy.rglob("published/**/*")
    }
    try:
        found = run_page(root, page, source(root, page))
    except Exception:
        return {}
    return without_verbatim(found, columns_of(root, page, moved))


if __name__ == "__main__":
    if sys.argv[1:2] != ["values"]:
        sys.exit(mutants(Path.cwd()))
    with contextlib.redirect_stdout(io.StringIO()):  # what a page prints is no value
        values = _values_here(Path.cwd(), sys.argv[2:])
    print(json.dumps(values, default=lambda array: array.tolist()))
