"""What `from scalinglaws import ...` gives, and what importing the package costs."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

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


@pytest.mark.parametrize("name", ["fits", "laws", "planning", "published", "units"])
def test_a_part_is_imported_when_it_is_asked_for(name: str) -> None:
    assert getattr(scalinglaws, name) is import_module(f"scalinglaws.{name}")


@pytest.mark.parametrize("package", [scalinglaws, scalinglaws.fits, scalinglaws.laws])
def test_a_package_gives_what_it_lists_and_nothing_else(package: ModuleType) -> None:
    assert all(hasattr(package, name) for name in package.__all__)
    assert set(package.__all__) <= set(dir(package))
    with pytest.raises(AttributeError, match="fit_everything"):
        _ = package.fit_everything


@pytest.mark.parametrize("package", [scalinglaws, scalinglaws.fits, scalinglaws.laws])
def test_a_type_checker_is_told_the_same_names(package: ModuleType) -> None:
    stub = Path(str(package.__file__)).with_suffix(".pyi").read_text(encoding="utf-8")
    told = next(
        ast.literal_eval(node.value)
        for node in ast.parse(stub).body
        if isinstance(node, ast.Assign)
    )
    assert set(told) == set(package.__all__)


def test_importing_the_package_needs_no_array() -> None:
    asked = "import sys, scalinglaws; dir(scalinglaws); print('numpy' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
