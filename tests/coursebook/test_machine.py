"""The parts of the book machine that no page shows: digests, mutants, anatomy, references."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from coursebook.checks import week_page as anatomy
from coursebook.execution.pages import executable_pages, source
from coursebook.project import book, course
from tools import mutants


def test_weeks_follow_the_anatomy(root: Path) -> None:
    weeks = course(root).weeks
    assert weeks
    rules = book(root).week_page
    found = [
        f"{w.page}: {fault}" for w in weeks for fault in anatomy.faults(root / w.page, w, rules)
    ]
    if found:  # all of them: an assertion would show the first
        pytest.fail("\n".join(found), pytrace=False)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("## Your bet", "## Your guess", "sections are"),
        ("## Say it back", "## Exercises first", "sections are"),
        ("- [**Price**]", "- [Price]", "2 objectives"),
        ("{#say-price}", "{#say-cost}", "no question say-price"),
        ("[read](#a-wrong-size-costs-compute)", "[read](#elsewhere)", "no section elsewhere"),
        ("{ref}`try <exercise-lost>`", "{ref}`try <exercise-won>`", "no exercise won"),
        ("*You are right if* $W(1) = 0$", "$W(1) = 0$", "You are right if"),
        ("*Hard, 30 minutes, pencil", "*Hard, pencil", "no difficulty and minutes"),
        ("assert np.isclose(floor, ", "np.isclose(floor, ", "asserts nothing"),
        ("minutes to read", "hours to read", "reading takes"),
        ("*Easy, 6 minutes", "*Easy, 60 minutes", "the first 3 exercises take 83"),
        ("*As of November 2026.*", "*Lately.*", "its date"),
        ('claims_beside_ours(["', 'claims_beside_ours(["a", "b", "c", "d", "e", "', "6 claims"),
        ("with 80 % probability", "with good probability", "80 % interval"),
        ("budget buy?", "budget buys", "no question"),
        ("## Your bet", "```\n## Your bet\n```", "sections are"),
        ("{dropdown} Hint\nYou never", "{note} Hint\nYou never", "no 'Hint'"),
        ("*As of November 2026.*", "Long ago. *As of November 2026.*", "its date"),
        ("budget buy?", "purse buy?", "not that of course.yml"),
        ("about 22 minutes to read", "about 23 minutes to read", "course.yml says 22 minutes"),
        ("*As of November 2026.*", "many words " * 60, "Since then has"),
    ],
)
def test_the_anatomy_notices(root: Path, tmp_path: Path, old: str, new: str, fault: str) -> None:
    (week,) = (week for week in course(root).weeks if week.slug == "compute-optimal")
    text = (root / week.page).read_text()
    if old not in text:  # that page is at fault, and the test above says how
        pytest.fail(f"{week.page}: there is no {old!r}", pytrace=False)
    page = tmp_path / "page.md"
    page.write_text(text.replace(old, new))
    assert any(fault in found for found in anatomy.faults(page, week, book(root).week_page))


def test_references_are_executed_and_of_the_pages_code(root: Path) -> None:
    for page in executable_pages(root):
        stored = nbformat.read(
            (root / "tests" / "notebooks" / page).with_suffix(".ipynb"), as_version=4
        )
        code = [c for c in source(root, page).cells if c.cell_type == "code"]
        assert [c.source for c in stored.cells] == [c.source for c in code]
        assert all(c.execution_count for c in stored.cells)
        assert any(c.outputs for c in stored.cells)


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("1.92e+19", "1.93e+19"),
        ("8.0 Billion", "8.1 Billion"),
        ("400 Million", "401 Million"),
        ("1/29,968", "1/29969"),
        ("0.50", "0.51"),
        ("22515.9", "22516.0"),
        ("-1.0012862", "-1.0012861"),
    ],
)
def test_a_mutant_moves_the_last_digit(text: str, changed: str) -> None:
    assert mutants.last_digit_up(text) == changed


def test_mutants_cover_every_constant_of_every_law(root: Path) -> None:
    found = list(mutants.law_mutants(root))
    texts = [one.name.split()[1] for one in found]
    assert {"1.69", "406.4", "410.7", "0.34", "0.28", "0.5267228", "0.33917084"} <= set(texts)
    assert {"482.01", "2085.43", "1.8172", "0.3478", "0.3658"} <= set(texts)
    assert len(found) == 67


def test_a_mutated_law_moves_the_accepted_numbers(root: Path) -> None:
    found = list(mutants.law_mutants(root))
    mutant = min(found, key=lambda one: len(mutants.pages_with(root, one.file)))
    assert mutants.seen(root, mutant), mutant.name
    assert not mutants.seen(root, replace(mutant, make=lambda copy: None))
