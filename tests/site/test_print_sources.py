"""The print edition's sources: vector figures, the site's numbers, answers at the end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from coursebook.latex.folds import CHAPTER, PARTS
from coursebook.project import book

NOT_IN_PRINT = "reference/api.html"


@pytest.fixture(scope="module")
def tex(root: Path) -> str:
    folder = root / "_build" / "latex"
    assert (folder / ".done").exists(), "run make latex first"
    return (folder / f"{book(root).print_name}.tex").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def answers(tex: str) -> str:
    """The last chapter."""
    return tex.split(rf"\chapter{{{CHAPTER}}}")[1].split(r"\begin{sphinxthebibliography}")[0]


def plain(tex: str) -> str:
    """Words and digits of LaTeX, without formulas, references' targets and page numbers."""
    text = re.sub(
        r"\\\(.*?\\\)|\\begin\{equation\*?\}.*?\\end\{equation\*?\}", " ", tex, flags=re.S
    )
    text = re.sub(
        r"\\sphinxhref\{[^}]*\}|%\n\\begin\{footnote\}.*?\\end\{footnote\}", "", text, flags=re.S
    )
    text = re.sub(r" ?\(\\autopageref\*\{\\detokenize\{[^}]*\}\}\)", "", text)
    text = re.sub(r"\\hyperref\[\\detokenize\{[^]]*\}\]|\\hyperlink\{[^}]*\}", "", text)
    # A reference to a figure is \ref: its number is compared by another test.
    text = re.sub(r"\\(?:label|ref)\{\\detokenize\{[^}]*\}\}|\\DUrole\{[^}]*\}", "", text)
    return letters(re.sub(r"\\[A-Za-z]+\*?", "", text.replace(r"\sphinxhyphen{}", "-")))


def letters(text: str) -> str:
    return re.sub(r"[^\w]", "", text)


def prose(page: BeautifulSoup) -> list[str]:
    """Paragraphs of a built page that hold a digit, without formulas and links to figures."""
    article = BeautifulSoup(str(page.article), "html.parser")
    for tag in article.select("math, .chart-data, .eqno, pre, table, a.headerlink, .footnote"):
        tag.decompose()
    for link in article.select("a:has(.std-numref)"):
        link.string = re.sub(r"\d+", "", link.get_text())
    texts = [
        letters(tag.get_text()) for tag in article.select("p") if not tag.find_parent("figcaption")
    ]
    return [text for text in texts if re.search(r"\d", text)]


def test_every_figure_is_a_vector_pdf(
    root: Path, pages: dict[str, BeautifulSoup], tex: str
) -> None:
    included = re.findall(r"\\sphinxincludegraphics(?:\[[^]]*\])?\{+([^}]+)\}+([^}\s]*)\}*", tex)
    names = [stem + ending for stem, ending in included]
    assert len(names) == sum(len(page.select("figure.chart")) for page in pages.values()) > 0
    for name in names:
        assert name.endswith(".pdf")
        assert (root / "_build" / "latex" / name).read_bytes().startswith(b"%PDF")


def test_sentences_with_numbers_are_those_of_the_site(
    pages: dict[str, BeautifulSoup], tex: str
) -> None:
    printed = plain(tex)
    read = [text for name, page in pages.items() if name != NOT_IN_PRINT for text in prose(page)]
    assert len(read) > 60
    missing = [text for text in read if text not in printed]
    assert not missing


def test_a_changed_number_would_be_missed(pages: dict[str, BeautifulSoup], tex: str) -> None:
    (sentence, *_) = [
        t for t in prose(pages["weeks/compute-optimal.html"]) if "47timesthebestsize" in t
    ]
    changed = plain(tex.replace("4.7 times", "4.8 times"))
    assert sentence in plain(tex)
    assert sentence not in changed


def test_figures_have_the_numbers_of_the_site(pages: dict[str, BeautifulSoup], tex: str) -> None:
    for page in pages.values():
        for figure in page.select("figure.chart"):
            number = figure.select_one(".caption-number")
            assert isinstance(number, Tag)
            count = int(re.sub(r"\D", "", number.get_text()))
            before = tex.split(f":{figure['id']}}}}}\\end{{figure}}")[0]
            assert re.findall(r"\\setcounter\{figure\}\{(\d+)\}", before)[-1] == str(count - 1)


def test_tables_of_drawn_numbers_and_the_reference_of_functions_are_not_printed(tex: str) -> None:
    assert "The numbers drawn" not in tex
    assert "The code behind this" not in tex
    assert r"\chapter{The library}" not in tex


def test_answers_hints_and_solutions_stand_at_the_end(tex: str, answers: str) -> None:
    sentence = "Size and reading are paid from one purse"
    assert sentence in answers
    assert tex.count(sentence) == 1
    before = tex[: tex.index(answers)]
    for title in ("Hint", "Solution", "Answers", "Open after you have guessed"):
        assert rf"\subsubsection*{{{title}}}" not in tex
        assert f"{title}: " in before
    for page in answers.split(r"\section{")[1:]:
        parts = re.findall(r"\\subsection\{(\w+)\}", page)
        assert parts == [part for part in ("Answers", "Hints", "Solutions") if part in parts]


def test_every_exercise_leads_to_its_hint_and_solution_and_back(tex: str, answers: str) -> None:
    boxes = re.findall(
        r"\\begin\{sphinxadmonition\}\{note\}\{Exercise (\d+).*?\\end\{sphinxadmonition\}",
        tex,
        re.S,
    )
    assert boxes == [str(number) for number in range(1, len(boxes) + 1)]
    labels = re.findall(r"\\label\{(fold-\d+)\}", answers)
    asked = re.findall(r"\\pageref\*\{((?:asked|fold)-[\w-]+)\}", answers)
    assert len(labels) == len(asked) == len(set(labels)) > 2 * len(boxes)
    before = tex[: tex.index(answers)]
    for label, place in zip(labels, asked, strict=True):
        assert before.count(rf"\pageref*{{{label}}}") == 1
        assert before.count(rf"\label{{{place}}}") == 1
    for number in boxes:
        assert answers.count(rf"\subsubsection*{{Exercise {number} (") == 2


def test_every_fold_of_a_page_is_one_that_print_knows(root: Path) -> None:
    for page in [*(root / "weeks").glob("*.md"), *(root / "readings").glob("*.md")]:
        text = re.sub(
            r"^(:{3,})\{only\} html$.*?^\1$",
            "",
            page.read_text(encoding="utf-8"),
            flags=re.S | re.M,
        )
        for title in re.findall(r"^:{3,}\{dropdown\} (.+)$", text, re.M):
            assert title.split()[0] in PARTS, (
                f"{page.name}: would the fold {title!r} answer a question?"
            )


def test_no_column_is_narrower_than_its_longest_word() -> None:
    from coursebook.latex.tables import GAP, widths

    assert widths([(4, 10), (6, 20)], line=60) == [10 + GAP, 20 + GAP]
    shared = widths([(4, 10), (6, 200), (6, 200)], line=60)
    assert shared[0] == 10 + GAP
    assert sum(shared) <= 60
    assert widths([(50, 60), (50, 60)], line=60) == [50 + GAP, 50 + GAP]
