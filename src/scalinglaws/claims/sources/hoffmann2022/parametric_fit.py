"""Section 3.3 and Appendix D.2 of Hoffmann et al. 2022: the fitted formula and its optimum."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from scalinglaws import laws, published
from scalinglaws.claims.arithmetic import formulas
from scalinglaws.claims.claim import Claim, claim, several, unjudged, using
from scalinglaws.claims.inputs.hoffmann2022 import (
    gopher_budget,
    line_of_figure_1,
    printed_constants,
    table_1,
    tex_constants,
)
from scalinglaws.claims.printed import Printed, parse, readings
from scalinglaws.claims.verdict import Verdict
from scalinglaws.compute import six_nd, tokens_of

EXPONENTS = ("alpha", "beta")
FACTORS = ("A", "B", *EXPONENTS)
LARGE_RESIDUALS_UP_TO = 1e21


def claims() -> tuple[Claim, ...]:
    """Claims C01 to C19."""
    return (*_exponents(), *_optimum(), *_properties(), *_words(), *_fit())


def _exponents() -> Iterator[Claim]:
    printed, tex = printed_constants(*EXPONENTS), tex_constants(*EXPONENTS)
    words = "the ratio beta/(alpha + beta) from {}".format
    for id, computed in (
        ("C01", using(words("the printed alpha and beta"), formulas.exponent_a, **printed)),
        ("C02", using(words("the eight digits of the TeX source"), formulas.exponent_a, **tex)),
        (
            "C03",
            using(
                "the ratio alpha/(alpha + beta) from the printed alpha and beta",
                formulas.exponent_b,
                **printed,
            ),
        ),
    ):
        yield Claim(id=id, computations=(computed,))
    below_half = (
        using(f"the exponent {name}", formulas.as_printed, value=printed[name])
        for name in EXPONENTS
    )
    yield Claim(id="C14", computations=tuple(below_half), published=(parse("under 1/2"),))


def _optimum() -> Iterator[Claim]:
    C = gopher_budget()
    for id, words, constants in (
        ("C04", "Equation 4 with the printed constants", printed_constants(*FACTORS)),
        ("C05", "Equation 4 with the eight digits of the TeX source", tex_constants(*FACTORS)),
    ):
        computed = using(words, formulas.best_size, C=C, **constants)
        yield Claim(id=id, computations=(computed,), published=readings("40 Billion"))
    yield unjudged(
        "C06",
        Verdict.DERIVED,
        "The text prints no token count for this model.",
        using("C/(6N) at 40 billion parameters", tokens_of, C=C, N="40 Billion"),
        using(
            "D of Equation 4 with the eight digits of the TeX source",
            formulas.best_tokens,
            C=C,
            **tex_constants(*FACTORS),
        ),
    )
    yield Claim(
        id="C07",
        computations=tuple(
            using(
                f"the line of Figure 1 for Approach {approach}",
                formulas.power_law_from_intercept,
                x=C,
                **line_of_figure_1(f"Approach {approach}"),
            )
            for approach in (1, 2, 3)
        ),
        published=(parse("40-70 Billion"),),
    )
    yield unjudged(
        "C08",
        Verdict.DERIVED,
        "The text prints no value for G.",
        using("G from the printed constants", formulas.prefactor, **printed_constants(*FACTORS)),
        using("G from the TeX source", formulas.prefactor, **tex_constants(*FACTORS)),
    )


def _properties() -> Iterator[Claim]:
    """What is said of the optimum without a number."""
    C, printed = gopher_budget(), printed_constants(*FACTORS)
    yield unjudged(
        "C09",
        Verdict.NOT_A_NUMBER,
        "An equation, not a number. At Gopher's budget we set it beside a root found without it.",
        using("the best size by Equation 4", formulas.best_size, C=C, **printed),
        using(
            "the size where the loss is level along 6ND = C",
            formulas.size_where_level,
            C=C,
            **printed,
        ),
    )
    yield unjudged(
        "C10",
        Verdict.NOT_A_NUMBER,
        "A shape, not a number: Equation 4 is a power law, so its logarithms lie on a line.",
        using("the slope of that line", formulas.exponent_a, **printed_constants(*EXPONENTS)),
    )
    yield unjudged(
        "C11",
        Verdict.NOT_A_NUMBER,
        "A property of the curve, not a number. We took the frontier's loss at Gopher's budget "
        "and searched its contour for the cheapest point.",
        using("the budget found there", _cheapest_on_contour, C=C),
    )


def _words() -> Iterator[Claim]:
    """What is said of Equation 2 and its terms without a number."""
    printed = printed_constants(*EXPONENTS)
    yield unjudged(
        "C12",
        Verdict.NOT_A_NUMBER,
        "A reference to an equation, not a number. The two terms that are balanced stand in "
        "Equation 2; at the optimum their sizes relate as beta to alpha.",
        using("the ratio beta/alpha", formulas.ratio, value=printed["beta"], unit=printed["alpha"]),
    )
    yield unjudged(
        "C13",
        Verdict.NOT_A_NUMBER,
        "A word, not a number: in the order of Equation 2 the term in D is the third.",
    )
    yield unjudged(
        "C16",
        Verdict.NOT_A_NUMBER,
        "An identity, not a number. At Chinchilla's size and tokens both sides can be computed.",
        using(
            "the log-sum-exp of the three terms", _log_sum_exp, **_chinchilla(), **tex_constants()
        ),
        using(
            "the logarithm of Equation 2",
            lambda **given: math.log(formulas.loss(**given)),
            **_chinchilla(),
            **tex_constants(),
        ),
    )


def _fit() -> Iterator[Claim]:
    printed, tex = printed_constants(), tex_constants()
    yield several(
        "C15",
        *(
            claim(
                "C15",
                formulas.as_printed,
                words=f"{name} from its logarithm in the TeX source",
                published=printed[name],
                value=tex[name],
            )
            for name in ("E", "A", "B")
        ),
    )
    yield unjudged(
        "C17",
        Verdict.NEEDS_DATA,
        "Needs the losses of the runs and the start that was kept: many starts of the grid end "
        "in one optimum.",
    )
    yield unjudged(
        "C18",
        Verdict.DAMAGED,
        "The exponent's sign was lost in one of our copies; the other reads 10^-3.",
    )
    yield unjudged(
        "C19",
        Verdict.NOT_A_NUMBER,
        "'Larger' is a word. Beside it stand the residuals of the 245 runs as Figure 4 draws "
        "them, from the law of the TeX source.",
        using("median squared residual up to 1e21 FLOP", lambda: _squared_residual(low=True)),
        using("median squared residual above", lambda: _squared_residual(low=False)),
    )


def _cheapest_on_contour(C: float) -> float:
    """Least 6ND on the contour of the loss that the frontier reaches at C."""
    law = laws.HOFFMANN_2022
    target = float(law.compute_optimal(C).loss)
    N = np.geomspace(0.2, 5, 20001) * float(law.compute_optimal(C).N)
    left = target - law.E - law.A / N**law.alpha
    N, left = N[left > 0], left[left > 0]
    D = (law.B / left) ** (1 / law.beta)
    return six_nd(1, float(np.min(N * D)))


def _log_sum_exp(
    N: float, D: float, E: float, A: float, B: float, alpha: float, beta: float
) -> float:
    terms = (
        math.log(A) - alpha * math.log(N),
        math.log(B) - beta * math.log(D),
        math.log(E),
    )
    return float(np.logaddexp.reduce(terms))


def _squared_residual(*, low: bool) -> float:
    runs = published.load("hoffmann2022", "fig4")
    chosen = (runs["flops_C"] <= LARGE_RESIDUALS_UP_TO) == low
    predicted = laws.HOFFMANN_2022_UNROUNDED.loss(runs["params_N"], runs["tokens_D"])
    squares = (predicted - runs["loss_colour_nats"])[chosen] ** 2
    return float(np.median(squares))


def _chinchilla() -> dict[str, Printed]:
    return table_1("Chinchilla")
