"""Every value of a table of runs, checked row by row; C, D and the loss derived."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from scalinglaws.arrays import Floats, Labels
from scalinglaws.compute import six_nd, tokens_of
from scalinglaws.errors import InputError
from scalinglaws.runs.columns import ALIASES, LABELS, is_blank

Place: TypeAlias = Callable[[int], str]

# Counts of FLOP in use differ from 6ND by far less than this factor, mistaken units by far more.
MOST_OFF_6ND = 10.0
MAY_BE_BLANK = ("budget", "step")
_EXPECTED = {
    "N": (1.0, "a finite number of parameters, at least 1"),
    "D": (1.0, "a finite number of tokens, at least 1"),
    "C": (6.0, "a finite number of FLOP, at least 6 (one parameter, one token)"),
    "loss": (0.0, "a positive, finite loss in nats per token"),
    "loss_low": (0.0, "a positive, finite loss in nats per token"),
    "loss_high": (0.0, "a positive, finite loss in nats per token"),
    "budget": (6.0, "a finite number of FLOP, at least 6"),
    "step": (0.0, "a finite number of steps, zero or more"),
}
_POSITIVE = ("loss", "loss_low", "loss_high")


def checked(
    columns: Mapping[str, Any], heads: Mapping[str, str], name: str, place: Place
) -> tuple[dict[str, Any], dict[str, str]]:
    """The columns as arrays, with C, D and the loss where they were missing.

    Parameters
    ----------
    columns : mapping of str to sequence
        Cells by the names of `ALIASES`.
    heads : mapping of str to str
        What messages call each column.
    name : str
        What messages call the table.
    place : callable
        Row number from 0 -> what messages call the row.

    Returns
    -------
    values, derived : dict
        Arrays by name; and which were derived, by what convention.

    Raises
    ------
    InputError
        If a column is missing, or a value cannot be what its column says.
    """
    _require_columns(columns, name)
    values: dict[str, Any] = {
        key: _labels(cells) if key in LABELS else _numbers(key, cells, heads[key], name, place)
        for key, cells in columns.items()
    }
    _require_one_length(values, name)
    derived = _derive(values)
    _check_intervals(values, name, place)
    _check_derived(values, derived, name, place)
    _check_compute(values, name, place)
    return values, derived


def _require_columns(columns: Mapping[str, Any], name: str) -> None:
    if "N" not in columns:
        raise _missing(name, "N, the number of parameters", ALIASES["N"])
    if not columns.keys() & {"D", "C", "budget"}:
        raise _missing(name, "D, the tokens, and none C, the compute", ALIASES["D"] + ALIASES["C"])
    if ("loss_low" in columns) != ("loss_high" in columns):
        raise InputError(f"{name}: one bound of the loss only: expected loss_low and loss_high")
    if not columns.keys() & {"loss", "loss_low"}:
        raise _missing(name, "the loss", ALIASES["loss"])


def _missing(name: str, what: str, aliases: Iterable[str]) -> InputError:
    return InputError(
        f"{name}: no column is {what}: expected one named {', '.join(aliases)}, with values. "
        "Rename it, or say which it is with columns={...}"
    )


def _labels(cells: Any) -> Labels:
    return np.array([str(cell) for cell in cells], dtype=np.str_)


def _numbers(key: str, cells: Any, head: str, name: str, place: Place) -> Floats:
    numbers, given = _as_floats(cells)
    if numbers.ndim != 1 or not numbers.size:
        raise InputError(f"{name}: {head} has shape {numbers.shape}: expected (runs,), one or more")
    low, expected = _EXPECTED[key]
    bad = ~np.isfinite(numbers) | (numbers < low) | ((numbers <= 0) & (key in _POSITIVE))
    if key in MAY_BE_BLANK:
        bad &= ~np.array([is_blank(cell) for cell in given], dtype=np.bool_)
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        raise InputError(
            f"{name}: {place(row)}, {head} = {_shown(given[row])}: expected {expected}. "
            "Correct the value or remove the row"
        )
    return numbers


def _as_floats(cells: Any) -> tuple[Floats, Any]:
    """The cells as numbers, NaN for what is none, and the cells as they were given."""
    try:
        numbers = np.array(cells, dtype=np.float64)
        return numbers, numbers if not isinstance(cells, (list, tuple)) else cells
    except (TypeError, ValueError):
        return np.array([_float(cell) for cell in cells], dtype=np.float64), cells


def _float(cell: object) -> float:
    try:
        return float(cell)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return np.nan


def _shown(cell: object) -> str:
    return repr(cell) if isinstance(cell, str) else f"{cell}"


def _require_one_length(values: Mapping[str, NDArray[Any]], name: str) -> None:
    lengths = {key: len(column) for key, column in values.items()}
    if len(set(lengths.values())) > 1:
        text = ", ".join(f"{key} {length}" for key, length in lengths.items())
        raise InputError(f"{name}: columns of different lengths ({text}): expected one value a run")


def _derive(values: dict[str, Any]) -> dict[str, str]:
    """Fill in C, D and the loss where they are missing; which, and by what convention."""
    derived = {}
    if "C" not in values and "D" not in values:
        values["C"], derived["C"] = values["budget"], "C = budget"  # a blank is caught below
    if "C" not in values:
        values["C"] = six_nd(values["N"], values["D"])
        derived["C"] = "C = 6ND"
    if "D" not in values:
        values["D"] = tokens_of(values["C"], values["N"])
        derived["D"] = "C = 6ND"
    if "loss" not in values:
        values["loss"] = np.sqrt(values["loss_low"] * values["loss_high"])
        derived["loss"] = "geometric middle of the interval"
    return derived


def _check_intervals(values: Mapping[str, Any], name: str, place: Place) -> None:
    if "loss_low" not in values:
        return
    low, loss, high = values["loss_low"], values["loss"], values["loss_high"]
    bad = (low > loss) | (loss > high)
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        raise InputError(
            f"{name}: {place(row)}, loss = {loss[row]:.9g}: expected a loss within its interval, "
            f"{low[row]:.9g} to {high[row]:.9g}. Correct the loss or its bounds"
        )


def _check_derived(
    values: Mapping[str, Any], derived: Mapping[str, str], name: str, place: Place
) -> None:
    """A budget that stands for C must not be blank, and a derived D must be a token or more."""
    for key in derived.keys() & {"C", "D"}:
        bad = ~(values[key] >= _EXPECTED[key][0])
        if bad.any():
            row = int(np.flatnonzero(bad)[0])
            raise InputError(
                f"{name}: {place(row)}, {key} = {values[key][row]:.3g} by {derived[key]} with "
                f"N = {values['N'][row]:.6g} and C = {values['C'][row]:.6g}: expected "
                f"{_EXPECTED[key][1]}. Correct the row, or give {key}"
            )


def _check_compute(values: Mapping[str, Any], name: str, place: Place) -> None:
    """C, N and D must be of one run: C/(6ND) is near 1 whatever is counted as FLOP."""
    ratio = values["C"] / six_nd(values["N"], values["D"])
    bad = ~((ratio >= 1 / MOST_OFF_6ND) & (ratio <= MOST_OFF_6ND))
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        N, D, C = (values[key][row] for key in ("N", "D", "C"))
        raise InputError(
            f"{name}: {place(row)}, N = {N:.6g}, D = {D:.6g} and C = {C:.6g} contradict each "
            f"other: C is {ratio[row]:.3g} times 6ND, expected {1 / MOST_OFF_6ND:g} to "
            f"{MOST_OFF_6ND:g}. Check units: single parameters, tokens and FLOP"
        )
