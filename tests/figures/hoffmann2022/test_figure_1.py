"""Figure 1 redrawn: its lines are the paper's."""

from __future__ import annotations

import numpy as np

from tests.figures.every import built, table


def test_the_lines_of_figure_1_cross_where_the_paper_s_do() -> None:
    lines = built("overlaid-predictions").layers["lines"]
    drawn = table("fig1").where(kind="line")
    slopes = [
        np.polyfit(np.log10(lines["flops_C"][i : i + 3]), np.log10(lines["params_N"][i : i + 3]), 1)
        for i in range(0, 12, 3)
    ]
    np.testing.assert_allclose([slope for slope, _ in slopes], drawn["a"], rtol=1e-9)
    starts = [start for _, start in slopes]
    np.testing.assert_allclose(starts, drawn["log10_N_at_C_equal_1"], atol=1e-9)
