"""The blog post 'Scaling Laws and Emergent Properties' by Clément Thiriet, April 20, 2023."""

from __future__ import annotations

from collections.abc import Iterator

from scalinglaws import laws, published
from scalinglaws.claims import formulas as f
from scalinglaws.claims.engine import Claim, claim, unjudged, using
from scalinglaws.claims.hoffmann2022 import sizes
from scalinglaws.claims.printed import Printed, read
from scalinglaws.claims.verdict import Verdict

# The post's table: parameters and tokens of Gopher, Chinchilla and PaLM, both in billions.
PARAMETERS = ("280", "70", "540")
TOKENS = ("300", "1400", "780")


def claims() -> tuple[Claim, ...]:
    """The post's fitted losses and its rule of 20 tokens per parameter."""
    return (*_tokens_per_parameter(), *_losses(), _in_billions())


def _tokens_per_parameter() -> Iterator[Claim]:
    tokens = published.load("hoffmann2022", "table3").printed("tokens_D")
    for row in (1, 4, 9):
        yield claim(
            f"T3R{row}",
            f.ratio,
            words="tokens over parameters of the row",
            value=tokens[row - 1],
            unit=sizes()[row - 1],
        )


def _losses() -> Iterator[Claim]:
    words = "E + A/N^alpha + B/D^beta"
    for number, (N, D) in enumerate(zip(PARAMETERS, TOKENS, strict=True), start=1):
        sizes = {"N": _billions(N, PARAMETERS), "D": _billions(D, TOKENS)}
        loss = using(words, f.loss, **sizes, **_constants())
        yield Claim(id=f"S0{number}", computations=(loss,))


def _in_billions() -> Claim:
    return unjudged(
        "S04",
        Verdict.NOT_A_NUMBER,
        "The footnote counts N and D in billions, a word; the post's own losses follow with N in "
        "parameters and D in tokens.",
        using(
            "with billions, the loss of Gopher",
            f.loss,
            N=read(PARAMETERS[0], column=PARAMETERS),
            D=read(TOKENS[0], column=TOKENS),
            **_constants(),
        ),
    )


def _constants() -> dict[str, Printed]:
    """The law of the footnote, each constant with the digits it prints."""
    law = laws.HOFFMANN_2022
    return {name: read(str(getattr(law, name))) for name in ("E", "A", "B", "alpha", "beta")}


def _billions(cell: str, column: tuple[str, ...]) -> Printed:
    return read(f"{cell} Billion", column=column)
