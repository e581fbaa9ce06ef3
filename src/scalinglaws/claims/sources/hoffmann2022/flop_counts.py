"""Appendix F, Table 4 and Table A4 of Hoffmann et al. 2022: parameters and FLOP from shapes."""

from __future__ import annotations

from collections.abc import Iterator

from scalinglaws import published
from scalinglaws.claims.arithmetic import formulas
from scalinglaws.claims.arithmetic.shapes import (
    AS_WRITTEN,
    FOUR_MATRICES,
    LAYERS_ONLY,
    WITH_POSITIONS,
    flop_per_token,
    over_six_n,
    parameters,
)
from scalinglaws.claims.claim import Claim, claim, several, unjudged, using
from scalinglaws.claims.inputs.hoffmann2022 import table_1
from scalinglaws.claims.inputs.hoffmann2022_shapes import (
    INFERRED,
    rows_met,
    rows_printed,
    shape_of,
    shapes_of_table_a4,
)
from scalinglaws.claims.printed import parse
from scalinglaws.claims.verdict import Verdict

INFERRED_IN_WORDS = (
    "The text prints neither the length of a sequence nor the vocabulary: 2,048 and 32,000 are "
    "inferred."
)


def claims() -> tuple[Claim, ...]:
    """What follows from the shapes of Tables 4 and A4 by the formulas of Appendix F."""
    return (
        _within_a_tenth(),
        _six_ratios(),
        _small_share(),
        *_sizes(),
        _heads(),
        _factor_of_six(),
        _batches(),
    )


def _within_a_tenth() -> Claim:
    rows = shapes_of_table_a4()
    return several(
        "F01",
        *(
            Claim(
                id=f"F01, {name}",
                computations=(
                    using(f"{name}, all that is listed", over_six_n(AS_WRITTEN), **shape),
                    using("layers alone", over_six_n(LAYERS_ONLY), **shape),
                ),
                published=(parse("0.99-1.10"),),
                remark=INFERRED_IN_WORDS if name == rows[-1][0] else "",
            )
            for name, _, shape in rows
        ),
    )


def _six_ratios() -> Claim:
    return several(
        "F02",
        *(
            Claim(
                id=f"F02, {name}",
                computations=(
                    using(
                        f"{name}, layers alone",
                        over_six_n(LAYERS_ONLY),
                        **shape,
                    ),
                ),
                published=(parse(ratio),),
            )
            for name, ratio, shape in shapes_of_table_a4()
        ),
    )


def _small_share() -> Claim:
    smallest, _, shape = shapes_of_table_a4()[0]
    words = "Share of the embeddings and the final logits in the FLOP of Appendix F"
    return unjudged(
        "F03",
        Verdict.NOT_A_NUMBER,
        "'Small' is a word; the share depends on the size.",
        using(f"{words}, Gopher", _outside_the_layers, **shape_of("Gopher", *INFERRED)),
        using(f"{words}, {smallest} parameters", _outside_the_layers, **shape),
    )


def _outside_the_layers(**shape: float) -> float:
    return 1 - flop_per_token(LAYERS_ONLY, **shape) / flop_per_token(AS_WRITTEN, **shape)


def _fifth_matrix() -> str:
    return (
        "The text names neither a fifth matrix (found by Schaeffer et al. 2025, arXiv:2509.23963) "
        "nor the vocabulary, here 32,000; with both, and 10 d for the small weights, "
        f"{rows_met(WITH_POSITIONS):.0f} of the {rows_printed()} sizes of Table A9 come out."
    )


def _sizes() -> Iterator[Claim]:
    own = (
        "five attention matrices in each layer, one of them for relative positions, and the "
        "embedding"
    )
    for id, model in (("F04", "Gopher"), ("F05", "Chinchilla")):
        yield Claim(
            id=id,
            computations=(
                using(own, _parameters_with_positions, **shape_of(model, "vocab")),
                using(
                    "four attention matrices, no embedding", _twelve_d_squared, **shape_of(model)
                ),
            ),
            published=(table_1(model)["N"],),
            remark=_fifth_matrix(),
        )
    yield Claim(
        id="F06",
        computations=(using(own, _parameters_with_positions, **shape_of("Chinchilla", "vocab")),),
        published=(table_1("Chinchilla")["N"],),
        remark=_fifth_matrix(),
    )


def _parameters_with_positions(**shape: float) -> float:
    return parameters(WITH_POSITIONS, **shape)


def _twelve_d_squared(**shape: float) -> float:
    return parameters(FOUR_MATRICES, **shape)


def _heads() -> Claim:
    table = published.load("hoffmann2022", "table4")
    rows = zip(*map(table.printed, ("model", "heads", "key_size", "d_model")), strict=True)
    return several(
        "F07",
        *(
            claim(
                f"F07, {model}",
                lambda heads, key_size: heads * key_size,
                words=f"heads times key size of {model}",
                published=parse(d_model, exact=True),
                heads=parse(heads, exact=True),
                key_size=parse(key_size, exact=True),
            )
            for model, heads, key_size, d_model in rows
        ),
    )


def _factor_of_six() -> Claim:
    return claim(
        "F08",
        lambda multiply_and_add, backward: multiply_and_add * (1 + backward),
        words="2 FLOP per parameter and token, once forward and twice as much backward",
        published=parse("6", exact=True),
        multiply_and_add=parse("2", exact=True),
        backward=parse("2", exact=True),
    )


def _batches() -> Claim:
    table = published.load("hoffmann2022", "table4")
    columns = ("model", "batch_size_first", "batch_size_then")
    return several(
        "F09",
        *(
            claim(
                f"F09, {model}",
                formulas.ratio,
                words=f"second batch size over the first, {model}",
                published=parse("2", exact=True),
                value=then,
                unit=first,
            )
            for model, first, then in zip(*map(table.printed, columns), strict=True)
        ),
    )
