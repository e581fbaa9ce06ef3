"""The book's executable pages, and what the build's own execution of each gave."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_cache import get_cache
from myst_nb.core.read import is_myst_markdown_notebook, read_myst_markdown_notebook

from coursebook.execution.cache import PAGE_FOLDERS, cache_folder

Notebook = Any  # nbformat gives its notebooks no type


class NotExecutedError(RuntimeError):
    """The build has not executed a page as it stands."""


def executable_pages(root: Path) -> list[Path]:
    """Every page that holds code cells, relative to the root, in a fixed order."""
    pages = [
        root / "index.md",
        *(p for folder in PAGE_FOLDERS for p in (root / folder).rglob("*.md")),
    ]
    return sorted(
        page.relative_to(root)
        for page in pages
        if page.exists() and is_myst_markdown_notebook(_text(page))
    )


def source(root: Path, page: Path) -> Notebook:
    """A page's cells as it stands, without outputs."""
    return read_myst_markdown_notebook(_text(root / page))


def executed(root: Path, page: Path) -> Notebook:
    """A page with the outputs that the build's one execution left in its cache.

    Raises
    ------
    NotExecutedError
        If the build has not executed this page, with this library.
    """
    cache = get_cache(str(cache_folder(root)))
    try:
        record = cache.match_cache_notebook(source(root, page))
    except KeyError:
        raise NotExecutedError(f"{page}: not executed as it stands; run make html") from None
    return cache.get_cache_bundle(record.pk).nb


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")
