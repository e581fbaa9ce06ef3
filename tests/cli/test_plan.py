"""``scalinglaws plan``, and the help of every subcommand."""

from __future__ import annotations

import json

import pytest

from scalinglaws import laws
from scalinglaws.cli import main

Capture = pytest.CaptureFixture[str]
LAWS = {
    "hoffmann2022": laws.HOFFMANN_2022,
    "hoffmann2022-unrounded": laws.HOFFMANN_2022_UNROUNDED,
    "besiroglu2024": laws.BESIROGLU_2024,
}


@pytest.mark.parametrize("name", LAWS)
def test_json(name: str, capsys: Capture) -> None:
    assert main(["plan", "--flops", "1e24", "--law", name, "--json"]) == 0
    best = LAWS[name].compute_optimal(1e24)
    assert json.loads(capsys.readouterr().out) == {
        "schema": 1,
        "law": name,
        "C": 1e24,
        "N": float(best.N),
        "D": float(best.D),
        "tokens_per_parameter": float(best.D / best.N),
        "loss": float(best.loss),
    }


def test_accelerator_hours_are_a_budget(capsys: Capture) -> None:
    hours = ["--accelerator-hours", "1M", "--rate", "1e15", "--utilisation", "0.4"]
    assert main(["plan", *hours, "--law", "besiroglu2024", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["C"] == pytest.approx(1.44e24)


def test_text_names_the_source_and_the_flat_bottom(capsys: Capture) -> None:
    assert main(["plan", "--flops", "5.76e23", "--law", "besiroglu2024"]) == 0
    out = capsys.readouterr().out
    assert laws.BESIROGLU_2024.source in out
    assert "parameters N         72.2B" in out
    assert "Less than 1% of the compute is lost" in out
    assert max(map(len, out.splitlines())) <= 92


def test_far_outside_the_runs(capsys: Capture) -> None:
    far = ["plan", "--flops", "1e28", "--law", "hoffmann2022"]
    refused(far, "add --extrapolate", capsys)
    assert main([*far, "--extrapolate"]) == 0
    assert "2.64T" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "either --flops or --accelerator-hours"),
        (["--flops", "1e24", "--accelerator-hours", "1"], "one of them only"),
        (["--flops", "much"], "--flops much: expected a positive number"),
        (["--flops", "0"], "--flops 0"),
        (["--flops", "inf"], "--flops inf"),
        (["--flops", "2"], "expected a finite number, at least 1"),
        (["--flops", "1e24", "--rate", "1e15"], "go with --accelerator-hours"),
        (["--accelerator-hours", "1e6"], "needs --rate"),
        (["--accelerator-hours", "1e6", "--rate", "1e15", "--utilisation", "40"], "utilisation"),
    ],
)
def test_bad_budgets(options: list[str], said: str, capsys: Capture) -> None:
    refused(["plan", *options, "--law", "hoffmann2022"], said, capsys)


def refused(arguments: list[str], said: str, capsys: Capture) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize(("command", "said"), [("fit", "envelope"), ("plan", "besiroglu2024")])
def test_help_teaches_with_examples(command: str, said: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0
    out = capsys.readouterr().out
    assert "examples:" in out
    assert f"scalinglaws {command} " in out
    assert said in out
    assert max(map(len, out.splitlines())) <= 100


def test_an_unknown_law_names_those_there_are(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["plan", "--flops", "1e24", "--law", "kaplan1999"])
    assert stopped.value.code == 2
    assert "hoffmann2022-unrounded" in capsys.readouterr().err
