"""Table A9 of Hoffmann et al. 2022: how many of its sizes a way of counting gives."""

from __future__ import annotations

from scalinglaws import flops, published
from scalinglaws.claims.printed import parse

VOCABULARY = 32_000  # inferred: the paper prints none
SHAPE = ("layers", "d_model", "heads", "key_size", "ffw")


def rows_printed() -> int:
    """How many sizes the table prints."""
    return len(published.load("hoffmann2022", "tableA9").printed("params_million"))


def rows_met(convention: str) -> float:
    """How many rows round to the million that they print, by a named way of counting."""
    table = published.load("hoffmann2022", "tableA9")
    shapes = zip(*(table[name] for name in SHAPE), strict=True)
    counted = [
        flops.PARAMETERS[convention](
            flops.Shape(**dict(zip(SHAPE, map(int, row), strict=True)), vocab=VOCABULARY, seq_len=1)
        )
        for row in shapes
    ]
    printed = [parse(f"{text} Million", column=["1"]) for text in table.printed("params_million")]
    return float(sum(p.contains(N) for p, N in zip(printed, counted, strict=True)))
