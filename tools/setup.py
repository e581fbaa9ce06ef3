"""Create .venv and install the lock into it. Runs on a bare Python: standard library only.

What stands is reused: the packages unless the lock changed, the two projects unless their
metadata did. A run that was stopped leaves no stamp, so the next one starts over.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "ready"
LOCK = ROOT / "requirements.txt"
PROJECTS = (ROOT, ROOT / "coursebook")
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def main() -> int:
    """Bring .venv up to date; 0, or 2 with a line on what to do."""
    wanted = {"packages": packages(), "projects": projects()}
    standing = read_stamp()
    try:
        if standing.get("packages") != wanted["packages"] or not runs():
            create()
            install_packages()
            standing = {}
        if standing.get("projects") != wanted["projects"]:
            install_projects()
    except subprocess.CalledProcessError as error:
        return explain(error)
    STAMP.write_text(json.dumps(wanted))
    return 0


def packages() -> str:
    """A digest of the lock, the interpreter and the place: scripts in .venv hold its path."""
    return digest(LOCK.read_bytes() + str(ROOT).encode() + sys.version.encode())


def projects() -> str:
    """A digest of what an installation takes from the project files; not of linters' settings."""
    read = [tomllib.loads((project / "pyproject.toml").read_text()) for project in PROJECTS]
    kept = [[text.get("project"), text.get("build-system")] for text in read]
    return digest(json.dumps(kept, sort_keys=True).encode())


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def read_stamp() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def runs() -> bool:
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0


def create() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    print(f"Creating .venv with Python {sys.version.split()[0]}", flush=True)
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True, capture_output=True)


def install_packages() -> None:
    print("Installing the locked packages: one to four minutes, once", flush=True)
    pip("--require-hashes", "-r", LOCK)


def install_projects() -> None:
    # The lock holds the build backend too, so nothing that is not locked is fetched here.
    for project in PROJECTS:
        pip("--no-deps", "--no-build-isolation", "-e", project)


def pip(*what: str | Path) -> None:
    options = ["--quiet", "--disable-pip-version-check"]
    command = [PYTHON, "-m", "pip", "install", *options, *what]
    subprocess.run(command, check=True, capture_output=True)


def explain(error: subprocess.CalledProcessError) -> int:
    """Say in a line what went wrong and what to do."""
    STAMP.unlink(missing_ok=True)
    said = (error.stderr + error.stdout).decode(errors="replace").strip().splitlines()
    if "venv" in error.cmd:
        print("This Python has no working venv module. Debian, Ubuntu: apt install python3-venv")
    else:
        print("The packages could not be installed; pip said:", *said[-3:], sep="\n  ")
    return 2


if __name__ == "__main__":
    sys.exit(main())
