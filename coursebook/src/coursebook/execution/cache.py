"""Which execution a page's stored outputs belong to.

MyST-NB's cache knows a page's cells but not the library they call. Its folder is therefore
named after a digest of everything else that can change an output: the library's code without
comments and docstrings, its data files, tables that stand beside the pages, and the lock.
"""

from __future__ import annotations

import ast
import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

LIBRARY = Path("src/scalinglaws")
LOCK = Path("requirements.txt")
PAGE_FOLDERS = ("weeks", "readings", "reference", "facilitating")
FOLDER_STEM = "jupyter-cache-"


def cache_folder(root: Path) -> Path:
    """The folder of executed pages that fits the library as it stands."""
    return root / "_build" / f"{FOLDER_STEM}{_digest(root)[:16]}"


def remove_stale_folders(root: Path) -> None:
    """Delete executions of an older library: nothing will ask for them again."""
    current = cache_folder(root)
    for folder in (root / "_build").glob(f"{FOLDER_STEM}*"):
        if folder != current:
            shutil.rmtree(folder, ignore_errors=True)


def _digest(root: Path) -> str:
    digest = hashlib.sha256()
    for path in _inputs(root):
        digest.update(str(path.relative_to(root)).encode() + b"\0" + _meaning(path) + b"\0")
    return digest.hexdigest()


def _inputs(root: Path) -> Iterator[Path]:
    for path in sorted((root / LIBRARY).rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            yield path
    for folder in PAGE_FOLDERS:
        yield from sorted((root / folder).rglob("*.csv"))
    yield root / LOCK


def _meaning(path: Path) -> bytes:
    if path.suffix != ".py":
        return path.read_bytes()
    tree = ast.parse(path.read_bytes())
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            _drop_docstring(node)
    return ast.dump(tree).encode()


def _drop_docstring(
    node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef,
) -> None:
    if ast.get_docstring(node, clean=False) is not None:
        node.body = node.body[1:] or [ast.Pass()]
