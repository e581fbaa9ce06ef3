"""Training runs as one table, (N, D, C, loss): what every fit takes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scalinglaws.arrays import Floats, Labels, read_only
from scalinglaws.errors import InputError
from scalinglaws.runs.checks import Place, checked
from scalinglaws.runs.columns import ALIASES, Frame, all_blank, read_csv, recognise

# Nominal budgets are met to a few percent only; closer than this they are one budget.
SAME_BUDGET = 1.05


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
            If a value cannot be what its column says, C is a factor of ten off 6ND, or columns
            differ in length; the message says where, what was expected and what to do.

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
        return cls._checked(columns, {key: key for key in columns}, name, _row_only)

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
            `ALIASES` ("params", "tokens", "flops", "final_loss" ...), in either case. A column
            without a single value is left out.

        Raises
        ------
        InputError
            If the file cannot be read, a column is missing or could be two, or as
            `Runs.from_arrays`.
        """
        file = Path(path)
        header, rows, lines = read_csv(file)
        cells = {head: [row[place] for row in rows] for place, head in enumerate(header)}
        names = recognise(header, columns or {}, file.name, lambda head: all_blank(cells[head]))

        def place(row: int) -> str:
            return f"row {row + 1} (line {lines[row]} of the file)"

        values = {key: cells[head] for key, head in names.items()}
        return cls._checked(values, names, file.name, place)

    @classmethod
    def from_frame(
        cls, frame: Frame, *, columns: Mapping[str, str] | None = None, name: str | None = None
    ) -> Runs:
        """Runs from a pandas data frame or a table of `scalinglaws.published`.

        Parameters
        ----------
        frame : Frame
            Anything with ``.columns`` that gives a column by name. A published table says
            itself which of several losses is the one to fit.
        columns : mapping of str to str, optional
            As for `from_csv`.
        name : str, optional
            What to call it in messages; by default the table's own name, or "the frame".

        Raises
        ------
        InputError
            As `from_csv`.

        Examples
        --------
        >>> from scalinglaws import published
        >>> len(Runs.from_frame(published.load("hoffmann2022", "fig4")))
        245
        """
        known, own = getattr(frame, "roles", None), getattr(frame, "name", None)
        # A data frame gives its column of that name, if it has one.
        wanted = {**(known if isinstance(known, Mapping) else {}), **(columns or {})}
        called = name or (own if isinstance(own, str) else "the frame")

        def blank(head: str) -> bool:
            cells = np.asarray(frame[head])
            return cells.ndim == 1 and all_blank(cells)

        names = recognise([str(head) for head in frame.columns], wanted, called, blank)
        values = {key: np.asarray(frame[head]) for key, head in names.items()}
        return cls._checked(values, names, called, _row_only)

    @classmethod
    def _checked(
        cls, columns: Mapping[str, Any], heads: Mapping[str, str], name: str, place: Place
    ) -> Runs:
        values, derived = checked(columns, heads, name, place)
        complete = {key: _locked(values.get(key)) for key in ALIASES}
        return cls(**complete, derived=derived, name=name)

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

        Parameters
        ----------
        points : int
            The fewest runs.
        budgets : int
            The fewest budgets: those of the column ``budget`` or, without it, values of C 5
            percent apart.

        Raises
        ------
        InputError
            If there are fewer.
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
    return None if column is None else _locked(column[chosen])


def _locked(values: Any) -> Any:
    """A read-only view; None stays None."""
    return None if values is None else read_only(values[:])
