"""Setting up: what stands is reused, what changed is done again, what fails says what to do."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import subprocess
import sys
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
    module.really_create = module.create  # type: ignore[attr-defined]
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


def test_what_stands_keeps_its_time(setup: ModuleType) -> None:
    done(setup)
    before = setup.STAMP.stat().st_mtime_ns
    assert done(setup) == []
    assert setup.STAMP.stat().st_mtime_ns == before


def test_a_moved_folder_is_set_up_anew(
    setup: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(setup)
    monkeypatch.setattr(setup, "ROOT", tmp_path / "elsewhere")
    assert done(setup) == EVERYTHING


def test_another_interpreter_is_set_up_anew(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(setup)
    monkeypatch.setattr(sys.implementation, "cache_tag", "cpython-399")
    assert done(setup) == EVERYTHING


def test_a_python_too_old_is_one_line(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # An older Python has no such module: the message must come before it is asked for.
    monkeypatch.setitem(sys.modules, "tomllib", None)
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    assert setup.main() == 2
    said = capsys.readouterr().out
    assert "the book needs 3.11 to 3.14" in said
    assert len(said.splitlines()) == 1


def test_the_file_itself_can_be_read_by_an_older_python(root: Path) -> None:
    ast.parse((root / "tools" / "setup.py").read_text(), feature_version=(3, 8))


def test_make_and_setup_know_the_same_pythons(root: Path, setup: ModuleType) -> None:
    assert f"{setup.OLDEST} <= sys.version_info[:2] <= {setup.NEWEST}" in (
        root / "Makefile"
    ).read_text(encoding="utf-8")


def test_the_environment_is_made_by_the_python_behind_it(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As in an environment that was half deleted when somebody stopped it.
    own = setup.VENV / "bin" / "python"
    own.parent.mkdir()
    own.symlink_to(sys.executable)
    monkeypatch.setattr(sys, "_base_executable", str(own))
    made: list[list[Path]] = []
    monkeypatch.setattr(setup.subprocess, "run", lambda command, **_: made.append(command))
    setup.really_create()
    assert not own.exists()
    assert made[0][0] == Path(sys.executable).resolve()


def test_a_full_disk_is_one_line(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(setup, "create", fail)
    assert setup.main() == 2
    assert "No space left on device" in capsys.readouterr().out
    assert not setup.STAMP.exists()


@pytest.mark.parametrize("step", ["install_packages", "install_projects"])
def test_stopped_by_hand_is_one_line_and_the_next_call_starts_over(
    setup: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    step: str,
) -> None:
    done(setup)
    setup.LOCK.write_text("numpy==3\n")

    def stop() -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(setup, step, stop)
        assert setup.main() == 2
    assert capsys.readouterr().out.strip() == "Stopped. The same command starts over."
    assert done(setup) == EVERYTHING


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
        (["python", "-m", "pip", "install"], None, "pip was stopped"),
    ],
)
def test_a_failure_says_what_to_do_and_leaves_no_stamp(
    setup: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    said: bytes | None,
    line: str,
) -> None:
    done(setup)
    setup.LOCK.write_text("numpy==3\n")

    def fail() -> None:
        status = 1 if said is not None else -15
        raise subprocess.CalledProcessError(status, command, output=b"", stderr=said or b"")

    monkeypatch.setattr(setup, "create", fail)
    assert setup.main() == 2
    assert line in capsys.readouterr().out
    assert not setup.STAMP.exists()


def test_the_stamp_is_of_this_project(root: Path) -> None:
    stamp = json.loads((root / ".venv" / "ready").read_text())
    assert set(stamp) == {"packages", "projects"}


@pytest.fixture
def bare(root: Path, tmp_path: Path) -> Path:
    """A folder with the Makefile, a set-up that only writes down that it was asked, no packages."""
    folder = tmp_path / "a bare folder"
    for name in (".venv/bin", "tools", "_build/html"):
        (folder / name).mkdir(parents=True)
    for name in ("Makefile", "pyproject.toml"):
        (folder / name).symlink_to(root / name)
    (folder / "tools" / "setup.py").write_text(
        "from pathlib import Path\n"
        "with open('asked', 'a') as file: file.write('x')\n"
        "if not Path('.venv/ready').exists(): Path('.venv/ready').touch()\n"
    )
    builder = folder / ".venv" / "bin" / "python"
    builder.write_text("#!/bin/sh\nprintf x >> built\n")
    builder.chmod(0o755)
    return folder


def test_make_asks_each_time_and_builds_only_what_set_up_changed(bare: Path) -> None:
    def make() -> tuple[str, str]:
        command = ["make", "html", f"PYTHON={sys.executable}"]
        subprocess.run(command, cwd=bare, check=True, capture_output=True)
        return (bare / "asked").read_text(), (bare / "built").read_text()

    assert make() == ("x", "x")
    assert make() == ("xx", "x")
    (bare / ".venv" / "ready").unlink()
    assert make() == ("xxx", "xx")


@pytest.mark.parametrize("name", ["src/extra.py", "weeks/extra.md", "coursebook/src/extra.py"])
def test_make_sees_a_file_that_comes_or_goes(bare: Path, name: str) -> None:
    def built() -> str:
        command = ["make", "html", f"PYTHON={sys.executable}"]
        subprocess.run(command, cwd=bare, check=True, capture_output=True)
        return (bare / "built").read_text()

    assert built() == "x"
    (bare / name).parent.mkdir(parents=True)
    (bare / name).touch()
    os.utime(bare / name, (0, 0))  # older than anything built, as from another branch
    assert built() == "xx"
    (bare / name).unlink()
    assert built() == "xxx"
    assert built() == "xxx"


def test_a_locale_that_is_not_installed_does_no_harm(bare: Path) -> None:
    with (bare / ".venv" / "bin" / "python").open("a") as builder:
        builder.write('printf %s "$LC_ALL" >locale\n')
    command = ["make", "html", f"PYTHON={sys.executable}"]
    environment = {**os.environ, "LC_ALL": "xx_YY.UTF-8"}
    subprocess.run(command, cwd=bare, check=True, capture_output=True, env=environment)
    assert (bare / "locale").read_text() == "C"


def test_everybody_may_read_the_site_whatever_the_umask(bare: Path) -> None:
    with (bare / ".venv" / "bin" / "python").open("a") as builder:
        builder.write("mkdir _build/html/weeks\ntouch _build/html/weeks/page.html\n")
    command = ["make", "html", f"PYTHON={sys.executable}"]
    subprocess.run(command, cwd=bare, check=True, capture_output=True, umask=0o077)
    page = bare / "_build" / "html" / "weeks" / "page.html"
    assert page.stat().st_mode & 0o044 == 0o044
    assert page.parent.stat().st_mode & 0o055 == 0o055


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
