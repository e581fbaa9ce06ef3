"""Figure 3 redrawn: its lines go through the paper's floors."""

from __future__ import annotations

import numpy as np
import pytest

from tests.figures.every import GOPHER_C, built


def test_figure_3_s_lines_go_through_the_paper_s_floors() -> None:
    layers = built("isoflop-panels").layers
    assert [len(layers[name]["flops_C"]) for name in ("size", "reading")] == [9, 9]
    assert layers["size line"]["flops_C"][-1] == GOPHER_C
    assert 60e9 < layers["size line"]["params_N"][-1] < 70e9
    # Least squares on log-log paper leaves as much above the line as below it.
    for name, column in (("size", "params_N"), ("reading", "tokens_D")):
        line, points = layers[f"{name} line"], layers[name]
        at = np.interp(np.log(points["flops_C"]), np.log(line["flops_C"]), np.log(line[column]))
        assert np.log(points[column]).mean() == pytest.approx(at.mean(), rel=1e-12)
