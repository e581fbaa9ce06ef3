"""The redrawn figures and recomputed tables of Hoffmann et al. 2022 show what they say."""

from __future__ import annotations

import numpy as np
import pytest

from scalinglaws import laws, published
from scalinglaws.claims.arithmetic import table_counts
from scalinglaws.display.table import MarkdownTable, MarkdownTables
from scalinglaws.errors import InputError
from scalinglaws.figures.hoffmann2022.figure_1 import overlaid_predictions
from scalinglaws.figures.hoffmann2022.figure_2_left import BEND, corners, training_curves
from scalinglaws.figures.hoffmann2022.figure_3 import isoflop_panels
from scalinglaws.figures.hoffmann2022.figure_4 import parametric_panels
from scalinglaws.figures.hoffmann2022.figures_5_7 import (
    bars_apart,
    big_bench_bars,
    mmlu_bars,
    pile_bars,
)
from scalinglaws.figures.hoffmann2022.tables import (
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

GOPHER_C = 5.76e23


def table(name: str) -> published.Table:
    return published.load("hoffmann2022", name)


# Figures.


def test_the_lines_of_figure_1_cross_where_the_paper_s_do() -> None:
    lines = overlaid_predictions(table("fig1"), 1.3e22).layers["lines"]
    drawn = table("fig1").where(kind="line")
    slopes = [
        np.polyfit(np.log10(lines["flops_C"][i : i + 3]), np.log10(lines["params_N"][i : i + 3]), 1)
        for i in range(0, 12, 3)
    ]
    np.testing.assert_allclose([slope for slope, _ in slopes], drawn["a"], rtol=1e-9)
    starts = [start for _, start in slopes]
    np.testing.assert_allclose(starts, drawn["log10_N_at_C_equal_1"], atol=1e-9)


def test_every_curve_of_figure_2_is_drawn_and_only_its_own_points() -> None:
    curves = table("fig2-curves")
    drawn = training_curves(curves, table("fig2").where(panel="left")).layers["curves"]
    assert len(np.unique(drawn["curve"])) == 212
    assert len(drawn["curve"]) < len(curves) / 10
    read = set(zip(curves["curve"], curves["flops_C"], curves["loss_nats"], strict=True))
    assert set(zip(drawn["curve"], drawn["flops_C"], drawn["loss_nats"], strict=True)) <= read


def test_a_thinned_curve_of_figure_2_stays_within_a_hair_of_the_whole_one() -> None:
    curves = table("fig2-curves")
    drawn = training_curves(curves, table("fig2").where(panel="left")).layers["curves"]
    height = np.ptp(np.log(curves["loss_nats"]))
    for number in (1, 100, 212):
        whole, thin = curves["curve"] == number, drawn["curve"] == number
        at = np.interp(
            np.log(curves["flops_C"][whole]),
            np.log(drawn["flops_C"][thin]),
            np.log(drawn["loss_nats"][thin]),
        )
        assert np.abs(at - np.log(curves["loss_nats"][whole])).max() <= BEND * height * 1.001


def test_corners_keep_the_ends_and_every_bend() -> None:
    x = np.linspace(0, 1, 101)
    assert corners(x, np.abs(x - 0.4), 1e-6).tolist() == [0, 40, 100]
    assert corners(x, 2 * x, 1e-6).tolist() == [0, 100]
    assert corners(x, np.where(x == 0.5, 0.01, 0), 0.02).tolist() == [0, 100]


def test_figure_3_s_lines_go_through_the_paper_s_floors() -> None:
    layers = isoflop_panels(table("fig3"), GOPHER_C).layers
    assert [len(layers[name]["flops_C"]) for name in ("size", "reading")] == [9, 9]
    assert layers["size line"]["flops_C"][-1] == GOPHER_C
    assert 60e9 < layers["size line"]["params_N"][-1] < 70e9
    # Least squares on log-log paper leaves as much above the line as below it.
    for name, column in (("size", "params_N"), ("reading", "tokens_D")):
        line, points = layers[f"{name} line"], layers[name]
        at = np.interp(np.log(points["flops_C"]), np.log(line["flops_C"]), np.log(line[column]))
        assert np.log(points[column]).mean() == pytest.approx(at.mean(), rel=1e-12)


def test_figure_4_s_contours_hold_their_loss_and_the_frontier_is_their_leftmost_point() -> None:
    law = laws.HOFFMANN_2022_UNROUNDED
    contours = parametric_panels(table("fig4"), law, GOPHER_C).layers["contours"]
    N, C = contours["params_N"], contours["flops_C"]
    loss = law.loss(N, C / (6 * N), extrapolate=True)
    np.testing.assert_allclose(loss, contours["loss_nats"], rtol=1e-12)
    for level in (2.2, 2.4):
        row = contours["loss_nats"] == level
        leftmost = np.argmin(C[row])
        assert N[row][leftmost] == pytest.approx(law.compute_optimal(C[row].min()).N, rel=0.1)


@pytest.mark.parametrize(
    ("chart", "off"),
    [
        (lambda: pile_bars(table("fig5"), table("tableA5")), 0),
        (lambda: mmlu_bars(table("fig6"), table("tableA6")), 0),
        (lambda: big_bench_bars(table("fig7"), table("tableA7")), 4),
    ],
)
def test_bars_are_held_against_the_cells_of_their_table(chart, off: int) -> None:  # type: ignore[no-untyped-def]
    drawn = chart()
    tasks = drawn.layers["tasks"]
    count = len(tasks["bar"])
    assert f"{count - off} of {count} bars agree" in drawn.caption
    assert np.all(tasks["cells_low"] < tasks["cells_high"])
    assert ("hyperbaton" in drawn.caption) == bool(off)


def test_bars_are_counted_by_side() -> None:
    assert "51 to the right, 4 to the left" in mmlu_bars(table("fig6"), table("tableA6")).alt
    assert "58 to the right, 4 to the left" in big_bench_bars(table("fig7"), table("tableA7")).alt


# Tables.


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


def test_the_bars_apart_are_those_that_the_provenance_names() -> None:
    bars, cells = table("fig7"), table("tableA7")
    apart = bars_apart(big_bench_bars(bars, cells))
    assert f"{len(bars) - len(apart)} of the {len(bars)} agree" in bars.provenance
    told = bars.provenance.split("rounding; ")[1].split(" do not.")[0].replace(" and ", ", ")
    named = sorted(told.split(", "))  # one of them cut short, as in the drawing
    assert all(map(str.startswith, sorted(apart), named))
    assert len(apart) == len(named)


def test_a_table_as_printed_takes_further_columns() -> None:
    made = table_as_printed(table("table5"), "Table 5", doubled=["2"] * 6)
    assert made.header == ["Group", "Tasks", "Doubled"]
    assert made.rows[0] == ("Language Modelling", "20", "2")


def test_a_fold_and_a_note_go_around_the_table() -> None:
    made = MarkdownTable(("a",), [("1",)], "Read twice.", "Table 9")
    text = made._repr_markdown_()
    assert text.startswith(":::{dropdown} Table 9\n| a |")
    assert text.endswith("| 1 |\n\nRead twice.\n:::")
    both = MarkdownTables([made, MarkdownTable(("b",), [("2",)])])
    assert both._repr_markdown_().count("| --: |") == 2
    assert repr(both) == "Table 9\na\n1\n\nb\n2"
