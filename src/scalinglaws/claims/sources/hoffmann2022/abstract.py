"""Sizes, tokens and budgets in the abstract, Sections 1 and 4 of Hoffmann et al. 2022."""

from __future__ import annotations

from collections.abc import Iterator

from scalinglaws import published
from scalinglaws.claims.arithmetic import formulas, table_counts
from scalinglaws.claims.arithmetic.shapes import (
    AS_WRITTEN,
    REMATERIALISED,
    WITH_POSITIONS,
    parameters,
    training_flop,
)
from scalinglaws.claims.claim import Claim, Computation, Second, claim, using
from scalinglaws.claims.inputs.hoffmann2022 import gopher_budget, line_of_figure_1, table_1, table_3
from scalinglaws.claims.inputs.hoffmann2022_shapes import shape_of
from scalinglaws.claims.printed import Printed, parse
from scalinglaws.compute import six_nd, tokens_of

ABOUT_300_BILLION = "approximately 300 billion"  # caption of Table 1
SIZE_BY_APPROACH_3 = "40 billion"  # caption of Figure 4


def claims() -> tuple[Claim, ...]:
    """What the abstract says of the runs, of Gopher's budget and of Chinchilla."""
    return (*_ranges(), _smaller(), _more_data(), *_budgets(), *_about_70_billion())


def _ranges() -> Iterator[Claim]:
    yield claim(
        "A03",
        formulas.as_printed,
        words="the longest run by the abstract, 5 to 500 billion tokens",
        published=parse("over 400 billion"),
        remark="A lower bound and a range need not name the same number.",
        value="500 billion",
    )
    sizes = published.load("hoffmann2022", "tableA9").printed("params_million")
    yield Claim(
        id="A04",
        computations=(
            using(
                "the largest size of Table A9",
                lambda **cells: 1e6 * table_counts.largest(**cells),
                **table_counts.column("a", sizes),
            ),
        ),
        remark=f"Its smallest is {min(map(int, sizes))} million, below the 70 million that the "
        "abstract starts from; the ranges that end at 10 billion are those of Approach 1.",
    )


def _smaller() -> Claim:
    gopher = table_1("Gopher")["N"]
    return claim(
        "A05",
        formulas.ratio,
        words="Gopher's size over that of Approach 1 at its budget, Table 3",
        conventions=(
            using(
                "over that of Approach 2, the line of Figure 1",
                lambda value, x, exponent, log10_at_1: (
                    value / formulas.power_law_from_intercept(x, exponent, log10_at_1)
                ),
                value=gopher,
                x=gopher_budget(),
                **line_of_figure_1("Approach 2"),
            ),
            using(
                "over that of Approach 3, caption of Figure 4",
                formulas.ratio,
                value=gopher,
                unit=SIZE_BY_APPROACH_3,
            ),
        ),
        value=gopher,
        unit=table_3("params_N", "67 Billion")[0],
    )


def _more_data() -> Claim:
    tokens = table_1("Chinchilla")["D"]
    words = "tokens of Chinchilla over those of Gopher, Table 1"
    return claim(
        "A06",
        formulas.ratio,
        words=words,
        conventions=(
            using(
                "the same with 'approximately 300 billion tokens', as the caption says",
                formulas.ratio,
                value=tokens,
                unit=ABOUT_300_BILLION,
            ),
        ),
        value=tokens,
        unit=table_1("Gopher")["D"],
    )


def _budgets() -> Iterator[Claim]:
    gopher, chinchilla = table_1("Gopher"), table_1("Chinchilla")
    yield _same_budget(gopher, chinchilla)
    yield _gophers_budget(gopher)
    yield Claim(
        id="A11",
        computations=(using("6ND of Chinchilla, Table 1", six_nd, **chinchilla),),
    )
    yield _gophers_count(gopher["D"])


def _same_budget(gopher: dict[str, Printed], chinchilla: dict[str, Printed]) -> Claim:
    return Claim(
        id="A09",
        computations=(
            using(
                "6ND of Chinchilla over the budget that the text gives Gopher",
                lambda N, D, unit: six_nd(N, D) / unit,
                unit=gopher_budget(),
                **chinchilla,
            ),
            using(
                "6ND over 6ND, both from Table 1",
                lambda N, D, N_gopher, D_gopher: six_nd(N, D) / six_nd(N_gopher, D_gopher),
                **chinchilla,
                N_gopher=gopher["N"],
                D_gopher=gopher["D"],
            ),
        ),
        published=(parse("1", exact=True),),
    )


def _by_appendix_F(tokens: Printed) -> tuple[Computation, Computation]:
    """Gopher's FLOP with all that the appendix lists, and by layers with two forward passes."""
    once = using(
        "with one forward pass, and all that Appendix F lists",
        training_flop(AS_WRITTEN),
        D=tokens,
        **shape_of("Gopher", "seq_len", "vocab"),
    )
    twice = using(
        "the terms of a layer in Appendix F, with forward passes done twice to save memory",
        training_flop(REMATERIALISED),
        D=tokens,
        **shape_of("Gopher", "seq_len"),
    )
    return once, twice


def _gophers_budget(gopher: dict[str, Printed]) -> Claim:
    from_shape = using(
        "6ND with N counted from the shape in Table 4",
        lambda D, **shape: six_nd(parameters(WITH_POSITIONS, **shape), D),
        D=gopher["D"],
        **shape_of("Gopher", "vocab"),
    )
    tokens = using("", tokens_of, C=gopher_budget(), N=gopher["N"])
    return Claim(
        id="A10",
        computations=(
            using("6ND of Gopher, Table 1", six_nd, **gopher),
            *_by_appendix_F(gopher["D"]),
        ),
        second=Second(from_shape),
        charitable="a count that repeats part of the forward pass, or more tokens than Table 1 "
        f"prints: 6ND asks for {tokens.nominal / 1e9:.0f} billion.",
    )


def _gophers_count(tokens: Printed) -> Claim:
    once, twice = _by_appendix_F(tokens)
    return Claim(id="A12", computations=(twice, once))


def _about_70_billion() -> Iterator[Claim]:
    gopher, chinchilla = table_1("Gopher")["N"], table_1("Chinchilla")["N"]
    yield claim(
        "Y04",
        formulas.as_printed,
        words="Chinchilla's size, Table 1",
        published=parse("40-70 Billion"),
        value=chinchilla,
    )
    yield claim(
        "Y05",
        formulas.ratio,
        words="parameters of Gopher over those of Chinchilla",
        remark="Memory, and FLOP per token, are in proportion to the parameters.",
        value=gopher,
        unit=chinchilla,
    )
