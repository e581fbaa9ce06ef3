"""The simplest fit that can be drawn again: a mean."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from scalinglaws.arrays import Floats
from scalinglaws.fits.frontier.frontiers_of_draws import LineFrontiers


@dataclass(frozen=True)
class MeanRefit:
    """A fit whose exponent a is the mean of some numbers; resamples in `failing` fail."""

    values: Floats
    failing: float = 0.0
    not_smooth_because: str = ""
    calls: list[Floats] = field(default_factory=list)

    @property
    def runs(self) -> int:
        return len(self.values)

    def __call__(self, weights: Floats) -> LineFrontiers:
        self.calls.append(weights)
        a = weights @ self.values / weights.sum(axis=1)
        a[: round(self.failing * len(a)) if len(a) > 1 else 0] = np.nan
        one = np.ones_like(a)
        return LineFrontiers(1.0, a, one, 1 - a, one, one, one, one, ~(a <= 0.5))
