"""Every verdict is the accepted one, and a change is told in full."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from scalinglaws import claims, laws
from tools import verdicts


def test_every_verdict_is_the_accepted_one(root: Path) -> None:
    found = verdicts.changes(root)
    assert not found, "run make accept once you have read them:\n" + "\n".join(found)
    assert list(verdicts.accepted(root)) == [row.id for row in claims.ledger()]


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    for file in (verdicts.ACCEPTED, verdicts.NUMBERS):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / file, tmp_path / file)
    return tmp_path


def test_a_changed_verdict_is_told_with_both_numbers(
    copy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = copy / verdicts.ACCEPTED
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace("K01,depends on the convention", "K01,derived"), encoding="utf-8")
    number = claims.find("K01").recomputed
    told = f"K01: derived -> depends on the convention; recomputed {number!r} -> {number!r}"
    assert verdicts.changes(copy) == [told]
    monkeypatch.setenv("CI", "1")
    assert verdicts.accept(copy) == 1
    monkeypatch.delenv("CI")
    assert verdicts.accept(copy) == 0
    assert told in capsys.readouterr().out
    assert file.read_text(encoding="utf-8") == whole


def test_a_miss_without_its_care_is_told_and_never_accepted(
    copy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    fresh_ledger: None,
) -> None:  # fmt: skip
    monkeypatch.setattr(laws, "HOFFMANN_2022", replace(laws.HOFFMANN_2022, alpha=0.36))
    after = claims.find("C01").recomputed
    (told,) = (line for line in verdicts.changes(copy) if line.startswith("C01: "))
    assert told.startswith("C01: consistent with rounding -> not reproduced; recomputed 0.4516129")
    assert f" -> {after!r}; it lacks a second, independent computation and" in told
    file = copy / verdicts.ACCEPTED
    whole = file.read_text(encoding="utf-8")
    assert verdicts.accept(copy) == 1
    assert "none is accepted" in capsys.readouterr().out
    assert file.read_text(encoding="utf-8") == whole
