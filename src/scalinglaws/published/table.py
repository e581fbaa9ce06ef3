"""A published table in memory: its columns as numbers, and as the text in the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from scalinglaws.arrays import read_only
from scalinglaws.errors import InputError

Column = NDArray[Any]


class UnknownNameError(InputError, KeyError):
    """A source, table, column or value that is not there; the message lists what is."""

    # KeyError would show the message in quotes, as it shows a key.
    __str__ = Exception.__str__


@dataclass(frozen=True, eq=False, repr=False)
class Table:
    """A table or a figure of a paper, in the rows and the order of the shipped file.

    ``len(table)`` counts rows; ``table["params_N"]`` is a read-only array of shape
    (rows,): float64 with NaN for a blank cell, or strings in a column of text.

    Attributes
    ----------
    name : str
        Source and table, "hoffmann2022/fig4".
    title : str
        What the table shows.
    provenance : str
        Where the values were read, how, and how far they can be off.
    """

    name: str
    title: str
    provenance: str
    _units: Mapping[str, str]
    _printed: Mapping[str, tuple[str, ...]]
    _values: Mapping[str, Column]
    _roles: Mapping[str, str]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in the order of the file."""
        return tuple(self._values)

    @property
    def units(self) -> dict[str, str]:
        """The unit of each column by name; "" for text and for plain counts."""
        return dict(self._units)

    @property
    def roles(self) -> dict[str, str]:
        """What a column is of a training run, "loss" ..., where its name does not tell."""
        return dict(self._roles)

    def printed(self, column: str) -> tuple[str, ...]:
        """The cells of a column as they stand in the file, a blank as "".

        Raises
        ------
        UnknownNameError
            If there is no such column.
        """
        return self._printed[self._known(column)]

    def where(self, **wanted: str | float) -> Table:
        """The rows whose cells equal every value asked for.

        Parameters
        ----------
        **wanted : str or float
            Column name and value: a string is compared with the text in the file, a number
            with the column's numbers. ``where(panel="left")``, ``where(budget_C=1e19)``.

        Returns
        -------
        Table
            The same columns, the matching rows only.

        Raises
        ------
        UnknownNameError
            If there is no such column, or no row has such a value.
        """
        table = self
        for column, value in wanted.items():
            table = table._rows_where(column, value)
        return table

    def __getitem__(self, column: str) -> Column:
        return self._values[self._known(column)]

    def __len__(self) -> int:
        return len(next(iter(self._values.values())))

    def __repr__(self) -> str:
        names = (f"{name} [{unit}]" if unit else name for name, unit in self._units.items())
        return f"<Table {self.name}: {len(self)} rows; {', '.join(names)}>"

    def _known(self, column: str) -> str:
        if column not in self._values:
            raise UnknownNameError(
                f"{self.name} has no column {column!r}; its columns are {', '.join(self.columns)}"
            )
        return column

    def _rows_where(self, column: str, value: str | float) -> Table:
        cells = self.printed(column) if isinstance(value, str) else self[column].tolist()
        rows = [row for row, cell in enumerate(cells) if cell == value]
        if not rows:
            raise UnknownNameError(
                f"{self.name} has no row with {column} = {value!r}; its values are {_some(cells)}"
            )
        return Table(
            self.name,
            self.title,
            self.provenance,
            self._units,
            {name: tuple(text[row] for row in rows) for name, text in self._printed.items()},
            {name: read_only(values[rows]) for name, values in self._values.items()},
            self._roles,
        )


def _some(cells: Iterable[object], most: int = 12) -> str:
    different = list(dict.fromkeys(cells))
    shown = ", ".join(repr(cell) for cell in different[:most])
    return shown if len(different) <= most else f"{shown} and {len(different) - most} more"
