"""Every week's page has the anatomy that pyproject.toml asks for, and a fault is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursebook.checks import week_page as anatomy
from coursebook.project import book, course


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
