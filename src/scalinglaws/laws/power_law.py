"""A straight line on log-log paper: y = factor * x^exponent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from scalinglaws.arrays import Floats


@dataclass(frozen=True)
class PowerLaw:
    """``y = anchor_y * (x / anchor_x)**exponent``, anchored in the middle of its points."""

    exponent: float
    anchor_x: float
    anchor_y: float

    def at(self, x: ArrayLike) -> Floats:
        """The line's y, in the shape of x and the unit of the fitted y."""
        ratio = np.asarray(x, dtype=np.float64) / self.anchor_x
        return np.asarray(self.anchor_y * ratio**self.exponent)
