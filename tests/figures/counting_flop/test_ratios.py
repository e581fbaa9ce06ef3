"""The ratios of Table A4, printed and counted."""

from __future__ import annotations

import numpy as np

from scalinglaws import flops
from scalinglaws.figures.counting_flop.ratios import flop_ratios, ratio_to_six_n
from tests.figures.every import built, shapes, table


def test_the_chart_draws_the_printed_and_both_computed_ratios() -> None:
    chart = built("flop-ratios")
    np.testing.assert_array_equal(
        chart.layers["printed"]["flop_ratio"], table("tableA4")["flop_ratio"]
    )
    for layer, name in (("layers alone", "_layers"), ("as written", "")):
        ours = ratio_to_six_n(shapes(), f"hoffmann2022_appendixF{name}")
        np.testing.assert_array_equal(chart.layers[layer]["flop_ratio"], ours)
    assert "from 1.03 for the smallest model to 0.99 for the largest" in chart.alt
    assert "within 0.005 of each" in chart.alt
    assert "above 6 of them" in chart.alt
    assert len(chart.alt) <= 250
    assert "2,048 tokens and 32,000 words, both inferred" in chart.caption


def test_the_words_follow_the_data() -> None:
    short = flops.load_shapes(table("tableA4"), vocab=100, seq_len=1024)
    chart = flop_ratios(table("tableA4"), short)
    assert chart.alt != built("flop-ratios").alt
    assert "1,024 tokens and 100 words" in chart.caption
