"""What is counted and averaged over the rows of a table."""

from __future__ import annotations

import pytest

from scalinglaws.claims.arithmetic import table_counts
from scalinglaws.claims.arithmetic.names import partners
from scalinglaws.claims.propagation import full_range
from scalinglaws.errors import InputError

PAIRS = {"a1": 3.0, "b1": 1.0, "a2": 2.0, "b2": 2.0, "a3": 1.0, "b3": 5.0, "a4": 9.0}


def test_rows_are_compared_where_both_cells_stand() -> None:
    assert (
        table_counts.higher(**PAIRS),
        table_counts.equal(**PAIRS),
        table_counts.lower(**PAIRS),
    ) == (1, 1, 1)
    assert table_counts.differing(**PAIRS) == 2
    assert table_counts.smallest_lead(**PAIRS) == -4
    assert table_counts.mean_gain(**PAIRS) == pytest.approx(-2 / 3, rel=1e-12)


def test_a_lead_over_two_needs_both_where_both_stand() -> None:
    cells = {"a1": 3.0, "b1": 2.0, "c1": 3.0, "a2": 3.0, "b2": 2.0, "a3": 2.0, "b3": 1.0, "c3": 1.0}
    assert table_counts.higher_than_both(**cells) == 2


def test_weights() -> None:
    cells = {"a1": 10.0, "b1": 0.0, "w1": 3.0, "a2": 20.0, "b2": 4.0, "w2": 1.0}
    assert table_counts.weighted_mean(**cells) == 12.5
    assert table_counts.weighted_gain(**cells) == 11.5
    assert table_counts.mean_gain(**cells) == 13.0


def test_plain_numbers() -> None:
    cells = {"a1": 5.0, "a2": 1.0, "a3": 3.0, "a4": 3.0}
    assert table_counts.total(**cells) == 12
    assert table_counts.mean(**cells) == 3
    assert table_counts.largest(**cells) == 5
    assert table_counts.kinds(**cells) == 3
    assert table_counts.above(3.0, **cells) == 1
    assert table_counts.share_within(1.0, 3.0, **cells) == 0.75
    assert table_counts.share_above(2.0, **cells) == 0.75
    assert table_counts.difference(5.0, 3.0) == 2


def test_a_column_keeps_the_numbers_of_its_rows() -> None:
    cells = table_counts.column("a", ["10", "", "45"])
    assert list(cells) == ["a1", "a3"]
    assert (cells["a1"].low, cells["a1"].high) == (9.5, 10.5)  # 45 shows the finer digit
    assert table_counts.column("a", ["10"], exact=True)["a1"].width == 0


def test_rounding_can_turn_a_tie_into_a_lead_and_not_more() -> None:
    cells = table_counts.column("a", ["81.8", "79.3"]) | table_counts.column("b", ["81.8", "79.0"])
    assert full_range(table_counts.higher, cells) == (1, 2)
    assert full_range(table_counts.equal, cells) == (0, 1)
    assert full_range(table_counts.lower, cells) == (0, 1)


def test_partners() -> None:
    assert partners(["b", "long_name_negation"], ["long_name_neg", "b"]) == [1, 0]
    with pytest.raises(InputError, match="no partner for 'zebra'"):
        partners(["zebra", "b"], ["b", "quite_another"])
    with pytest.raises(InputError, match="same partner"):
        partners(["some_task_a", "some_task_b"], ["some_task_c", "other"])
