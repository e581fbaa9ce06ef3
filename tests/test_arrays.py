"""What is shared is locked."""

from __future__ import annotations

import numpy as np
import pytest

from scalinglaws.arrays import read_only


def test_a_locked_array_is_the_same_and_refuses_changes() -> None:
    values = np.arange(3.0)
    assert read_only(values) is values
    with pytest.raises(ValueError, match="read-only"):
        values[0] = 1
