"""What a build costs and a page weighs. Ratios first: seconds belong to one machine."""

from __future__ import annotations

import gzip
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

PAGE = Path("weeks/compute-optimal.md")
EXECUTED = Path("_build/executed")
RUNS = 3


@dataclass(frozen=True)
class Kind:
    """One kind of build: what it is called, and the source that is touched before it."""

    what: str
    touched: Path | None = None


LIBRARY = Path("src/scalinglaws")
KINDS = (
    Kind("prose of one page", PAGE),
    Kind("one figure's function", LIBRARY / "figures/fitting/exponents.py"),
    Kind("a function under every page", LIBRARY / "units.py"),
    Kind("one document's claims", LIBRARY / "claims/sources/thiriet2023/post.py"),
    Kind("nothing"),
)


@dataclass(frozen=True)
class Timing:
    """Wall seconds of one kind of build, the median of a few, and how many pages ran."""

    what: str
    seconds: float
    pages: int


def bench(root: Path) -> int:
    """Time each kind of `make html` and weigh every page; returns the exit status."""
    cold = _timed(root, "cold, environment present", _forget_everything)
    timings = [cold, *(_timed(root, kind.what, partial(_touch, kind)) for kind in KINDS)]
    print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    print(f"\n{'make html after a change of':36}{'seconds':>9}{'of cold':>9}{'pages run':>11}")
    for timing in timings:
        share = timing.seconds / cold.seconds
        print(f"{timing.what:36}{timing.seconds:9.1f}{share:9.3f}{timing.pages:11}")
    print(f"\n{'page, with all it loads':36}{'KiB':>9}{'gzipped':>9}{'files':>7}")
    for page in sorted((root / "_build/html").rglob("*.html")):
        raw, packed, count = weight(page)
        name = str(page.relative_to(root / "_build/html"))
        print(f"{name:36}{raw / 1024:9.0f}{packed / 1024:9.0f}{count:7}")
    return 0


def weight(page: Path) -> tuple[int, int, int]:
    """Bytes, gzipped bytes and number of files of a page and everything it names to load."""
    files = {page, *_loaded_by(page)}
    contents = [file.read_bytes() for file in files]
    return (
        sum(map(len, contents)),
        sum(len(gzip.compress(content, 9)) for content in contents),
        len(files),
    )


def _loaded_by(page: Path) -> Iterator[Path]:
    text = page.read_text(encoding="utf-8")
    # Images of the other theme count too: a browser may fetch both.
    for address in re.findall(r'<(?:img|script|link)\b[^>]*?(?:src|href)="([^"#?:]+)', text):
        file = (page.parent / address).resolve()
        if file.is_file() and file.suffix != ".html":
            yield file


def _timed(root: Path, what: str, prepare: Callable[[Path], None]) -> Timing:
    """The median of a few builds, each after the same change."""
    times, pages = [], 0
    for _ in range(RUNS):
        with _restored(root):
            prepare(root)
            before = _runs(root)
            start = time.perf_counter()
            _make(root)
            times.append(time.perf_counter() - start)
            pages = len(_runs(root) - before)
    return Timing(what, sorted(times)[RUNS // 2], pages)


def _runs(root: Path) -> set[tuple[Path, int]]:
    """Each page's outputs and when they were written."""
    return {(file, file.stat().st_mtime_ns) for file in (root / EXECUTED).rglob("*.ipynb")}


def _make(root: Path) -> None:
    subprocess.run(["make", "html"], cwd=root, check=True, capture_output=True)


@contextmanager
def _restored(root: Path) -> Iterator[None]:
    """Put the touched sources back, and the build with them, whatever happens."""
    kept = {kind.touched: (root / kind.touched).read_bytes() for kind in KINDS if kind.touched}
    try:
        yield
    finally:
        changed = [path for path, text in kept.items() if (root / path).read_bytes() != text]
        for path in changed:
            (root / path).write_bytes(kept[path])
        if changed:
            _make(root)


def _forget_everything(root: Path) -> None:
    shutil.rmtree(root / "_build", ignore_errors=True)


def _touch(kind: Kind, root: Path) -> None:
    """Change the source in meaning: one more sentence, or one more function."""
    if kind.touched is None:
        return
    more = "\nOne more sentence.\n" if kind.touched.suffix == ".md" else FUNCTION
    path = root / kind.touched
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")


FUNCTION = "\n\ndef _touched() -> float:\n    return 0.0\n"


if __name__ == "__main__":
    sys.exit(bench(Path.cwd()))
