"""What every law asks of its arguments: positive numbers, near the runs it was fitted on."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError, OutOfRangeError

EXTRAPOLATION_LIMIT = 100.0
Ends = tuple[float, float]


def positive(name: str, values: ArrayLike) -> Floats:
    """``values`` as floats; raises InputError, with ``name``, if one is not positive and finite."""
    numbers = np.asarray(values, dtype=np.float64)
    bad = ~np.isfinite(numbers) | (numbers <= 0)
    if bad.any():
        raise InputError(f"{name} = {first(numbers, bad)}: expected a positive, finite number")
    return numbers


def at_least_one(name: str, values: ArrayLike) -> Floats:
    """``values`` as floats; raises InputError, with ``name``, if one is below 1 or not finite."""
    numbers = np.asarray(values, dtype=np.float64)
    bad = ~np.isfinite(numbers) | (numbers < 1)
    if bad.any():
        raise InputError(f"{name} = {first(numbers, bad)}: expected a finite number, at least 1")
    return numbers


def refuse_far_from(ends: Ends | None, name: str, values: Floats, law: str) -> None:
    """Raise OutOfRangeError if a value lies more than 100 times outside the fitted runs.

    Parameters
    ----------
    ends : (float, float) or None
        Smallest and largest value among the fitted runs; None refuses nothing.
    name, law : str
        What the values are and what was fitted, for the message.
    values : ndarray
        In the unit of the ends.
    """
    if ends is None:
        return
    low, high = ends
    too_far = (values < low / EXTRAPOLATION_LIMIT) | (values > high * EXTRAPOLATION_LIMIT)
    if too_far.any():
        raise OutOfRangeError(
            f"{name} = {first(values, too_far)}: {law} was fitted from {low:.3g} to "
            f"{high:.3g} and this is more than {EXTRAPOLATION_LIMIT:g} times outside; "
            "pass extrapolate=True to ask all the same"
        )


def first(values: Floats, chosen: Any) -> str:
    """The first of ``values`` where the mask ``chosen`` holds, for a message."""
    return f"{values[chosen].flat[0]:.6g}"
