"""The recomputed tables of Hoffmann et al. 2022 show what they say."""

from __future__ import annotations

import numpy as np
import pytest

from scalinglaws.claims.arithmetic import table_counts
from scalinglaws.display.table import MarkdownTable
from scalinglaws.errors import InputError
from scalinglaws.figures.hoffmann2022.tables import (
    averages,
    exponent_sums,
    scores,
    sentences_a_cell,
    table_1_recomputed,
    table_3_recomputed,
    table_a1_recomputed,
    table_a3_recomputed,
    table_a5_recomputed,
    table_as_printed,
    winogender,
)
from tests.figures.every import table


def column(made: MarkdownTable, place: int) -> list[str]:
    return [row[place] for row in made.rows]


def test_table_1_s_budgets_are_6nd() -> None:
    made = table_1_recomputed(table("table1"))
    assert made.rows[-1] == ("Chinchilla", "70 Billion", "1.4 Trillion", "5.88e+23", "20")
    assert "two conversions" in made.note


def test_exponents_keep_their_printed_intervals() -> None:
    made = exponent_sums(table("table2"), "approach", "Table 2")
    assert made.rows[2][1:] == ("0.46 (0.454, 0.455)", "0.54 (0.542, 0.543)", "1.00")
    assert made.rows[3][1:] == ("0.73", "0.27", "1.00")
    assert exponent_sums(table("tableA2"), "dataset", "A2").rows[1][1:] == ("0.53", "0.47", "1.00")


def test_one_row_of_table_a3_prints_a_tenth_of_6nd() -> None:
    made = table_a3_recomputed(table("tableA3"))
    off = [row[0] for row in made.rows if not all(0.95 < float(row[k]) < 1.05 for k in (3, 6))]
    assert off == ["175 Billion"]
    assert made.rows[4][3:] == ("1.01", "1.26e+24", "12.0 Trillion", "0.10")


def test_scores_show_the_difference_and_a_dash_for_a_blank() -> None:
    made = scores(table("table8"), "Table 8")
    assert made.header[-1] == "above Gopher"
    assert made.rows[1] == ("PIQA", "81.8", "81.8", "81.0", "82.0", "90.1", "+0.0")
    assert made.rows[3][3:5] == ("–", "–")


def test_table_a5_counts_the_parts_on_which_jurassic_needs_fewer() -> None:
    made = table_a5_recomputed(table("tableA5"))
    assert all(cell.startswith("+") for cell in column(made, 4))
    fewer = [row[0] for row in made.rows if row[5].startswith("-")]
    assert fewer == ["dm mathematics", "ubuntu irc"]


def test_averages_are_plain_means() -> None:
    made = averages({"MMLU": (67.6, 60.0)}, {"MMLU": table("tableA6")})
    assert [row[1:] for row in made.rows] == [("57", "67.6", "67.64"), ("57", "60.0", "60.61")]


def test_wikipedia_s_bytes_a_token_stand_out() -> None:
    made = table_a1_recomputed(table("tableA1"))
    weights = [float(cell) for cell in column(made, 7)]
    assert weights[-1] < 0.5 < 3 < min(weights[:-1])


def test_winogender_s_pronouns_pool_their_halves() -> None:
    rows = {row[0]: row[1:] for row in winogender(table("table10")).rows}
    assert rows["Male gotcha"][1] == "75/120 = 62.50"
    assert rows["Male"][3] == "163/240 = 67.92"
    assert rows["All"][1] == "564/720 = 78.33"


def test_no_smaller_number_of_sentences_gives_every_percentage() -> None:
    printed = table("table10")
    sentences = sentences_a_cell(printed)
    right = np.arange(sentences + 1)
    halves = ["gotcha" in str(group) for group in printed["group"]]
    shown = {text for name in ("chinchilla", "gopher")
             for text, half in zip(printed.printed(name), halves, strict=True) if half}  # fmt: skip
    assert shown <= {f"{100 * r / sentences:.1f}" for r in right}
    for fewer in range(1, sentences):
        assert not shown <= {f"{100 * r / fewer:.1f}" for r in range(fewer + 1)}


def test_percentages_of_no_number_of_sentences_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printed = table("table10")
    monkeypatch.setattr(table_counts, "MOST_TRIALS", sentences_a_cell(printed) - 1)
    with pytest.raises(InputError, match="no number of trials up to 119"):
        sentences_a_cell(printed)


def test_a_table_as_printed_takes_further_columns() -> None:
    made = table_as_printed(table("table5"), "Table 5", doubled=["2"] * 6)
    assert made.header == ["Group", "Tasks", "Doubled"]
    assert made.rows[0] == ("Language Modelling", "20", "2")


def test_table_3_shows_6nd_beside_its_printed_budgets() -> None:
    made = table_3_recomputed(table("table3"), "Table 3")
    assert made.rows[0] == ("400 Million", "8.0 Billion", "1.92e+19", "1.92e+19", "20.0")
    assert column(made, 2) != column(made, 3)
