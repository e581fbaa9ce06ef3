"""The code checks of a page's exercises: run by the tests, and handed out as a notebook.

An exercise named ``floor`` brings three blocks of Python: ``start-floor`` with dots where the
reader's work goes, ``check-floor`` that fails until it is done, and ``solution-floor``, which
takes the place of the start.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from coursebook.checks.markdown import Block, directives, read
from coursebook.project import course

FOLDER = Path("_build/exercises")
KINDS = ("start", "check", "solution")
LABEL = "exercise-"


class IncompleteError(ValueError):
    """An exercise lacks one of its three blocks."""


@dataclass(frozen=True)
class Check:
    """One exercise's code: what the reader gets, what judges it, and our answer."""

    name: str
    title: str
    start: str
    check: str
    solution: str


def checks(page: Path) -> tuple[Check, ...]:
    """The exercises of a page in its order, with their code.

    Raises
    ------
    IncompleteError
        If an exercise lacks its start, its check or its solution, or a block has no exercise.
    """
    blocks = read(page.read_text(encoding="utf-8"))
    titles = {
        each.options.get("label", "").removeprefix(LABEL): each.argument
        for each in directives(blocks, "exercise")
    }
    code = dict(_code(blocks))
    wanted = {(kind, name) for name in titles for kind in KINDS}
    faults = [f"{kind}-{name} is missing" for kind, name in sorted(wanted - set(code))]
    faults += [f"{kind}-{name} has no exercise" for kind, name in sorted(set(code) - wanted)]
    if faults:
        raise IncompleteError(f"{page.name}: {', '.join(faults)}")
    return tuple(
        Check(name, title, *(code[kind, name] for kind in KINDS)) for name, title in titles.items()
    )


def _code(blocks: list[Block]) -> Iterator[tuple[tuple[str, str], str]]:
    """Kind and exercise of each block of code that says so by its name -> the code."""
    for block in directives(blocks, "code-block"):
        kind, _, name = block.options.get("name", "").partition("-")
        if kind in KINDS and name:
            yield (kind, name), block.text.lstrip("\n")


def run(code: str) -> None:
    """Run a start or a solution with its check after it; raises what the code raises."""
    exec(compile(code, "<exercise>", "exec"), {"__name__": "__exercise__"})


def write_notebooks(app: Any) -> None:
    """Write a notebook of starts and checks for each week; pages offer it for download."""
    root = Path(app.srcdir)
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    for week in course(root).weeks:
        target = root / FOLDER / f"{week.slug}-exercises.ipynb"
        text = nbformat.writes(notebook(root / week.page))
        # Unchanged files keep their time, so that Sphinx reads no page anew for them.
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")


def notebook(page: Path) -> Any:
    """The exercises of a page as a notebook, unsolved."""
    document = nbformat.v4.new_notebook(cells=list(_cells(page)))
    for number, cell in enumerate(document.cells):
        cell.id = f"cell-{number}"  # nbformat draws ids at random; the same page, the same bytes
    return document


def _cells(page: Path) -> Iterator[Any]:
    yield nbformat.v4.new_markdown_cell(
        "# Exercises\n\nPut your answers where the dots are, then run the cell below them. It says "
        "nothing when you are right. The library is needed: `pip install .` in the book's folder."
    )
    for check in checks(page):
        yield nbformat.v4.new_markdown_cell(f"## {check.title}")
        yield nbformat.v4.new_code_cell(check.start.rstrip())
        yield nbformat.v4.new_code_cell(check.check.rstrip())
