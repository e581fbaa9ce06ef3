"""The slides 'Scaling and Emergent Ability' by Jay Lalwani and Tanmai Kalisipudi."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scalinglaws import published
from scalinglaws.claims.arithmetic import formulas, table_counts
from scalinglaws.claims.claim import Claim, Computation, claim, several, unjudged, using
from scalinglaws.claims.inputs.hoffmann2022 import CONSTANTS, printed_constants, table_1, table_2
from scalinglaws.claims.printed import Printed, parse
from scalinglaws.claims.verdict import Verdict
from scalinglaws.compute import six_nd


def claims() -> tuple[Claim, ...]:
    """What the slides say of Chinchilla, and whether their tables are those of the paper."""
    return (
        *_chinchilla_beside_gopher(),
        *_words(),
        _approach_1(),
        *_copies(),
        _lost_header(),
        _emergence_table(),
    )


def _chinchilla_beside_gopher() -> Iterator[Claim]:
    for id, letter, words in (("A07", "D", "tokens"), ("A08", "N", "parameters")):
        yield claim(
            id,
            formulas.ratio,
            words=f"{words} of Chinchilla over those of Gopher, Table 1 of the paper",
            value=table_1("Chinchilla")[letter],
            unit=table_1("Gopher")[letter],
        )


def _words() -> Iterator[Claim]:
    yield unjudged(
        "V01",
        Verdict.NOT_A_NUMBER,
        "'Significantly more' is a phrase, and which of the two lowers the loss more depends on "
        "where a model stands: at the compute-optimal size both count alike.",
        _pull_of_tokens("Gopher", table_1("Gopher")),
        _pull_of_tokens("Chinchilla", table_1("Chinchilla")),
    )
    yield unjudged(
        "V02",
        Verdict.NOT_A_NUMBER,
        "A shorthand for the terms of the paper's Equation 2, without their exponents, as far as "
        "our copy shows.",
        using(
            "With its exponent, A/N^alpha of Gopher",
            formulas.size_term,
            **_gopher("N", "A", "alpha"),
        ),
        using("And B/D^beta of Gopher", formulas.data_term, **_gopher("D", "B", "beta")),
    )
    yield unjudged(
        "V07",
        Verdict.NOT_A_NUMBER,
        "Words: the slide names the losses of Approach 1; Section 3.3 of the paper fits all final "
        "losses of Approaches 1 and 2.",
    )


def pull_of_tokens(N: float, D: float, A: float, B: float, alpha: float, beta: float) -> float:
    """What 1 % more tokens takes off the loss, over what 1 % more parameters takes off.

    ``N`` parameters and ``D`` tokens; ``A``, ``B``, ``alpha`` and ``beta`` of Equation 2 of
    Hoffmann et al. 2022, whose two derivatives these are.
    """
    return beta * formulas.data_term(D, B, beta) / (alpha * formulas.size_term(N, A, alpha))


def _pull_of_tokens(model: str, cells: Mapping[str, Printed]) -> Computation:
    constants = printed_constants(*(name for name in CONSTANTS if name != "E"))
    words = f"Gain from 1 % more tokens over that from 1 % more parameters, {model}"
    return using(words, pull_of_tokens, **cells, **constants)


def _gopher(letter: str, *constants: str) -> dict[str, Printed]:
    return {letter: table_1("Gopher")[letter], **printed_constants(*constants)}


def _approach_1() -> Claim:
    row = table_2(1)
    return Claim(
        id="V03",
        computations=tuple(
            using(
                f"exponent {letter} of Approach 1, Table 2 of the paper",
                formulas.as_printed,
                value=row[letter],
            )
            for letter in "ab"
        ),
        places=True,
    )


def _copies() -> Iterator[Claim]:
    yield _copy("V04", {"table3": ("params_N", "flops_C", "gopher_units", "tokens_D")})
    yield _copy(
        "V06",
        {
            "table6": ("accuracy",),
            "table8": ("chinchilla", "gopher", "gpt3", "mt_nlg_530b", "supervised_sota"),
            "table9": ("chinchilla", "gopher", "gpt3"),
        },
    )


def _copy(id: str, tables: Mapping[str, Sequence[str]]) -> Claim:
    slides, paper = (
        [cell for name, columns in tables.items() for cell in _cells(source, name, columns)]
        for source in ("lalwani_kalisipudi", "hoffmann2022")
    )
    cells = table_counts.column("a", slides, exact=True) | table_counts.column(
        "b", paper, exact=True
    )
    return Claim(
        id=id,
        computations=(
            using(
                f"cells, of {len(slides)}, in which the copy and the paper differ",
                table_counts.differing,
                **cells,
            ),
        ),
        published=(parse("0", exact=True),),
    )


def _cells(source: str, name: str, columns: Sequence[str]) -> list[str]:
    """A table row by row, a blank cell as a number that none prints: it is compared too."""
    table = published.load(source, name)
    rows = zip(*map(table.printed, columns), strict=True)
    return [cell or "-1" for row in rows for cell in row]


def _lost_header() -> Claim:
    return unjudged(
        "V05",
        Verdict.DAMAGED,
        "In our copy of the slides the header of Table 4 has lost d_model; the cells below are "
        "those of the paper.",
    )


def _emergence_table() -> Claim:
    gopher, chinchilla = table_1("Gopher"), table_1("Chinchilla")
    both = parse("5.0E+23")
    return several(
        "V08",
        Claim(
            id="V08, Gopher",
            computations=(using("6ND of Gopher", six_nd, **gopher),),
            published=(both,),
        ),
        Claim(
            id="V08, Chinchilla",
            computations=(
                using("6ND of Chinchilla", six_nd, **chinchilla),
                using(
                    "6ND of Gopher, whose FLOP Section 4 gives to Chinchilla",
                    six_nd,
                    **gopher,
                ),
            ),
            published=(both,),
        ),
    )
