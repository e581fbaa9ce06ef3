"""The shape of a transformer: what counting its parameters and its FLOP needs to know."""

from __future__ import annotations

import operator
from dataclasses import dataclass, fields
from typing import SupportsIndex

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
        Width of the feed-forward block's middle, f.
    vocab : int
        Words of the vocabulary, V.
    seq_len : int
        Tokens of a sequence, s: how far attention looks.

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
        """Width of all heads together, h k: ``d_attn`` of Kaplan et al. 2020."""
        return self.heads * self.key_size


def _whole(name: str, value: SupportsIndex) -> int:
    """The value as an exact integer: sums over layers then carry no rounding."""
    try:
        whole = operator.index(value)
    except TypeError:
        whole = 0
    if isinstance(value, bool) or not 1 <= whole <= LARGEST:
        raise InputError(f"{name} = {value!r}: expected a whole number from 1 to {LARGEST:,}")
    return whole
