"""Printed numbers and the intervals they stand for."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scalinglaws.claims.printed import measured, parse, readings
from scalinglaws.errors import InputError

ROOT_10 = math.sqrt(10)
CASES = [
    ("0.50", 0.50, 0.495, 0.505, "rounded"),
    ("0.5", 0.5, 0.45, 0.55, "rounded"),
    ("1.92e+19", 1.92e19, 1.915e19, 1.925e19, "rounded"),
    ("1.21e + 20", 1.21e20, 1.205e20, 1.215e20, "rounded"),
    ("4.41 × 10^{24}", 4.41e24, 4.405e24, 4.415e24, "rounded"),
    ("400 Million", 4e8, 3.5e8, 4.5e8, "rounded"),
    ("8.0 Billion", 8e9, 7.95e9, 8.05e9, "rounded"),
    ("1.4T", 1.4e12, 1.35e12, 1.45e12, "rounded"),
    ("70B", 7e10, 6.5e10, 7.5e10, "rounded"),
    ("22,516", 22516, 22515.5, 22516.5, "rounded"),
    ("22515.9", 22515.9, 22515.85, 22515.95, "rounded"),
    ("300", 300, 250, 350, "rounded"),
    ("0", 0, -0.5, 0.5, "rounded"),
    ("-1.0", -1, -1.05, -0.95, "rounded"),
    ("67.6 %", 0.676, 0.6755, 0.6765, "rounded"),
    ("4.7x", 4.7, 4.65, 4.75, "rounded"),
    ("1/29,968", 1 / 29968, 1 / 29968.5, 1 / 29967.5, "rounded"),
    ("1/29, 968", 1 / 29968, 1 / 29968.5, 1 / 29967.5, "rounded"),
    ("about 20", 20, 15, 25, "about"),
    ("~1.4", 1.4, 1.26, 1.54, "about"),
    ("roughly 300 Billion", 3e11, 2.5e11, 3.5e11, "about"),
    ("approximately 95", 95, 85.5, 104.5, "about"),
    ("~10^22", 1e22, 1e22 / ROOT_10, 1e22 * ROOT_10, "power of ten"),
    ("10^{22}", 1e22, 1e22 / ROOT_10, 1e22 * ROOT_10, "power of ten"),
    ("over 250x", 250, 250, math.inf, "one-sided"),
    ("at least 100", 100, 100, math.inf, "one-sided"),
    (">92%", 0.92, 0.92, math.inf, "one-sided"),
    ("at most 5", 5, -math.inf, 5, "one-sided"),
    ("0.454-0.455", 0.4545, 0.4535, 0.4555, "range"),
    ("(0.501, 0.512)", 0.5065, 0.5005, 0.5125, "range"),
    ("40 to 70 billion", 5.5e10, 3.5e10, 7.5e10, "range"),
]


@pytest.mark.parametrize(("text", "nominal", "low", "high", "kind"), CASES)
def test_reads(text: str, nominal: float, low: float, high: float, kind: str) -> None:
    printed = parse(text)
    assert printed.kind == kind
    assert (printed.nominal, printed.low, printed.high) == pytest.approx(
        (nominal, low, high), rel=1e-14, abs=0
    )


@pytest.mark.parametrize("text", ["similar", "billions", "uniformly", "in equal proportions"])
def test_words_hold_no_number(text: str) -> None:
    assert not parse(text).is_number
    assert math.isnan(parse(text).nominal)


@pytest.mark.parametrize("text", ["1.2.3", "12 apples", "~4 Zillion", "0.5-0.4", "1/0", "3 % of"])
def test_refuses_what_it_cannot_read(text: str) -> None:
    with pytest.raises(InputError):
        parse(text)


def test_a_count_has_no_width() -> None:
    for text, value in (("9409", 9409), ("10 Billion", 1e10), ("10^21", 1e21), ("1", 1)):
        counted = parse(text, exact=True)
        assert (counted.low, counted.high, counted.kind) == (value, value, "count")


def test_zeros_are_digits_where_the_column_shows_them() -> None:
    assert parse("280", column=("70", "540")).width == 10
    assert parse("280", column=("70", "137")).width == 1
    assert parse("300 Billion", column=("1.4 Trillion", "168 Billion")).width == 1e9


def test_an_open_reading_gives_both() -> None:
    coarse, fine = readings("300 Billion")
    assert (coarse.width, fine.width) == (1e11, 1e9)
    assert len(readings("67 Billion")) == len(readings("8.0 Billion")) == 1


def test_reading_error_of_a_figure() -> None:
    assert (measured(0.3, error=0.01).low, measured(0.3, error=0.01).high) == (0.29, 0.31)


def test_ends_are_included() -> None:
    printed = parse("0.46")
    assert printed.contains(0.455)
    assert printed.contains(0.1 + 0.355)
    assert not printed.contains(0.455 - 1e-9)
    assert printed.meets(0.4, 0.455)
    assert not printed.meets(0.4, 0.4549)


decimals = st.decimals(
    min_value="0.001", max_value="99999", allow_nan=False, allow_infinity=False, places=3
)
prefixes = st.sampled_from(["", "~", "about ", "roughly "])
suffixes = st.sampled_from(["", " Million", "B", " Trillion"])


@given(decimals, prefixes, suffixes)
def test_the_nominal_lies_inside(value: object, prefix: str, suffix: str) -> None:
    printed = parse(f"{prefix}{value}{suffix}")
    assert printed.low < printed.nominal < printed.high
    assert printed.contains(printed.nominal)


@given(decimals, suffixes)
def test_about_is_never_narrower_than_rounded(value: object, suffix: str) -> None:
    assert parse(f"~{value}{suffix}").width >= parse(f"{value}{suffix}").width


@given(st.integers(1, 10**9), st.lists(st.integers(1, 10**6).map(str), max_size=4))
def test_a_column_only_adds_digits(value: int, column: list[str]) -> None:
    alone, within = parse(str(value)), parse(str(value), column=column)
    assert alone.low <= within.low <= value <= within.high <= alone.high


@given(st.integers(1, 99999), st.integers(2, 9))
def test_more_digits_narrow_the_interval(value: int, digit: int) -> None:
    short, long = parse(f"0.{value}{digit}"), parse(f"0.{value}{digit}0")
    assert short.low < long.low <= long.high < short.high
