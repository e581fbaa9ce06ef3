"""What Hoffmann et al. 2022 say of the law before theirs, that of Kaplan et al. 2020."""

from __future__ import annotations

from collections.abc import Iterator

from scalinglaws.claims.arithmetic import formulas
from scalinglaws.claims.claim import Claim, Computation, claim, unjudged, using
from scalinglaws.claims.inputs.hoffmann2022 import line_of_figure_1
from scalinglaws.claims.inputs.kaplan2020 import constant, exponent, growth
from scalinglaws.claims.printed import Printed, parse, readings
from scalinglaws.claims.verdict import Verdict


def claims() -> tuple[Claim, ...]:
    """Claims K01 to K04, K10 and K11."""
    return (*_ten_times(), *_head_to_head())


def _ten_times() -> Iterator[Claim]:
    """Equation 6.7 counts tokens at the critical batch size, where C = 2 C_min."""
    of_tokens = constant("Equation 6.7", "exponent")
    yield Claim(
        id="K01",
        computations=(
            growth("10", exponent("a")),
            using(
                "10 times the compute, the exponent that Kaplan et al.'s Equation 6.7 leaves to "
                f"the size beside {of_tokens} for the tokens",
                lambda exponent: 10 ** (1 - exponent),
                exponent=of_tokens,
            ),
        ),
    )
    yield Claim(
        id="K02",
        computations=(
            growth("10", exponent("b")),
            growth("10", of_tokens, "in Kaplan et al.'s Equation 6.7"),
        ),
    )
    yield claim(
        "K03",
        lambda size, tokens: size * tokens,
        words="growth of the size times growth of the tokens",
        published=readings("10x"),
        size="5.5x",
        tokens="1.8x",
    )
    yield claim(
        "K04",
        lambda a, b: a + b,
        words="the two exponents of the row added",
        published=parse("1", exact=True),
        a=exponent("a"),
        b=exponent("b"),
    )


def _head_to_head() -> Iterator[Claim]:
    law = f"{constant('Table 6', 'N_e')} C_min^{constant('Table 6', 'p_N')}"
    words = f"{law} of Kaplan et al.'s Table 6, C_min in PF-days, with C_min = {{}}".format
    yield Claim(
        id="K10",
        computations=(
            _kaplan_size(words("C/2, as at the critical batch size"), 2),
            _kaplan_size(words("C"), 1),
            using(
                "the line of Figure 1 for Kaplan et al.",
                formulas.power_law_from_intercept,
                x=parse("10^21", exact=True),
                **line_of_figure_1("Kaplan et al (2020)"),
            ),
        ),
    )
    yield unjudged(
        "K11",
        Verdict.DERIVED,
        "The text says which sizes were trained, not how near they had to come.",
        using(
            "trained over asked for, by Kaplan et al.", formulas.ratio, value="4.74", unit="4.68"
        ),
        using("trained over asked for, by Approach 1", formulas.ratio, value="2.80", unit="2.86"),
    )


def _kaplan_size(words: str, C_over_C_min: int) -> Computation:
    return using(
        words,
        lambda C, size, exponent, pf_day: size * (C / C_over_C_min / pf_day) ** exponent,
        C=_budget(),
        size=constant("Table 6", "N_e"),
        exponent=constant("Table 6", "p_N"),
        pf_day=parse(constant("Section 1.3", "PF_day"), exact=True),
    )


def _budget() -> Printed:
    return parse("10^21", exact=True)
