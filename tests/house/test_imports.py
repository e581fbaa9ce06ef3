"""No import runs in a circle, imports inside functions and for types included."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest


def modules(folder: Path, package: str) -> dict[str, Path]:
    """Module name -> file, below a package's folder."""
    found = {}
    for path in sorted(folder.rglob("*.py")):
        parts = [package, *path.relative_to(folder).with_suffix("").parts]
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(path: Path, known: Mapping[str, Path]) -> Iterator[str]:
    """The modules of the package that a file imports anywhere in its text."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inside = f"{node.module}.{alias.name}"
                name = inside if inside in known else node.module
                if name in known:
                    yield name


def graph(found: Mapping[str, Path]) -> dict[str, set[str]]:
    return {name: set(imported(path, found)) - {name} for name, path in found.items()}


@pytest.mark.parametrize("package", ["src/scalinglaws", "coursebook/src/coursebook"])
def test_no_import_runs_in_a_circle(root: Path, package: str) -> None:
    found = modules(root / package, Path(package).name)
    try:
        TopologicalSorter(graph(found)).prepare()
    except CycleError as circle:
        pytest.fail(" -> ".join(circle.args[1]))


def test_a_circle_through_a_function_is_seen(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("from p import b\n")
    (tmp_path / "b.py").write_text("def f():\n    from p.a import g\n")
    with pytest.raises(CycleError):
        TopologicalSorter(graph(modules(tmp_path, "p"))).prepare()
