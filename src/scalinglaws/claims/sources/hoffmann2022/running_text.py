"""Running text of Hoffmann et al. 2022 beside its own tables and figures."""

from __future__ import annotations

from collections.abc import Iterator

from scalinglaws import laws, published
from scalinglaws.claims.arithmetic import formulas, table_counts
from scalinglaws.claims.claim import Claim, Computation, Second, claim, unjudged, using
from scalinglaws.claims.inputs.hoffmann2022 import (
    gopher_budget,
    line_of_figure_1,
    table_3,
    table_a3,
)
from scalinglaws.claims.inputs.hoffmann2022_figure_2 import most_left, share_in_the_last
from scalinglaws.claims.printed import Printed, parse
from scalinglaws.claims.verdict import Verdict
from scalinglaws.compute import six_nd, tokens_of

# The caption of Figure A1: cosine cycles in units of the number of training steps.
COSINE_LENGTHS = ("1", "1.1", "1.25", "1.5", "2", "5")
LARGE_BUDGET = "10^26"


def claims() -> tuple[Claim, ...]:
    """Claims C20 to C34 and C31b."""
    return (*_section_3_4(), *_gopher_units(), *_three_approaches(), *_small_scale(), *_methods())


def _section_3_4() -> Iterator[Claim]:
    yield claim("C20", six_nd, words="6ND", N=_given("175 Billion"), D="4.2 trillion")
    yield _beside_table_3("C21", "flops_C", "175 Billion")
    yield _beside_table_3("C22", "tokens_D", "175 Billion")
    yield claim("C23", six_nd, words="6ND", N=_given("280 Billion"), D="6.8 trillion")
    yield _beside_table_3("C24", "tokens_D", "280 Billion")


def _beside_table_3(id: str, column: str, size: str) -> Claim:
    """A number of the running text against the cell of Table 3 for the same size."""
    C, D = (table_3(name, size)[0] for name in ("flops_C", "tokens_D"))
    from_the_other = (
        using("6ND of that row of Table 3", six_nd, N=_given(size), D=D)
        if column == "flops_C"
        else using("C/(6N) of that row of Table 3", tokens_of, N=_given(size), C=C)
    )
    return claim(
        id,
        formulas.as_printed,
        words=f"in the {size} row of Table 3",
        value=table_3(column, size)[0],
        places=True,
        second=Second(from_the_other),
        charitable=(
            f"Table 3 is Approach 1; for Approach 2 Table A3 prints {table_a3(column, 2, size)}, "
            "which lies nearer to the text. The text's own pair obeys 6ND."
        ),
    )


def _gopher_units() -> Iterator[Claim]:
    unit = gopher_budget()
    yield claim(
        "C25",
        formulas.ratio,
        words="10^26 over Gopher's budget, the power of ten read as one",
        value=LARGE_BUDGET,
        unit=unit,
    )
    yield claim(
        "C31b",
        formulas.ratio,
        words="the FLOPs that Table A3 prints for 1 trillion parameters by Approach 2, over "
        "Gopher's budget",
        value=table_a3("flops_C", 2, "1 Trillion"),
        unit=unit,
    )


def _three_approaches() -> Iterator[Claim]:
    yield Claim(
        id="C26",
        computations=tuple(_best_size(approach, LARGE_BUDGET) for approach in (1, 2, 3)),
        published=(parse("under 1 Trillion"),),
    )
    yield unjudged(
        "C27",
        Verdict.NOT_A_NUMBER,
        "'Similar' is a word. Beside it stand the FLOPs for 1 trillion parameters in Table A3, "
        "in units of those in Table 3.",
        *(_over_approach_1(approach) for approach in (2, 3)),
    )
    yield unjudged(
        "C28",
        Verdict.NOT_A_NUMBER,
        "'Smaller' is a word. Beside it stand the lines of Figure 1 at 10^26 FLOP.",
        *(_best_size(approach, LARGE_BUDGET) for approach in (3, 2, 1)),
    )


def _best_size(approach: int, C: str) -> Computation:
    return using(
        f"the size on the line of Figure 1 for Approach {approach}",
        formulas.power_law_from_intercept,
        x=C,
        **line_of_figure_1(f"Approach {approach}"),
    )


def _over_approach_1(approach: int) -> Computation:
    return using(
        f"Approach {approach}",
        formulas.ratio,
        value=table_a3("flops_C", approach, "1 Trillion"),
        unit=table_3("flops_C", "1 Trillion")[0],
    )


def _small_scale() -> Iterator[Claim]:
    yield unjudged(
        "C29",
        Verdict.NEEDS_DATA,
        "Needs the two training curves of Figure A4. The fitted formula puts the same model first.",
        *(
            using(f"loss of {N} parameters at 10^21 FLOP by the formula", _loss_at_1e21, N=N)
            for N in ("2.80 Billion", "4.74 Billion")
        ),
    )


def _loss_at_1e21(N: float) -> float:
    return float(laws.HOFFMANN_2022.loss(N, tokens_of(1e21, N)))


def _methods() -> Iterator[Claim]:
    yield unjudged(
        "C30",
        Verdict.NEEDS_DATA,
        "Needs the four lengths, which the text does not list.",
        using(
            "the step if they are evenly spaced", lambda span: span ** (1 / 3), span=_given("16")
        ),
    )
    yield unjudged(
        "C31",
        Verdict.NEEDS_DATA,
        "Needs the run that each selected point belongs to. Figure 2 draws points and curves; we "
        "gave each point the shortest curve of its size that reaches it.",
        using("the share of points in the last 15 %", share_in_the_last, part=_given("15 %")),
        using("what the earliest point leaves of its training", most_left),
    )
    yield Claim(
        id="C32",
        computations=(
            using(
                "different lengths in the caption's list",
                table_counts.kinds,
                **table_counts.column("a", COSINE_LENGTHS, exact=True),
            ),
        ),
        published=(parse("6", exact=True),),
    )
    yield unjudged(
        "C33",
        Verdict.NOT_A_NUMBER,
        "'Very similar' is a phrase. Beside it stands by what factor the tokens grow while the "
        "size doubles, with the exponents of Table A2.",
        *(_growth_of_tokens(dataset) for dataset in ("C4", "GitHub")),
    )
    yield unjudged(
        "C34",
        Verdict.NOT_A_NUMBER,
        "An order, not a number: the rates fall from the smallest runs over the head-to-head "
        "runs and the largest runs to Chinchilla and Gopher.",
        using("first over last", formulas.ratio, value="2e-4", unit="4e-5"),
    )


def _growth_of_tokens(dataset: str) -> Computation:
    row = published.load("hoffmann2022", "tableA2").where(dataset=dataset)
    return using(dataset, formulas.growth_of_tokens, a=row.printed("a")[0], b=row.printed("b")[0])


def _given(size: str) -> Printed:
    """A size that the sentence sets, so exact."""
    return parse(size, exact=True)
