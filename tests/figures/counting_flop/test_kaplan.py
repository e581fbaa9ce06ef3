"""The fits of Kaplan et al. 2020, asked and tabulated."""

from __future__ import annotations

import ast
import inspect
from dataclasses import fields, replace

import pytest

from scalinglaws.figures.counting_flop.kaplan import kaplan_answers, kaplan_numbers, kaplan_table
from scalinglaws.laws import kaplan2020

ASKED = {"N": 1e9, "D": 2e10, "C": 10 * kaplan2020.PF_DAY, "S": 1e5, "loss": 2.5}


def test_every_fit_of_the_module_is_asked() -> None:
    answers = kaplan_answers(**ASKED)
    fits = {name: fit for name, fit in vars(kaplan2020).items() if hasattr(fit, "source")}
    assert {answer.source for answer in answers} == {fit.source for fit in fits.values()}
    assert len(kaplan_table(answers).rows) == len(fits)
    assert len({answer.key for answer in answers}) == len(answers)


def constants_of(fit: object) -> list[str]:
    """The fields of a fit that hold a constant of the paper."""
    names = [field.name for field in fields(fit)]  # type: ignore[arg-type]
    return [name for name in names if isinstance(getattr(fit, name), float) and name != "unit"]


FITS = [name for name in kaplan2020.__all__ if hasattr(getattr(kaplan2020, name), "source")]


@pytest.mark.parametrize(
    ("name", "constant"),
    [(name, constant) for name in FITS for constant in constants_of(getattr(kaplan2020, name))],
)
def test_every_constant_moves_a_named_number(
    name: str, constant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kaplan_numbers(kaplan_answers(**ASKED)).values
    fit = getattr(kaplan2020, name)
    moved = replace(fit, **{constant: getattr(fit, constant) * (1 + 1e-6)})
    monkeypatch.setattr(kaplan2020, name, moved)
    after = kaplan_numbers(kaplan_answers(**ASKED)).values
    changed = [key for key in before if abs(after[key] / before[key] - 1) > 1e-9]
    assert len(changed) == 1


def test_constants_are_shown_in_the_paper_s_digits() -> None:
    shown = {answer.key: (answer.place, answer.constants) for answer in kaplan_answers(**ASKED)}
    assert shown["L_N"] == ("Eq. 1.1", "8.8e13; 0.076")
    assert shown["L_C_min"] == ("Eq. 1.3", "3.1e8; 0.050")
    assert shown["L_N_S"] == ("Eq. 1.6, Table 3", "6.5e13, 2.1e3; 0.077, 0.76")
    assert shown["batch"][0] == "Eqs. 1.4 and 5.3"
    assert shown["D_opt"] == ("Table 6", "2e10; 0.27")


def test_the_module_s_constants_are_all_in_its_fits() -> None:
    """No number stands in the module that no fit uses."""
    tree = ast.parse(inspect.getsource(kaplan2020))
    literals = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    }
    used = {*kaplan2020.RUNS.N, *kaplan2020.RUNS.D}
    for name in FITS:
        fit = getattr(kaplan2020, name)
        used |= {getattr(fit, constant) for constant in constants_of(fit)}
        used |= {getattr(fit, constant) / kaplan2020.PF_DAY for constant in constants_of(fit)}
    assert literals <= used
