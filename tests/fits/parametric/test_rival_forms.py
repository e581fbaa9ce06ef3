"""Rival forms: Approach 3 among them, ordered as they hold one another."""

from __future__ import annotations

import numpy as np
import pytest

from scalinglaws.fits.parametric import fit_parametric
from scalinglaws.fits.parametric.rival_forms import FORMS, fit_form
from scalinglaws.published.hoffmann2022.runs import figure_4_runs
from scalinglaws.runs import Runs


def test_the_separate_form_is_approach_3() -> None:
    runs = figure_4_runs()
    mine, theirs = fit_form(FORMS["separate"], runs), fit_parametric(runs)
    assert theirs.objective is not None
    assert theirs.constants is not None
    assert mine.objective == pytest.approx(theirs.objective.sum, rel=1e-9)
    assert mine.log_loss(7e10, 1.4e12) == pytest.approx(
        theirs.constants.log_loss(7e10, 1.4e12), abs=1e-6
    )


def test_forms_that_hold_one_another_are_ordered() -> None:
    runs = figure_4_runs()
    objective = {name: fit_form(form, runs).objective for name, form in FORMS.items()}
    assert objective["interaction"] <= objective["separate"] * (1 + 1e-9)
    assert objective["separate"] <= objective["one exponent"]
    assert objective["kaplan2020"] > 2 * objective["separate"]


def test_a_form_recovers_the_law_it_is() -> None:
    shape = figure_4_runs()
    log_loss = 0.1 * np.logaddexp(8 - 0.8 * (np.log(shape.N) - 20), 7.5 - (np.log(shape.D) - 23))
    runs = Runs.from_arrays(shape.N, D=shape.D, loss=np.exp(log_loss))
    fitted = fit_form(FORMS["kaplan2020"], runs)
    expected = 0.1 * np.logaddexp(8 - 0.8 * (np.log(7e10) - 20), 7.5 - (np.log(1.4e12) - 23))
    assert fitted.log_loss(7e10, 1.4e12) == pytest.approx(expected, abs=1e-6)
