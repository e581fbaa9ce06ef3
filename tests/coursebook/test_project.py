"""What one book is called and where its parts lie: read in one place, wrong settings named."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursebook.project import ProjectError, book


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
