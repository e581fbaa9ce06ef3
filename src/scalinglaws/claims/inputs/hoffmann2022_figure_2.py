"""How far into training the points lie that Figure 2 of Hoffmann et al. 2022 selects."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from scalinglaws import published

# Curves know their size to one of 256 colours, in bins 1.9 % wide.
SAME_SIZE = 0.0195
# A point may lie beyond its curve's drawn end by what the drawing's points are apart.
AT_THE_END = 0.005


def share_in_the_last(part: float) -> float:
    """Share of the selected points that lie in the last ``part`` of their training."""
    return float(np.mean(_left() <= part))


def most_left() -> float:
    """Share of its training that the earliest selected point leaves."""
    return float(_left().max())


@cache
def _left() -> NDArray[np.float64]:
    """Share of training left at each point of Figure 2, center.

    The drawing does not say which of a size's runs a point belongs to: we take the shortest
    that reaches it, which leaves least.
    """
    sizes, ends = _curves()
    points = published.load("hoffmann2022", "fig2").where(panel="center+right")
    left = []
    for C, N in zip(points["flops_C"], points["params_N"], strict=True):
        reached = ends[(np.abs(np.log(sizes / N)) < SAME_SIZE) & (ends > C * (1 - AT_THE_END))]
        left.append(max(1 - C / reached.min(), 0.0))
    return np.array(left)


def _curves() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Size and last FLOP of each drawn training curve."""
    table = published.load("hoffmann2022", "fig2-curves")
    starts = np.flatnonzero(np.diff(table["curve"], prepend=-1))
    return table["params_N_from_colour"][starts], np.maximum.reduceat(table["flops_C"], starts)
