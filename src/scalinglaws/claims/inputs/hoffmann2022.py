"""Hoffmann et al. 2022 as inputs: printed cells, drawn lines and constants, with their bands."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from scalinglaws import laws, published
from scalinglaws.claims.arithmetic import table_counts
from scalinglaws.claims.printed import Printed, measured, parse

GOPHER_ROW = "67 Billion"
# Seven significant digits are kept of every point measured off a figure.
READING_ERROR = 1e-6
HALF_OF_THE_EIGHTH_DIGIT = 5e-8
CONSTANTS = ("E", "A", "B", "alpha", "beta")
TERABYTE = 1e12
# The heading of Table A1's last column: epochs in 1.4T tokens.
TOKENS_READ = "1.4T"


def table(name: str, **wanted: str) -> published.Table:
    """The table ``name``, only with the rows whose cells are as ``wanted`` if any are given."""
    whole = published.load("hoffmann2022", name)
    return whole.where(**wanted) if wanted else whole


def cell(name: str, column: str, **wanted: str) -> str:
    """The printed cell of the table ``name`` in ``column`` and the first row as ``wanted``."""
    return table(name, **wanted).printed(column)[0]


def columns(name: str, *columns: str, blanks: bool = False) -> dict[str, Printed]:
    """Columns of a table as inputs a1 ..., b1 ..., c1 ...

    Parameters
    ----------
    name : str
        The table.
    *columns : str
        Up to three of its columns.
    blanks : bool
        Keep the rows in which one of them is blank.
    """
    texts = [table(name).printed(column) for column in columns]
    whole = [blanks or all(row) for row in zip(*texts, strict=True)]
    cells: dict[str, Printed] = {}
    for letter, column in zip("abc", texts, strict=False):
        kept = [text if keep else "" for text, keep in zip(column, whole, strict=True)]
        cells |= table_counts.column(letter, kept)
    return cells


def count_of(things: Collection[str]) -> Printed:
    """How many there are, as an exact input."""
    return parse(str(len(things)), exact=True)


def sizes() -> tuple[Printed, ...]:
    """The sizes of Table 3.

    Its caption asks for "various model sizes", so they are given and exact; only the size at
    Gopher's budget is itself a projection, and rounded.
    """
    return tuple(parse(text, exact=text != GOPHER_ROW) for text in table_3("params_N"))


def gopher_budget() -> str:
    """Gopher's training compute as Table 3 prints it."""
    return table_3("flops_C")[table_3("params_N").index(GOPHER_ROW)]


def table_3(column: str, size: str = "") -> tuple[str, ...]:
    """The cells of ``column`` in Table 3 as printed; if given, only of the row of ``size``."""
    table = published.load("hoffmann2022", "table3")
    return (table.where(params_N=size) if size else table).printed(column)


def table_2(approach: int) -> dict[str, str]:
    """The row of Table 2 of an approach as printed; 4 is the row of Kaplan et al. 2020."""
    table = published.load("hoffmann2022", "table2")
    return {column: table.printed(column)[approach - 1] for column in table.columns}


def table_1(model: str) -> dict[str, Printed]:
    """Size N and tokens D of a model of Table 1, read beside the other sizes of its column."""
    table = published.load("hoffmann2022", "table1")
    row = next(i for i, name in enumerate(table.printed("model")) if name.startswith(model))
    columns = {"N": table.printed("params_N"), "D": table.printed("tokens_D")}
    return {
        letter: parse(cells[row], column=[cell for cell in cells if cell.endswith("Billion")])
        for letter, cells in columns.items()
    }


def massive_text() -> dict[str, Printed]:
    """Table A1: disk sizes s1 ... s6, epochs e1 ... e6 and the tokens that were read."""
    table = published.load("hoffmann2022", "tableA1")
    cells = {"tokens": parse(TOKENS_READ)}
    for letter, column in (("s", "disk_size_TB"), ("e", "epochs")):
        texts = table.printed(column)
        cells |= {f"{letter}{row}": parse(text) for row, text in enumerate(texts, start=1)}
    return cells


def bytes_a_token(tokens: float, **cells: float) -> float:
    """Bytes read over tokens read: the sum of size times epochs, over the tokens."""
    rows = [name[1:] for name in cells if name.startswith("s")]
    return TERABYTE * sum(cells[f"s{row}"] * cells[f"e{row}"] for row in rows) / tokens


def table_a3(quantity: str, approach: int, size: str) -> str:
    """A cell of Table A3 as printed.

    Parameters
    ----------
    quantity : str
        "flops_C" or "tokens_D".
    approach : int
        2 or 3.
    size : str
        The row, by its size as printed: "67 Billion".
    """
    return _table_a3(quantity, approach)[table_3("params_N").index(size)]


def budgets_and_sizes(approach: int, without: str = "") -> dict[str, Printed]:
    """Budgets x1 ... x9 and sizes y1 ... y9 of Table A3; the sizes are exact.

    ``approach`` is 2 or 3; the row of the size ``without``, as printed, is left out.
    """
    cells: dict[str, Printed] = {}
    rows = zip(_table_a3("flops_C", approach), table_3("params_N"), strict=True)
    for number, (C, N) in enumerate(rows, start=1):
        if without != N:
            cells |= {f"x{number}": parse(C), f"y{number}": parse(N, exact=True)}
    return cells


def _table_a3(quantity: str, approach: int) -> tuple[str, ...]:
    return published.load("hoffmann2022", "tableA3").printed(f"approach_{approach}_{quantity}")


def middle_of_figure_2(column: str) -> dict[str, Printed]:
    """The drawn line of Figure 2 as its slope and the mean of the logarithms of its points."""
    points = published.load("hoffmann2022", "fig2").where(panel="center+right")
    x0, y0 = (float(np.exp(np.log(points[name]).mean())) for name in ("flops_C", column))
    drawn = published.load("hoffmann2022", "fig2-lines").where(quantity=column)
    slope = parse(drawn.printed("exponent")[0])
    return {"exponent": slope, "x0": off_drawing(x0), "y0": off_drawing(y0)}


def line_of_figure_1(series: str) -> dict[str, Printed]:
    """A line of Figure 1 as its slope and its logarithm at one FLOP."""
    line = published.load("hoffmann2022", "fig1").where(series=series)
    return {
        "exponent": off_drawing(float(line["a"][0])),
        "log10_at_1": off_drawing(float(line["log10_N_at_C_equal_1"][0])),
    }


def off_drawing(value: float) -> Printed:
    """A value measured on a vector drawing."""
    return measured(value, error=READING_ERROR * abs(value))


def printed_constants(*names: str) -> dict[str, Printed]:
    """Constants of the fitted law with the digits that the paper prints; all five by default."""
    law = laws.HOFFMANN_2022
    return {name: parse(str(getattr(law, name))) for name in names or CONSTANTS}


def tex_constants(*names: str) -> dict[str, Printed]:
    """The same constants as the paper's TeX source keeps them, to eight digits."""
    law = laws.HOFFMANN_2022_UNROUNDED
    values = {name: float(getattr(law, name)) for name in names or CONSTANTS}
    return {name: measured(v, error=HALF_OF_THE_EIGHTH_DIGIT * v) for name, v in values.items()}
