"""Gender bias and toxicity in Hoffmann et al. 2022: Section 4.2.7 and Table 10."""

from __future__ import annotations

from collections.abc import Iterator

from scalinglaws.claims.arithmetic import table_counts
from scalinglaws.claims.claim import Claim, claim, unjudged, using
from scalinglaws.claims.inputs.hoffmann2022 import cell, table
from scalinglaws.claims.printed import parse, readings
from scalinglaws.claims.verdict import Verdict


def claims() -> tuple[Claim, ...]:
    """Claims R22 to R29."""
    return (
        *_winogender(),
        _toxicity(),
    )


def _winogender() -> Iterator[Claim]:
    for id, group in (("R22", "Male"), ("R23", "Female"), ("R24", "Neutral")):
        yield _gain(id, group)
    female = _gain("R25", "Female gotcha")
    yield Claim(id="R25", computations=female.computations, published=readings("10"))
    for id, whole, parts in (
        ("R26", "All", ("Male", "Female", "Neutral")),
        ("R27", "Male", ("Male gotcha", "Male not gotcha")),
    ):
        yield Claim(
            id=id,
            computations=(
                using(
                    f"mean of {', '.join(parts)} in Table 10, Chinchilla",
                    table_counts.mean,
                    **{
                        f"a{n}": parse(cell("table10", "chinchilla", group=g))
                        for n, g in enumerate(parts)
                    },
                ),
            ),
            published=(parse(cell("table10", "chinchilla", group=whole)),),
        )
    yield _male_gain()


def _gain(id: str, group: str) -> Claim:
    ours, theirs = (cell("table10", model, group=group) for model in ("chinchilla", "gopher"))
    return claim(
        id, table_counts.difference, words="Chinchilla's cell less Gopher's", a=ours, b=theirs
    )


def _male_gain() -> Claim:
    gotcha = [g for g in table("table10").printed("group") if "gotcha" in g]
    shares = [cell("table10", model, group=g) for g in gotcha for model in ("chinchilla", "gopher")]
    sentences = table_counts.fewest_trials(shares)
    male = [cell("table10", "gopher", group=g) for g in gotcha if g.startswith("Male")]
    printed = cell("table10", "gopher", group="Male")
    return unjudged(
        "R28",
        Verdict.NOT_A_NUMBER,
        f"'Considerably smaller' is a phrase. All {len(shares)} gotcha cells are whole numbers of "
        f"right answers out of {sentences}, and out of no fewer. One doubt: pooled, Gopher's male "
        f"pronouns give {table_counts.pooled(male, sentences):.4g} %, and {printed} is printed.",
        using(
            f"The male gain over its standard deviation, with twice {sentences} sentences for each "
            "model, as if the models erred independently",
            table_counts.in_standard_deviations,
            p=cell("table10", "chinchilla", group="Male") + "%",
            q=cell("table10", "gopher", group="Male") + "%",
            n=parse(str(2 * sentences), exact=True),
        ),
    )


def _toxicity() -> Claim:
    pairs = {
        "Mean": ("0.087", "0.081"),
        "Median": ("0.066", "0.064"),
        "95th percentile": ("0.238", "0.230"),
    }
    return unjudged(
        "R29",
        Verdict.NOT_A_NUMBER,
        "'Negligible' is a word.",
        *(
            using(f"{name}, Chinchilla less Gopher", table_counts.difference, a=ours, b=theirs)
            for name, (ours, theirs) in pairs.items()
        ),
    )
