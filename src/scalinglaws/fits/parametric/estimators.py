"""What a fit minimises over the log residuals: Huber's loss, and its two limits."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scalinglaws.errors import InputError

# Below the rounding of any loss that is read from a figure or a log, yet far enough from the
# rounding of floats that the search still sees the square part.
LAD_DELTA = 1e-8
HUBER = "huber"
LAD = "lad"
LEAST_SQUARES = "least-squares"
NAMES = (HUBER, LAD, LEAST_SQUARES)


@dataclass(frozen=True)
class Estimator:
    """How a fit weighs a log residual.

    Attributes
    ----------
    name : str
        "huber", "lad" or "least-squares".
    delta : float or None
        Where Huber's loss turns from r^2/2 to delta (|r| - delta/2), in log units.
    """

    name: str
    delta: float | None = None

    @classmethod
    def of(cls, name: str, delta: float | None = None) -> Estimator:
        """The estimator of a name.

        Parameters
        ----------
        name : {"huber", "lad", "least-squares"}
            Which.
        delta : float, optional
            Where Huber's loss turns from square to straight, in log units; for "huber" only.

        Raises
        ------
        InputError
            If there is no such estimator, or Huber's delta is not positive and finite.
        """
        if name not in NAMES:
            raise InputError(f"estimator = {name!r}: expected one of {', '.join(NAMES)}")
        if name != HUBER:
            return cls(name)
        if delta is None or not 0 < delta < math.inf:
            raise InputError(f"delta = {delta!r}: expected a positive, finite width in log units")
        return cls(name, float(delta))

    @property
    def width(self) -> float:
        """Half-width of the square part that the search uses; the limits are 0 and infinity."""
        if self.delta is not None:
            return self.delta
        return LAD_DELTA if self.name == LAD else math.inf
