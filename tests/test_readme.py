"""The README's first five minutes run as they stand."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

BLOCK = re.compile(r"```pycon\n(.*?)```", re.DOTALL)


def test_the_first_five_minutes_run(root: Path) -> None:
    (lines,) = BLOCK.findall((root / "README.md").read_text(encoding="utf-8"))
    asked = doctest.DocTestParser().get_doctest(lines, {}, "README.md", "README.md", 0)
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    failed, tried = runner.run(asked, out=said.append)
    assert failed == 0, "".join(said)
    assert tried > 5


def test_they_are_about_twenty_lines(root: Path) -> None:
    (lines,) = BLOCK.findall((root / "README.md").read_text(encoding="utf-8"))
    assert len(lines.splitlines()) <= 22
