"""What a transformer is summed from: one formula a component, for weights and for FLOP.

A weight matrix costs 2 FLOP per weight and token forward, a multiplication and an addition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from scalinglaws.flops.shape import Shape


@dataclass(frozen=True)
class Component:
    """One term of a sum over a transformer.

    Attributes
    ----------
    name : str
        What it counts.
    formula : str
        The count for one occurrence, in the letters of `Shape`: d, h, k, m, V, t.
    in_layer : bool
        Whether every layer holds one; else the model holds one.
    """

    name: str
    formula: str
    in_layer: bool
    _count: Callable[[Shape], int] = field(repr=False)

    def times(self, shape: Shape) -> int:
        """How often the component occurs: once a layer, or once."""
        return shape.layers if self.in_layer else 1

    def total(self, shape: Shape) -> int:
        """The count over all occurrences: parameters, or FLOP per token."""
        return self.times(shape) * self._count(shape)


def total(components: Iterable[Component], shape: Shape) -> int:
    """The sum of ``components`` over all their occurrences in ``shape``, exact."""
    return sum(component.total(shape) for component in components)


# Forward FLOP per token, as Appendix F of Hoffmann et al. 2022 lists them per sequence (times t).
EMBEDDINGS = Component("embeddings", "2 V d", False, lambda x: 2 * x.vocab * x.d_model)
KEY_QUERY_VALUE = Component(
    "keys, queries and values", "2 · 3 d (k h)", True,
    lambda x: 2 * 3 * x.d_model * x.attention_width,
)  # fmt: skip
ATTENTION_LOGITS = Component(
    "attention logits", "2 t (k h)", True, lambda x: 2 * x.seq_len * x.attention_width
)
SOFTMAX = Component("softmax", "3 h t", True, lambda x: 3 * x.heads * x.seq_len)
REDUCTION = Component(
    "attention reduction", "2 t (k h)", True, lambda x: 2 * x.seq_len * x.attention_width
)
OUTPUT = Component(
    "attention output", "2 (k h) d", True, lambda x: 2 * x.attention_width * x.d_model
)
DENSE = Component("dense block", "2 · 2 d m", True, lambda x: 2 * 2 * x.d_model * x.ffw)
FINAL_LOGITS = Component("final logits", "2 d V", False, lambda x: 2 * x.d_model * x.vocab)

FORWARD_FLOP = (
    EMBEDDINGS, KEY_QUERY_VALUE, ATTENTION_LOGITS, SOFTMAX, REDUCTION, OUTPUT, DENSE, FINAL_LOGITS,
)  # fmt: skip
LAYER_FLOP = tuple(component for component in FORWARD_FLOP if component.in_layer)

# Parameters.
EMBEDDING_WEIGHTS = Component("embedding", "V d", False, lambda x: x.vocab * x.d_model)
ATTENTION_WEIGHTS = Component(
    "keys, queries, values, output", "4 d (k h)", True, lambda x: 4 * x.d_model * x.attention_width
)
POSITION_WEIGHTS = Component(
    "relative positions", "d (k h)", True, lambda x: x.d_model * x.attention_width
)
DENSE_WEIGHTS = Component("dense block", "2 d m", True, lambda x: 2 * x.d_model * x.ffw)
SMALL_WEIGHTS = Component("biases and normalisation", "10 d", True, lambda x: 10 * x.d_model)
