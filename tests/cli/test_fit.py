"""``scalinglaws fit``: what it prints, and what it says to bad input."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scalinglaws.cli import main
from scalinglaws.cli import progress as progress_module
from scalinglaws.fits import DegenerateFitWarning, fit_parametric
from scalinglaws.laws import BESIROGLU_2024
from scalinglaws.runs import Runs

KEYS = {"schema", "approach", "estimator", "delta", "n", "law", "a", "b", "objective", "evidence",
        "intervals"}  # fmt: skip
Capture = pytest.CaptureFixture[str]
Write = Callable[[str], str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A CSV file of some text, named runs.csv."""

    def write(text: str) -> str:
        file = tmp_path / "runs.csv"
        file.write_text(text, encoding="utf-8")
        return str(file)

    return write


@pytest.fixture
def good(write: Write) -> str:
    """Four budgets of seven sizes each, with a little noise."""
    budgets = np.repeat(np.geomspace(1e18, 1e21, 4), 7)
    sizes = BESIROGLU_2024.compute_optimal(budgets).N * np.tile(np.geomspace(0.2, 5, 7), 4)
    noise = np.random.default_rng(2).normal(0, 0.003, 28)
    losses = BESIROGLU_2024.loss(sizes, budgets / (6 * sizes)) * np.exp(noise)
    rows = zip(sizes, budgets, losses, strict=True)
    return write("params,flops,loss\n" + "".join(f"{N},{C},{L}\n" for N, C, L in rows))


@pytest.fixture
def curves(write: Write) -> str:
    """Training curves: five sizes, forty checkpoints each."""
    lines = ["run,N,D,loss"]
    for number, N in enumerate(np.geomspace(1e7, 1e9, 5)):
        for D in np.geomspace(2 * N, 200 * N, 40):
            lines.append(f"r{number},{N},{D},{float(BESIROGLU_2024.loss(N, D))}")
    return write("\n".join(lines))


def answer(arguments: list[str], capsys: Capture) -> Any:
    assert main(["fit", *arguments, "--json"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return json.loads(captured.out)


def test_json_is_the_fit_to_the_last_digit(good: str, capsys: Capture) -> None:
    found = answer([good], capsys)
    fit = fit_parametric(Runs.from_csv(good))
    assert set(found) >= KEYS
    assert (found["schema"], found["approach"], found["n"]) == (1, 3, 28)
    assert (found["estimator"], found["delta"]) == ("huber", 1e-3)
    assert (found["a"], found["b"]) == (fit.a, fit.b)
    assert fit.law is not None
    for name in ("E", "A", "B", "alpha", "beta"):
        assert found["law"][name] == getattr(fit.law, name)
    assert fit.objective is not None
    assert found["objective"] == {"sum": fit.objective.sum, "mean": fit.objective.mean}
    assert found["evidence"]["flags"] == []
    assert found["intervals"] == {}


def test_text_is_the_report(good: str, capsys: Capture) -> None:
    assert main(["fit", good]) == 0
    assert capsys.readouterr().out == f"{fit_parametric(Runs.from_csv(good))}\n"


@pytest.mark.parametrize(
    ("option", "name", "delta"),
    [("lad", "lad", None), ("least-squares", "least-squares", None)],
)
def test_estimators(option: str, name: str, delta: None, good: str, capsys: Capture) -> None:
    found = answer([good, "--estimator", option], capsys)
    assert (found["estimator"], found["delta"]) == (name, delta)
    assert found["a"] != answer([good], capsys)["a"]


def test_delta_changes_the_fit(good: str, capsys: Capture) -> None:
    assert answer([good, "--delta", "0.01"], capsys)["delta"] == 0.01


@pytest.mark.parametrize("approach", ["2", "3"])
def test_bootstrap_repeats_with_its_seed(approach: str, good: str, capsys: Capture) -> None:
    options = [good, "--approach", approach, "--bootstrap", "100"]
    first = answer([*options, "--seed", "7"], capsys)
    assert first["intervals"]["a"]["low"] < first["a"] < first["intervals"]["a"]["high"]
    assert first["intervals"]["a"]["level"] == 0.8
    assert first["bootstrap"] == {"resamples": 100, "seed": 7, "level": 0.8}
    assert answer([*options, "--seed", "7"], capsys) == first
    assert answer([*options, "--seed", "8"], capsys)["intervals"] != first["intervals"]


@pytest.mark.parametrize("approach", ["2", "3"])
def test_intervals_at_a_budget(approach: str, good: str, capsys: Capture) -> None:
    options = [good, "--approach", approach, "--bootstrap", "100", "--at", "1e21"]
    intervals = answer(options, capsys)["intervals"]
    assert {"N_opt", "D_opt", "loss"} <= set(intervals)
    assert intervals["N_opt"]["C"] == 1e21
    assert intervals["N_opt"]["low"] < intervals["N_opt"]["high"]


@pytest.mark.parametrize("groups", ["size", "budget"])
def test_whole_groups_spread_otherwise_than_single_runs(
    groups: str, good: str, capsys: Capture
) -> None:
    options = [good, "--bootstrap", "100"]
    single, whole = (
        answer([*options, "--groups", choice], capsys)["intervals"]["a"]
        for choice in ("none", groups)
    )
    assert single["low"] != whole["low"]
    assert whole["method"].startswith("cluster bootstrap")


def test_a_wider_level_is_wider(good: str, capsys: Capture) -> None:
    options = [good, "--bootstrap", "100", "--level"]
    narrow, wide = (answer([*options, level], capsys)["intervals"]["a"] for level in ("0.5", ".95"))
    assert wide["low"] < narrow["low"] < narrow["high"] < wide["high"]


def test_all_three_and_why_one_does_not_apply(good: str, capsys: Capture) -> None:
    first, second, third = answer([good, "--approach", "all"], capsys)
    assert set(first) == {"schema", "approach", "refused"}
    assert "column run" in first["refused"]
    assert second["approach"] == 2
    assert third == answer([good], capsys)
    assert main(["fit", good, "--approach", "all"]) == 0
    assert "Approach 1: not possible with these runs" in capsys.readouterr().out


def test_curves_are_drawn_as_whole_runs(curves: str, capsys: Capture) -> None:
    options = [curves, "--bootstrap", "100", "--approach"]
    assert "100 resamples of 5" in answer([*options, "1"], capsys)["intervals"]["a"]["method"]
    method = answer([*options, "3"], capsys)["intervals"]["a"]["method"]
    assert method.startswith("cluster bootstrap, 100 resamples of 5")


def test_rows_that_share_a_run_are_drawn_together(good: str, write: Write, capsys: Capture) -> None:
    head, *rows = Path(good).read_text(encoding="utf-8").split()
    paired = "".join(f"{row},r{number // 2}\n" for number, row in enumerate(rows))
    options = ["--bootstrap", "100", "--approach"]
    single = answer([good, *options, "3"], capsys)
    file = write(f"{head},run\n{paired}")
    together = answer([file, *options, "3"], capsys)
    assert together["a"] == single["a"]
    assert together["intervals"]["a"]["low"] != single["intervals"]["a"]["low"]
    method = answer([file, *options, "2"], capsys)["intervals"]["a"]["method"]
    assert method.startswith("cluster bootstrap, 100 resamples of 14")


def test_a_degenerate_fit_is_an_answer_with_flags(
    write: Write, capsys: Capture, recwarn: pytest.WarningsRecorder
) -> None:
    rng = np.random.default_rng(0)
    rows = zip(rng.uniform(1e8, 2e8, 8), rng.uniform(1e9, 2e9, 8), rng.uniform(2.9, 3.1, 8),
               strict=True)  # fmt: skip
    file = write("N,D,loss\n" + "".join(f"{N},{D},{L}\n" for N, D, L in rows))
    flags = answer([file], capsys)["evidence"]["flags"]
    assert flags
    assert main(["fit", file]) == 0
    captured = capsys.readouterr()
    assert all(f"FLAG {flag}" in captured.out for flag in flags)
    assert captured.err == ""
    assert not [each for each in recwarn if each.category is DegenerateFitWarning]


def test_a_column_by_another_name(good: str, write: Write, capsys: Capture) -> None:
    expected = answer([good], capsys)
    file = write(Path(good).read_text(encoding="utf-8").replace("loss", "c4 val", 1))
    assert answer([file, "--column", "loss=c4 val"], capsys) == expected


BAD_FILES = {
    "size,colour,loss\n1e8,red,3\n": "no column is D",
    "N,D,loss\n1e8,2e9,3\n1e8,nan,3\n": "row 2 (line 3 of the file), D = 'nan'",
    "N,D,loss\n1e8,2e9,many\n": "row 1 (line 2 of the file), loss = 'many'",
    "N,D,loss\n1e8,2e9,-3\n": "expected a positive",
    "N,D,loss\n1e8,2e9,3\n": "1 runs: expected at least 5",
    "N,D,loss\n1e8,2e9\n": "2 cells: expected 3",
    "N,D,loss\n": "one or more",
    "": "empty",
    "N,D,tokens,loss\n1,2,3,4\n": '--column "D=D"',
    "N,D,error\n1,2,3\n": "--column NAME=HEADER",
    '"N\nM",D,loss\n1,2,3\n': "no column is N",
}


@pytest.mark.parametrize(("text", "said"), BAD_FILES.items())
def test_bad_files(text: str, said: str, write: Write, capsys: Capture) -> None:
    refused(["fit", write(text), "--json"], said, capsys)
    assert main(["fit", write(text)]) == 2


def test_one_line_even_if_a_header_has_two(write: Write, capsys: Capture) -> None:
    refused(["fit", write('"N\nM",D,loss\n1,2,3\n'), "--column", "N=X"], "N M, D, loss", capsys)


def test_no_file_a_folder_and_no_text(tmp_path: Path, capsys: Capture) -> None:
    refused(["fit", str(tmp_path / "none.csv")], "none.csv", capsys)
    refused(["fit", str(tmp_path)], "cannot be read", capsys)
    (tmp_path / "latin.csv").write_bytes(b"N,D,loss\n1,2,\xff\n")
    refused(["fit", str(tmp_path / "latin.csv")], "UTF-8", capsys)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--delta", "0"], "--delta 0: expected a positive number"),
        (["--delta", "nan"], "--delta nan"),
        (["--delta", "1e-3", "--estimator", "lad"], "huber only"),
        (["--estimator", "lad", "--approach", "2"], "goes with approach 3"),
        (["--bootstrap", "many"], "--bootstrap many: expected a whole number"),
        (["--bootstrap", "99"], "100 and more"),
        (["--at", "1e24"], "go with --bootstrap"),
        (["--bootstrap", "100", "--at", "0"], "--at 0: expected a positive number"),
        (["--bootstrap", "100", "--groups", "run"], "has no column run"),
        (["--seed", "-1"], "--seed -1"),
        (["--level", "1.0"], "--level 1.0"),
        (["--column", "loss"], "NAME=HEADER"),
        (["--column", "loss=nope"], "no column 'nope'"),
        (["--approach", "1"], "column run"),
    ],
)
def test_bad_options(options: list[str], said: str, good: str, capsys: Capture) -> None:
    if options[0] == "--seed":  # argparse takes -1 for an option unless it is joined
        options = ["--seed=-1"]
    refused(["fit", good, *options], said, capsys)


def refused(arguments: list[str], said: str, capsys: Capture) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("scalinglaws: ")
    assert said in captured.err
    assert captured.err.count("\n") == 1


def test_progress_only_to_a_terminal_and_only_when_slow(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    import time

    monkeypatch.setattr(progress_module, "PATIENCE", 0.05)
    with progress_module.patience("a fit"):
        time.sleep(0.2)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress_module.patience("a fit"):
        pass
    assert capsys.readouterr().err == ""
    with progress_module.patience("a fit"):
        time.sleep(0.2)
    captured = capsys.readouterr()
    assert "scalinglaws: a fit, 0 s" in captured.err
    assert captured.err.endswith("\r")
    assert captured.out == ""


def test_as_a_process(good: str) -> None:
    command = [sys.executable, "-m", "scalinglaws", "fit", good, "--json", "--approach", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["approach"] == 2
    assert done.stderr == ""
