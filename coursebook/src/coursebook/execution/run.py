"""The pages that changed in meaning, run again side by side, each in a fork of one warm process."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn

from coursebook.execution import shell
from coursebook.execution.pages import output_file, source, stands
from coursebook.execution.record import make_record, write_record
from coursebook.project import book

CACHE = Path("_build/jupyter-cache")
PATIENCE = 300.0  # seconds a page may take
# Slow to import and the same for every page: each page starts with them.
WARM = ["numpy", "scipy.optimize", "matplotlib.figure", "matplotlib.backends.backend_svg"]


@dataclass(frozen=True)
class Fault:
    """A page that did not run through.

    Attributes
    ----------
    page : Path
        Relative to the root.
    where : str
        Cell and line; "" where that is not known.
    why : str
        What went wrong.
    """

    page: Path
    where: str
    why: str

    @property
    def place(self) -> str:
        """Page, cell and line."""
        return ", ".join(filter(None, (str(self.page), self.where)))

    def __str__(self) -> str:
        return f"{self.place}: {self.why}"


def told(faults: Sequence[Fault]) -> str:
    """The faults in lines; a reason that stops several pages is said once, before them."""
    reasons: dict[str, list[Fault]] = {}
    for fault in faults:
        reasons.setdefault(fault.why, []).append(fault)
    return "\n".join(
        "\n  ".join((why, *(one.place for one in found))) if found[1:] else str(found[0])
        for why, found in reasons.items()
    )


def bring_up_to_date(root: Path, pages: Sequence[Path]) -> tuple[list[Path], list[Fault]]:
    """Run the pages whose cells or recorded files changed, and hand all outputs to MyST-NB.

    Parameters
    ----------
    root : Path
        The project's folder.
    pages : sequence of Path
        The executable pages of the build, relative to the root.

    Returns
    -------
    ran : list of Path
        The pages that ran.
    faults : list of Fault
        Those that failed: they keep no outputs, so the next build runs them again.
    """
    _make_homes(root)
    stale = [page for page in pages if not stands(root, page)]
    for page in stale:
        output_file(root, page).unlink(missing_ok=True)
    faults = _run_all(root, stale) if stale else []
    _fill_cache(root, [page for page in pages if output_file(root, page).exists()])
    return stale, faults


def _run_all(root: Path, pages: Sequence[Path]) -> list[Fault]:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [fault for fault in pool.map(lambda page: _run(root, page), pages) if fault]


def _run(root: Path, page: Path) -> Fault | None:
    """Run a page in a process of its own and keep what it gave; else say what went wrong."""
    notebook = source(root, page)
    ran = _in_a_process(root, page, nbformat.writes(notebook))
    if ran.fault:
        return Fault(page, ran.where, ran.fault)
    file = output_file(root, page)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_record(root, page, make_record(root, notebook, ran.files))
    draft = file.with_suffix(".draft")
    draft.write_text(ran.notebook, encoding="utf-8")
    draft.replace(file)
    return None


def _in_a_process(root: Path, page: Path, text: str) -> shell.Run:
    here, there = multiprocessing.Pipe(duplex=False)
    work = (there, root, page, text, book(root).library)
    process = _warm().Process(target=_send, args=work, daemon=True)  # type: ignore[attr-defined]
    process.start()
    there.close()
    try:
        if not here.poll(PATIENCE):
            process.kill()
            return shell.Run(fault=f"it ran for {PATIENCE:.0f} s and was stopped")
        found: shell.Run = here.recv()
        return found
    except EOFError:
        process.join()
        return shell.Run(fault=_ended(process.exitcode))
    finally:
        here.close()
        process.join()


def _ended(status: int | None) -> str:
    """Words for a process that ended before its page did."""
    if status is None or status >= 0:
        return f"its process ended with status {status}"
    return f"its process was killed by {signal.Signals(-status).name}; is there memory enough?"


def _send(there: Connection, *work: object) -> None:
    there.send(shell.run(*work))  # type: ignore[arg-type]
    there.close()


def _make_homes(root: Path) -> None:
    """Folders of the build for what Matplotlib and IPython keep in a home.

    One that cannot be written to must not make a page speak, nor what draws for print.
    """
    for name in ("MPLCONFIGDIR", "IPYTHONDIR"):
        folder = root / "_build" / name.lower()
        folder.mkdir(parents=True, exist_ok=True)
        os.environ[name] = str(folder)


@cache
def _warm() -> BaseContext:
    """Where pages' processes come from: a server that has imported what is slow."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*WARM, "coursebook.execution.shell"])
    return context


def _fill_cache(root: Path, pages: Sequence[Path]) -> None:
    """MyST-NB looks for outputs in this cache, by the cells of a page."""
    folder = root / CACHE
    folder.mkdir(parents=True, exist_ok=True)
    cache = get_cache(str(folder))
    for page in pages:
        notebook = nbformat.read(output_file(root, page), as_version=4)
        bundle = CacheBundleIn(notebook, str(root / page))
        cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
