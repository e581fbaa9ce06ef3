"""Bars beside the cells of their tables."""

from __future__ import annotations

import numpy as np
import pytest

from scalinglaws.figures.hoffmann2022.figures_5_7 import bars_apart
from tests.figures.every import built, table


@pytest.mark.parametrize(
    ("name", "off"), [("pile-bars", 0), ("mmlu-bars", 0), ("big-bench-bars", 4)]
)
def test_bars_are_held_against_the_cells_of_their_table(name: str, off: int) -> None:
    drawn = built(name)
    tasks = drawn.layers["tasks"]
    count = len(tasks["bar"])
    assert f"{count - off} of {count} bars agree" in drawn.caption
    assert np.all(tasks["cells_low"] < tasks["cells_high"])
    assert ("hyperbaton" in drawn.caption) == bool(off)


def test_bars_are_counted_by_side() -> None:
    assert "51 to the right, 4 to the left" in built("mmlu-bars").alt
    assert "58 to the right, 4 to the left" in built("big-bench-bars").alt


def test_the_bars_apart_are_those_that_the_provenance_names() -> None:
    bars, apart = table("fig7"), bars_apart(built("big-bench-bars"))
    assert f"{len(bars) - len(apart)} of the {len(bars)} agree" in bars.provenance
    told = bars.provenance.split("rounding; ")[1].split(" do not.")[0].replace(" and ", ", ")
    named = sorted(told.split(", "))  # one of them cut short, as in the drawing
    assert all(map(str.startswith, sorted(apart), named))
    assert len(apart) == len(named)
