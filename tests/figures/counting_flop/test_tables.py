"""Tables of counting: what they show is what was counted."""

from __future__ import annotations

import pytest

from scalinglaws import flops
from scalinglaws.display.axes import written
from scalinglaws.figures.counting_flop.tables import (
    components_table,
    conventions_table,
    nearest_count,
    parameters_table,
    table_a4_recomputed,
)
from scalinglaws.flops import Shape
from tests.figures.every import shapes, table

SMALL = Shape(layers=2, d_model=8, heads=2, key_size=4, ffw=32, vocab=50, seq_len=16)


def test_components_and_their_sum() -> None:
    made = components_table({"small": SMALL})
    *parts, total = made.rows
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
    made = conventions_table({"small": (SMALL, 1e9)})
    assert made.header == ("C by convention", "small, once", "small, 4/3")
    assert len(made.rows) == len(flops.FLOP_PER_TOKEN) / 2
    for name, once, twice in made.rows:
        per_token = flops.FLOP_PER_TOKEN[code(name)](SMALL)
        assert (once, twice) == (written(1e9 * per_token), written(1e9 * per_token * 4 / 3))


def test_every_count_of_parameters_has_a_row() -> None:
    made = parameters_table({"small": SMALL})
    assert [code(row[0]) for row in made.rows] == list(flops.PARAMETERS)


def test_a_count_is_called_by_words_before_its_name() -> None:
    tables = (parameters_table({"small": SMALL}), conventions_table({"small": (SMALL, 1e9)}))
    called = [row[0].split("`")[0].strip() for table in tables for row in table.rows]
    assert all(called)
    assert len(set(called)) == len(called)


def test_table_a4_is_shown_as_printed_beside_both_counts() -> None:
    printed = table("tableA4")
    rows = table_a4_recomputed(printed, shapes()).rows
    assert [row[:2] for row in rows] == list(
        zip(printed.printed("params_N"), printed.printed("flop_ratio"), strict=True)
    )
    assert rows[0][2:] == ("1.025", "1.581")


def test_the_nearest_count_is_the_one_asked_for() -> None:
    for name, convention in flops.FLOP_PER_TOKEN.items():
        total = 1e9 * convention(SMALL)
        found, C = nearest_count(SMALL, 1e9, 1.0001 * total)
        assert total == C
        assert flops.FLOP_PER_TOKEN[found](SMALL) == flops.FLOP_PER_TOKEN[name](SMALL)
