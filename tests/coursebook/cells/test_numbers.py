"""A number in a sentence: rounded for the reader, and never silently missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursebook.cells.numbers import rounded, written

VALUES = {"size": 5.979e10, "budget": 5.04e23, "share": 0.5025, "runs": 128.0, "gap": -0.0213}


def text(quote: str) -> str:
    return "".join(node.astext() for node in written(quote, VALUES)).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("size:billion", "60 billion"),
        ("size:billion:3", "59.8 billion"),
        ("budget:power:3", "5.04 × 1023"),
        ("budget:power:1", "5 × 1023"),
        ("share:percent", "50 %"),
        ("share:percent:1", "50 %"),
        ("share", "0.50"),
        ("runs:count", "128"),
        ("gap", "−0.021"),
        ("gap:percent", "−2.1 %"),
    ],
)
def test_forms(quote: str, expected: str) -> None:
    assert text(quote) == expected


@pytest.mark.parametrize("quote", ["nobody", "size:furlongs", "share:count"])
def test_what_cannot_be_written_is_refused(quote: str) -> None:
    with pytest.raises((KeyError, ValueError)):
        written(quote, VALUES)


@given(st.floats(1e-6, 1e12), st.integers(1, 6))
def test_rounding_keeps_the_digits_asked_for(value: float, digits: int) -> None:
    assert float(rounded(value, digits).replace(",", "")) == float(f"{value:.{digits - 1}e}")


def test_zero() -> None:
    assert rounded(0.0, 2) == "0"
