"""Compare each page's outputs with its stored reference, by nbval's own comparison.

No kernel starts: the outputs are those of the build's one execution, read from its cache. This
is the pytest side; `tests/notebooks/conftest.py` switches it on.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbval.plugin import IPyNbCell, IPyNbFile, coalesce_streams

from coursebook.execution.pages import Notebook, executable_pages, executed
from coursebook.mime import CHART, NUMBERS

REFERENCES = Path("tests/notebooks")
# Drawings change with Matplotlib's version; numbers are compared at 1e-9 as accepted numbers.
DRAWN = (CHART, NUMBERS)


class ReferencePage(IPyNbFile):  # type: ignore[misc]
    """A stored reference, and beside it the page as the build executed it."""

    def setup(self) -> None:
        self.skip_compare += DRAWN
        self.setup_sanitize_files()
        root = Path(self.config.rootpath)
        page = self.path.relative_to(root / REFERENCES).with_suffix(".md")
        self.run = [cell for cell in executed(root, page).cells if cell.cell_type == "code"]

    def teardown(self) -> None:
        """No kernel was started, so none is stopped."""

    def collect(self) -> Iterator[Any]:
        for item in super().collect():
            yield ReferenceCell.from_parent(
                self, name=item.name, cell_num=item.cell_num, cell=item.cell, options=item.options
            )


class ReferenceCell(IPyNbCell):  # type: ignore[misc]
    """One cell: the same code, and outputs that nbval calls equal."""

    def runtest(self) -> None:
        ran = self.parent.run[self.cell_num]
        if ran.source != self.cell.source:
            self.raise_cell_error("The reference is of other code: run make accept", ran.source)
        got, wanted = coalesce_streams(ran.outputs), coalesce_streams(self.cell.outputs)
        if not self.compare_outputs(got, wanted, skip_compare=self.parent.skip_compare):
            self.raise_cell_error("Cell outputs differ", "\n".join(self.comparison_traceback))


def write_references(root: Path) -> int:
    """Store each page's code cells and outputs, without drawings, as its new reference.

    Returns
    -------
    int
        How many stored pages changed, came or went.
    """
    wanted = {(root / REFERENCES / page).with_suffix(".ipynb") for page in executable_pages(root)}
    changed = [page for page in executable_pages(root) if _write_reference(root, page)]
    gone = set((root / REFERENCES).rglob("*.ipynb")) - wanted
    for stale in gone:
        stale.unlink()
    return len(changed) + len(gone)


def _write_reference(root: Path, page: Path) -> bool:
    file = (root / REFERENCES / page).with_suffix(".ipynb")
    text = nbformat.writes(_reference(executed(root, page))) + "\n"
    if file.exists() and file.read_text(encoding="utf-8") == text:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return True


def _reference(notebook: Notebook) -> Notebook:
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return nbformat.v4.new_notebook(
        cells=[_stripped(cell, number) for number, cell in enumerate(cells, start=1)]
    )


def _stripped(cell: Notebook, number: int) -> Notebook:
    # Numbered ids and counts: random ones would make every accept a diff of the whole file.
    outputs = [_without_drawings(output) for output in cell.outputs]
    stored = nbformat.v4.new_code_cell(cell.source, execution_count=number, outputs=outputs)
    stored.id = f"cell-{number}"
    return stored


def _without_drawings(output: Notebook) -> Notebook:
    kept = nbformat.from_dict(dict(output))
    for kind in DRAWN:
        kept.get("data", {}).pop(kind, None)
    if "execution_count" in kept:
        kept.execution_count = None
    return kept
