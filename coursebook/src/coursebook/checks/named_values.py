"""The named values of a page: its numbers and every number that its charts draw."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coursebook.execution.pages import Notebook
from coursebook.mime import CHART, NUMBERS, content

Value = float | str | list[float | str | None]
Values = dict[str, Value]


def values_of(notebook: Notebook) -> Values:
    """Names to values: ``number/best_size``, ``chart/nine-valleys/floors/params_N`` (a list)."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    return dict(item for output in outputs for item in _items(output.get("data", {})))


def run_page(root: Path, page: Path, notebook: Notebook) -> Values:
    """Run a page's cells here, without a kernel: what `make mutants` does many times.

    The cells run one after the other in one namespace, in the page's folder, as a kernel would;
    the value of a cell's last expression is its output.

    Parameters
    ----------
    root : Path
        The project's folder.
    page : Path
        The page, relative to it.
    notebook : NotebookNode
        The page's cells.
    """
    namespace: dict[str, Any] = {"__name__": "__main__"}
    values: Values = {}
    before = Path.cwd()
    os.chdir((root / page).parent)
    try:
        for cell in notebook.cells:
            if cell.cell_type == "code":
                values.update(_shown(_run_cell(cell.source, namespace)))
    finally:
        os.chdir(before)
    return values


def _items(bundle: dict[str, Any]) -> Iterator[tuple[str, Value]]:
    if NUMBERS in bundle:
        yield from _number_items(content(bundle[NUMBERS])["values"])
    if CHART in bundle:
        chart = content(bundle[CHART])
        yield from _chart_items(chart["name"], chart["layers"])


def _number_items(values: dict[str, float]) -> Iterator[tuple[str, Value]]:
    for name, value in values.items():
        yield f"number/{name}", value


def _chart_items(chart: str, layers: list[dict[str, Any]]) -> Iterator[tuple[str, Value]]:
    for layer in layers:
        for column in layer["columns"]:
            yield f"chart/{chart}/{layer['name']}/{column['name']}", column["values"]


def _run_cell(code: str, namespace: dict[str, Any]) -> Any:
    tree = ast.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), namespace)
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), namespace)


def _shown(result: Any) -> Iterator[tuple[str, Value]]:
    # By what they carry, not by class: the book machine does not import the library.
    if hasattr(result, "plain_layers"):
        return _chart_items(result.name, result.plain_layers())
    if hasattr(result, "values"):
        return _number_items(result.values)
    return iter(())
