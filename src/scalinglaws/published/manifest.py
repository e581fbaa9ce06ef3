"""The manifest of a source: what each of its files must hold, and where it was read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scalinglaws.errors import DamagedDataError


@dataclass(frozen=True, kw_only=True)
class ColumnSpec:
    """One column: its header in the file, its name, unit and kind, and its right values.

    ``kind`` is "number" (a float), "printed" (a count as papers print it) or "text".
    ``low`` and ``high`` are the smallest and largest value of the file as it was checked,
    rounded outwards to three digits. ``blank_where`` names a column and the cells of that
    column at which this one is blank; it is blank nowhere else. ``range_where`` names a column
    of text and, for each of its cells, the smallest and largest value beside it: a bar that is
    said to hang below the axis is not taken for one that stands on it. ``role`` is what the column
    is of a training run ("loss", "loss_low" ...), where its name does not tell.
    """

    header: str
    name: str
    unit: str
    kind: str
    low: float = 0.0
    high: float = 0.0
    values: tuple[str, ...] = ()
    blank_where: Mapping[str, list[str]] = field(default_factory=dict)
    range_where: Mapping[str, Mapping[str, list[float]]] = field(default_factory=dict)
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class RatioSpec:
    """A relation within a row: ``factor * product(column ** power)`` from low to high.

    It sees what the bounds of one column cannot: a size that would be right in another row.
    It is asked of the rows in which all its columns are filled.
    """

    what: str
    factor: float
    powers: Mapping[str, float]
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class TableSpec:
    """One file of the source and everything known about it."""

    file: str
    sha256: str
    rows: int
    title: str
    provenance: str
    columns: tuple[ColumnSpec, ...]
    checks: tuple[RatioSpec, ...] = ()


def load_manifest(folder: Path) -> dict[str, TableSpec]:
    """Read ``manifest.json`` of a source.

    Parameters
    ----------
    folder : Path
        The folder of the source.

    Returns
    -------
    dict
        A specification by table name.

    Raises
    ------
    DamagedDataError
        If the manifest cannot be read or lacks a field.
    """
    try:
        tables = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return {name: _table(fields) for name, fields in tables.items()}
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as problem:
        raise DamagedDataError(
            f"{folder.name}/manifest.json cannot be read ({problem!r}); reinstall scalinglaws"
        ) from problem


def _table(fields: dict[str, Any]) -> TableSpec:
    columns = tuple(ColumnSpec(**column) for column in fields.pop("columns"))
    checks = tuple(RatioSpec(**check) for check in fields.pop("checks", ()))
    return TableSpec(columns=columns, checks=checks, **fields)
