"""Named ways of counting: a shape to its parameters, and to its training FLOP per token."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from scalinglaws.errors import InputError
from scalinglaws.flops import components as c
from scalinglaws.flops.components import Component, total
from scalinglaws.flops.shape import Shape

# The backward pass costs twice the forward pass. Rematerialisation runs forward once more.
FORWARD, BACKWARD = 1, 2
TRAINING = FORWARD + BACKWARD
REMATERIALISED = "_rematerialised"


@dataclass(frozen=True)
class Convention:
    """One way of counting.

    Calling it with a `Shape` counts: exactly, as an int.

    Attributes
    ----------
    name : str
        Its key in `PARAMETERS` or `FLOP_PER_TOKEN`.
    formula : str
        What it computes, in the letters of `Shape`.
    source : str
        Who counts so, and what is inferred.
    """

    name: str
    formula: str
    source: str
    _count: Callable[[Shape], int] = field(repr=False)

    def __call__(self, shape: Shape) -> int:
        """The count for a shape."""
        return self._count(shape)


def _by_name(*conventions: Convention) -> dict[str, Convention]:
    return {convention.name: convention for convention in conventions}


def _summed(name: str, parts: tuple[Component, ...], source: str) -> Convention:
    in_layers = " + ".join(part.formula for part in parts if part.in_layer)
    outside = "".join(f" + {part.formula}" for part in parts if not part.in_layer)
    return Convention(name, f"layers ({in_layers}){outside}", source, lambda m: total(parts, m))


TABLE_A9_PARTS = (
    c.ATTENTION_WEIGHTS, c.POSITION_WEIGHTS, c.DENSE_WEIGHTS, c.SMALL_WEIGHTS, c.EMBEDDING_WEIGHTS,
)  # fmt: skip

PARAMETERS: Mapping[str, Convention] = _by_name(
    Convention(
        "kaplan2020_12Ld2", "12 layers d²",
        "Kaplan et al. 2020, Section 2.1: non-embedding, where h k = d and m = 4 d",
        lambda m: 12 * m.layers * m.d_model**2,
    ),
    _summed(
        "kaplan2020_non_embedding", (c.ATTENTION_WEIGHTS, c.DENSE_WEIGHTS),
        "Kaplan et al. 2020, Table 1: non-embedding, no biases",
    ),
    _summed(
        "with_embedding", (c.ATTENTION_WEIGHTS, c.DENSE_WEIGHTS, c.EMBEDDING_WEIGHTS),
        "the same, and one embedding shared by input and output",
    ),
    _summed(
        "hoffmann2022_tableA9", TABLE_A9_PARTS,
        "fits Table A9 of Hoffmann et al. 2022: relative positions (Schaeffer et al. 2025); 10 d "
        "and the vocabulary of 32,000 are inferred",
    ),
)  # fmt: skip


def _six_n(parameters: Convention) -> Convention:
    return Convention(
        f"6N_{parameters.name}", f"6 N, N = {parameters.formula}",
        "2 forward and 4 backward per weight and token; N as by that name",
        lambda m: TRAINING * 2 * parameters(m),
    )  # fmt: skip


def _kaplan(shape: Shape) -> int:
    weights = PARAMETERS["kaplan2020_non_embedding"](shape)
    context = shape.layers * shape.seq_len * shape.attention_width
    return TRAINING * (2 * weights + 2 * context)


_ONCE = (
    *map(_six_n, PARAMETERS.values()),
    Convention(
        "kaplan2020", "3 (2 N + 2 layers t (k h)), N non-embedding",
        "Kaplan et al. 2020, Table 1 (forward)", _kaplan,
    ),
    Convention(
        "hoffmann2022_appendixF", "3 (all eight components)",
        "Hoffmann et al. 2022, Appendix F, as written",
        lambda m: TRAINING * total(c.FORWARD_FLOP, m),
    ),
    Convention(
        "hoffmann2022_appendixF_layers", "3 (the six components of a layer, times layers)",
        "Hoffmann et al. 2022, Appendix F without embeddings and final logits: reproduces Table A4",
        lambda m: TRAINING * total(c.LAYER_FLOP, m),
    ),
)  # fmt: skip


def _rematerialised(once: Convention) -> Convention:
    return Convention(
        once.name + REMATERIALISED, f"4/3 of {once.name}",
        f"{once.source}; the forward pass runs twice",
        lambda m: rematerialised(once(m)),
    )  # fmt: skip


def rematerialised(training: int) -> int:
    """Training FLOP where the forward pass is computed again for the backward pass: 4/3.

    Parameters
    ----------
    training : int
        Training FLOP with one forward pass, a multiple of 3.

    Returns
    -------
    int
        The same with two.

    Raises
    ------
    InputError
        If the number is no multiple of 3: then it is no training FLOP with one forward pass.
    """
    if training % TRAINING:
        raise InputError(
            f"{training} FLOP: expected a multiple of {TRAINING}, forward and backward"
        )
    return training * (TRAINING + FORWARD) // TRAINING


FLOP_PER_TOKEN: Mapping[str, Convention] = _by_name(*_ONCE, *map(_rematerialised, _ONCE))
