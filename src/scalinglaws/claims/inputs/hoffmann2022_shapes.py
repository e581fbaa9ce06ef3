"""Shapes of Hoffmann et al. 2022 as exact inputs: Tables 4, A4 and A9."""

from __future__ import annotations

from scalinglaws import flops, published
from scalinglaws.claims.printed import Printed, parse

# The paper prints neither: with these two Table A4 comes out, and most of Table A9.
VOCABULARY = 32_000
SEQUENCE = 2_048
INFERRED = {"seq_len": str(SEQUENCE), "vocab": str(VOCABULARY)}
FFW_OVER_D_MODEL = 4  # caption of Table 4
IN_TABLE_4 = ("layers", "d_model", "heads", "key_size")
DIMENSIONS = (*IN_TABLE_4, "ffw")


def shape_of(model: str, *inferred: str) -> dict[str, Printed]:
    """The shape of a model of Table 4; its feed-forward width by the caption.

    Parameters
    ----------
    model : str
        How its name begins, "Gopher" or "Chinchilla".
    *inferred : str
        Those of "seq_len" and "vocab" that the count at hand depends on.
    """
    table = published.load("hoffmann2022", "table4")
    (name,) = (name for name in table.printed("model") if name.startswith(model))
    row = table.where(model=name)
    ffw = FFW_OVER_D_MODEL * int(row["d_model"][0])
    cells = {column: row.printed(column)[0] for column in IN_TABLE_4} | {"ffw": str(ffw)}
    return _exact(cells | {name: INFERRED[name] for name in inferred})


def shapes_of_table_a4() -> list[tuple[str, str, dict[str, Printed]]]:
    """Printed size, printed ratio of FLOP and shape of every row."""
    table = published.load("hoffmann2022", "tableA4")
    rows = zip(*map(table.printed, DIMENSIONS), strict=True)
    shapes = (_exact(dict(zip(DIMENSIONS, row, strict=True)) | INFERRED) for row in rows)
    return list(zip(table.printed("params_N"), table.printed("flop_ratio"), shapes, strict=True))


def rows_printed() -> int:
    """How many sizes Table A9 prints."""
    return len(published.load("hoffmann2022", "tableA9"))


def rows_met(convention: str) -> float:
    """How many rows of Table A9 round to the million they print, by a named way of counting."""
    table = published.load("hoffmann2022", "tableA9")
    count = flops.PARAMETERS[convention]
    sizes = map(count, flops.load_shapes(table, vocab=VOCABULARY, seq_len=SEQUENCE))
    printed = [parse(f"{text} Million", column=["1"]) for text in table.printed("params_million")]
    return float(sum(p.contains(N) for p, N in zip(printed, sizes, strict=True)))


def _exact(cells: dict[str, str]) -> dict[str, Printed]:
    return {name: parse(cell, exact=True) for name, cell in cells.items()}
