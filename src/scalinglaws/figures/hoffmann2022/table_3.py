"""Table 3 of Hoffmann et al. 2022 beside its own recomputation."""

from __future__ import annotations

from scalinglaws.compute import six_nd
from scalinglaws.display.table import MarkdownTable
from scalinglaws.figures.hoffmann2022.tables import copies
from scalinglaws.published import Table

HEADER = (
    "Parameters",
    "tokens, printed",
    "FLOP, printed",
    "FLOP, recomputed as 6ND",
    "tokens per parameter",
)


def table_3_recomputed(table: Table, fold: str = "") -> MarkdownTable:
    """Each row's printed budget beside 6ND and the tokens per parameter that it implies.

    Parameters
    ----------
    table : Table
        Table 3: ``params_N``, ``tokens_D``, ``flops_C``.
    fold : str
        The title to open it by; with one, the table says where it was read.
    """
    sizes, tokens = table["params_N"], table["tokens_D"]
    return MarkdownTable(
        HEADER,
        [
            (name, read, printed, f"{six_nd(N, D):.2e}", f"{D / N:.1f}")
            for name, read, printed, N, D in zip(
                table.printed("params_N"),
                table.printed("tokens_D"),
                table.printed("flops_C"),
                sizes,
                tokens,
                strict=True,
            )
        ],
        copies(table) if fold else "",
        fold,
    )
