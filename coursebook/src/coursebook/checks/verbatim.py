"""Columns of a chart that a data file holds as they are: its checksum guards them already."""

from __future__ import annotations

import csv
import gzip
from functools import cache
from pathlib import Path

from coursebook.checks.named_values import Value, Values
from coursebook.execution.record import read_record

FEWEST = 8  # values: a shorter column may stand in a file by chance
Cell = float | str
Column = tuple[Cell, ...]


def without_verbatim(values: Values, columns: list[Column]) -> Values:
    """The values of a page, less the columns that are rows of a file one after the other.

    Parameters
    ----------
    values : dict
        Names to numbers, words or columns.
    columns : list of tuple
        The columns of the files that the page opened, from `columns_of`.
    """
    return {name: value for name, value in values.items() if not _is_verbatim(value, columns)}


def columns_of(root: Path, page: Path, moved: dict[str, Path] | None = None) -> list[Column]:
    """Every column of every table that a page opened in its last run.

    Parameters
    ----------
    root, page : Path
        The project's folder, and the page relative to it.
    moved : dict of str to Path, optional
        Files that are to be read elsewhere, by their names in the record.
    """
    record = read_record(root, page)
    names = record.files if record else {}
    files = [(moved or {}).get(name, root / name) for name in names]
    tables = [file for file in files if {".csv"} & set(file.suffixes) and file.exists()]
    return [column for file in tables for column in _columns(file, file.stat().st_mtime_ns)]


def _is_verbatim(value: Value, columns: list[Column]) -> bool:
    if not isinstance(value, list) or len(value) < FEWEST:
        return False
    wanted = tuple(value)
    return any(_stands_in(wanted, column) for column in columns if len(column) >= len(wanted))


def _stands_in(wanted: tuple[float | str | None, ...], column: Column) -> bool:
    starts = (n for n, value in enumerate(column) if value == wanted[0])
    return any(column[start : start + len(wanted)] == wanted for start in starts)


@cache
def _columns(file: Path, changed: int) -> list[Column]:
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8", newline="") as text:
        _, *rows = csv.reader(text)
    return [tuple(map(_read, column)) for column in zip(*rows, strict=True)]


def _read(cell: str) -> Cell:
    try:
        return float(cell)
    except ValueError:
        return cell
