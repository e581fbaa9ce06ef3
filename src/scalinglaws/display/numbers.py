"""Named values that a page computes and its prose quotes."""

from __future__ import annotations

import math
from typing import Any

from scalinglaws.errors import InputError

MIME_TYPE = "application/vnd.coursebook.numbers+json"


class Numbers:
    """Named values of a page, shown short and kept at full precision.

    End a cell with ``Numbers(best_size=...)``. The page's prose then quotes the value by its
    name, rounded for the reader, and the check of accepted numbers keeps all sixteen digits.

    Parameters
    ----------
    **values : float
        Finite numbers; anything that ``float`` takes.

    Raises
    ------
    InputError
        If a value is NaN or infinite.
    """

    def __init__(self, **values: Any) -> None:
        self.values = {name: float(value) for name, value in values.items()}
        for name, value in self.values.items():
            if not math.isfinite(value):
                raise InputError(f"{name} = {value}: a number in prose must be finite")

    def __repr__(self) -> str:
        return "\n".join(f"{name} = {value:.6g}" for name, value in self.values.items())

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {"text/plain": repr(self), MIME_TYPE: {"schema": 1, "values": self.values}}
