"""What `from scalinglaws import ...` gives, and what importing the package costs."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

import scalinglaws


def test_the_door_gives_the_things_themselves() -> None:
    from scalinglaws import (
        Fit,
        LossLaw,
        Runs,
        bootstrap,
        fit_envelope,
        fit_isoflop,
        fit_parametric,
        plan,
    )

    assert Fit is import_module("scalinglaws.fits").Fit
    assert LossLaw is import_module("scalinglaws.laws").LossLaw
    assert Runs is import_module("scalinglaws.runs").Runs
    assert plan is import_module("scalinglaws.planning").plan
    for function in (bootstrap, fit_envelope, fit_isoflop, fit_parametric):
        assert function is getattr(import_module("scalinglaws.fits"), function.__name__)


@pytest.mark.parametrize("name", scalinglaws.SUBPACKAGES)
def test_a_part_is_imported_when_it_is_asked_for(name: str) -> None:
    assert getattr(scalinglaws, name) is import_module(f"scalinglaws.{name}")


def test_the_door_lists_what_it_gives_and_nothing_else() -> None:
    assert set(scalinglaws.__all__) == set(scalinglaws.HOMES)
    assert {*scalinglaws.__all__, *scalinglaws.SUBPACKAGES} <= set(dir(scalinglaws))
    with pytest.raises(AttributeError, match="no attribute 'fit_everything'"):
        _ = scalinglaws.fit_everything


def test_importing_the_package_needs_no_array() -> None:
    asked = "import sys, scalinglaws; dir(scalinglaws); print('numpy' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
