"""Setting up: what stands is reused, what changed is done again, what fails says what to do."""

from __future__ import annotations

import importlib.util
import json
import subprocess
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def setup(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """tools/setup.py, pointed at a project in a folder of its own; nothing is installed."""
    spec = importlib.util.spec_from_file_location("setup_environment", root / "tools" / "setup.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in (".", "coursebook"):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "pyproject.toml").write_text(
            '[project]\nname = "x"\n[tool.ruff]\nline-length = 100\n'
        )
    (tmp_path / "requirements.txt").write_text("numpy==1\n")
    (tmp_path / ".venv").mkdir()
    module.done = []  # type: ignore[attr-defined]
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "ready")
    monkeypatch.setattr(module, "LOCK", tmp_path / "requirements.txt")
    monkeypatch.setattr(module, "PROJECTS", (tmp_path, tmp_path / "coursebook"))
    monkeypatch.setattr(module, "runs", lambda: True)
    for step in ("create", "install_packages", "install_projects"):
        monkeypatch.setattr(module, step, lambda step=step: module.done.append(step))
    return module


def done(setup: ModuleType) -> list[str]:
    """What one more call does."""
    setup.done.clear()
    assert setup.main() == 0
    return list(setup.done)


EVERYTHING = ["create", "install_packages", "install_projects"]


def test_a_second_call_reuses_what_stands(setup: ModuleType) -> None:
    assert done(setup) == EVERYTHING
    assert done(setup) == []


def test_a_changed_lock_is_installed_anew(setup: ModuleType) -> None:
    done(setup)
    setup.LOCK.write_text("numpy==2\n")
    assert done(setup) == EVERYTHING


def test_linter_settings_install_nothing_and_metadata_only_the_projects(setup: ModuleType) -> None:
    done(setup)
    file = setup.ROOT / "pyproject.toml"
    file.write_text(file.read_text().replace("100", "120"))
    assert done(setup) == []
    file.write_text(file.read_text().replace('"x"', '"y"'))
    assert done(setup) == ["install_projects"]


def test_a_broken_or_half_made_environment_is_made_anew(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(setup)
    setup.STAMP.write_text("half")
    assert done(setup) == EVERYTHING
    monkeypatch.setattr(setup, "runs", lambda: False)
    assert done(setup) == EVERYTHING


@pytest.mark.parametrize(
    ("command", "said", "line"),
    [
        (["python", "-m", "venv", ".venv"], b"", "apt install python3-venv"),
        (["python", "-m", "pip", "install"], b"ERROR: no route to host", "no route to host"),
    ],
)
def test_a_failure_says_what_to_do_and_leaves_no_stamp(
    setup: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    said: bytes,
    line: str,
) -> None:
    done(setup)
    setup.LOCK.write_text("numpy==3\n")

    def fail() -> None:
        raise subprocess.CalledProcessError(1, command, output=b"", stderr=said)

    monkeypatch.setattr(setup, "create", fail)
    assert setup.main() == 2
    assert line in capsys.readouterr().out
    assert not setup.STAMP.exists()


def test_the_stamp_is_of_this_project(root: Path) -> None:
    stamp = json.loads((root / ".venv" / "ready").read_text())
    assert set(stamp) == {"packages", "projects"}


def test_help_lists_every_action(root: Path) -> None:
    text = (root / "Makefile").read_text()
    phony = text.split(".PHONY: ")[1].split("\n")[0].split()
    run = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert {line.split()[1] for line in run.stdout.splitlines()} == set(phony)
