"""Charts of the book: data in, `Chart` out. The only part that imports Matplotlib."""

from scalinglaws.figures.benchmark_bars import bars_apart, big_bench_bars, mmlu_bars, pile_bars
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
from scalinglaws.figures.flop_ratios import flop_ratios, ratio_to_six_n
from scalinglaws.figures.flop_tables import (
    components_table,
    conventions_table,
    nearest_count,
    parameters_table,
    table_a4_recomputed,
)
from scalinglaws.figures.formula import formula_slices
from scalinglaws.figures.isoflop_panels import isoflop_panels
from scalinglaws.figures.kaplan_table import kaplan_answers, kaplan_numbers, kaplan_table
from scalinglaws.figures.markdown_table import MarkdownTable, MarkdownTables
from scalinglaws.figures.numbers import Numbers
from scalinglaws.figures.one_valley import one_valley
from scalinglaws.figures.overlaid import overlaid_predictions
from scalinglaws.figures.paper_tables import (
    averages,
    exponent_sums,
    scores,
    sentences_a_cell,
    table_1_recomputed,
    table_a1_recomputed,
    table_a3_recomputed,
    table_a5_recomputed,
    table_as_printed,
    winogender,
)
from scalinglaws.figures.parametric_panels import parametric_panels
from scalinglaws.figures.residuals import fit_residuals
from scalinglaws.figures.scoreboard import Scoreboard, ledger_numbers, scoreboard_totals
from scalinglaws.figures.table_3 import table_3_recomputed
from scalinglaws.figures.training_curves import training_curves
from scalinglaws.figures.valleys import nine_valleys

__all__ = [
    "Chart",
    "MarkdownTable",
    "MarkdownTables",
    "Numbers",
    "Scoreboard",
    "approaches_table",
    "averages",
    "bars_apart",
    "big_bench_bars",
    "claims_beside_ours",
    "class_readings",
    "components_table",
    "conventions_table",
    "coverage_table",
    "differences_table",
    "envelope",
    "exponent_sums",
    "exponents",
    "fit_residuals",
    "flop_ratios",
    "formula_slices",
    "isoflop_panels",
    "kaplan_answers",
    "kaplan_numbers",
    "kaplan_table",
    "ledger_numbers",
    "line_of_floors",
    "mmlu_bars",
    "nearest_count",
    "nine_valleys",
    "one_valley",
    "overlaid_predictions",
    "parameters_table",
    "parametric_panels",
    "pile_bars",
    "ratio_to_six_n",
    "scoreboard_totals",
    "scores",
    "sentences_a_cell",
    "table_1_recomputed",
    "table_3_recomputed",
    "table_a1_recomputed",
    "table_a3_recomputed",
    "table_a4_recomputed",
    "table_a5_recomputed",
    "table_as_printed",
    "training_curves",
    "validation_table",
    "winogender",
]
