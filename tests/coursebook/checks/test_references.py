"""The stored pages are those of the sources, executed."""

from __future__ import annotations

from pathlib import Path

import nbformat

from coursebook.execution.pages import executable_pages, source


def test_references_are_executed_and_of_the_pages_code(root: Path) -> None:
    for page in executable_pages(root):
        stored = nbformat.read(
            (root / "tests" / "notebooks" / page).with_suffix(".ipynb"), as_version=4
        )
        code = [c for c in source(root, page).cells if c.cell_type == "code"]
        assert [c.source for c in stored.cells] == [c.source for c in code]
        assert all(c.execution_count for c in stored.cells)
        assert any(c.outputs for c in stored.cells)
