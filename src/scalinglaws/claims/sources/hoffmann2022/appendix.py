"""Tables A3 and A9 of Hoffmann et al. 2022, and what our copies of the paper lost."""

from __future__ import annotations

from collections.abc import Iterator

from scalinglaws import published
from scalinglaws.claims.arithmetic import formulas
from scalinglaws.claims.claim import Claim, Second, claim, unjudged, using
from scalinglaws.claims.inputs.hoffmann2022 import (
    budgets_and_sizes,
    gopher_budget,
    line_of_figure_1,
    off_drawing,
    table_a3,
)
from scalinglaws.claims.inputs.hoffmann2022_shapes import VOCABULARY, rows_met, rows_printed
from scalinglaws.claims.printed import parse
from scalinglaws.claims.verdict import Verdict
from scalinglaws.compute import six_nd, tokens_of

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
    N, D = parse(ROW, exact=True), table_a3("tokens_D", 3, ROW)
    yield claim(
        "X05",
        six_nd,
        words="6ND of the row",
        N=N,
        D=D,
        second=Second(
            using(
                "the budget at which the line of Figure 1 for Approach 3 reaches this size",
                formulas.power_law_from_intercept_solved,
                y=N,
                **line_of_figure_1("Approach 3"),
            )
        ),
        charitable="one digit of the power of ten: with 25 for 24 the row obeys 6ND to its last "
        "digit, as its neighbours do.",
    )
    words = f"the slope of log N against log C over Table A3 without its {ROW} row"
    slope = using(words, formulas.slope, **budgets_and_sizes(3, without=ROW))
    yield Claim(id="X07", computations=(slope,))
    yield claim(
        "X08",
        tokens_of,
        words="C/(6N) of the row",
        C=table_a3("flops_C", 3, "10 Trillion"),
        N=parse("10 Trillion", exact=True),
    )


def _sizes() -> Iterator[Claim]:
    largest = float(max(published.load("hoffmann2022", "fig4")["params_N"]))
    yield claim(
        "X09",
        formulas.as_printed,
        words="the largest model among the runs of Figure 4",
        published=parse("over 16 Billion"),
        value=off_drawing(largest),
    )

    yield unjudged(
        "X10",
        Verdict.NEEDS_DATA,
        "Needs the size of the vocabulary and the matrices that a layer holds; the paper prints "
        f"neither. With {VOCABULARY:,} words we counted how many of the {rows_printed()} rows "
        "round to the print.",
        using("with four attention matrices a layer", lambda: rows_met("with_embedding")),
        using(
            "with a fifth for relative positions (Schaeffer et al. 2025) and 10 d for the small "
            "weights, our inference",
            lambda: rows_met("hoffmann2022_tableA9"),
        ),
    )


def _quoted() -> Iterator[Claim]:
    yield unjudged("X11", Verdict.NEEDS_DATA, "Needs the papers it quotes.")
    yield unjudged(
        "X12",
        Verdict.DAMAGED,
        "The number is lettered in Figure 3; we hold the figure's points, not its lettering.",
        using(
            "the line of Figure 1 for Approach 2 at Gopher's budget",
            formulas.power_law_from_intercept,
            x=gopher_budget(),
            **line_of_figure_1("Approach 2"),
        ),
    )
