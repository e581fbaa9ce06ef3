"""One page run from its first cell to its last, in a process of its own.

The cells go to IPython's shell, as in a notebook's kernel, but without a kernel: nothing listens
on a port, and a run costs what its cells cost.
"""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets import Type

# What a kernel would write: the site colours code by it.
LANGUAGE = {"name": "python", "pygments_lexer": "ipython3"}
NOT_READ = frozenset({".venv", "_build", "__pycache__"})
CODE = (".py", ".pyc")
# How IPython names a cell in messages.
SHELL_FILE = re.compile(r"<ipython-input-[^>]*>:")
LONGEST_OUTPUT = 100_000  # characters of one cell: more would make a page nobody can load


@dataclass
class Run:
    """What became of a page.

    Attributes
    ----------
    notebook : str
        The page with its outputs, as JSON; "" where it did not run through.
    files : list of str
        Modules of the library loaded and files of the project opened, relative to its root.
    where, fault : str
        The cell and its line, and what went wrong there; "" where nothing did.
    """

    notebook: str = ""
    files: list[str] = field(default_factory=list)
    where: str = ""
    fault: str = ""


class _CellError(Exception):
    """A cell that a page may not keep: what went wrong, and the line if there is one."""

    def __init__(self, what: str, line: int | None = None) -> None:
        super().__init__(what)
        self.line = "" if line is None else f", line {line}"


class _Keeping(DisplayHook):
    """Keeps the value of a cell's last expression, and prints nothing."""

    def __call__(self, result: Any = None) -> None:
        if result is not None:
            self.fill_exec_result(result)  # type: ignore[no-untyped-call]


class _Shell(InteractiveShell):
    displayhook_class = Type(_Keeping)
    error: BaseException | None = None

    def showtraceback(self, exc_tuple: Any = None, *_: Any, **__: Any) -> None:
        """Keep an exception, also of a value that cannot show itself; IPython would print it."""
        self.error = exc_tuple[1] if exc_tuple else sys.exc_info()[1]

    def showsyntaxerror(self, *_: Any, **__: Any) -> None:
        self.error = sys.exc_info()[1]


def run(root: Path, page: Path, text: str, library: str) -> Run:
    """Run a page's cells.

    Parameters
    ----------
    root, page : Path
        The project's folder, and the page relative to it.
    text : str
        The page as a notebook without outputs, JSON.
    library : str
        The package whose modules are written down.
    """
    opened = _watch_files(root)
    sys.path.insert(0, "")
    os.chdir((root / page).parent)
    notebook = nbformat.reads(text, as_version=4)
    notebook.metadata["language_info"] = LANGUAGE
    shell = _Shell.instance(history_length=0)
    shell.history_manager.enabled = False  # type: ignore[union-attr]
    number = 0
    try:
        for cell in notebook.cells:
            if cell.cell_type == "code":
                number += 1
                cell.execution_count = number
                cell.outputs = list(_outputs(shell, cell.source, number))
    except _CellError as fault:
        return Run(where=f"cell {number}{fault.line}", fault=str(fault))
    files = sorted({*_loaded(root, library), *opened})
    return Run(nbformat.writes(notebook), files)


def _outputs(shell: _Shell, source: str, number: int) -> Iterator[Any]:
    shell.error = None
    with capture_output() as shown:
        result = shell.run_cell(source, store_history=False)  # type: ignore[no-untyped-call]
        # Charts are drawn as they are shown: in here, so that what they say is heard.
        value = _bundle(shell, result.result)
    error = shell.error or result.error_before_exec or result.error_in_exec
    if error is not None:
        raise _CellError(f"{type(error).__name__}: {error}{_place(error)}", _line(error))
    if said := shown.stderr.strip():
        raise _CellError(f"it said on stderr: {SHELL_FILE.sub('line ', said)}")
    if len(shown.stdout) > LONGEST_OUTPUT:
        raise _CellError(f"it prints {len(shown.stdout):,} characters; {LONGEST_OUTPUT:,} may be")
    if shown.stdout:
        yield nbformat.v4.new_output("stream", name="stdout", text=shown.stdout)
    for rich in shown.outputs:
        yield nbformat.v4.new_output("display_data", data=rich.data, metadata=rich.metadata or {})
    if value:
        yield nbformat.v4.new_output("execute_result", **value, execution_count=number)


def _bundle(shell: InteractiveShell, value: Any) -> dict[str, Any]:
    """A value in every form that it can be shown in."""
    if value is None:
        return {}
    assert shell.display_formatter is not None
    data, metadata = shell.display_formatter.format(value)  # type: ignore[no-untyped-call]
    return {"data": data, "metadata": metadata}


def _line(error: BaseException) -> int | None:
    """The line of the cell that an exception went through."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if SHELL_FILE.match(f"{frame.filename}:")]
    return lines[-1] if lines else None


def _place(error: BaseException) -> str:
    """The line of the project's code that an exception comes from."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/src/" in Path(frame.filename).as_posix()]
    return f" ({Path(ours[-1].filename).name}, line {ours[-1].lineno})" if ours else ""


def _watch_files(root: Path) -> set[str]:
    """The files of the project that are opened from here on, as they are opened."""
    opened: set[str] = set()
    base = f"{root.resolve()}{os.sep}"

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if event != "open" or not isinstance(arguments[0], (str, os.PathLike)):
            return
        path = os.path.abspath(os.fspath(arguments[0]))  # noqa: PTH100 - a hook must not resolve
        inside = Path(path.removeprefix(base))
        # Modules are written down as they are loaded, not as they are read.
        read = NOT_READ.isdisjoint(inside.parts) and inside.suffix not in CODE
        if path.startswith(base) and read:
            opened.add(inside.as_posix())

    sys.addaudithook(note)
    return opened


def _loaded(root: Path, library: str) -> Iterator[str]:
    base = root.resolve()
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and (name == library or name.startswith(f"{library}.")):
            path = Path(file).resolve()
            if path.is_relative_to(base):
                yield path.relative_to(base).as_posix()
