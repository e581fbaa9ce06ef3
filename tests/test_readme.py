"""The README's commands and its first five minutes run as they stand, on the sample it names."""

from __future__ import annotations

import csv
import doctest
import re
import shlex
from pathlib import Path

import numpy as np
import pytest

from scalinglaws import Runs, published
from scalinglaws.cli import main

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\.venv/bin/scalinglaws (.+?)\s+# ", README, re.MULTILINE)
BLOCK = re.compile(r"```pycon\n(.*?)```", re.DOTALL)
SAMPLES = re.findall(r'Runs\.from_csv\("(.+?)"\)', README)


def test_there_is_something_to_run() -> None:
    assert {command.split()[0] for command in COMMANDS} == {"fit", "plan", "flops", "claims"}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_runs_in_the_project_s_folder(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    monkeypatch.chdir(root)
    assert main(shlex.split(command)) == 0
    assert capsys.readouterr().out


def test_the_first_five_minutes_run() -> None:
    (lines,) = BLOCK.findall(README)
    asked = doctest.DocTestParser().get_doctest(lines, {}, "README.md", "README.md", 0)
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    failed, tried = runner.run(asked, out=said.append)
    assert failed == 0, "".join(said)
    assert tried > 5


def test_they_are_about_twenty_lines() -> None:
    (lines,) = BLOCK.findall(README)
    assert len(lines.splitlines()) <= 22


def test_the_sample_is_read_as_the_nine_valleys(root: Path) -> None:
    (sample,) = SAMPLES
    assert len(Runs.from_csv(root / sample)) == 128
    runs = published.load("hoffmann2022", "fig3").where(panel="left")
    with (root / sample).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for ours, theirs in (("N", "params_N"), ("C", "flops_C"), ("loss", "loss_nats")):
        assert np.array_equal([float(row[ours]) for row in rows], runs[theirs])
