"""What claims count from a transformer's shape, given by name: ``layers``, ``d_model``, ``ffw`` ...

``vocab`` and ``seq_len`` may be left out where a count does not depend on them.
"""

from __future__ import annotations

from collections.abc import Callable

from scalinglaws import flops

AS_WRITTEN = "hoffmann2022_appendixF"
LAYERS_ONLY = "hoffmann2022_appendixF_layers"
REMATERIALISED = "hoffmann2022_appendixF_layers_rematerialised"
WITH_POSITIONS = "hoffmann2022_tableA9"
FOUR_MATRICES = "kaplan2020_non_embedding"


def parameters(convention: str, **shape: float) -> float:
    """Parameters of a shape by ``convention``, a name in `scalinglaws.flops.PARAMETERS`."""
    return float(flops.PARAMETERS[convention](_shape(shape)))


def flop_per_token(convention: str, **shape: float) -> float:
    """Training FLOP per token by ``convention``, a name in `scalinglaws.flops.FLOP_PER_TOKEN`."""
    return float(flops.FLOP_PER_TOKEN[convention](_shape(shape)))


def training_flop(convention: str) -> Callable[..., float]:
    """The formula of the training FLOP of a shape on D tokens; convention as `flop_per_token`."""
    return lambda D, **shape: D * flop_per_token(convention, **shape)


def over_six_n(convention: str) -> Callable[..., float]:
    """The formula of a shape's training FLOP over 6ND, with N counted as Table A9 does."""
    return lambda **shape: (
        flop_per_token(convention, **shape) / flops.six_n(parameters(WITH_POSITIONS, **shape))
    )


def _shape(numbers: dict[str, float]) -> flops.Shape:
    """A shape from exact inputs; what they leave out does not count and is set to one."""
    given = {name: max(1, round(number)) for name, number in numbers.items()}
    return flops.Shape(**{"vocab": 1, "seq_len": 1} | given)
