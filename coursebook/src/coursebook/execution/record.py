"""What a page's run depended on, written down as a compiler writes a dependency file.

A page runs again when its own cells, a module of the library that it loaded, a data file that
it opened, the lock or the machine that runs pages has changed in meaning; nothing else asks for it.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from coursebook.execution.digest import digest

LOCK = Path("requirements.txt")
FOLDER = Path("_build/executed")


@dataclass(frozen=True)
class Record:
    """One run of a page.

    Attributes
    ----------
    cells, surroundings : str
        Digests of the page's code, and of the lock, the interpreter and this package.
    files : dict of str to str
        Path, relative to the root -> digest of what it meant.
    """

    cells: str
    surroundings: str
    files: dict[str, str]


def make_record(root: Path, notebook: Any, files: list[str]) -> Record:
    """The record of a run that has just ended.

    Parameters
    ----------
    root : Path
        The project's folder.
    notebook : NotebookNode
        The page that ran.
    files : list of str
        Modules loaded and data files opened, relative to the root.
    """
    read = {file: digest(root / file) for file in sorted(files)}
    return Record(cells_of(notebook), surroundings(root), read)


def cells_of(notebook: Any) -> str:
    """A digest of the page's code cells: words between them change no output."""
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return hashlib.sha256(json.dumps(code).encode()).hexdigest()


def surroundings(root: Path) -> str:
    """A digest of what every page depends on."""
    own = sorted(Path(__file__).parent.glob("*.py"))
    parts = [digest(root / LOCK), sys.version, *map(digest, own)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def is_current(root: Path, record: Record | None, notebook: Any) -> bool:
    """Whether a page would give again what it gave.

    Parameters
    ----------
    root : Path
        The project's folder.
    record : Record or None
        Of the page's last run.
    notebook : NotebookNode
        The page as it stands.
    """
    return (
        record is not None
        and record.cells == cells_of(notebook)
        and record.surroundings == surroundings(root)
        and all(digest(root / file) == meant for file, meant in record.files.items())
    )


def read_record(root: Path, page: Path) -> Record | None:
    """The record of a page's last run; None where there is none that can be read.

    Parameters
    ----------
    root : Path
        The project's folder.
    page : Path
        The page, relative to it.
    """
    try:
        return Record(**json.loads(_file(root, page).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_record(root: Path, page: Path, record: Record) -> None:
    """Keep a page's record beside its outputs.

    Parameters
    ----------
    root : Path
        The project's folder.
    page : Path
        The page, relative to it.
    record : Record
        Of its last run.
    """
    _file(root, page).write_text(json.dumps(asdict(record), indent=1), encoding="utf-8")


def _file(root: Path, page: Path) -> Path:
    return (root / FOLDER / page).with_suffix(".json")
