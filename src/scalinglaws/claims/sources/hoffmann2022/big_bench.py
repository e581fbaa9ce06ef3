"""BIG-bench in Hoffmann et al. 2022: Section 4.2.4, Table A7 and Figure 7."""

from __future__ import annotations

from collections.abc import Iterator

from scalinglaws.claims.arithmetic import table_counts
from scalinglaws.claims.arithmetic.names import partners
from scalinglaws.claims.claim import Claim, Computation, Second, claim, using
from scalinglaws.claims.inputs.hoffmann2022 import columns, table
from scalinglaws.claims.printed import Printed, measured, parse

BAR_ERROR = 1e-5  # per cent; Figure 7 has its bars read to six digits


def claims() -> tuple[Claim, ...]:
    """Claims R09 to R12."""
    return tuple(_big_bench())


def _big_bench() -> Iterator[Claim]:
    yield claim(
        "R09",
        table_counts.difference,
        words="difference of the averages that the text prints",
        a="65.1",
        b="54.4",
    )
    yield Claim(
        id="R10",
        computations=(_mean_of_table_a7("chinchilla"),),
        second=Second(
            using("from Gopher's cells and the bars of Figure 7", _mean_by_bars, **_bars())
        ),
        charitable="another set of runs: four bars of Figure 7 also differ from the table's "
        "cells, though their mean hardly moves.",
    )
    yield Claim(id="R11", computations=(_mean_of_table_a7("gopher"),))
    yield Claim(
        id="R12",
        computations=(
            using(
                "tasks of Table A7 in which Chinchilla is lower",
                table_counts.lower,
                **columns("tableA7", "chinchilla", "gopher"),
            ),
        ),
        published=(parse("4", exact=True),),
    )


def _mean_of_table_a7(model: str) -> Computation:
    return using(
        f"the mean of the 62 tasks of Table A7, {model.capitalize()}",
        table_counts.mean,
        **table_counts.column("a", table("tableA7").printed(model)),
    )


def _bars() -> dict[str, Printed]:
    """Gopher's cells of Table A7 as b1 ..., and the bars of Figure 7 in per cent as g1 ..."""
    printed, figure = table("tableA7"), table("fig7")
    places = partners(printed.printed("task"), figure.printed("task"))
    bars = figure["relative_improvement"][places]
    return table_counts.column("b", printed.printed("gopher")) | {
        f"g{row}": measured(float(bar), error=BAR_ERROR) for row, bar in enumerate(bars, start=1)
    }


def _mean_by_bars(**cells: float) -> float:
    rows = [name[1:] for name in cells if name.startswith("b")]
    return sum(cells[f"b{row}"] * (1 + cells[f"g{row}"] / 100) for row in rows) / len(rows)
