"""Every exercise's check fails on the unsolved start and passes on our solution."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coursebook.checks.exercises import Check, IncompleteError, checks, notebook, run
from coursebook.project import course

ROOT = Path(__file__).parents[3]
CHECKS = [
    pytest.param(check, id=f"{page.stem}-{check.name}")
    for page in (week.page for week in course(ROOT).weeks)
    for check in checks(ROOT / page)
]


def test_there_are_exercises() -> None:
    assert len(CHECKS) >= 6


@pytest.mark.parametrize("check", CHECKS)
def test_the_unsolved_start_runs_and_fails_its_check(check: Check) -> None:
    run(check.start)
    with pytest.raises((AssertionError, TypeError)):
        run(check.start + check.check)


@pytest.mark.parametrize("check", CHECKS)
def test_the_solution_passes(check: Check) -> None:
    run(check.solution + check.check)


def test_the_notebook_holds_starts_and_checks_but_no_solution(root: Path) -> None:
    page = root / "weeks" / "compute-optimal.md"
    text = json.dumps(notebook(page))
    for check in checks(page):
        assert json.dumps(check.start.rstrip())[1:-1] in text
        assert json.dumps(check.check.rstrip())[1:-1] in text
        assert json.dumps(check.solution.rstrip())[1:-1] not in text
    assert text == json.dumps(notebook(page))


@pytest.mark.parametrize("kind", ["start", "check", "solution"])
def test_a_missing_block_is_named(root: Path, tmp_path: Path, kind: str) -> None:
    text = (root / "weeks" / "compute-optimal.md").read_text(encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text(
        text.replace(f":name: {kind}-floor\n", f":name: {kind}-roof\n"), encoding="utf-8"
    )
    said = rf"page\.md: {kind}-floor is missing, {kind}-roof has no exercise"
    with pytest.raises(IncompleteError, match=said):
        checks(page)
