"""Figure 4 redrawn: contours of equal loss, and the frontier through their cheapest points."""

from __future__ import annotations

import numpy as np
import pytest

from scalinglaws import laws
from tests.figures.every import built


def test_figure_4_s_contours_hold_their_loss_and_the_frontier_is_their_leftmost_point() -> None:
    law = laws.HOFFMANN_2022_UNROUNDED
    contours = built("parametric-panels").layers["contours"]
    N, C = contours["params_N"], contours["flops_C"]
    loss = law.loss(N, C / (6 * N), extrapolate=True)
    np.testing.assert_allclose(loss, contours["loss_nats"], rtol=1e-12)
    for level in (2.2, 2.4):
        row = contours["loss_nats"] == level
        leftmost = np.argmin(C[row])
        assert N[row][leftmost] == pytest.approx(law.compute_optimal(C[row].min()).N, rel=0.1)
