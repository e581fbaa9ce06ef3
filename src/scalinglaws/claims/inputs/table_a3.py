"""Table A3 of Hoffmann et al. 2022 as inputs: what Approaches 2 and 3 ask for at nine sizes."""

from __future__ import annotations

from scalinglaws import published
from scalinglaws.claims.inputs.hoffmann2022 import table_3
from scalinglaws.claims.printed import Printed, parse


def table_a3(quantity: str, approach: int, size: str) -> str:
    """The cell of a size: its "flops_C" or "tokens_D" by Approach 2 or 3, as printed."""
    return _column(quantity, approach)[table_3("params_N").index(size)]


def budgets_and_sizes(approach: int, without: str = "") -> dict[str, Printed]:
    """Budgets x1 ... x9 and sizes y1 ... y9, without one row; the sizes are given, so exact."""
    cells: dict[str, Printed] = {}
    rows = zip(_column("flops_C", approach), table_3("params_N"), strict=True)
    for number, (C, N) in enumerate(rows, start=1):
        if without != N:
            cells |= {f"x{number}": parse(C), f"y{number}": parse(N, exact=True)}
    return cells


def _column(quantity: str, approach: int) -> tuple[str, ...]:
    return published.load("hoffmann2022", "tableA3").printed(f"approach_{approach}_{quantity}")
