"""Counts of FLOP as small tables: component by component, by convention, beside prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scalinglaws.display.axes import written
from scalinglaws.display.table import MarkdownTable
from scalinglaws.figures.counting_flop.ratios import LAYERS, WRITTEN, ratio_to_six_n
from scalinglaws.flops import FLOP_PER_TOKEN, FORWARD_FLOP, PARAMETERS, Component, Shape
from scalinglaws.published import Table
from scalinglaws.units import format_count

NO_BREAK = "\N{NO-BREAK SPACE}"
REMATERIALISED = "_rematerialised"
SIZES = {
    "kaplan2020_12Ld2": "twelve squares a layer",
    "kaplan2020_non_embedding": "layers, no embedding",
    "with_embedding": "layers and one embedding",
    "hoffmann2022_tableA9": "as Table A9",
}
COUNTS = {
    **{f"6N_{name}": f"6N, {words}" for name, words in SIZES.items()},
    "kaplan2020": "Kaplan et al., with comparisons",
    "hoffmann2022_appendixF": "Appendix F, as written",
    "hoffmann2022_appendixF_layers": "Appendix F, layers only",
}
Models = Mapping[str, tuple[Shape, float]]


def components_table(models: Mapping[str, Shape]) -> MarkdownTable:
    """Forward FLOP per token of each component of Appendix F, with its share of the sum.

    Parameters
    ----------
    models : mapping of str to Shape
        The shapes by name, one column each.
    """
    sums = {name: sum(part.total(m) for part in FORWARD_FLOP) for name, m in models.items()}
    rows = [
        (
            part.name,
            _formula(part),
            *(_share(part.total(m), sums[name]) for name, m in models.items()),
        )
        for part in FORWARD_FLOP
    ]
    total = ("sum", "", *map(written, sums.values()))
    return MarkdownTable(("Component", "FLOP per token, forward", *models), [*rows, total])


def parameters_table(models: Mapping[str, Shape]) -> MarkdownTable:
    """Parameters of each shape by every convention, with its formula."""
    return MarkdownTable(
        ("N by convention", "formula", *models),
        [
            (
                _with_code(SIZES, name),
                _unbroken(convention.formula),
                *(format_count(convention(m), 4) for m in models.values()),
            )
            for name, convention in PARAMETERS.items()
        ],
    )


def conventions_table(models: Models) -> MarkdownTable:
    """Training FLOP of each model by every convention, once and with rematerialisation.

    Parameters
    ----------
    models : mapping of str to (Shape, float)
        Shape and training tokens by name.
    """
    names = [name for name in FLOP_PER_TOKEN if not name.endswith(REMATERIALISED)]
    return MarkdownTable(
        ("C by convention", *(f"{model}, {way}" for model in models for way in ("once", "4/3"))),
        [
            (
                _with_code(COUNTS, name),
                *(
                    written(D * FLOP_PER_TOKEN[name + ending](m))
                    for m, D in models.values()
                    for ending in ("", REMATERIALISED)
                ),
            )
            for name in names
        ],
    )


def table_a4_recomputed(table: Table, shapes: Sequence[Shape]) -> MarkdownTable:
    """Table A4 beside both readings of Appendix F.

    Parameters
    ----------
    table : Table
        Table A4: ``params_N`` and ``flop_ratio``.
    shapes : sequence of Shape
        The table's rows as shapes.
    """
    readings = [ratio_to_six_n(shapes, name) for name in (LAYERS, WRITTEN)]
    return MarkdownTable(
        ("Parameters", "ratio, printed", "layers alone", "as written"),
        [
            (N, printed, f"{alone:.3f}", f"{literal:.3f}")
            for N, printed, alone, literal in zip(
                table.printed("params_N"), table.printed("flop_ratio"), *readings, strict=True
            )
        ],
    )


def nearest_count(shape: Shape, D: float, C: float) -> tuple[str, float]:
    """The convention whose training FLOP for D tokens lies nearest to C, and what it gives.

    Parameters
    ----------
    shape : Shape
        The model.
    D : float
        Tokens it is trained on.
    C : float
        FLOP to come near to.
    """
    totals = {name: D * count(shape) for name, count in FLOP_PER_TOKEN.items()}
    nearest = min(totals, key=lambda name: abs(totals[name] - C))
    return nearest, totals[nearest]


def _with_code(words: Mapping[str, str], name: str) -> str:
    return f"{words[name]} `{name}`"


def _formula(part: Component) -> str:
    return _unbroken(f"layers · {part.formula}" if part.in_layer else part.formula)


def _unbroken(formula: str) -> str:
    """A formula that a narrow table may break before a plus only."""
    return formula.replace(" ", NO_BREAK).replace(f"{NO_BREAK}+", " +")


def _share(flop: int, whole: int) -> str:
    share = flop / whole
    return f"{written(flop)} ({share:.1%})" if share >= 5e-4 else f"{written(flop)} (<0.1%)"
