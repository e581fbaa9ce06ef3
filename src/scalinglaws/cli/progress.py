"""A sign of life on stderr while something takes long and a person is watching."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 2.0  # seconds


@contextmanager
def patience(what: str) -> Iterator[None]:
    """Say every second, from the third on, what is going on; only to a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    over = threading.Event()
    watch = threading.Thread(target=_tell, args=(what, over), daemon=True)
    watch.start()
    try:
        yield
    finally:
        over.set()
        watch.join()


def _tell(what: str, over: threading.Event) -> None:
    start, line = time.monotonic(), ""
    pause = PATIENCE
    while not over.wait(pause):
        line = f"scalinglaws: {what}, {time.monotonic() - start:.0f} s"
        sys.stderr.write(f"\r{line}")
        sys.stderr.flush()
        pause = 1.0
    if line:
        sys.stderr.write(f"\r{' ' * len(line)}\r")
        sys.stderr.flush()
