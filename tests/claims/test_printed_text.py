"""What a verdict is held against stands in the print that the ledger shows beside it."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from pathlib import Path

import pytest

from scalinglaws import claims
from scalinglaws.claims.claim import Claim, Second, using
from scalinglaws.claims.judging import judge_claim
from scalinglaws.claims.ledger import entries
from scalinglaws.claims.listing import Entry
from scalinglaws.claims.printed import Printed, parse
from scalinglaws.claims.sources.hoffmann2022 import running_text
from scalinglaws.claims.sources.lesswrong2022 import post
from scalinglaws.claims.verdict import Verdict
from tests.claims.every import every_claim

# The print is in words, or says of several numbers what we ask of one.
IN_WORDS = {"Y08", "R21", "R41", "F09", "V04", "V06", "P02", "P03", "P14"}
# Percentiles, beside which the print names the point that is computed.
WITH_THEIR_POINT = {f"T2I{number}" for number in range(1, 7)}
# The sentence says "exceeds" outside the words that we copied.
BOUND_IN_THE_SENTENCE = {"R08"}

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?(?:[eE][+-]?\d+)?")
SCALE = re.compile(r"(million|billion|trillion|percent|[mbt]\b|%)", re.IGNORECASE)
SCALES = {"m": "million", "b": "billion", "t": "trillion", "percent": "%"}
BOUNDS = {
    "above": re.compile(r"over|more than|at least|above|exceed|>|\u2265", re.IGNORECASE),
    "below": re.compile(r"under|less than|at most|below|up to|only|<|\u2264", re.IGNORECASE),
    "about": re.compile(r"~|\u2248|about|roughly|approximately|around", re.IGNORECASE),
}


def _numbers(text: str) -> list[str]:
    return NUMBER.findall(text)


def _scales(text: str) -> set[str]:
    found = (word.lower() for word in SCALE.findall(NUMBER.sub("0 ", text)))
    return {SCALES.get(word, word) for word in found}


def _bounds(text: str) -> set[str]:
    return {name for name, words in BOUNDS.items() if words.search(text)}


def _stands_in(readings: tuple[Printed, ...], print_: str) -> bool:
    """Whether the digits of the readings are those of the print, in order and with none left.

    A print may name for all what several readings are held against one by one ("for both"), and
    may repeat a number ("5 of 5").
    """
    texts = [reading.text for reading in readings]
    once = [text for text, _ in itertools.groupby(texts)]
    found = _numbers(print_)
    return any(
        _in_order([n for text in some for n in _numbers(text)], found) for some in (texts, once)
    )


def _in_order(wanted: list[str], found: list[str]) -> bool:
    rest = iter(found)
    return bool(wanted) and all(one in rest for one in wanted) and set(found) == set(wanted)


def _read(id: str) -> tuple[tuple[Printed, ...], Entry]:
    return claims.find(id).readings, entries()[id]


COMPARED = [one.id for one in claims.ledger() if one.readings]


@pytest.mark.parametrize("id", [id for id in COMPARED if id not in IN_WORDS])
def test_what_is_judged_is_what_is_printed(id: str) -> None:
    readings, entry = _read(id)
    print_ = entry.published
    if id in WITH_THEIR_POINT:
        point, print_ = print_.split(" ", 1)
        assert claims.find(id).recomputed == parse(point).nominal
    assert _stands_in(readings, print_), (print_, [reading.text for reading in readings])


@pytest.mark.parametrize("id", [id for id in COMPARED if id not in IN_WORDS])
def test_its_scale_and_its_bound_are_printed_too(id: str) -> None:
    readings, entry = _read(id)
    scales = {scale for reading in readings for scale in _scales(reading.text)}
    assert _scales(entry.published) <= scales <= _scales(f"{entry.published} {entry.unit}")
    for reading in readings:
        if id not in BOUND_IN_THE_SENTENCE:
            assert _bounds(reading.text) == _bounds(entry.published), reading.text


def test_the_exceptions_need_to_be_exceptions() -> None:
    for id in IN_WORDS:
        readings, entry = _read(id)
        assert not _stands_in(readings, entry.published), id
    for id in WITH_THEIR_POINT:
        readings, entry = _read(id)
        assert not _stands_in(readings, entry.published), id
    for id in BOUND_IN_THE_SENTENCE:
        readings, entry = _read(id)
        assert any(_bounds(reading.text) != _bounds(entry.published) for reading in readings), id
        assert "exceeds" in entry.claim


@pytest.mark.parametrize(
    ("id", "print_"),
    [
        ("R07", "400"),
        ("B01", "900"),
        ("R06", "4, 51, 2"),
        ("R06", "51, 2"),
        ("R06", "51, 2, 4, 57"),
        ("R14", "77.4, 76.6, 74.5"),
        ("F01", "0.99-1.12"),
        ("C15", "1.69; 406.4; 417.0"),
    ],
)
def test_another_print_does_not_pass(id: str, print_: str) -> None:
    readings, entry = _read(id)
    assert _stands_in(readings, entry.published)
    assert not _stands_in(readings, print_)


def test_the_two_sizes_of_the_post_stand_in_it(shared: Path) -> None:
    (copy,) = (shared / "seeds").glob("003_*.txt")
    text = copy.read_text(encoding="utf-8").replace("-billion", " billion")
    first, then = (
        text.index(f"{size} parameter") if size == post.GOPHER_FURTHER_DOWN else text.index(size)
        for size in (post.GOPHER_IN_THE_OPENING, post.GOPHER_FURTHER_DOWN)
    )
    assert first < then
    assert all(f"{size} billion" in text[: first + 20] for size in post.SIZES_OF_THE_OPENING)


def test_the_lengths_are_those_of_the_caption(shared: Path) -> None:
    (copy,) = (shared / "seeds").glob("002_*.txt")
    (caption,) = re.findall(r"Figure A1 \|.*", copy.read_text(encoding="utf-8"))
    (listed,) = re.findall(r"cycle length set to (.*?)\u00d7 longer", caption)
    assert tuple(re.findall(r"[\d.]+", listed)) == running_text.COSINE_LENGTHS
    assert f"{entries()['C32'].published} curves" in caption


def _repeated(id: str) -> Claim:
    """A claim that takes its own first computation as the second."""
    claim = next(one for one in every_claim() if one.id == id)
    return replace(claim, second=Second(claim.computations[0]))


@pytest.mark.parametrize("id", ["P01", "R18", "R32", "R10", "T3G3"])
def test_the_first_computation_again_is_no_second(id: str) -> None:
    row = judge_claim(_repeated(id), entries()[id])
    assert any("not the first once more" in fault for fault in row.faults)


def test_other_words_for_the_same_input_are_no_second() -> None:
    claim = _repeated("P01")
    (first,) = claim.computations
    again = using("in another table", first.formula, **first.inputs)
    (fault,) = judge_claim(replace(claim, second=Second(again)), entries()["P01"]).faults
    assert "not the first once more" in fault


def test_two_printed_places_with_the_same_digits_are_two() -> None:
    assert claims.find("R32").verdict is Verdict.PLACES_DIFFER


def test_only_the_claim_that_a_second_computation_belongs_to_carries_it() -> None:
    chinchilla, gopher = claims.find("R10"), claims.find("R11")
    assert [one.words for one in chinchilla.beside] == [
        "from Gopher's cells and the bars of Figure 7"
    ]
    assert gopher.beside == ()
    for claim in every_claim():
        if claim.second is not None and claim.second.published is None:
            first, second = claim.computations[0].estimate, claim.second.computation.estimate
            assert first.low <= second.high, claim.id
            assert second.low <= first.high, claim.id
