"""A function fits on a screen, and a public one of two or more arguments says what they are."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

LONGEST = 50  # lines, the docstring among them
FOLDERS = ("src/scalinglaws", "coursebook/src", "tools")
Function = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def public(body: list[ast.stmt]) -> Iterator[Function]:
    """Functions and methods without an underscore, those in public classes among them."""
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public(node.body)
        elif isinstance(node, FUNCTION) and not (node.name.startswith("_") or overloaded(node)):
            yield node


def overloaded(function: Function) -> bool:
    """One of the signatures above the function that has the text."""
    return any(ast.unparse(each) == "overload" for each in function.decorator_list)


def arguments(function: Function) -> list[str]:
    """Names of what a caller gives, but for the rest behind a star."""
    given = function.args
    named = [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return [name for name in named if name not in ("self", "cls")]


def documented(function: Function) -> set[str]:
    """The names above the lines of the section Parameters, and what the text has in backticks."""
    text = ast.get_docstring(function) or ""
    section = text.partition("Parameters\n----------\n")[2].split("\n----")[0]
    heads = re.findall(r"^(\w.*?)(?: : |$)", section, re.MULTILINE)
    listed = {name.strip() for head in heads for name in head.split(",")}
    return listed | set(re.findall(r"`(\w+)`", text))


def too_long(text: str) -> list[str]:
    """Line and name of each function beyond the limit."""
    found = (node for node in ast.walk(ast.parse(text)) if isinstance(node, FUNCTION))
    return [
        f"{node.lineno} {node.name}: {length} lines"
        for node in found
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST
    ]


def unsaid(text: str) -> list[str]:
    """Line and name of each public function with arguments that it does not describe."""
    return [
        f"{node.lineno} {node.name}: {', '.join(missing)}"
        for node in public(ast.parse(text).body)
        if len(arguments(node)) >= 2
        and (missing := [name for name in arguments(node) if name not in documented(node)])
    ]


@pytest.mark.parametrize("rule", [too_long, unsaid])
def test_functions_are_short_and_say_what_they_take(
    root: Path, rule: Callable[[str], list[str]]
) -> None:
    files = [path for folder in FOLDERS for path in sorted((root / folder).rglob("*.py"))]
    assert len(files) > 100
    found = [
        f"{path.relative_to(root)}:{fault}"
        for path in files
        for fault in rule(path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n" + "\n".join(found)


def test_what_breaks_a_rule_is_seen() -> None:
    assert too_long("def f():\n" + "    x = 1\n" * LONGEST) == ["1 f: 51 lines"]
    assert not too_long("def f():\n" + "    x = 1\n" * (LONGEST - 1))
    silent = 'class A:\n    def f(self, N, D):\n        """The loss."""\n'
    assert unsaid(silent) == ["2 f: N, D"]
    says = "\n\n        Parameters\n        ----------\n        {}\n            Counts.\n        "
    assert unsaid(silent.replace("loss.", "loss." + says.format("N : float"))) == ["2 f: D"]
    assert not unsaid(silent.replace("loss.", "loss." + says.format("N, D : float")))
