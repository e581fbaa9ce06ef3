"""The pages that changed in meaning, run again side by side, each in a fork of one warm process."""

from __future__ import annotations

import multiprocessing
import os
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
    """A page that did not run through, and why."""

    page: Path
    what: str

    def __str__(self) -> str:
        return f"{self.page}, {self.what}"


def told(faults: Sequence[Fault]) -> str:
    """The faults in lines: those of one reason together, before it."""
    places: dict[str, list[str]] = {}
    for fault in faults:
        cell, _, why = fault.what.partition(": ")
        places.setdefault(why or fault.what, []).append(f"{fault.page}, {cell}")
    return "\n".join(f"{'; '.join(where)}: {why}" for why, where in places.items())


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
    stale = [page for page in pages if not stands(root, page)]
    for page in stale:
        output_file(root, page).unlink(missing_ok=True)
    faults = _run_all(root, stale) if stale else []
    _fill_cache(root, [page for page in pages if output_file(root, page).exists()])
    return stale, faults


def _run_all(root: Path, pages: Sequence[Path]) -> list[Fault]:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(lambda page: (page, _run(root, page)), pages)
        return [Fault(page, what) for page, what in found if what]


def _run(root: Path, page: Path) -> str:
    """Run a page in a process of its own and keep what it gave; else say what went wrong."""
    notebook = source(root, page)
    ran = _in_a_process(root, page, nbformat.writes(notebook))
    if ran.fault:
        return ran.fault
    file = output_file(root, page)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_record(root, page, make_record(root, notebook, ran.files))
    draft = file.with_suffix(".draft")
    draft.write_text(ran.notebook, encoding="utf-8")
    draft.replace(file)
    return ""


def _in_a_process(root: Path, page: Path, text: str) -> shell.Run:
    here, there = multiprocessing.Pipe(duplex=False)
    work = (there, root, page, text, book(root).library)
    process = _warm(root).Process(target=_send, args=work, daemon=True)  # type: ignore[attr-defined]
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
        return shell.Run(fault=f"its process ended with status {process.exitcode}")
    finally:
        here.close()
        process.join()


def _send(there: Connection, *work: object) -> None:
    there.send(shell.run(*work))  # type: ignore[arg-type]
    there.close()


@cache
def _warm(root: Path) -> BaseContext:
    """Where pages' processes come from: a server that has imported what is slow."""
    # In a folder of the build: a home that cannot be written to must not make a page speak.
    for name in ("MPLCONFIGDIR", "IPYTHONDIR"):
        folder = root / "_build" / name.lower()
        folder.mkdir(parents=True, exist_ok=True)
        os.environ[name] = str(folder)
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
