"""The print edition's sources: vector figures, the same numbers, nothing hidden in a fold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def tex(root: Path) -> str:
    folder = root / "_build" / "latex"
    assert (folder / ".done").exists(), "run make latex first"
    return (folder / "scaling-and-emergence.tex").read_text(encoding="utf-8")


def test_every_figure_is_a_vector_pdf(root: Path, tex: str) -> None:
    included = re.findall(r"\\sphinxincludegraphics(?:\[[^]]*\])?\{+([^}]+)\}+([^}\s]*)\}*", tex)
    names = [stem + ending for stem, ending in included]
    assert len(names) == 15
    for name in names:
        assert name.endswith(".pdf")
        assert (root / "_build" / "latex" / name).read_bytes().startswith(b"%PDF")


def test_the_numbers_of_the_site_are_those_of_the_print(tex: str) -> None:
    text = re.sub(r"[~\s]+", " ", tex.replace("\xa0", " "))
    for phrase in ("4.7 times the best size", "60 billion parameters", "128 runs"):
        assert phrase in text


def test_answers_are_printed_and_tables_of_drawn_numbers_are_not(tex: str) -> None:
    assert "Size and reading are paid from one purse" in tex
    assert "The numbers drawn" not in tex
