"""Readings of simulated classes as bars."""

from __future__ import annotations

import numpy as np
import pytest

from scalinglaws.errors import InputError
from scalinglaws.figures.facilitating.class_readings import class_readings
from tests.figures.every import classes


def test_every_simulated_class_is_in_a_bar() -> None:
    bars = class_readings(classes(), classes(2), {}).layers["classes"]
    assert bars["first"].sum() == bars["second"].sum() == 50
    np.testing.assert_allclose(bars["to_N"][:-1], bars["from_N"][1:])
    with pytest.raises(InputError, match="equally many classes"):
        class_readings(classes(), classes(count=40), {})
