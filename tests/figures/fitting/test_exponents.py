"""Exponents with intervals, beside those that the paper prints."""

from __future__ import annotations

import numpy as np

from tests.figures.every import built, summaries, table


def test_exponents_beside_table_2() -> None:
    printed, chart = table("table2"), built("exponents")
    assert list(chart.layers["recomputed"]["approach"]) == [row.name for row in summaries()]
    np.testing.assert_array_equal(chart.layers["printed"]["low"], printed["a_p10"])
    assert "the envelope 0.51 (0.47 to 0.55)" in chart.alt
    assert "0.50, 0.49, 0.46, 0.73" in chart.alt
    assert len(chart.alt) <= 250
    assert "80%" in chart.caption
