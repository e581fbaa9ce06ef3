"""The mutants of `make mutants`: which there are, and that the accepted numbers see one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tools import mutants


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("1.92e+19", "1.93e+19"),
        ("8.0 Billion", "8.1 Billion"),
        ("400 Million", "401 Million"),
        ("1/29,968", "1/29969"),
        ("0.50", "0.51"),
        ("22515.9", "22516.0"),
        ("-1.0012862", "-1.0012861"),
    ],
)
def test_a_mutant_moves_the_last_digit(text: str, changed: str) -> None:
    assert mutants.last_digit_up(text) == changed


def test_mutants_cover_every_constant_of_every_law(root: Path) -> None:
    found = list(mutants.law_mutants(root))
    texts = [one.name.split()[1] for one in found]
    assert {"1.69", "406.4", "410.7", "0.34", "0.28", "0.5267228", "0.33917084"} <= set(texts)
    assert {"482.01", "2085.43", "1.8172", "0.3478", "0.3658"} <= set(texts)
    assert len(found) == 67


def test_a_mutated_law_moves_the_accepted_numbers(root: Path) -> None:
    found = list(mutants.law_mutants(root))
    mutant = min(found, key=lambda one: len(mutants.pages_with(root, one.file)))
    assert mutants.seen(root, mutant), mutant.name
    assert not mutants.seen(root, replace(mutant, make=lambda copy: None))
