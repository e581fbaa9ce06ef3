"""What a file means to a page: a digest that words in comments and docstrings do not change."""

from __future__ import annotations

import ast
import hashlib
from functools import cache
from pathlib import Path


def digest(path: Path) -> str:
    """A digest of a file's meaning; "" where there is none.

    Parameters
    ----------
    path : Path
        Of a module, whose comments and docstrings do not count, or of any other file.
    """
    try:
        stands = path.stat()
    except OSError:
        return ""
    return _digest(path, stands.st_mtime_ns, stands.st_size)


@cache
def _digest(path: Path, changed: int, size: int) -> str:
    content = path.read_bytes()
    return hashlib.sha256(_code(content) if path.suffix == ".py" else content).hexdigest()


def _code(content: bytes) -> bytes:
    try:
        tree = ast.parse(content)
    except SyntaxError:
        return content
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            _drop_docstring(node)
    return ast.dump(tree).encode()


def _drop_docstring(
    node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef,
) -> None:
    if ast.get_docstring(node, clean=False) is not None:
        node.body = node.body[1:] or [ast.Pass()]
