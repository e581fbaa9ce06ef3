"""The book's executable pages, and what the build's own execution of each gave."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from myst_nb.core.read import is_myst_markdown_notebook, read_myst_markdown_notebook

from coursebook.execution.record import FOLDER, is_current, read_record
from coursebook.project import book

Notebook = Any  # nbformat gives its notebooks no type


class NotExecutedError(RuntimeError):
    """The build has not executed a page as it stands."""


def executable_pages(root: Path) -> list[Path]:
    """Every page that holds code cells, relative to the root, in a fixed order."""
    folders = book(root).page_folders
    pages = [root / "index.md", *(p for name in folders for p in (root / name).rglob("*.md"))]
    return sorted(
        page.relative_to(root)
        for page in pages
        if page.exists() and is_myst_markdown_notebook(_text(page))
    )


def source(root: Path, page: Path) -> Notebook:
    """A page's cells as it stands, without outputs.

    Parameters
    ----------
    root : Path
        The project's folder.
    page : Path
        The page, relative to it.
    """
    return read_myst_markdown_notebook(_text(root / page))


def output_file(root: Path, page: Path) -> Path:
    """Where the build keeps a page with its outputs.

    Parameters
    ----------
    root : Path
        The project's folder.
    page : Path
        The page, relative to it.
    """
    return (root / FOLDER / page).with_suffix(".ipynb")


def stands(root: Path, page: Path) -> bool:
    """Whether a page was run as it stands, with the library and the data as they stand.

    Parameters
    ----------
    root : Path
        The project's folder.
    page : Path
        The page, relative to it.
    """
    kept = output_file(root, page).exists()
    return kept and is_current(root, read_record(root, page), source(root, page))


def executed(root: Path, page: Path) -> Notebook:
    """A page with the outputs that the build's one execution left.

    Parameters
    ----------
    root : Path
        The project's folder.
    page : Path
        The page, relative to it.

    Raises
    ------
    NotExecutedError
        If the build has not executed this page, with this library.
    """
    if not stands(root, page):
        raise NotExecutedError(f"{page}: not executed as it stands; run make html")
    return nbformat.read(output_file(root, page), as_version=4)


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")
