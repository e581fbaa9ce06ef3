"""``scalinglaws claims``."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from scalinglaws import __version__, claims
from scalinglaws.cli import main

KEYS = [
    *("schema", "id", "source", "where", "claim"),
    *("published", "unit", "recomputed", "verdict", "note"),
]


def test_all_rows(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims"]) == 0
    lines = capsys.readouterr().out.splitlines()
    reproduced = sum(row.verdict is claims.Verdict.REPRODUCED for row in claims.ledger())
    assert lines[0].split(maxsplit=1) == [str(reproduced), "reproduced"]
    assert f"{len(claims.ledger()):4}  claims in all" in lines
    ids = [line.split()[0] for line in lines[lines.index("") + 2 :]]
    assert ids == [row.id for row in claims.ledger()]


def test_one_row_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "T3F4"]) == 0
    out = capsys.readouterr().out
    text = " ".join(out.split())
    row = claims.find("T3F4")
    for part in (row.claim, row.where, "5.76e+23 FLOP", repr(row.recomputed), row.note):
        assert part in text
    assert max(map(len, out.splitlines())) <= 92


def test_a_claim_with_several_numbers_shows_them_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "C15"]) == 0
    out = capsys.readouterr().out
    assert "; ".join(map(repr, claims.find("C15").parts)) in " ".join(out.split())


def test_json_of_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["id"] for row in rows] == [row.id for row in claims.ledger()]
    assert all(list(row) == KEYS for row in rows)
    assert all(row["schema"] == 1 for row in rows)


def test_json_of_one_keeps_every_digit(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "T203", "--json"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert list(row) == KEYS
    assert row["recomputed"] == claims.find("T203").recomputed
    assert row["published"] == "67 Billion"
    assert row["verdict"] == "depends on the convention"


def test_nothing_compared_is_null(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "S04", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["recomputed"] is None


@pytest.mark.parametrize("arguments", [["claims", "T3F44"], ["claims", "T3F44", "--json"]])
def test_an_unknown_id(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("scalinglaws: no claim 'T3F44'")
    assert "T3F4" in captured.err
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "code"), [([], 2), (["nonsense"], 2), (["--help"], 0), (["--version"], 0)]
)
def test_exit_codes(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == code


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, text in (
        (["--version"], f"scalinglaws {__version__}"),
        (["--help"], "claims"),
        (["claims", "--help"], "scalinglaws claims T3F4"),
    ):
        with pytest.raises(SystemExit):
            main(arguments)
        assert text in capsys.readouterr().out


def test_as_a_process_with_a_reader_that_leaves() -> None:
    command = [sys.executable, "-m", "scalinglaws", "claims", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_help_loads_no_table_and_no_figures() -> None:
    code = (
        "import sys, contextlib, io\n"
        "from scalinglaws.cli import main\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):\n"
        "    main(['--help'])\n"
        "print([m for m in ('numpy', 'scipy', 'matplotlib') if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_table_writes_numbers_as_the_prints_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    cells = {line[0]: line[1:] for line in lines if line}
    assert cells["K01"] == ["5.5x", "5.3703", "depends", "on", "the", "convention"]
    assert cells["C04"][:4] == ["40B", "32.19", "billion", "parameters"]
    assert cells["R40"] == [">50", "68", "%", "reproduced"]
