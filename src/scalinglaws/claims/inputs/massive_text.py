"""Table A1 of Hoffmann et al. 2022 as inputs: how many bytes a token of the mix stands for."""

from __future__ import annotations

from scalinglaws import published
from scalinglaws.claims.printed import Printed, parse

TERABYTE = 1e12
# The heading of Table A1's last column: epochs in 1.4T tokens.
TOKENS = "1.4T"


def massive_text() -> dict[str, Printed]:
    """Disk sizes s1 ... s6, epochs e1 ... e6 and the tokens that were read."""
    table = published.load("hoffmann2022", "tableA1")
    cells = {"tokens": parse(TOKENS)}
    for letter, column in (("s", "disk_size_TB"), ("e", "epochs")):
        texts = table.printed(column)
        cells |= {f"{letter}{row}": parse(text) for row, text in enumerate(texts, start=1)}
    return cells


def bytes_a_token(tokens: float, **cells: float) -> float:
    """Bytes read over tokens read: the sum of size times epochs, over the tokens."""
    rows = [name[1:] for name in cells if name.startswith("s")]
    return TERABYTE * sum(cells[f"s{row}"] * cells[f"e{row}"] for row in rows) / tokens
