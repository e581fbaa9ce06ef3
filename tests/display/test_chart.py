"""A chart refuses layers that no table can show and drawings that print cannot find."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scalinglaws.errors import InputError
from tests.figures.every import built


def test_layers_of_unequal_length_are_refused() -> None:
    broken = {"floors": {"budget_C": np.ones(2), "params_N": np.ones(3)}}
    with pytest.raises(InputError, match="floors: columns differ"):
        replace(built("nine-valleys"), layers=broken)


def test_a_drawing_that_is_no_function_of_a_module_is_refused() -> None:
    with pytest.raises(InputError, match="must be a function of a module"):
        replace(built("nine-valleys"), draw=lambda figure, layers, theme: None)
