"""The shape of a transformer: what counting its parameters and its FLOP needs to know."""

from __future__ import annotations

import operator
from dataclasses import dataclass, fields
from typing import Protocol, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from scalinglaws.errors import InputError

LARGEST = 10**9


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A decoder-only transformer with dense layers, all alike.

    Parameters
    ----------
    layers : int
        Layers.
    d_model : int
        Width of the residual stream, d.
    heads : int
        Attention heads a layer, h.
    key_size : int
        Width of one head's keys, queries and values, k. Often heads x key_size = d_model, but
        Table A9 of Hoffmann et al. 2022 has rows where it is not.
    ffw : int
        Width of the feed-forward block's middle, m.
    vocab : int
        Words of the vocabulary, V.
    seq_len : int
        Tokens of a sequence, t: how far attention looks.

    Raises
    ------
    InputError
        If one of them is not a whole number from 1 to 1e9.

    Examples
    --------
    >>> chinchilla = Shape(layers=80, d_model=8192, heads=64, key_size=128, ffw=32768,
    ...                    vocab=32000, seq_len=2048)
    >>> chinchilla.attention_width
    8192
    """

    layers: int
    d_model: int
    heads: int
    key_size: int
    ffw: int
    vocab: int
    seq_len: int

    def __post_init__(self) -> None:
        for field in fields(self):
            whole = _whole(field.name, getattr(self, field.name))
            object.__setattr__(self, field.name, whole)

    @property
    def attention_width(self) -> int:
        """Width of all heads together, h k; Kaplan et al. 2020 call it ``d_attn``."""
        return self.heads * self.key_size


class Columns(Protocol):
    """Columns by name, as a published table or a dict of arrays has them."""

    def __getitem__(self, name: str, /) -> ArrayLike: ...


def load_shapes(
    columns: Columns, *, vocab: int, seq_len: int, ffw_over_d_model: int | None = None
) -> tuple[Shape, ...]:
    """The shapes in the rows of a table.

    Parameters
    ----------
    columns : mapping of str to array_like
        ``layers``, ``d_model``, ``heads``, ``key_size`` and ``ffw``, one value a row: Tables A4
        and A9 of Hoffmann et al. 2022, for instance.
    vocab, seq_len : int
        For all rows; those tables print neither.
    ffw_over_d_model : int, optional
        Feed-forward width over d_model, for a table that has no column ``ffw``: 4 in Table 4.

    Returns
    -------
    tuple of Shape
        One a row.

    Raises
    ------
    InputError
        If a size is not a whole number from 1 to 1e9.

    Examples
    --------
    >>> from scalinglaws import published
    >>> table = published.load("hoffmann2022", "table4")
    >>> gopher, _ = load_shapes(table, vocab=32000, seq_len=2048, ffw_over_d_model=4)
    >>> gopher.ffw
    65536
    """
    names = ["layers", "d_model", "heads", "key_size"]
    names += ["ffw"] if ffw_over_d_model is None else []
    cells = zip(*(np.asarray(columns[name]).tolist() for name in names), strict=True)
    rows = [dict(zip(names, map(_as_whole, row), strict=True)) for row in cells]
    if ffw_over_d_model is not None:
        rows = [row | {"ffw": ffw_over_d_model * row["d_model"]} for row in rows]
    return tuple(Shape(**row, vocab=vocab, seq_len=seq_len) for row in rows)


def _as_whole(value: float) -> int:
    """A table's float as the integer it stands for; any other is left for `Shape` to refuse."""
    return int(value) if float(value).is_integer() else value  # type: ignore[return-value]


def _whole(name: str, value: SupportsIndex) -> int:
    """The value as an exact integer: sums over layers then carry no rounding."""
    try:
        whole = operator.index(value)
    except TypeError:
        whole = 0
    if isinstance(value, bool) or not 1 <= whole <= LARGEST:
        raise InputError(f"{name} = {value!r}: expected a whole number from 1 to {LARGEST:,}")
    return whole
