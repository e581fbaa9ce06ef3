"""A slip in a listing names its file, its line and the claim's id."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from scalinglaws.claims import listing
from scalinglaws.claims.claim import Claim
from scalinglaws.claims.judging import judge_claim
from scalinglaws.claims.ledger import entries
from scalinglaws.claims.printed import Printed, parse
from scalinglaws.errors import InputError
from tests.claims.every import every_claim

HEADER = "id,part,where,claim,published,unit\n"
GOOD = 'A01,abstract,Abstract,Accuracy,67.5,%\nA02,abstract,Abstract,"Gain, at least",>7,points\n'


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Writes a listing of a document called paper, and has it read."""
    monkeypatch.setattr(listing.resources, "files", lambda package: tmp_path)
    (tmp_path / "paper").mkdir()

    def write(lines: str) -> None:
        (tmp_path / "paper" / "listing.csv").write_text(HEADER + lines, encoding="utf-8")

    return write


def entries_of(source: str) -> dict[str, listing.Entry]:
    return listing.entries_of.__wrapped__(source)  # read anew each time


def test_a_good_listing_is_read(written: Callable[[str], None]) -> None:
    written(GOOD)
    assert list(entries_of("paper")) == ["A01", "A02"]
    assert entries_of("paper")["A02"].claim == "Gain, at least"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (GOOD.replace('"', ""), r"paper/listing\.csv, line 3, A02: 7 cells: expected 6; .* quotes"),
        (GOOD.replace(",67.5,%", ""), r"paper/listing\.csv, line 2, A01: 4 cells: expected 6"),
        (GOOD + "\n", r"paper/listing\.csv, line 4, blank: 0 cells"),
        (GOOD.replace("A02", "A01"), r"paper/listing\.csv: the id A01 stands twice"),
    ],
)
def test_a_line_of_the_wrong_width_is_named(
    written: Callable[[str], None], lines: str, said: str
) -> None:
    written(lines)
    with pytest.raises(InputError, match=said):
        entries_of("paper")


def test_a_typo_in_a_number_is_named() -> None:
    entry = listing.entries_of("hoffmann2022")["A01"]
    (claim,) = (claim for claim in every_claim() if claim.id == "A01")
    with pytest.raises(InputError, match=r"hoffmann2022/listing\.csv, A01: '6O\.5': expected a"):
        judge_claim(claim, replace(entry, published="6O.5"))


def listed_number(claim: Claim) -> Printed | None:
    """The one number of a claim's line; None where the line holds several, or words."""
    try:
        found = parse(entries()[claim.id].published)
    except InputError:
        return None
    return found if found.is_number else None


def same_digits(one: float, other: float) -> bool:
    """Whether two numbers differ in their unit alone: 1.5 trillion and 1.5, 67.6 % and 0.676."""
    power = math.log10(one / other)
    return abs(power - round(power)) < 1e-9


def test_a_claim_that_reads_its_number_elsewhere_reads_the_number_that_is_listed() -> None:
    compared = 0
    for claim in every_claim():
        listed = listed_number(claim)
        if claim.published and not claim.parts and listed is not None:
            own = [reading.nominal for reading in claim.published]
            assert any(same_digits(value, listed.nominal) for value in own), claim.id
            compared += 1
    assert compared > 50
