"""Named values: shown short, kept whole, finite."""

from __future__ import annotations

import numpy as np
import pytest

from scalinglaws.display.numbers import Numbers
from scalinglaws.errors import InputError


def test_numbers_are_shown_short_and_kept_whole() -> None:
    numbers = Numbers(third=1 / 3, size=np.float64(2.8e11))
    assert repr(numbers) == "third = 0.333333\nsize = 2.8e+11"
    payload = numbers._repr_mimebundle_()["application/vnd.coursebook.numbers+json"]
    assert payload["values"] == {"third": 1 / 3, "size": 2.8e11}
    with pytest.raises(InputError, match="missing = nan"):
        Numbers(missing=float("nan"))
