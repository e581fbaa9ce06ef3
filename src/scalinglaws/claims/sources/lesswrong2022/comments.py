"""The comments under the post 'New Scaling Laws for Large Language Models', LessWrong, 2022."""

from __future__ import annotations

from collections.abc import Iterator

from scalinglaws import published
from scalinglaws.claims.arithmetic import formulas
from scalinglaws.claims.claim import Claim, Computation, claim, unjudged, using
from scalinglaws.claims.inputs.hoffmann2022 import (
    bytes_a_token,
    massive_text,
    printed_constants,
    table_1,
)
from scalinglaws.claims.inputs.kaplan2020 import constant
from scalinglaws.claims.printed import parse
from scalinglaws.claims.verdict import Verdict

LOST = "The number is missing from our copy."
IRREDUCIBLE = "1.69"
CHARACTER_AND_BYTE = "The print is per character; in English text a character is about one byte."
BITS_A_CHARACTER, COMPRESSION = "8", "51.08 %"


def claims() -> tuple[Claim, ...]:
    """Claims P13 to P24."""
    return (*_shares(), *_entropy(), *_lost())


def _shares() -> Iterator[Claim]:
    third = using(
        "the term in N over both terms of Equation 2 at Chinchilla's size and tokens",
        _share_of_size,
        **table_1("Chinchilla"),
        **printed_constants("A", "alpha", "B", "beta"),
    )
    yield Claim(id="P14", computations=(third,), published=(parse("about 1/3"),))
    yield Claim(
        id="P15",
        computations=(
            using(
                "the two terms of Kaplan et al.'s Equation 1.5 at GPT-3's size and tokens, size "
                "over data, constants of their Table 2",
                _kaplan_terms,
                **table_1("GPT-3"),
                **_kaplan("Table 2"),
            ),
            using(
                "their limits, Equation 1.1 over Equation 1.2, constants of Table 5",
                _kaplan_limits,
                **table_1("GPT-3"),
                **_kaplan("Table 5"),
            ),
        ),
        published=(parse("about 1"),),
    )


def _kaplan(table: str) -> dict[str, str]:
    return {name: constant(table, name) for name in ("N_c", "alpha_N", "D_c", "alpha_D")}


def _share_of_size(N: float, D: float, A: float, alpha: float, B: float, beta: float) -> float:
    size, data = formulas.size_term(N, A, alpha), formulas.data_term(D, B, beta)
    return size / (size + data)


def _kaplan_terms(
    N: float, D: float, N_c: float, alpha_N: float, D_c: float, alpha_D: float
) -> float:
    return float((N_c / N) ** (alpha_N / alpha_D) / (D_c / D))


def _kaplan_limits(
    N: float, D: float, N_c: float, alpha_N: float, D_c: float, alpha_D: float
) -> float:
    return float((N_c / N) ** alpha_N / (D_c / D) ** alpha_D)


def _entropy() -> Iterator[Claim]:
    yield claim("P16", formulas.bits, words="one nat in bits, 1/ln 2", nats=parse("1", exact=True))
    yield claim("P17", formulas.bits, words="1.69/ln 2", nats=IRREDUCIBLE)
    yield claim(
        "P18",
        lambda share, bits: share * bits,
        words="51.08 % of 8 bits",
        share=parse(COMPRESSION, exact=True),
        bits=parse(BITS_A_CHARACTER, exact=True),
    )
    for id in ("P19", "P22"):
        yield Claim(id=id, computations=(_bits_a_character(),))
    per_byte = using(
        "1.69/ln 2 over the bytes a token that Table A1 implies, a terabyte read as 10^12",
        _bits_a_byte,
        nats=IRREDUCIBLE,
        **massive_text(),
    )
    yield Claim(id="P21", computations=(per_byte,), remark=CHARACTER_AND_BYTE)
    yield unjudged(
        "P20",
        Verdict.NOT_A_NUMBER,
        "A unit, not a number. As written, bits a token are divided by bits a token; read as "
        "bits a character where a token holds as many characters as the divisor says, the "
        "quotient keeps its value.",
    )


def _bits_a_byte(nats: float, **mix: float) -> float:
    return formulas.bits(nats) / bytes_a_token(**mix)


def _bits_a_character() -> Computation:
    return using(
        "1.69/ln 2 over 51.08 % of 8",
        lambda nats, share, bits: formulas.bits(nats) / (share * bits),
        nats=IRREDUCIBLE,
        share=COMPRESSION,
        bits=parse(BITS_A_CHARACTER, exact=True),
    )


def _lost() -> Iterator[Claim]:
    chinchilla = table_1("Chinchilla")
    yield unjudged(
        "P13",
        Verdict.DAMAGED,
        LOST,
        using(
            "the term in N",
            formulas.size_term,
            N=chinchilla["N"],
            **printed_constants("A", "alpha"),
        ),
        using(
            "the term in D", formulas.data_term, D=chinchilla["D"], **printed_constants("B", "beta")
        ),
    )
    row = published.load("hoffmann2022", "tableA5").where(subset="pile_cc")
    yield unjudged(
        "P23",
        Verdict.DAMAGED,
        LOST,
        using("in Table A5", formulas.as_printed, value=row.printed("chinchilla_bits_per_byte")[0]),
    )
    yield unjudged(
        "P24",
        Verdict.DAMAGED,
        LOST,
        using(
            "the logarithm of the perplexity 7.16 of Section 4.2.1",
            formulas.nats_of_perplexity,
            perplexity="7.16",
        ),
    )
