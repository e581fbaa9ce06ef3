"""Appendix F, Table 4 and Table A4 of Hoffmann et al. 2022: parameters and FLOP from shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scalinglaws import flops, published
from scalinglaws.claims.arithmetic import formulas
from scalinglaws.claims.claim import Claim, claim, several, unjudged, using
from scalinglaws.claims.inputs.hoffmann2022 import VOCABULARY, rows_met, rows_printed, table_1
from scalinglaws.claims.printed import Printed, parse
from scalinglaws.claims.verdict import Verdict

# Neither number stands in the paper: with these two, Table A4 comes out, and most of Table A9.
INFERRED = {"seq_len": "2048", "vocab": str(VOCABULARY)}
INFERRED_IN_WORDS = (
    "The text prints neither the length of a sequence nor the vocabulary: 2,048 and 32,000 are "
    "inferred."
)
FFW_OVER_D_MODEL = 4  # caption of Table 4
SHAPE = ("layers", "d_model", "heads", "key_size")

AS_WRITTEN = "hoffmann2022_appendixF"
LAYERS_ONLY = "hoffmann2022_appendixF_layers"
REMATERIALISED = "hoffmann2022_appendixF_layers_rematerialised"
WITH_POSITIONS = "hoffmann2022_tableA9"
FOUR_MATRICES = "kaplan2020_non_embedding"


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


def shape_of(model: str, *inferred: str) -> dict[str, Printed]:
    """The shape of a model of Table 4 as exact inputs; its feed-forward size by the caption.

    ``inferred`` are those of "seq_len" and "vocab" that the count at hand depends on.
    """
    table = published.load("hoffmann2022", "table4")
    (name,) = (name for name in table.printed("model") if name.startswith(model))
    row = table.where(model=name)
    ffw = FFW_OVER_D_MODEL * int(row["d_model"][0])
    cells = {column: row.printed(column)[0] for column in SHAPE} | {"ffw": str(ffw)}
    return _exact(cells | {name: INFERRED[name] for name in inferred})


def flop_per_token(convention: str, **shape: float) -> float:
    """Training FLOP per token of a shape, by a named way of counting."""
    return float(flops.FLOP_PER_TOKEN[convention](_shape(shape)))


def parameters(convention: str, **shape: float) -> float:
    """Parameters of a shape, by a named way of counting."""
    return float(flops.PARAMETERS[convention](_shape(shape)))


def training_flop(convention: str) -> Callable[..., float]:
    """Training FLOP of a shape on D tokens, by a named way of counting."""
    return lambda D, **shape: D * flop_per_token(convention, **shape)


def over_six_n(convention: str) -> Callable[..., float]:
    """Training FLOP by a named way of counting over 6ND, N counted as Table A9 does."""
    return lambda **shape: (
        flop_per_token(convention, **shape) / flops.six_n(parameters(WITH_POSITIONS, **shape))
    )


def _shape(numbers: dict[str, float]) -> flops.Shape:
    """A shape from exact inputs; what they leave out does not count and is set to one."""
    absent = dict.fromkeys(INFERRED, 1.0)
    whole = {name: max(1, round(number)) for name, number in (absent | numbers).items()}
    return flops.Shape(**whole)


def _exact(cells: dict[str, str]) -> dict[str, Printed]:
    return {name: parse(cell, exact=True) for name, cell in cells.items()}


def _table_A4() -> list[tuple[str, str, dict[str, Printed]]]:
    """Name, printed ratio and shape of every row."""
    table = published.load("hoffmann2022", "tableA4")
    columns = (*SHAPE, "ffw")
    rows = zip(*map(table.printed, columns), strict=True)
    shapes = (_exact(dict(zip(columns, row, strict=True)) | INFERRED) for row in rows)
    return list(zip(table.printed("params_N"), table.printed("flop_ratio"), shapes, strict=True))


def _within_a_tenth() -> Claim:
    rows = _table_A4()
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
            for name, ratio, shape in _table_A4()
        ),
    )


def _small_share() -> Claim:
    smallest, _, shape = _table_A4()[0]
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
