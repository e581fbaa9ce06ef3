"""Load a published table and refuse it unless every byte is the one that was checked.

The checksum alone would do for safety, and a file that has it is taken as it is. The checks
of a file that lacks it are there for the message: they go from the header to the single
value, so that a damaged file is reported by row and column wherever the values can tell.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import math
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import NoReturn

import numpy as np

from scalinglaws.arrays import read_only
from scalinglaws.errors import DamagedDataError, InputError
from scalinglaws.published.manifest import ColumnSpec, RatioSpec, TableSpec, load_manifest
from scalinglaws.published.table import Table, UnknownNameError
from scalinglaws.units import parse_count

Row = Mapping[str, str]


def load(source: str, table: str) -> Table:
    """Load a table that ships with the library.

    Parameters
    ----------
    source : str
        Key of the document, such as "hoffmann2022" (Hoffmann et al. 2022, arXiv:2203.15556): a
        folder beside this module. An unknown key is answered with all of them.
    table : str
        As its manifest names it: "table3" is a printed table, "fig4" was measured off a figure.
        An unknown name is answered with all of the document's.

    Returns
    -------
    Table
        Its rows and columns. Loaded once; later calls return the same object.

    Raises
    ------
    UnknownNameError
        If there is no such source or table.
    DamagedDataError
        If the file is not, byte for byte, the one that was checked. The message names the
        file and, wherever the values tell, the row and the column.
    """
    return _load_once(source, table)


def sources() -> tuple[str, ...]:
    """Keys of the documents whose tables ship: the folders with a manifest, by name."""
    folders = files("scalinglaws.published").iterdir()
    return tuple(sorted(each.name for each in folders if (each / "manifest.json").is_file()))


@cache
def _load_once(source: str, table: str) -> Table:
    if source not in (known := sources()):
        raise UnknownNameError(f"no source {source!r}; the sources are {', '.join(known)}")
    with as_file(files("scalinglaws.published") / source) as folder:
        return load_from(folder, table)


def load_from(folder: Path, table: str) -> Table:
    """Load ``table`` from ``folder``, its source's; returns and raises as `load` does."""
    manifest = load_manifest(folder)
    if table not in manifest:
        raise UnknownNameError(
            f"{folder.name} has no table {table!r}; its tables are {', '.join(manifest)}"
        )
    spec = manifest[table]
    name = f"{folder.name}/{spec.file}"
    data = _read(folder / spec.file, name)
    rows = _rows(_text(_unpacked(data, name), name), spec, name)
    if hashlib.sha256(data).hexdigest() != spec.sha256:
        _refuse(data, rows, spec, name)
    return _table(f"{folder.name}/{table}", spec, rows)


def check_row(spec: TableSpec, name: str, number: int, row: Row) -> None:
    """Raise DamagedDataError if a value of the row, or how its values go together, is wrong.

    Parameters
    ----------
    spec : TableSpec
        What the manifest says of the table.
    name : str
        The file's name, for the message.
    number : int
        The row's place in the file, from 1.
    row : mapping of str to str
        Its cells by header.
    """
    place = f"row {number} (line {number + 1} of the file)"
    numbers = {}
    for column in spec.columns:
        expected = _expected_instead(column, row)
        if expected:
            cell = row[column.header]
            _damaged(name, f"{place}, {column.header} = {cell!r}: expected {expected}")
        if column.kind != "text" and row[column.header]:
            numbers[column.header] = _number(column, row[column.header])
    for check in spec.checks:
        if check.powers.keys() <= numbers.keys():
            _check_ratio(check, numbers, f"{name}: {place}")


def _read(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        _damaged(name, f"the file cannot be read ({problem.strerror or problem})")


def _unpacked(data: bytes, name: str) -> bytes:
    if not name.endswith(".gz"):
        return data
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as problem:
        _damaged(name, f"the file cannot be unpacked ({problem})")


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        byte = data[problem.start]
        _damaged(name, f"line {line} of the file: byte 0x{byte:02x} is not UTF-8 text")


def _rows(text: str, spec: TableSpec, name: str) -> list[Row]:
    header = [column.header for column in spec.columns]
    lines = _cells(text, name)
    if not lines or lines[0] != header:
        found = ",".join(lines[0]) if lines else ""
        _damaged(name, f"line 1 of the file: header {found!r}: expected {','.join(header)!r}")
    if len(lines) - 1 != spec.rows:
        _damaged(name, f"{len(lines) - 1} rows of data: expected {spec.rows}")
    for number, cells in enumerate(lines[1:], start=1):
        if len(cells) != len(header):
            place = f"row {number} (line {number + 1} of the file)"
            _damaged(name, f"{place}: {len(cells)} cells: expected {len(header)}")
    return [dict(zip(header, cells, strict=True)) for cells in lines[1:]]


def _cells(text: str, name: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return list(reader)
    except csv.Error as problem:
        _damaged(name, f"line {reader.line_num} of the file: {problem}")


def _expected_instead(column: ColumnSpec, row: Row) -> str:
    """What should stand in the cell, or "" if what stands there can be right."""
    cell = row[column.header]
    for other, values in column.blank_where.items():
        if row[other] in values:
            return f"a blank where {other} is {row[other]!r}" if cell else ""
    if not cell:
        given = [f" where {other} is {row[other]!r}" for other in column.blank_where]
        return f"a value, not a blank{''.join(given)}"
    if column.kind == "text":
        wrong = column.values and cell not in column.values
        return f"one of {', '.join(map(repr, column.values))}" if wrong else ""
    number = _number(column, cell)
    for low, high, where in _ranges(column, row):
        if not low <= number <= high:
            return f"a number from {low:g} to {high:g}{where}"
    return ""


def _ranges(column: ColumnSpec, row: Row) -> Iterator[tuple[float, float, str]]:
    """The ranges that the cell must lie in: the column's, and that of its kind of row."""
    yield column.low, column.high, ""
    for other, ranges in column.range_where.items():
        low, high = ranges.get(row[other], (column.low, column.high))
        yield low, high, f" where {other} is {row[other]!r}"


def _number(column: ColumnSpec, cell: str) -> float:
    """The value of a cell; NaN, which lies in no range, if it is not a number."""
    try:
        return parse_count(cell) if column.kind == "printed" else float(cell)
    except (InputError, ValueError):
        return math.nan


def _check_ratio(check: RatioSpec, numbers: Mapping[str, float], place: str) -> None:
    ratio = check.factor * math.prod(numbers[key] ** power for key, power in check.powers.items())
    if not check.low <= ratio <= check.high:
        values = ", ".join(f"{key} = {numbers[key]:g}" for key in check.powers)
        _damaged(
            place,
            f"{values}: {check.what} = {ratio:.6g}: expected {check.low:g} to {check.high:g}",
        )


def _refuse(data: bytes, rows: Sequence[Row], spec: TableSpec, name: str) -> NoReturn:
    for number, row in enumerate(rows, start=1):
        check_row(spec, name, number, row)
    found = hashlib.sha256(data).hexdigest()
    _damaged(
        name,
        f"every value is in its range, but the sha256 is {found}, not {spec.sha256[:12]}...",
    )


def _table(name: str, spec: TableSpec, rows: Sequence[Row]) -> Table:
    printed = {c.name: tuple(row[c.header] for row in rows) for c in spec.columns}
    values = {
        c.name: np.array(
            printed[c.name] if c.kind == "text" else [_number(c, cell) for cell in printed[c.name]]
        )
        for c in spec.columns
    }
    return Table(
        name,
        spec.title,
        spec.provenance,
        {c.name: c.unit for c in spec.columns},
        printed,
        {column: read_only(array) for column, array in values.items()},
        {c.role: c.name for c in spec.columns if c.role},
    )


def _damaged(place: str, what: str) -> NoReturn:
    raise DamagedDataError(
        f"{place}: {what}. The file is damaged: reinstall scalinglaws. "
        "(Edited on purpose? CONTRIBUTING.md, A value of a published table)"
    )
