"""Training runs as one table, (N, D, C, loss), checked row by row: what every fit takes."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scalinglaws.compute import FLOP_PER_PARAMETER_AND_TOKEN
from scalinglaws.errors import InputError

Floats: TypeAlias = NDArray[np.float64]
Labels: TypeAlias = NDArray[np.str_]

# Nominal budgets are met to a few percent only; closer than this they are one budget.
SAME_BUDGET = 1.05
# Counts of FLOP in use differ from 6ND by far less than this factor, mistaken units by far more.
MOST_OFF_6ND = 10.0

ALIASES: Mapping[str, tuple[str, ...]] = {
    key: tuple(names.split())
    for key, names in {
        "N": "n params parameters n_params num_params n_parameters num_parameters params_n "
        "parameter_count param_count model_size size",
        "D": "d tokens n_tokens num_tokens tokens_d train_tokens training_tokens tokens_seen",
        "C": "c flops flop flops_c compute training_flop training_flops training_flops_c "
        "train_flops total_flops training_compute",
        "loss": "loss final_loss loss_nats final_loss_nats training_loss train_loss val_loss "
        "validation_loss eval_loss test_loss",
        "loss_low": "loss_low loss_low_nats",
        "loss_high": "loss_high loss_high_nats",
        "run": "run run_id id",
        "model": "model model_name model_id",
        "budget": "budget budget_c compute_budget flop_budget flops_budget isoflop_budget "
        "isoflop_budget_flops",
        "step": "step steps train_step training_step",
    }.items()
}
LABELS = ("run", "model")
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


class Frame(Protocol):
    """Named columns: a pandas data frame, or a table of `scalinglaws.published`."""

    @property
    def columns(self) -> Any:
        """The names of the columns, in order."""

    def __getitem__(self, column: str, /) -> Any: ...


@dataclass(frozen=True, eq=False, repr=False)
class Runs:
    """Training runs: size, tokens, compute and loss, one row a run.

    Make one with `Runs.from_arrays`, `Runs.from_csv` or `Runs.from_frame`; they derive what is
    missing and check every value. All arrays have shape (runs,) and are read-only.

    Attributes
    ----------
    N, D, C : ndarray
        Parameters, training tokens, training compute in FLOP.
    loss : ndarray
        Nats per token.
    loss_low, loss_high : ndarray or None
        Bounds, where a loss is known as an interval only; ``loss`` then lies between them.
    run, model : ndarray of str or None
        Names, such as to resample by.
    budget, step : ndarray or None
        Nominal budget in FLOP; optimiser step of a checkpoint. NaN where left blank.
    derived : mapping of str to str
        Column that was not given, and the convention it was derived by:
        ``{"D": "C = 6ND"}``.
    name : str
        What messages call the table: the file, or "runs".
    """

    N: Floats
    D: Floats
    C: Floats
    loss: Floats
    loss_low: Floats | None
    loss_high: Floats | None
    run: Labels | None
    model: Labels | None
    budget: Floats | None
    step: Floats | None
    derived: Mapping[str, str]
    name: str

    @classmethod
    def from_arrays(
        cls,
        N: ArrayLike,
        *,
        loss: ArrayLike | None = None,
        D: ArrayLike | None = None,
        C: ArrayLike | None = None,
        loss_low: ArrayLike | None = None,
        loss_high: ArrayLike | None = None,
        run: ArrayLike | None = None,
        model: ArrayLike | None = None,
        budget: ArrayLike | None = None,
        step: ArrayLike | None = None,
        name: str = "runs",
    ) -> Runs:
        """Runs from arrays of one length.

        Parameters
        ----------
        N : array_like, shape (runs,)
            Parameters.
        loss : array_like, optional
            Nats per token; the geometric middle of the interval where that is given instead.
        D, C, budget : array_like, optional
            Tokens, FLOP, nominal FLOP: at least one. D and C are derived from each other by
            C = 6ND (Hoffmann et al. 2022, Section 3.3); without both, C is the budget.
        loss_low, loss_high : array_like, optional
            Bounds of a loss known as an interval: both or neither.
        run, model, step : array_like, optional
            Labels and optimiser steps.
        name : str
            What to call the table in messages.

        Raises
        ------
        InputError
            If a value cannot be what its column says, C is more than ten times 6ND or less
            than a tenth of it, or columns differ in length; the message names table, row,
            column, value, what was expected and what to do.

        Examples
        --------
        >>> runs = Runs.from_arrays([1e8, 1e9], C=[1e19, 1e20], loss=[3.0, 2.5])
        >>> len(runs), dict(runs.derived), f"{runs.D[1]:.3g}"
        (2, {'D': 'C = 6ND'}, '1.67e+10')
        """
        given = {"N": N, "D": D, "C": C, "loss": loss, "loss_low": loss_low} | {
            "loss_high": loss_high, "run": run, "model": model, "budget": budget, "step": step
        }  # fmt: skip
        columns = {key: values for key, values in given.items() if values is not None}
        return _checked_runs(columns, {key: key for key in columns}, name, _row_only)

    @classmethod
    def from_csv(
        cls, path: str | os.PathLike[str], *, columns: Mapping[str, str] | None = None
    ) -> Runs:
        """Runs from a CSV file with a header line.

        Parameters
        ----------
        path : path
            A file in UTF-8.
        columns : mapping of str to str, optional
            Which of the file's columns is N, D, C, loss and so on, where the header does not
            tell: ``{"loss": "loss_c4_val"}``. Other columns are recognised by the names in
            `ALIASES` ("params", "tokens", "flops", "final_loss" ...), in either case.

        Raises
        ------
        InputError
            If the file cannot be read, a column is missing or could be two, or as
            `Runs.from_arrays`.
        """
        file = Path(path)
        header, rows, lines = _read_csv(file)
        cells = {head: [row[place] for row in rows] for place, head in enumerate(header)}
        names = _recognise(header, columns or {}, file.name)

        def place(row: int) -> str:
            return f"row {row + 1} (line {lines[row]} of the file)"

        return _checked_runs(
            {key: cells[head] for key, head in names.items()}, names, file.name, place
        )

    @classmethod
    def from_frame(
        cls, frame: Frame, *, columns: Mapping[str, str] | None = None, name: str = "the frame"
    ) -> Runs:
        """Runs from a pandas data frame or a table of `scalinglaws.published`.

        Parameters
        ----------
        frame : Frame
            Anything with ``.columns`` that gives a column by name.
        columns, name
            As for `from_csv` and `from_arrays`.

        Raises
        ------
        InputError
            As `from_csv`.
        """
        names = _recognise([str(head) for head in frame.columns], columns or {}, name)
        values = {key: np.asarray(frame[head]) for key, head in names.items()}
        return _checked_runs(values, names, name, _row_only)

    def keep(self, rows: ArrayLike) -> Runs:
        """The rows chosen by a boolean mask or by their numbers from 0, in that order."""
        chosen = np.asarray(rows)
        columns = {key: _rows_of(getattr(self, key), chosen) for key in ALIASES}
        return Runs(**columns, derived=self.derived, name=self.name)

    def without_highest(self, k: int) -> Runs:
        """The runs with a loss strictly below the k-th highest: the k highest losses go.

        With ties at the k-th highest loss more than k runs go. Besiroglu et al. 2024 drop
        the five highest of Hoffmann et al.'s 245 runs so.
        """
        return self if k == 0 else self.keep(self.loss < np.sort(self.loss)[-k])

    def require(self, points: int, budgets: int = 1) -> None:
        """Raise unless there are enough runs and enough different budgets for a fit.

        Raises
        ------
        InputError
            If there are fewer than ``points`` runs, or fewer than ``budgets`` budgets:
            those of the column ``budget`` or, without it, values of C 5 percent apart.
        """
        if len(self) < points:
            raise InputError(
                f"{self.name}: {len(self)} runs: expected at least {points}, one for each "
                "parameter of the fit. Add runs, or fix a parameter"
            )
        found = len(self.budgets)
        if found < budgets:
            raise InputError(
                f"{self.name}: {found} budget (C = {self.budgets[0]:.6g} FLOP in every row): "
                f"expected runs at {budgets} or more budgets. Add runs at another budget"
            )

    @property
    def budgets(self) -> Floats:
        """The different budgets in FLOP, ascending; values within 5 percent count as one."""
        named = self.budget is not None and bool(np.isfinite(self.budget).all())
        values = np.unique(self.budget if named and self.budget is not None else self.C)
        first = [0]
        # From the lowest value of a group, not from run to run: dense values would all be one.
        while (after := np.searchsorted(values, values[first[-1]] * SAME_BUDGET, "right")) < len(
            values
        ):
            first.append(int(after))
        return np.asarray(values[first])

    def __len__(self) -> int:
        return len(self.N)

    def __repr__(self) -> str:
        ranges = (
            f"{key} {values.min():.3g} to {values.max():.3g}"
            for key, values in (("N", self.N), ("D", self.D), ("loss", self.loss))
        )
        return f"<Runs {self.name}: {len(self)} runs; {', '.join(ranges)}>"


def _row_only(row: int) -> str:
    return f"row {row + 1}"


def _rows_of(column: Any, chosen: NDArray[Any]) -> Any:
    return None if column is None else _read_only(column[chosen])


def _read_only(values: NDArray[Any]) -> NDArray[Any]:
    values.setflags(write=False)
    return values


def _recognise(header: Sequence[str], wanted: Mapping[str, str], name: str) -> dict[str, str]:
    """Which header is which column: those named by the caller, the others by their aliases."""
    for key, head in wanted.items():
        if key not in ALIASES:
            raise InputError(f"columns names {key!r}: expected one of {', '.join(ALIASES)}")
        if head not in header:
            raise InputError(
                f"{name}: no column {head!r} for {key}: its columns are {', '.join(header)}"
            )
    named = {key: _the_one(key, header, name) for key in ALIASES if key not in wanted}
    return dict(wanted) | {key: head for key, head in named.items() if head is not None}


def _the_one(key: str, header: Sequence[str], name: str) -> str | None:
    found = [head for head in header if _normal(head) in ALIASES[key]]
    if len(found) > 1:
        raise InputError(
            f"{name}: columns {' and '.join(map(repr, found))} could each be {key}: say which "
            f'with columns={{"{key}": "{found[0]}"}}, or rename one'
        )
    return found[0] if found else None


def _normal(head: str) -> str:
    return head.strip().lower().replace(" ", "_").replace("-", "_")


def _read_csv(file: Path) -> tuple[list[str], list[list[str]], list[int]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            numbered = [(row, reader.line_num) for row in reader if row]
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise InputError(f"{file.name}: cannot be read as CSV in UTF-8 ({problem})") from problem
    if not numbered:
        raise InputError(f"{file.name}: the file is empty: expected a header such as N,D,loss")
    header = [head.strip() for head in numbered[0][0]]
    for number, (row, line) in enumerate(numbered[1:], start=1):
        if len(row) != len(header):
            raise InputError(
                f"{file.name}: row {number} (line {line} of the file): {len(row)} cells: "
                f"expected {len(header)}, as in the header"
            )
    return header, [row for row, _ in numbered[1:]], [line for _, line in numbered[1:]]


def _checked_runs(
    columns: Mapping[str, Any], heads: Mapping[str, str], name: str, place: Any
) -> Runs:
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
    complete = {key: _rows_of(values.get(key), np.asarray(slice(None))[()]) for key in ALIASES}
    return Runs(**complete, derived=derived, name=name)


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
        f"{name}: no column is {what}: expected one named {', '.join(aliases)}. Rename it, or say "
        "which it is with columns={...}"
    )


def _labels(cells: Any) -> Labels:
    return np.array([str(cell) for cell in cells], dtype=np.str_)


def _numbers(key: str, cells: Any, head: str, name: str, place: Any) -> Floats:
    numbers, given = _as_floats(cells)
    blank = _blanks(given) if key in MAY_BE_BLANK else np.zeros(numbers.shape, dtype=np.bool_)
    if numbers.ndim != 1 or not numbers.size:
        raise InputError(f"{name}: {head} has shape {numbers.shape}: expected (runs,), one or more")
    low, expected = _EXPECTED[key]
    bad = ~np.isfinite(numbers) | (numbers < low) | ((numbers <= 0) & (key in _POSITIVE))
    bad &= ~blank
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


def _blanks(given: Any) -> NDArray[np.bool_]:
    """Which cells hold nothing: empty text, None or a NaN."""
    return np.array([cell is None or cell == "" or cell != cell for cell in given], dtype=np.bool_)


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
        values["C"] = FLOP_PER_PARAMETER_AND_TOKEN * values["N"] * values["D"]
        derived["C"] = "C = 6ND"
    if "D" not in values:
        values["D"] = values["C"] / (FLOP_PER_PARAMETER_AND_TOKEN * values["N"])
        derived["D"] = "C = 6ND"
    if "loss" not in values:
        values["loss"] = np.sqrt(values["loss_low"] * values["loss_high"])
        derived["loss"] = "geometric middle of the interval"
    return derived


def _check_intervals(values: Mapping[str, Any], name: str, place: Any) -> None:
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
    values: Mapping[str, Any], derived: Mapping[str, str], name: str, place: Any
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


def _check_compute(values: Mapping[str, Any], name: str, place: Any) -> None:
    """C, N and D must be of one run: C/(6ND) is near 1 whatever is counted as FLOP."""
    ratio = values["C"] / (FLOP_PER_PARAMETER_AND_TOKEN * values["N"] * values["D"])
    bad = ~((ratio >= 1 / MOST_OFF_6ND) & (ratio <= MOST_OFF_6ND))
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        N, D, C = (values[key][row] for key in ("N", "D", "C"))
        raise InputError(
            f"{name}: {place(row)}, N = {N:.6g}, D = {D:.6g} and C = {C:.6g} contradict each "
            f"other: C is {ratio[row]:.3g} times 6ND, expected {1 / MOST_OFF_6ND:g} to "
            f"{MOST_OFF_6ND:g}. Check units: single parameters, tokens and FLOP"
        )
