"""Names for the arrays that the library passes around, and a lock for those it shares."""

from __future__ import annotations

from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Labels: TypeAlias = NDArray[np.str_]
Array = TypeVar("Array", bound=NDArray[Any])


def read_only(values: Array) -> Array:
    """The same array, locked: what many hold, none may change."""
    values.setflags(write=False)
    return values
