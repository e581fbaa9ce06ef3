"""FLOP and parameters of a transformer, counted by named conventions.

A weight costs 2 FLOP a token forward, a multiplication and an addition, and 4 backward: hence
6ND. Finer counts add what attention does beyond its weights, or leave the embeddings out.

>>> from scalinglaws import flops
>>> chinchilla = flops.Shape(layers=80, d_model=8192, heads=64, key_size=128, ffw=32768,
...                          vocab=32000, seq_len=2048)
>>> flops.parameters(chinchilla)["hoffmann2022_tableA9"]
70061916160
>>> round(flops.flop_per_token(chinchilla)["hoffmann2022_appendixF_layers"] / 1e9)
403
"""

from __future__ import annotations

from scalinglaws.compute import FLOP_PER_PARAMETER_AND_TOKEN
from scalinglaws.errors import InputError
from scalinglaws.flops.components import FORWARD_FLOP, LAYER_FLOP, Component
from scalinglaws.flops.conventions import (
    FLOP_PER_TOKEN,
    PARAMETERS,
    TABLE_A9_PARTS,
    Convention,
    rematerialised,
)
from scalinglaws.flops.shape import Shape, load_shapes

__all__ = [
    "FLOP_PER_TOKEN",
    "FORWARD_FLOP",
    "LAYER_FLOP",
    "PARAMETERS",
    "TABLE_A9_PARTS",
    "Component",
    "Convention",
    "Shape",
    "flop_per_token",
    "load_shapes",
    "parameters",
    "rematerialised",
    "six_n",
    "three_n",
]


def parameters(shape: Shape) -> dict[str, int]:
    """Parameters of a shape by every convention, by its name in `PARAMETERS`."""
    return {name: convention(shape) for name, convention in PARAMETERS.items()}


def flop_per_token(shape: Shape) -> dict[str, int]:
    """Training FLOP per token by every convention, by its name in `FLOP_PER_TOKEN`.

    Times the training tokens D this is the training compute C in FLOP.
    """
    return {name: convention(shape) for name, convention in FLOP_PER_TOKEN.items()}


def six_n(N: float) -> float:
    """Training FLOP per token of a model whose every weight sees every token: 6 N.

    Kaplan et al. 2020, Section 2.1. Per weight and token 2 FLOP forward and 4 backward.

    Parameters
    ----------
    N : float
        Parameters, in units of one.

    Raises
    ------
    InputError
        If N is not above zero.
    """
    _refuse_nothing(N)
    return FLOP_PER_PARAMETER_AND_TOKEN * N


def three_n(N: float) -> float:
    """Training FLOP per token of an encoder-decoder: 3 N.

    A token goes through the encoder or the decoder, half of the weights each; so Brown et al.
    2020 count T5 in their Table D.1.

    Parameters
    ----------
    N : float
        Parameters of encoder and decoder together, in units of one.

    Raises
    ------
    InputError
        If N is not above zero.
    """
    _refuse_nothing(N)
    return 3 * N


def _refuse_nothing(N: float) -> None:
    if not N > 0:
        raise InputError(f"N = {N!r}: expected a number of parameters above zero")
