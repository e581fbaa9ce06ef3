"""The built pages, as a browser gets them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

GENERATED = {"genindex.html", "search.html", "py-modindex.html"}


@pytest.fixture(scope="session")
def site(root: Path) -> Path:
    """The folder that `make html` built."""
    folder = root / "_build" / "html"
    assert (folder / ".done").exists(), "run make html first"
    return folder


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Every page somebody wrote, by its path in the site."""
    return dict(_pages(site))


def _pages(site: Path) -> Iterator[tuple[str, BeautifulSoup]]:
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        if not name.startswith("_") and name not in GENERATED:
            yield name, BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
