"""The print edition as XeLaTeX sets it: all words, embedded fonts, drawings and no pictures."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject

from coursebook.latex.folds import CHAPTER
from coursebook.latex.xelatex import INSTALL, PACKAGES, faults, missing_tools, set_book
from coursebook.project import book as settings

A4 = (595, 842)  # points
EMBEDDED = ("/FontFile", "/FontFile2", "/FontFile3")


@pytest.fixture(scope="module")
def book(root: Path) -> PdfReader:
    """The book, set if it is not yet; where nothing changed this takes a second."""
    if missing := missing_tools():
        pytest.skip(f"needs {', '.join(missing)}; README, Print, names the command")
    assert set_book(root) == 0
    return PdfReader(root / "_build" / "latex" / f"{settings(root).print_name}.pdf")


@pytest.fixture(scope="module")
def texts(book: PdfReader) -> list[str]:
    """The letters of each page. Spaces between words do not survive in every font."""
    return [letters(page.extract_text()) for page in book.pages]


def letters(text: str) -> str:
    return "".join(text.split())


def resources(holder: DictionaryObject, kind: str) -> Iterator[DictionaryObject]:
    """What a page, and the drawings on it, hold of one kind."""
    own = holder.get("/Resources", DictionaryObject()).get_object()
    for item in own.get(kind, DictionaryObject()).get_object().values():
        yield item.get_object()
    for drawing in own.get("/XObject", DictionaryObject()).get_object().values():
        if drawing.get_object()["/Subtype"] == "/Form":
            yield from resources(drawing.get_object(), kind)


def is_embedded(font: DictionaryObject) -> bool:
    below = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    if below["/Subtype"] == "/Type3":
        return True  # its letters are drawings in the file itself
    descriptor = below.get("/FontDescriptor", DictionaryObject()).get_object()
    return any(name in descriptor for name in EMBEDDED)


def test_the_book_is_whole(book: PdfReader, texts: list[str]) -> None:
    assert len(book.pages) > 20
    assert "ScalingandEmergence" in texts[0]
    assert "Contents" in texts[1]
    for title in ("Your bet", "The scoreboard", "Notation", "Bibliography", CHAPTER):
        assert any(letters(title) in text for text in texts[3:])
    assert not any("\ufffd" in text or "??" in text for text in texts)


def test_the_file_bears_the_book_s_title(book: PdfReader) -> None:
    assert book.metadata is not None
    assert book.metadata.title == "Scaling and Emergence"
    assert book.metadata.author == "the contributors"


def test_the_same_sources_give_the_same_bytes(
    root: Path, book: PdfReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert book.metadata is not None
    assert book.metadata.creation_date is not None
    date = round(book.metadata.creation_date.timestamp())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(date))
    again = tmp_path / "elsewhere"
    (again / "_build").mkdir(parents=True)
    (again / "pyproject.toml").symlink_to(root / "pyproject.toml")
    made = shutil.ignore_patterns("*.aux", "*.fls", "*.fdb_latexmk", "*.xdv", "*.toc", "*.out")
    shutil.copytree(root / "_build" / "latex", again / "_build" / "latex", ignore=made)
    assert set_book(again) == 0
    name = f"_build/latex/{settings(root).print_name}.pdf"
    assert (again / name).read_bytes() == (root / name).read_bytes()


def test_the_title_page_says_what_the_settings_say(root: Path, book: PdfReader) -> None:
    words = dataclasses.asdict(settings(root).title_page)
    assert all(words.values())
    first = letters(book.pages[0].extract_text())
    assert [name for name, text in words.items() if letters(text) not in first] == []


def test_make_gives_the_book_the_last_commit_s_date(root: Path, tmp_path: Path) -> None:
    """Without git it is the date of the files, which an archive of a commit has from it."""
    (tmp_path / "Makefile").write_text((root / "Makefile").read_text(encoding="utf-8"))
    os.utime(tmp_path / "Makefile", (1_700_000_000, 1_700_000_000))
    ask = "--eval=said:;@echo $$SOURCE_DATE_EPOCH"
    environment = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"}
    environment["GIT_CEILING_DIRECTORIES"] = str(tmp_path.parent)
    run = subprocess.run(
        ["make", "--no-print-directory", ask, "said"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert run.stdout.split() == ["1700000000"]


def test_every_page_is_a4(book: PdfReader) -> None:
    sizes = {(round(page.mediabox.width), round(page.mediabox.height)) for page in book.pages}
    assert sizes == {A4}


def test_page_numbers_of_the_contents_are_right(book: PdfReader, texts: list[str]) -> None:
    labels = book.page_labels
    contents = texts[1] + texts[2]
    for title in ("How large a model should a budget buy?", "The scoreboard", CHAPTER):
        number = re.search(re.escape(letters(title)) + r"[.]*(\d+)", contents)
        assert number, title
        assert letters(title) in texts[labels.index(number[1])]


def test_every_solution_stands_after_every_question(texts: list[str]) -> None:
    last_chapter = min(n for n, text in enumerate(texts) if text.startswith(letters(CHAPTER)))
    questions = [n for n, text in enumerate(texts) if "Youarerightif" in text]
    answers = [n for n, text in enumerate(texts) if "Sizeandreadingarepaidfromonepurse" in text]
    assert questions
    assert answers
    assert max(questions) < last_chapter <= min(answers)


def test_page_references_lead_both_ways(book: PdfReader, texts: list[str]) -> None:
    labels = book.page_labels
    for n, text in enumerate(texts):
        for number in re.findall(r"Solution:page(\d+)\.", text):
            assert f",page{labels[n]}" in texts[labels.index(number)]


def test_fonts_are_embedded(book: PdfReader) -> None:
    fonts = [font for page in book.pages for font in resources(page, "/Font")]
    assert len(fonts) > 50
    assert [font.get("/BaseFont") for font in fonts if not is_embedded(font)] == []


def test_nothing_is_a_raster_image(book: PdfReader) -> None:
    def subtypes(page: PageObject) -> set[str]:
        return {str(item["/Subtype"]) for item in resources(page, "/XObject")}

    assert set().union(*map(subtypes, book.pages)) == {"/Form"}


LOG = """\
Missing character: There is no 漢 in font FreeSerif!
LaTeX Warning: Reference `fold-9' on page 3 undefined on input line 12.
Overfull \\hbox (3.2pt too wide) in paragraph at lines 1--2
Overfull \\hbox (61.5pt too wide) in paragraph at lines 5--9
LaTeX Warning: Label `a' multiply defined.
"""


def test_a_log_with_faults_fails() -> None:
    found = faults(LOG)
    assert len(found) == 4
    assert not any("3.2pt" in fault for fault in found)
    assert faults("Output written on book.pdf (30 pages).") == []


def test_without_tex_one_line_names_the_command(root: Path, tmp_path: Path) -> None:
    for name in ("make", "sh", "find", "sed", "env"):
        if path := shutil.which(name):
            (tmp_path / name).symlink_to(path)
    (tmp_path / "python3").symlink_to(sys.executable)
    run = subprocess.run(
        ["make", "--no-print-directory", "latexpdf"],
        cwd=root, env={**os.environ, "PATH": str(tmp_path)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert run.returncode == 2
    assert run.stdout == ""
    first, *rest = run.stderr.splitlines()
    assert INSTALL in first
    assert all(line.startswith("make") for line in rest)


@pytest.mark.parametrize("file", ["README.md", ".ci/run", ".github/workflows/test-and-publish.yml"])
def test_the_packages_are_the_same_wherever_they_are_named(root: Path, file: str) -> None:
    assert PACKAGES in (root / file).read_text(encoding="utf-8")
