"""The ledger as a page: every row once, in the fold of its part, under its own address."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from scalinglaws import claims
from scalinglaws.claims.verdict import AGREEING, NEED_CARE, Verdict
from scalinglaws.errors import InputError
from scalinglaws.figures.claims.scoreboard import (
    Scoreboard,
    entry,
    ledger_numbers,
    scoreboard_totals,
    tally,
)

FOLD = re.compile(r"::::\{dropdown\} (.+)\n:name: claims-(\S+)\n:class-container: claims\n\n")


@pytest.fixture(scope="module")
def page() -> str:
    return Scoreboard(claims.ledger())._repr_markdown_()


def test_every_row_stands_once_under_its_address(page: str) -> None:
    found = re.findall(r"^\(claim-(\S+)\)=$", page, flags=re.M)
    assert sorted(found) == sorted(row.id.lower() for row in claims.ledger())
    assert len(set(found)) == len(found)


def test_every_row_can_be_doubted(page: str) -> None:
    assert page.count("[Tell us we are wrong](#tell-us-we-are-wrong)") == len(claims.ledger())


def test_every_chapter_is_a_fold_that_counts_its_rows(page: str) -> None:
    chapters = claims.by_chapter(claims.ledger())
    assert FOLD.findall(page) == [
        (f"{chapter.title} ({tally(rows)})", chapter.key) for chapter, rows in chapters.items()
    ]
    assert sum(map(len, chapters.values())) == len(claims.ledger())


def test_a_chapter_holds_one_document() -> None:
    for chapter, rows in claims.by_chapter(claims.ledger()).items():
        assert {row.source for row in rows} == {chapter.source}


def test_a_tally_adds_up() -> None:
    rows = claims.ledger()
    found = re.findall(r"(\d+) (agree|by convention|apart|not compared)", tally(rows))
    numbers = {words: int(count) for count, words in found}
    assert sum(numbers.values()) == len(rows)
    assert tally(rows).startswith(f"{len(rows)} claims: ")
    for words, kind in (("agree", AGREEING), ("apart", NEED_CARE)):
        assert numbers[words] == sum(row.verdict in kind for row in rows)
    only_words = [row for row in rows if row.verdict is Verdict.NOT_A_NUMBER][:2]
    assert tally(only_words) == "2 claims: 2 not compared"


def test_a_row_sets_the_two_numbers_side_by_side() -> None:
    text = entry(claims.find("C04"))
    assert "Printed **40B** parameters, we get **32.19 billion**: *not determined" in text
    assert "Printed **1/46** Gopher budgets, we get **1/46.829**" in entry(claims.find("T3G3"))
    assert "we get **1.6934; 406.4; 410.72**" in entry(claims.find("C15"))
    assert "we get" not in entry(claims.find("C10")).split("*not a number*")[0]


def test_a_number_of_ours_takes_its_scale_from_what_it_is_held_against() -> None:
    assert "**most; ~300 billion**, we get **80 %**: " in entry(claims.find("R41"))
    assert "**40-70** billion parameters, we get **70 billion**: " in entry(claims.find("Y04"))
    assert "Printed **4 times**, we get **4.6667**: " in entry(claims.find("A06"))
    assert "Printed **60** Gopher budgets, we get " in entry(claims.find("P09"))


def test_a_row_without_a_chapter_is_refused() -> None:
    stray = replace(claims.find("T3F1"), source="nobody1999")
    with pytest.raises(InputError, match="T3F1 of nobody1999"):
        claims.by_chapter([stray])


def test_totals_leave_damage_out() -> None:
    rows = claims.ledger()
    table = scoreboard_totals(rows)
    damaged = sum(row.verdict is Verdict.DAMAGED for row in rows)
    assert damaged > 0
    assert sum(int(count) for _, count in table.rows) + damaged == len(rows)
    assert [words for words, _ in table.rows][:2] == [
        "Reproduced", "Not determined by the printed digits",
    ]  # fmt: skip


def test_the_numbers_have_the_ids_in_their_names() -> None:
    values = ledger_numbers(claims.ledger()).values
    assert values["C04_recomputed_0"] == claims.find("C04").recomputed
    assert values["K10_recomputed_1"] == claims.find("K10").conventions[1].nominal
