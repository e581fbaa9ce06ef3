"""The blog post 'Scaling Laws and Emergent Properties' by Clément Thiriet, April 20, 2023."""

from __future__ import annotations

from collections.abc import Iterator

from scalinglaws import published
from scalinglaws.claims.arithmetic import formulas
from scalinglaws.claims.claim import Claim, claim, unjudged, using
from scalinglaws.claims.inputs.hoffmann2022 import (
    CONSTANTS,
    bytes_a_token,
    massive_text,
    printed_constants,
    sizes,
    table_2,
    table_3,
    table_a3,
)
from scalinglaws.claims.printed import Printed, parse, readings
from scalinglaws.claims.verdict import Verdict

# The post's table: parameters and tokens of Gopher, Chinchilla and PaLM, both in billions.
PARAMETERS = ("280", "70", "540")
TOKENS = ("300", "1400", "780")
LARGE_MODEL = parse("100 trillion", exact=True)
PETABYTE = 1e15


def claims() -> tuple[Claim, ...]:
    """The post's fitted losses, its rule of 20 tokens per parameter, and what follows."""
    return (
        *_tokens_per_parameter(),
        *_losses(),
        _in_billions(),
        *_rules(),
        _data_wall(),
        *_raw_crawl(),
        *_other_models(),
        _order(),
    )


def _tokens_per_parameter() -> Iterator[Claim]:
    tokens = published.load("hoffmann2022", "table3").printed("tokens_D")
    for row in (1, 4, 9):
        yield claim(
            f"T3R{row}",
            formulas.ratio,
            words="tokens over parameters of the row",
            value=tokens[row - 1],
            unit=sizes()[row - 1],
        )


def _losses() -> Iterator[Claim]:
    words = "E + A/N^alpha + B/D^beta"
    for number, (N, D) in enumerate(zip(PARAMETERS, TOKENS, strict=True), start=1):
        sizes = {"N": _billions(N, PARAMETERS), "D": _billions(D, TOKENS)}
        loss = using(words, formulas.loss, **sizes, **printed_constants())
        yield Claim(id=f"S0{number}", computations=(loss,))


def _in_billions() -> Claim:
    return unjudged(
        "S04",
        Verdict.NOT_A_NUMBER,
        "The footnote counts N and D in billions, a word; the post's own losses follow with N in "
        "parameters and D in tokens.",
        using(
            "with billions, the loss of Gopher",
            formulas.loss,
            N=parse(PARAMETERS[0], column=PARAMETERS),
            D=parse(TOKENS[0], column=TOKENS),
            **printed_constants(),
        ),
    )


def _rules() -> Iterator[Claim]:
    yield _twenty_tokens()
    words = (
        "tokens between the two nearest sizes of Table A3, Approach 2, straight in the logarithms"
    )
    between = _table_a3_around("520 Billion", "1 Trillion")
    computed = using(words, formulas.between, x=_billions("540", PARAMETERS), **between)
    yield Claim(id="S06", computations=(computed,))
    yield unjudged(
        "S07",
        Verdict.NOT_A_NUMBER,
        "'Under-trained' is a word. Beside it stand the tokens per parameter of the post's table.",
        *(
            using(name, formulas.ratio, value=_billions(D, TOKENS), unit=_billions(N, PARAMETERS))
            for name, N, D in zip(("Gopher", "Chinchilla", "PaLM"), PARAMETERS, TOKENS, strict=True)
        ),
    )
    yield unjudged(
        "S14",
        Verdict.NOT_A_NUMBER,
        "'Just as important' and 'equal' are words. Beside them stands b/a of Table 2.",
        *(
            using(f"Approach {n}", formulas.ratio, value=table_2(n)["b"], unit=table_2(n)["a"])
            for n in (1, 2, 3)
        ),
    )
    kaplan = table_2(4)
    yield claim(
        "K09",
        formulas.ratio,
        words="the ratio a/b of Kaplan et al. in Table 2 of Hoffmann et al. 2022",
        value=kaplan["a"],
        unit=kaplan["b"],
    )


def _twenty_tokens() -> Claim:
    """At Gopher's budget, the three approaches give three ratios."""
    N = sizes()[3]
    tokens = {1: table_3("tokens_D", N.text)[0]} | {
        approach: table_a3("tokens_D", approach, N.text) for approach in (2, 3)
    }
    return Claim(
        id="S05",
        computations=tuple(
            using(
                f"tokens over parameters for {N.text} by Approach {approach}, Table "
                f"{'3' if approach == 1 else 'A3'}",
                formulas.ratio,
                value=D,
                unit=parse(N.text, exact=approach > 1),
            )
            for approach, D in tokens.items()
        ),
    )


def _table_a3_around(below: str, above: str) -> dict[str, Printed]:
    cells: dict[str, Printed] = {}
    for number, size in enumerate((below, above), start=1):
        cells |= {
            f"x{number}": parse(size, exact=True),
            f"y{number}": parse(table_a3("tokens_D", 2, size)),
        }
    return cells


def _data_wall() -> Claim:
    """Text for 100 trillion parameters, by the law and by the rule of 20."""
    return Claim(
        id="S08",
        computations=(
            using(
                "tokens that the law of footnote 1 pairs with 100 trillion parameters, in "
                "petabytes at the bytes a token that Table A1 implies",
                _petabytes_by_law,
                N=LARGE_MODEL,
                **printed_constants("A", "B", "alpha", "beta"),
                **massive_text(),
            ),
            using(
                "20 tokens per parameter, in petabytes at the same bytes a token",
                _petabytes_by_rule,
                N=LARGE_MODEL,
                ratio=parse("20", exact=True),
                **massive_text(),
            ),
        ),
        published=readings("180"),
    )


def _raw_crawl() -> Iterator[Claim]:
    yield unjudged(
        "S09",
        Verdict.NOT_A_NUMBER,
        "'Only' is a word, and the 12 petabytes are raw crawl, not text. Beside it stands the "
        "ratio of the post's two sizes.",
        using("180 over 12", formulas.ratio, value="180", unit="12"),
    )
    yield unjudged(
        "S10",
        Verdict.NOT_A_NUMBER,
        "A unit in words. In this book a FLOP is one operation, and FLOP/s is a rate.",
    )


def _other_models() -> Iterator[Claim]:
    yield claim(
        "S11",
        formulas.as_printed,
        words="Table 1 of Chowdhery et al. 2022 for PaLM",
        published=parse("over 540 billion"),
        value="540.35 billion",
    )
    yield unjudged(
        "S12",
        Verdict.NEEDS_DATA,
        "Needs the ratings of the papers it quotes.",
        using(
            "the larger size over the smaller",
            formulas.ratio,
            value="175 billion",
            unit="1.3 billion",
        ),
    )
    yield unjudged("S13", Verdict.NEEDS_DATA, "Needs the papers it quotes.")


def _petabytes_by_law(
    N: float, A: float, B: float, alpha: float, beta: float, **mix: float
) -> float:
    return formulas.tokens_of_size(N, A, B, alpha, beta) * bytes_a_token(**mix) / PETABYTE


def _petabytes_by_rule(N: float, ratio: float, **mix: float) -> float:
    return ratio * N * bytes_a_token(**mix) / PETABYTE


def _billions(cell: str, column: tuple[str, ...]) -> Printed:
    return parse(f"{cell} Billion", column=column)


def _order() -> Claim:
    """PaLM against Chinchilla, whose fitted loss comes next."""
    chinchilla, palm = list(zip(PARAMETERS, TOKENS, strict=True))[1:]
    return Claim(
        id="Y08",
        computations=(
            using(
                "fitted loss of Chinchilla less that of PaLM",
                lambda N, D, N_palm, D_palm, **constants: (
                    formulas.loss(N, D, E=1.0, **constants)  # E cancels
                    - formulas.loss(N_palm, D_palm, E=1.0, **constants)
                ),
                N=_billions(chinchilla[0], PARAMETERS),
                D=_billions(chinchilla[1], TOKENS),
                N_palm=_billions(palm[0], PARAMETERS),
                D_palm=_billions(palm[1], TOKENS),
                **printed_constants(*(name for name in CONSTANTS if name != "E")),
            ),
        ),
        published=(parse("over 0"),),
    )
