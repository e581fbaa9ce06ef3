"""Tables of fits say in words what the fits and the simulation hold."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from scalinglaws.figures.fitting.tables import FORM_NAMES, NAMES, coverage_table, spoken_verdict
from scalinglaws.fits.parametric.rival_forms import FORMS


@pytest.fixture(scope="module")
def simulated(root: Path) -> list[dict[str, str]]:
    file = root / "reference" / "interval-coverage.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(
    ("verdict", "spoken"),
    [
        ("covers", "covers"),
        ("does not cover L", "does not cover L"),
        ("does not cover a N_opt L", "does not cover a, N_opt, L"),
        ("covers; wide: a N_opt", "covers; wide: a, N_opt"),
        ("does not cover a L; wide: N_opt", "does not cover a, L; wide: N_opt"),
    ],
)
def test_a_verdict_parts_the_quantities_it_names(verdict: str, spoken: str) -> None:
    assert spoken_verdict(verdict) == spoken


def test_no_verdict_of_the_simulation_loses_a_word(simulated: list[dict[str, str]]) -> None:
    for row in simulated:
        spoken = spoken_verdict(row["verdict"])
        assert spoken.replace(",", "") == row["verdict"]
        assert not any(f"{first} {second}" in spoken for first in NAMES for second in NAMES)


def test_a_share_and_its_error_stay_on_one_line(simulated: list[dict[str, str]]) -> None:
    level = "0.90"
    rows = coverage_table(simulated, level).rows
    wanted = [row for row in simulated if row["level"] == level]
    assert [row[:2] for row in rows] == [(row["approach"], row["kind"]) for row in wanted]
    for shown, row in zip(rows, wanted, strict=True):
        assert " " not in "".join(shown[2:5])
        share, error = (
            float(text) for text in shown[2].split("\N{NO-BREAK SPACE}±\N{NO-BREAK SPACE}")
        )
        assert share == pytest.approx(100 * float(row["coverage_a"]), abs=0.5)
        assert error == pytest.approx(100 * float(row["error_a"]), abs=0.05)


def test_every_form_that_is_validated_has_its_words() -> None:
    assert list(FORM_NAMES) == list(FORMS)
