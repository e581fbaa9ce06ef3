"""What one book is called and where its parts lie: read in one place, wrong settings named."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursebook.project import Course, ProjectError, book, course


def test_the_layout_names_what_is_there(root: Path) -> None:
    layout = book(root)
    assert (root / "src" / layout.library / "__init__.py").exists()
    assert all((root / folder).is_dir() for folder in layout.page_folders)


@pytest.mark.parametrize(
    "file", ["Makefile", "README.md", ".github/workflows/test-and-publish.yml"]
)
def test_who_names_the_print_edition_names_the_file_that_is_written(root: Path, file: str) -> None:
    text = (root / file).read_text(encoding="utf-8")
    assert f"_build/latex/{book(root).print_name}.pdf" in text


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("library =", "libary =", "library is missing, libary is unknown"),
        (
            "objectives = 3\n",
            "",
            "pyproject.toml, tool.coursebook.week-page: objectives is missing",
        ),
        ("[tool.coursebook", "[tool.book", "page-folders is missing"),
    ],
)
def test_a_wrong_setting_is_named(
    root: Path, tmp_path: Path, old: str, new: str, fault: str
) -> None:
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ProjectError, match=fault):
        book(tmp_path)


def test_the_pages_of_every_week_are_there(root: Path) -> None:
    for week in course(root).weeks:
        assert str(week.page.with_suffix("")) in week.pages
        for page in week.pages | week.readings:
            assert (root / f"{page}.md").exists()


def test_a_book_without_a_course_has_no_weeks(tmp_path: Path) -> None:
    assert course(tmp_path) == Course()


WEEK = "  - {number: 1, slug: one, title: One, minutes: {}, pages: {}, readings: {}}\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("weeks:\n" + WEEK.replace("slug: one, ", ""), "week 1: slug is missing"),
        ("weeks:\n" + WEEK.replace("title", "titel"), "title is missing, titel is unknown"),
        ("weeks:\n" + 2 * WEEK, "two weeks have the number 1"),
        ("weeks:\n" + WEEK + WEEK.replace("1", "2"), "two weeks have the slug one"),
        ("sight: x\nweeks: []\n", "sight is unknown"),
        ("weeks: [\n", "course.yml: .*line 2"),
        ("3\n", "course.yml: 3 is no table"),
        ("weeks: {3: x}\n", "course.yml: weeks is no list"),
        ("weeks: [x]\n", "course.yml, week 1: x is no table"),
    ],
)
def test_a_wrong_course_is_one_line(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "course.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ProjectError, match=fault) as raised:
        course(tmp_path)
    assert len(str(raised.value).splitlines()) == 1


def test_weeks_come_by_number(tmp_path: Path) -> None:
    later = WEEK.replace("1", "2").replace("one", "two")
    (tmp_path / "course.yml").write_text("weeks:\n" + later + WEEK, encoding="utf-8")
    assert [week.slug for week in course(tmp_path).weeks] == ["one", "two"]
