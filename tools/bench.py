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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PAGE = Path("weeks/compute-optimal.md")
FUNCTION = Path("src/scalinglaws/fits/isoflop/parabola.py")
RUNS = 3


@dataclass(frozen=True)
class Timing:
    """Wall seconds of one kind of build, the median of a few."""

    what: str
    seconds: float


def bench(root: Path) -> int:
    """Time four kinds of `make html` and weigh every page; returns the exit status."""
    timings = [
        Timing("cold build, environment present", _median(root, _forget_everything)),
        Timing("one function touched", _median(root, _touch_function)),
        Timing("one page touched (prose)", _median(root, _touch_prose)),
        Timing("nothing changed", _median(root, lambda root: None)),
    ]
    cold = timings[0].seconds
    print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    print(f"\n{'make html':36}{'seconds':>9}{'of cold':>9}   median of {RUNS}")
    for timing in timings:
        print(f"{timing.what:36}{timing.seconds:9.1f}{timing.seconds / cold:9.3f}")
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


def _median(root: Path, prepare: object) -> float:
    assert callable(prepare)
    times = []
    for _ in range(RUNS):
        with _restored(root):
            prepare(root)
            start = time.perf_counter()
            subprocess.run(["make", "html"], cwd=root, check=True, capture_output=True)
            times.append(time.perf_counter() - start)
    return sorted(times)[RUNS // 2]


@contextmanager
def _restored(root: Path) -> Iterator[None]:
    """Put the touched sources back, and the build with them, whatever happens."""
    kept = {path: (root / path).read_bytes() for path in (PAGE, FUNCTION)}
    try:
        yield
    finally:
        changed = [path for path, text in kept.items() if (root / path).read_bytes() != text]
        for path in changed:
            (root / path).write_bytes(kept[path])
        if changed:
            subprocess.run(["make", "html"], cwd=root, check=True, capture_output=True)


def _forget_everything(root: Path) -> None:
    shutil.rmtree(root / "_build", ignore_errors=True)


def _touch_prose(root: Path) -> None:
    _append(root / PAGE, "\nOne more sentence.\n")


def _touch_function(root: Path) -> None:
    _append(root / FUNCTION, "\n\ndef _touched() -> float:\n    return 0.0\n")


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(bench(Path.cwd()))
