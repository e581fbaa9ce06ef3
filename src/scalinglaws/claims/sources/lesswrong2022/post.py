"""The post 'New Scaling Laws for Large Language Models' by 1a3orn, LessWrong, 2022."""

from __future__ import annotations

from collections.abc import Iterator

from scalinglaws.claims.arithmetic import formulas
from scalinglaws.claims.claim import Claim, Computation, Second, claim, several, unjudged, using
from scalinglaws.claims.inputs.hoffmann2022 import (
    gopher_budget,
    line_of_figure_1,
    table_1,
    table_2,
    table_3,
)
from scalinglaws.claims.inputs.kaplan2020 import exponent, growth
from scalinglaws.claims.printed import Printed, parse, readings
from scalinglaws.claims.verdict import Verdict
from scalinglaws.compute import six_nd

# The post prints Gopher's size twice: in its opening, and where it tells of Chinchilla's training.
GOPHER_IN_THE_OPENING, GOPHER_FURTHER_DOWN = "270 billion", "280 billion"
SIZES_OF_THE_OPENING = ("70", "175", "270")  # beside each other, in billions

ZEROS = {"P10": "The print is met if its zeros are no digits, and missed if they are."}


def claims() -> tuple[Claim, ...]:
    """Claims K05 to K08, K12, P01 to P12 and P25: the post without its comments."""
    return (*_before(), *_law_before(), *_law_after(), *_gopher_units(), *_copies(), _cost())


def _before() -> Iterator[Claim]:
    yield _same_cost("P02", ("1 Million", "10"), ("10 Million", "1"), "books")
    yield _same_cost("P03", ("20 Billion", "40 %"), ("200 Billion", "4 %"), "shares of an archive")


def _same_cost(id: str, one: tuple[str, str], other: tuple[str, str], what: str) -> Claim:
    """Both numbers of each pair are given, so exact: nothing is measured here."""
    N1, D1, N2, D2 = (parse(text, exact=True) for text in (*one, *other))
    return claim(
        id,
        lambda N1, D1, N2, D2: formulas.ratio(six_nd(N1, D1), six_nd(N2, D2)),
        words=f"6ND of the first pair over that of the second, tokens counted in {what}",
        published=parse("about 1"),
        N1=N1,
        D1=D1,
        N2=N2,
        D2=D2,
    )


def _law_before() -> Iterator[Claim]:
    """Kaplan's exponents; what follows from "about" inherits its width."""
    for once, twice, letter, about in (
        ("K05", "K07", "a", parse("about 5x")),
        ("K06", "K08", "b", parse("about 2x")),
    ):
        ten, hundred = (growth(times, exponent(letter)) for times in ("10", "100"))
        yield Claim(id=once, computations=(ten,), published=(about,))
        yield Claim(id=twice, computations=(hundred,), published=(_squared(about),))
    yield unjudged(
        "K12",
        Verdict.NEEDS_DATA,
        "Needs the plan that the post quotes. Beside it stands what its two numbers give.",
        using("tokens per parameter", formulas.ratio, value="450 billion", unit=_trillion()),
        using("6ND in FLOP", six_nd, N=_trillion(), D="450 billion"),
    )


def _squared(about: Printed) -> Printed:
    nominal = about.nominal**2
    text = f"{nominal:g}x"
    return Printed(text, nominal, about.low**2, about.high**2, "about", parse(text).unit)


def _trillion() -> Printed:
    return parse("1 Trillion", exact=True)


def _law_after() -> Iterator[Claim]:
    """The post takes Approach 2; its equal factors are those of Approach 1."""
    for id, letter in (("P04", "a"), ("P05", "b")):
        yield Claim(id=id, computations=tuple(_growth("10", letter, n) for n in (2, 1)))
    yield Claim(
        id="P06",
        computations=tuple(_growth("100", letter, 2) for letter in "ab"),
        published=readings("10x"),
    )


def _growth(times: str, letter: str, approach: int) -> Computation:
    return growth(times, table_2(approach)[letter], f"for Approach {approach} in Table 2")


def _gopher_units() -> Iterator[Claim]:
    for id, size, print_ in (("P09", "520 Billion", "60x"), ("P10", "1 Trillion", "200x")):
        computed = _budget_of(size)
        yield Claim(
            id=id, computations=(computed,), published=readings(print_), remark=ZEROS.get(id, "")
        )
    yield unjudged(
        "P11",
        Verdict.DERIVED,
        "The post prints the two factors of ten and no product.",
        using("their product", lambda cheaper, more: cheaper * more, cheaper="10", more="10"),
        _budget_of("520 Billion"),
    )


def _budget_of(size: str) -> Computation:
    C = table_3("flops_C", size)[0]
    words = f"the FLOPs of the {size} row of Table 3 over Gopher's"
    return using(words, formulas.ratio, value=C, unit=gopher_budget())


def _copies() -> Iterator[Claim]:
    gopher, chinchilla = table_1("Gopher"), table_1("Chinchilla")
    yield claim(
        "P01",
        formulas.as_printed,
        words="further down in the post",
        published=parse(GOPHER_IN_THE_OPENING, column=SIZES_OF_THE_OPENING),
        value=parse(GOPHER_FURTHER_DOWN, column=SIZES_OF_THE_OPENING),
        places=True,
        second=Second(
            using("Table 1 of Hoffmann et al. 2022", formulas.as_printed, value=gopher["N"]),
        ),
        charitable="a size named in passing; nothing in the post is computed from it.",
    )
    yield several(
        "P25",
        *(
            claim(
                "P25",
                formulas.as_printed,
                words="in Table 1 of Hoffmann et al. 2022",
                published=parse(print_),
                value=model["D"],
                places=True,
            )
            for print_, model in (("1.4 trillion", chinchilla), ("300 billion", gopher))
        ),
    )
    yield unjudged(
        "P07",
        Verdict.DAMAGED,
        "The two numbers are missing from our copy.",
    )
    gpt3, largest = table_1("GPT-3"), table_1("MT-NLG")
    yield unjudged(
        "P08",
        Verdict.NOT_A_NUMBER,
        "'Identical' is a word. Beside it stand the tokens of MT-NLG 530B in units of GPT-3's.",
        using(
            "from Table 1 of Hoffmann et al. 2022",
            formulas.ratio,
            value=largest["D"],
            unit=gpt3["D"],
        ),
    )


def _cost() -> Claim:
    """Running a model costs in proportion to its size."""
    gpt3 = table_1("GPT-3")
    return Claim(
        id="P12",
        computations=tuple(
            using(
                "GPT-3's size over the best size for its budget 6ND, by the line of Figure 1 for "
                f"Approach {approach}",
                _size_over_best,
                **gpt3,
                **line_of_figure_1(f"Approach {approach}"),
            )
            for approach in (2, 1, 3)
        ),
        published=(parse("at least 3x"),),
    )


def _size_over_best(N: float, D: float, exponent: float, log10_at_1: float) -> float:
    return N / formulas.power_law_from_intercept(six_nd(N, D), exponent, log10_at_1)
