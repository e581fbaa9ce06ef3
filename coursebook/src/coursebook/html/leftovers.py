"""What an earlier build left and no page has any more: a reader must not find it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

MADE_BESIDE_PAGES = ("genindex", "search", "py-modindex")


def remove_stale_output(app: Any, exception: Exception | None) -> None:
    """After a build of the site: delete pages, pictures and downloads that nothing leads to.

    Parameters
    ----------
    app : Sphinx
        At the end of a build.
    exception : Exception or None
        What stopped the build, if anything did; then nothing is deleted.
    """
    if exception is None and app.builder.format == "html":
        for file in _stale(Path(app.outdir), app.env):
            file.unlink()


def _stale(folder: Path, env: Any) -> Iterator[Path]:
    pages = {f"{name}.html" for name in (*env.found_docs, *MADE_BESIDE_PAGES)}
    pictures = {name for _, name in env.images.values()}
    downloads = {name for _, name in env.dlfiles.values()}
    for found, wanted in (
        (folder.rglob("*.html"), {folder / name for name in pages}),
        ((folder / "_images").glob("*"), {folder / "_images" / name for name in pictures}),
        ((folder / "_downloads").rglob("*.*"), {folder / "_downloads" / n for n in downloads}),
    ):
        yield from (file for file in found if file.is_file() and file not in wanted)
