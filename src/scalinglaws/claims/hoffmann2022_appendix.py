"""Tables A3 and A9 of Hoffmann et al. 2022, and what our copies of the paper lost."""

from __future__ import annotations

from collections.abc import Iterator

from scalinglaws import flops, published
from scalinglaws.claims import formulas as f
from scalinglaws.claims.engine import Claim, Second, claim, unjudged, using
from scalinglaws.claims.hoffmann2022_flops import INFERRED
from scalinglaws.claims.inputs import gopher_budget, line_of_figure_1, measured
from scalinglaws.claims.printed import read
from scalinglaws.claims.table_a3 import budgets_and_sizes, table_a3
from scalinglaws.claims.verdict import Verdict

ROW = "175 Billion"
DAMAGE = {
    "X01": "The powers of ten stand flattened in one of our copies.",
    "X02": "The signs of the exponents are missing from one of our copies.",
    "X03": "The bodies of nine tables are missing from one of our copies.",
    "X04": "The displayed equations are missing from one of our copies.",
    "X06": "One of our copies repeats a word of the abstract.",
}


def claims() -> tuple[Claim, ...]:
    """Claims X01 to X12."""
    damage = (unjudged(id, Verdict.DAMAGED, because) for id, because in DAMAGE.items())
    return (*damage, *_table_a3(), *_sizes(), *_quoted())


def _table_a3() -> Iterator[Claim]:
    N, D = read(ROW, exact=True), table_a3("tokens_D", 3, ROW)
    yield claim(
        "X05",
        f.six_nd,
        words="6ND of the row",
        N=N,
        D=D,
        second=Second(
            using(
                "the budget at which the line of Figure 1 for Approach 3 reaches this size",
                f.power_law_from_intercept_solved,
                y=N,
                **line_of_figure_1("Approach 3"),
            )
        ),
        charitable="one digit of the power of ten: with 25 for 24 the row obeys 6ND to its last "
        "digit, as its neighbours do.",
    )
    words = f"the slope of log N against log C over Table A3 without its {ROW} row"
    slope = using(words, f.slope, **budgets_and_sizes(3, without=ROW))
    yield Claim(id="X07", computations=(slope,))
    yield claim(
        "X08",
        f.tokens_of_budget,
        words="C/(6N) of the row",
        C=table_a3("flops_C", 3, "10 Trillion"),
        N=read("10 Trillion", exact=True),
    )


def _sizes() -> Iterator[Claim]:
    largest = float(max(published.load("hoffmann2022", "fig4")["params_N"]))
    yield claim(
        "X09",
        f.as_printed,
        words="the largest model among the runs of Figure 4",
        published=read("over 16 Billion"),
        value=measured(largest),
    )

    yield unjudged(
        "X10",
        Verdict.NEEDS_DATA,
        "Needs the size of the vocabulary and the matrices that a layer holds; the paper prints "
        "neither. With 32,000 words we counted how many of the 50 rows round to the print.",
        using("with four attention matrices a layer", lambda: _rows_met("with_embedding")),
        using(
            "with a fifth for relative positions (Schaeffer et al. 2025) and 10 d for the small "
            "weights, our inference",
            lambda: _rows_met("hoffmann2022_tableA9"),
        ),
    )


def _rows_met(convention: str) -> float:
    """How many rows of Table A9 round to the million that they print."""
    table = published.load("hoffmann2022", "tableA9")
    inferred = {name: int(number) for name, number in INFERRED.items()}
    counted = map(flops.PARAMETERS[convention], flops.read_shapes(table, **inferred))
    printed = [read(f"{text} Million", column=["1"]) for text in table.printed("params_million")]
    return float(sum(p.contains(N) for p, N in zip(printed, counted, strict=True)))


def _quoted() -> Iterator[Claim]:
    yield unjudged("X11", Verdict.NEEDS_DATA, "Needs the papers it quotes.")
    yield unjudged(
        "X12",
        Verdict.DAMAGED,
        "The number stands in Figure 3, which our copies do not hold.",
        using(
            "the line of Figure 1 for Approach 2 at Gopher's budget",
            f.power_law_from_intercept,
            x=gopher_budget(),
            **line_of_figure_1("Approach 2"),
        ),
    )
