"""Charts and tables of counting: what they show is what was counted."""

from __future__ import annotations

import ast
import inspect
from dataclasses import fields, replace

import numpy as np
import pytest

from scalinglaws import flops, published
from scalinglaws.display.axes import written
from scalinglaws.display.theme import DARK, LIGHT
from scalinglaws.figures.counting_flop.kaplan import kaplan_answers, kaplan_numbers, kaplan_table
from scalinglaws.figures.counting_flop.ratios import flop_ratios, ratio_to_six_n
from scalinglaws.figures.counting_flop.tables import (
    components_table,
    conventions_table,
    nearest_count,
    parameters_table,
    table_a4_recomputed,
)
from scalinglaws.flops import Shape
from scalinglaws.laws import kaplan2020

TABLE = published.load("hoffmann2022", "tableA4")
SHAPES = flops.load_shapes(TABLE, vocab=32_000, seq_len=2048)
SMALL = Shape(layers=2, d_model=8, heads=2, key_size=4, ffw=32, vocab=50, seq_len=16)
ASKED = {"N": 1e9, "D": 2e10, "C": 10 * kaplan2020.PF_DAY, "S": 1e5, "loss": 2.5}


def test_the_chart_draws_the_printed_and_both_computed_ratios() -> None:
    chart = flop_ratios(TABLE, SHAPES)
    np.testing.assert_array_equal(chart.layers["printed"]["flop_ratio"], TABLE["flop_ratio"])
    for layer, name in (("layers alone", "_layers"), ("as written", "")):
        ours = ratio_to_six_n(SHAPES, f"hoffmann2022_appendixF{name}")
        np.testing.assert_array_equal(chart.layers[layer]["flop_ratio"], ours)
    assert "from 1.03 for the smallest model to 0.99 for the largest" in chart.alt
    assert "within 0.005 of each" in chart.alt
    assert "above 6 of them" in chart.alt
    assert len(chart.alt) <= 250
    assert "2,048 tokens and 32,000 words, both inferred" in chart.caption


def test_the_words_follow_the_data() -> None:
    short = flops.load_shapes(TABLE, vocab=100, seq_len=1024)
    chart = flop_ratios(TABLE, short)
    assert chart.alt != flop_ratios(TABLE, SHAPES).alt
    assert "1,024 tokens and 100 words" in chart.caption


def test_the_same_bytes_twice_and_another_theme_another_picture() -> None:
    chart = flop_ratios(TABLE, SHAPES)
    assert chart.svg(LIGHT) == replace(chart).svg(LIGHT) != chart.svg(DARK)


def test_components_and_their_sum() -> None:
    table = components_table({"small": SMALL})
    *parts, total = table.rows
    counts = [part.total(SMALL) for part in flops.FORWARD_FLOP]
    assert [row[0] for row in parts] == [part.name for part in flops.FORWARD_FLOP]
    assert [row[2].split(" ")[0] for row in parts] == [written(count) for count in counts]
    assert total == ("sum", "", written(sum(counts)))
    shares = [float(row[2].split("(")[1].strip("<%)")) for row in parts]
    assert sum(shares) == pytest.approx(100, abs=0.05 * len(parts))


def test_a_share_too_small_to_write_is_said_to_be_small() -> None:
    wide = Shape(layers=1, d_model=10**6, heads=1, key_size=1, ffw=10**6, vocab=1, seq_len=1)
    softmax = next(row for row in components_table({"wide": wide}).rows if row[0] == "softmax")
    assert softmax[2] == "3.00e0 (<0.1%)"


def code(cell: str) -> str:
    """The name in backticks after the words."""
    return cell.split("`")[1]


def test_conventions_once_and_rematerialised() -> None:
    table = conventions_table({"small": (SMALL, 1e9)})
    assert table.header == ("C by convention", "small, once", "small, 4/3")
    assert len(table.rows) == len(flops.FLOP_PER_TOKEN) / 2
    for name, once, twice in table.rows:
        per_token = flops.FLOP_PER_TOKEN[code(name)](SMALL)
        assert (once, twice) == (written(1e9 * per_token), written(1e9 * per_token * 4 / 3))


def test_every_count_of_parameters_has_a_row() -> None:
    table = parameters_table({"small": SMALL})
    assert [code(row[0]) for row in table.rows] == list(flops.PARAMETERS)


def test_a_count_is_called_by_words_before_its_name() -> None:
    tables = (parameters_table({"small": SMALL}), conventions_table({"small": (SMALL, 1e9)}))
    called = [row[0].split("`")[0].strip() for table in tables for row in table.rows]
    assert all(called)
    assert len(set(called)) == len(called)


def test_table_a4_is_shown_as_printed_beside_both_counts() -> None:
    rows = table_a4_recomputed(TABLE, SHAPES).rows
    assert [row[:2] for row in rows] == list(
        zip(TABLE.printed("params_N"), TABLE.printed("flop_ratio"), strict=True)
    )
    assert rows[0][2:] == ("1.025", "1.581")


def test_the_nearest_count_is_the_one_asked_for() -> None:
    for name, convention in flops.FLOP_PER_TOKEN.items():
        total = 1e9 * convention(SMALL)
        found, C = nearest_count(SMALL, 1e9, 1.0001 * total)
        assert total == C
        assert flops.FLOP_PER_TOKEN[found](SMALL) == flops.FLOP_PER_TOKEN[name](SMALL)


# Kaplan et al. 2020.


def test_every_fit_of_the_module_is_asked() -> None:
    answers = kaplan_answers(**ASKED)
    fits = {name: fit for name, fit in vars(kaplan2020).items() if hasattr(fit, "source")}
    assert {answer.source for answer in answers} == {fit.source for fit in fits.values()}
    assert len(kaplan_table(answers).rows) == len(fits)
    assert len({answer.key for answer in answers}) == len(answers)


def constants_of(fit: object) -> list[str]:
    """The fields of a fit that hold a constant of the paper."""
    names = [field.name for field in fields(fit)]  # type: ignore[arg-type]
    return [name for name in names if isinstance(getattr(fit, name), float) and name != "unit"]


FITS = [name for name in kaplan2020.__all__ if hasattr(getattr(kaplan2020, name), "source")]


@pytest.mark.parametrize(
    ("name", "constant"),
    [(name, constant) for name in FITS for constant in constants_of(getattr(kaplan2020, name))],
)
def test_every_constant_moves_a_named_number(
    name: str, constant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kaplan_numbers(kaplan_answers(**ASKED)).values
    fit = getattr(kaplan2020, name)
    moved = replace(fit, **{constant: getattr(fit, constant) * (1 + 1e-6)})
    monkeypatch.setattr(kaplan2020, name, moved)
    after = kaplan_numbers(kaplan_answers(**ASKED)).values
    changed = [key for key in before if abs(after[key] / before[key] - 1) > 1e-9]
    assert len(changed) == 1


def test_constants_are_shown_in_the_paper_s_digits() -> None:
    shown = {answer.key: (answer.place, answer.constants) for answer in kaplan_answers(**ASKED)}
    assert shown["L_N"] == ("Eq. 1.1", "8.8e13; 0.076")
    assert shown["L_C_min"] == ("Eq. 1.3", "3.1e8; 0.050")
    assert shown["L_N_S"] == ("Eq. 1.6, Table 3", "6.5e13, 2.1e3; 0.077, 0.76")
    assert shown["batch"][0] == "Eqs. 1.4 and 5.3"
    assert shown["D_opt"] == ("Table 6", "2e10; 0.27")


def test_the_module_s_constants_are_all_in_its_fits() -> None:
    """No number stands in the module that no fit uses."""
    tree = ast.parse(inspect.getsource(kaplan2020))
    literals = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    }
    used = {*kaplan2020.RUNS.N, *kaplan2020.RUNS.D}
    for name in FITS:
        fit = getattr(kaplan2020, name)
        used |= {getattr(fit, constant) for constant in constants_of(fit)}
        used |= {getattr(fit, constant) / kaplan2020.PF_DAY for constant in constants_of(fit)}
    assert literals <= used
