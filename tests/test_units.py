"""Printed counts are read as the numbers they mean, and written back."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scalinglaws.errors import InputError
from scalinglaws.units import format_count, parse_count


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("400 Million", 4e8),
        ("8.0 Billion", 8e9),
        ("1.4 Trillion", 1.4e12),
        ("216.2 Trillion", 2.162e14),
        ("70B", 70e9),
        ("1.5T", 1.5e12),
        ("73M", 73e6),
        ("1.92e+19", 1.92e19),
        ("5.76e23", 5.76e23),
        ("5.0E+23", 5e23),
        ("22515.9", 22515.9),
        ("1,400", 1400.0),
        ("1,234,567.5", 1234567.5),
        ("1/29,968", 1 / 29968),
        ("1/29, 968", 1 / 29968),
        ("1/46", 1 / 46),
        (" 1 ", 1.0),
        ("0", 0.0),
    ],
)
def test_count_reads_what_papers_print(text: str, number: float) -> None:
    assert parse_count(text) == pytest.approx(number, rel=1e-15, abs=0)


@pytest.mark.parametrize(
    "text",
    ["", "Billion", "-400 Million", "1,40", "70 Bn", "70b", "1/0", "1/", "2/3", "1e999", "nan",
     "inf", "1.4.2", "1_000", "٣", "12 monkeys", "1e308 Billion", "1/29,968 Million"],
)  # fmt: skip
def test_count_refuses_anything_else_and_repeats_it(text: str) -> None:
    with pytest.raises(InputError) as refusal:
        parse_count(text)
    assert repr(text) in str(refusal.value)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (70e9, 2, "70B"),
        (1.4e12, 2, "1.4T"),
        (530e9, 2, "530B"),
        (174.6e9, 3, "175B"),
        (174.6e9, 2, "170B"),
        (999.9e6, 2, "1B"),
        (999.9e12, 2, "1e+15"),
        (6e23, 2, "6e+23"),
        (5.76e23, 2, "5.8e+23"),
        (5.76e23, 3, "5.76e+23"),
        (1400.0, 2, "1,400"),
        (46.0, 2, "46"),
        (0.0, 2, "0"),
    ],
)
def test_short_writes_for_people(value: float, digits: int, text: str) -> None:
    assert format_count(value, digits) == text


@pytest.mark.parametrize("value", [-1.0, math.nan, math.inf])
def test_short_refuses_what_is_no_count(value: float) -> None:
    with pytest.raises(InputError, match="zero or more"):
        format_count(value)


def test_short_keeps_at_least_one_digit() -> None:
    with pytest.raises(InputError, match="at least 1 digit"):
        format_count(70e9, 0)


@given(st.floats(min_value=1e-3, max_value=1e30), st.integers(min_value=1, max_value=10))
def test_count_undoes_short_up_to_its_rounding(value: float, digits: int) -> None:
    assert parse_count(format_count(value, digits)) == pytest.approx(
        value, rel=5.001 * 10.0**-digits
    )
