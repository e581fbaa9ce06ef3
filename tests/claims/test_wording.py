"""Numbers in the sentences of a row."""

from __future__ import annotations

import pytest

from scalinglaws.claims.wording import like


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
    ],
)
def test_a_number_is_written_as_the_print_writes_it(
    value: float, print_: str, written: str
) -> None:
    assert like(value, print_) == written
