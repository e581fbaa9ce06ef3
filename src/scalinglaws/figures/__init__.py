"""Charts of the book: data in, `Chart` out. The only part that imports Matplotlib."""

from scalinglaws.figures.chart import Chart
from scalinglaws.figures.claims_beside import claims_beside_ours
from scalinglaws.figures.class_readings import class_readings
from scalinglaws.figures.envelope import envelope
from scalinglaws.figures.exponents import exponents
from scalinglaws.figures.fit_tables import (
    approaches_table,
    coverage_table,
    differences_table,
    validation_table,
)
from scalinglaws.figures.floors import line_of_floors
from scalinglaws.figures.formula import formula_slices
from scalinglaws.figures.markdown_table import MarkdownTable
from scalinglaws.figures.numbers import Numbers
from scalinglaws.figures.one_valley import one_valley
from scalinglaws.figures.residuals import fit_residuals
from scalinglaws.figures.scoreboard import Scoreboard, ledger_numbers, scoreboard_totals
from scalinglaws.figures.table_3 import table_3_recomputed
from scalinglaws.figures.valleys import nine_valleys

__all__ = [
    "Chart",
    "MarkdownTable",
    "Numbers",
    "Scoreboard",
    "approaches_table",
    "claims_beside_ours",
    "class_readings",
    "coverage_table",
    "differences_table",
    "envelope",
    "exponents",
    "fit_residuals",
    "formula_slices",
    "ledger_numbers",
    "line_of_floors",
    "nine_valleys",
    "one_valley",
    "scoreboard_totals",
    "table_3_recomputed",
    "validation_table",
]
