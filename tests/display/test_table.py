"""Small tables as Markdown: full rows, digits under each other, a fold and a note around them."""

from __future__ import annotations

import pytest

from scalinglaws.display.table import MarkdownTable, MarkdownTables
from scalinglaws.errors import InputError


def test_a_table_needs_full_rows() -> None:
    table = MarkdownTable(("a", "b"), [("1", "2")])
    assert table._repr_markdown_() == "| a | b |\n| --: | --: |\n| 1 | 2 |"
    words = MarkdownTable(("a",), [("one",), ("2",)])
    assert "| --- |" in words._repr_markdown_()
    with pytest.raises(InputError, match="row 2"):
        MarkdownTable(("a", "b"), [("1", "2"), ("1",)])


def test_a_fold_and_a_note_go_around_the_table() -> None:
    made = MarkdownTable(("a",), [("1",)], "Read twice.", "Table 9")
    text = made._repr_markdown_()
    assert text.startswith(":::{dropdown} Table 9\n| a |")
    assert text.endswith("| 1 |\n\nRead twice.\n:::")
    both = MarkdownTables([made, MarkdownTable(("b",), [("2",)])])
    assert both._repr_markdown_().count("| --: |") == 2
    assert repr(both) == "Table 9\na\n1\n\nb\n2"
