"""Tables 2 and 3 of Hoffmann et al. 2022, arXiv:2203.15556, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator

from scalinglaws.claims import wording
from scalinglaws.claims.arithmetic import formulas
from scalinglaws.claims.claim import Claim, Computation, Second, claim, unjudged, using
from scalinglaws.claims.inputs.hoffmann2022 import (
    GOPHER_ROW,
    gopher_budget,
    line_of_figure_1,
    middle_of_figure_2,
    sizes,
    table_2,
    table_3,
)
from scalinglaws.claims.printed import Printed, parse
from scalinglaws.claims.verdict import Verdict
from scalinglaws.compute import six_nd

EXPONENTS_FITTED_APART = {
    1: "Needs the exponents of the resampled fits: this approach fits N and D separately, with "
    "FLOP counted as in Appendix F, so a + b = 1 need not hold in every resample.",
    2: "Needs the exponents of the resampled fits: this approach fits N and D separately, and of "
    "the nine floors that Figure 3 draws, one has 6ND below its budget.",
}


def claims() -> tuple[Claim, ...]:
    """Every claim of Tables 2 and 3, with its formula and its inputs as printed."""
    return (*_table_3(), *_approach_1(), *_proportions(), *_intervals(), *_mirrors(), *_sums())


def _table_3() -> Iterator[Claim]:
    columns = ("flops_C", "tokens_D", "gopher_units")
    cells = zip(sizes(), *map(table_3, columns), strict=True)
    for number, (N, C, D, units) in enumerate(cells, start=1):
        at_gopher = N.text == GOPHER_ROW
        apart = tuple(_figure_2_budgets(N, parse(D))) if at_gopher else ()
        yield claim(
            f"T3F{number}",
            six_nd,
            words="6ND",
            published=parse(C),
            conventions=apart,
            N=N,
            D=D,
        )
        if not at_gopher:
            yield _in_gopher_units(f"T3G{number}", units, N, C, D)


def _figure_2_budgets(N: Printed, D: Printed) -> Iterator[Computation]:
    """At Gopher's budget N and D are two projections of Figure 2, each from C by its own line."""
    yield using(
        "the budget at which the line of Figure 2, center, reaches this size",
        formulas.power_law_solved,
        y=N,
        **middle_of_figure_2("params_N"),
    )
    yield using(
        "the budget at which the line of Figure 2, right, reaches these tokens",
        formulas.power_law_solved,
        y=D,
        **middle_of_figure_2("tokens_D"),
    )


def _in_gopher_units(id: str, units: str, N: Printed, C: str, D: str) -> Claim:
    words = "the row's FLOPs over those of the 67 Billion row"
    from_tokens = using(
        "6ND of the row over the FLOPs of the 67 Billion row",
        lambda N, D, unit: formulas.ratio(six_nd(N, D), unit),
        N=N,
        D=D,
        unit=gopher_budget(),
    )
    return claim(
        id,
        formulas.ratio,
        words=words,
        published=parse(units),
        value=C,
        unit=gopher_budget(),
        second=Second(from_tokens),
        charitable="a denominator cut off after the point, not rounded, would print these digits.",
    )


def _approach_1() -> Iterator[Claim]:
    yield _slope_of_table_3("T201", "params_N", "N")
    yield _slope_of_table_3("T202", "tokens_D", "D")
    yield _at_gophers_budget("T203", "params_N", "N")
    yield _at_gophers_budget("T204", "tokens_D", "D")
    yield _size_at_1e21()


def _slope_of_table_3(id: str, column: str, letter: str) -> Claim:
    words = f"the slope of log {letter} against log C over Table 3"
    return Claim(
        id=id,
        computations=(
            using(f"{words} without its 67 Billion row", formulas.slope, **_cells(column)),
            using(f"{words}, all nine rows", formulas.slope, **_cells(column, skip="")),
        ),
    )


def _at_gophers_budget(id: str, column: str, letter: str) -> Claim:
    """The projection that Figure 2 draws comes first: its caption says what it projects."""
    ours = using("", formulas.on_the_line, at=gopher_budget(), **_cells(column))
    return Claim(
        id=id,
        computations=tuple(_projections_of_figures(column)),
        remark=f"Our own line through the other rows of Table 3 gives {letter} = "
        f"{wording.number(ours.nominal)}.",
    )


def _projections_of_figures(column: str) -> Iterator[Computation]:
    panel = "center" if column == "params_N" else "right"
    yield using(
        f"the line of Figure 2, {panel}: its drawn slope through the middle of its points",
        formulas.power_law,
        x=gopher_budget(),
        **middle_of_figure_2(column),
    )
    if column == "params_N":
        line = line_of_figure_1("Approach 1")
        yield using(
            "the line of Figure 1 for Approach 1",
            formulas.power_law_from_intercept,
            x=gopher_budget(),
            **line,
        )


def _size_at_1e21() -> Claim:
    budget = 1e21
    C = [parse(text) for text in table_3("flops_C")]
    above = next(row for row, printed in enumerate(C) if printed.nominal > budget)
    return claim(
        "T205",
        formulas.between,
        words="interpolated in logarithms between two rows of Table 3",
        x=parse("10^21", exact=True),
        x1=C[above - 1],
        y1=sizes()[above - 1],
        x2=C[above],
        y2=sizes()[above],
    )


def _cells(column: str, skip: str = GOPHER_ROW) -> dict[str, Printed]:
    """Budgets x1 ... x9 and sizes or tokens y1 ... y9 of Table 3, without the row skipped."""
    values = sizes() if column == "params_N" else tuple(map(parse, table_3(column)))
    rows = zip(sizes(), table_3("flops_C"), values, strict=True)
    cells: dict[str, Printed] = {}
    for number, (N, C, value) in enumerate(rows, start=1):
        if N.text != skip:
            cells |= {f"x{number}": parse(C), f"y{number}": value}
    return cells


def _proportions() -> Iterator[Claim]:
    words = "2^(b/a) with the exponents of Table 2"
    for id, approach in (("T206", 1), ("T207", 2)):
        row = table_2(approach)
        yield claim(id, formulas.growth_of_tokens, words=words, a=row["a"], b=row["b"])
    row = table_2(3)
    yield unjudged(
        "T208",
        Verdict.NOT_A_NUMBER,
        "The text says 'approximately equal proportions', a phrase without a number. "
        "Beside it stands by what factor the tokens grow while the size doubles.",
        using(words, formulas.growth_of_tokens, a=row["a"], b=row["b"]),
    )


def _intervals() -> Iterator[Claim]:
    for number in range(6):
        row, letter = table_2(1 + number // 2), "ab"[number % 2]
        yield claim(
            f"T2I{number + 1}",
            formulas.as_printed,
            words="the printed exponent",
            published=_interval(row, letter),
            value=row[letter],
        )


def _interval(row: dict[str, str], letter: str) -> Printed:
    return parse(f"({row[f'{letter}_p10']}, {row[f'{letter}_p90']})")


def _mirrors() -> Iterator[Claim]:
    for approach in (1, 2):
        row = table_2(approach)
        yield unjudged(
            f"T2M{approach}",
            Verdict.NEEDS_DATA,
            EXPONENTS_FITTED_APART[approach],
            using("1 - a at the 90th percentile of a", formulas.mirrored, value=row["a_p90"]),
            using("1 - a at the 10th percentile of a", formulas.mirrored, value=row["a_p10"]),
        )
    yield _mirror_of_approach_3()


def _mirror_of_approach_3() -> Claim:
    row = table_2(3)
    sums = using(
        "the mean of two sums of complementary percentiles, a's 10th with b's 90th and a's 90th "
        "with b's 10th",
        formulas.mean_of_two_sums,
        a1=row["a_p10"],
        b1=row["b_p90"],
        a2=row["a_p90"],
        b2=row["b_p10"],
    )
    return claim(
        "T2M3",
        formulas.mirrored,
        words="the middle of 1 - a over the printed interval of a",
        published=_interval(row, "b"),
        value=_interval(row, "a"),
        second=Second(sums, published=parse("1", exact=True)),
        charitable=(
            "Equation 4 makes a + b = 1 in every resample, so these percentiles mirror each other "
            "unless those of a and those of b come from different resamples or fits."
        ),
    )


def _sums() -> Iterator[Claim]:
    exponents = {
        f"{letter}{approach}": table_2(approach)[letter]
        for approach in (1, 2, 3)
        for letter in "ab"
    }
    words = "of the three sums a + b, the one farthest from 1"
    yield Claim(id="T2S", computations=(using(words, formulas.farthest_from_one, **exponents),))
    row = table_2(3)
    yield unjudged(
        "T2W",
        Verdict.NEEDS_DATA,
        "Needs the losses of the runs, resampled: rounding bands put through interval arithmetic "
        "are no bootstrap.",
        using(
            "the printed ends subtracted",
            lambda high, low: high - low,
            high=row["a_p90"],
            low=row["a_p10"],
        ),
    )
