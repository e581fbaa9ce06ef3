"""The collapse that the page describes."""

from __future__ import annotations

import pytest

from scalinglaws import laws
from tests.figures.every import built


def test_the_collapse_is_the_one_the_page_describes() -> None:
    chart = built("one-valley")
    collapsed = chart.layers["collapsed"]
    law = laws.HOFFMANN_2022_UNROUNDED
    above = collapsed["waste"] - law.waste(collapsed["size_over_best"])
    assert len(above) == 128
    assert 0.03 < above.mean() < 0.07
    assert 0.05 < above.std() < 0.08
    gopher = list(chart.layers["models"]["model"]).index("Gopher")
    assert chart.layers["models"]["size_over_best"][gopher] == pytest.approx(4.7, abs=0.05)
