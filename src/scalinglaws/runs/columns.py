"""Which header is N, D, C and the loss; and a CSV file as cells."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from scalinglaws.errors import InputError

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
_EVERY_ALIAS = frozenset(alias for names in ALIASES.values() for alias in names)


class Frame(Protocol):
    """Named columns: a pandas data frame, or a table of `scalinglaws.published`.

    It may have a ``name`` of its own, and ``roles``: which column is N, D, C, loss and so on,
    where the names of the columns do not tell.
    """

    @property
    def columns(self) -> Any:
        """The names of the columns, in order."""

    def __getitem__(self, column: str, /) -> Any: ...


def recognise(
    header: Sequence[str], wanted: Mapping[str, str], name: str, blank: Callable[[str], bool]
) -> dict[str, str]:
    """Which header is which column: those that are wanted, the others by their aliases.

    Parameters
    ----------
    header : sequence of str
        The names that the table gives its columns.
    wanted : mapping of str to str
        Headers by the names of `ALIASES`, for columns that are not to be guessed.
    name : str
        What messages call the table.
    blank : callable
        Header -> whether the column holds nothing. Such a column goes by no alias.

    Raises
    ------
    InputError
        If a wanted column is not there, or two columns could be one thing.
    """
    for key, head in wanted.items():
        if key not in ALIASES:
            raise InputError(f"columns names {key!r}: expected one of {', '.join(ALIASES)}")
        if head not in header:
            raise InputError(
                f"{name}: no column {head!r} for {key}: its columns are {', '.join(header)}"
            )
    filled = [head for head in header if _normal(head) in _EVERY_ALIAS and not blank(head)]
    named = {key: _the_one(key, filled, name) for key in ALIASES if key not in wanted}
    return dict(wanted) | {key: head for key, head in named.items() if head is not None}


def all_blank(cells: Any) -> bool:
    """Whether a column has rows, and none of its cells holds anything."""
    return len(cells) > 0 and all(map(is_blank, cells))


def is_blank(cell: Any) -> bool:
    """Whether a cell holds nothing: empty text, None or a NaN."""
    return cell is None or (not cell.strip() if isinstance(cell, str) else bool(cell != cell))


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


def read_csv(file: Path) -> tuple[list[str], list[list[str]], list[int]]:
    """The header, the rows, and the line of the file in which each row ends."""
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
