"""Numbers in the sentences of a row."""

from __future__ import annotations

import pytest

from scalinglaws import claims
from scalinglaws.claims.wording import like, number, print_and_unit


@pytest.mark.parametrize(
    ("value", "print_", "written"),
    [
        (32.19e9, "40B", "32.19 billion"),
        (178e9, "170 Billion", "178 billion"),
        (1.4155e12, "about 14 trillion", "1.4155 trillion"),
        (3.5e6, "3M", "3.5 million"),
        (1 / 46.829, "1/46", "1/46.829"),
        (5.04e23, "5.76e+23", "5.04e+23"),
        (22.388, "about 20x", "22.388"),
        (0.46, "0.46 Between", "0.46"),
        (0.8, "over 50%", "80 %"),
        (70e9, "40-70", "70 billion"),
    ],
)
def test_a_number_is_written_as_the_print_writes_it(
    value: float, print_: str, written: str
) -> None:
    assert like(value, print_) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (119047.6, "119050"),
        (999_999_600.0, "1 billion"),
        (-2.5e6, "-2.5 million"),
        (1.4e12, "1.4 trillion"),
        (1.5e15, "1.5e+15"),
        (0.0, "0"),
        (0.012771, "0.012771"),
    ],
)
def test_a_large_number_has_its_word(value: float, written: str) -> None:
    assert number(value) == written


@pytest.mark.parametrize(
    ("published", "unit", "said"),
    [
        ("5.5x", "x", ("5.5x", "")),
        ("ten times; ten times", "x", ("ten times; ten times", "")),
        ("4", "x", ("4 times", "")),
        (">3", "x", (">3 times", "")),
        ("the same boundary", "ratio", ("the same boundary", "")),
        ("0.99-1.10", "ratio", ("0.99-1.10", "")),
        ("over 250x", "Gopher budgets", ("over 250", "Gopher budgets")),
        ("about 20x", "tokens per parameter", ("about 20", "tokens per parameter")),
        ("1/46", "Gopher budgets", ("1/46", "Gopher budgets")),
        ("16x", "", ("16x", "")),
        ("9 budgets", "budgets", ("9 budgets", "")),
    ],
)
def test_no_unit_is_said_twice(published: str, unit: str, said: tuple[str, str]) -> None:
    assert print_and_unit(published, unit) == said


def test_no_row_says_its_unit_twice_or_ends_in_an_x() -> None:
    for row in claims.ledger():
        printed, unit = print_and_unit(row.published, row.unit)
        assert unit not in ("x", "ratio"), row.id
        assert not (unit and printed.endswith("x")), row.id
