"""Create .venv and install the lock into it. Runs on a bare Python: standard library only.

What stands is reused unless the lock or a project file changed. A run that was stopped leaves no
stamp, so the next one starts over.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "ready"
LOCK = ROOT / "requirements.txt"
PROJECTS = (ROOT, ROOT / "coursebook")
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")


def main() -> int:
    wanted = digest()
    if STAMP.exists() and STAMP.read_text() == wanted and runs():
        STAMP.touch()
        return 0
    try:
        create()
        install()
    except subprocess.CalledProcessError as error:
        return explain(error)
    STAMP.write_text(wanted)
    return 0


def digest() -> str:
    inputs = (LOCK, *(project / "pyproject.toml" for project in PROJECTS))
    text = b"\0".join(path.read_bytes() for path in inputs)
    return hashlib.sha256(text + str(ROOT).encode() + sys.version.encode()).hexdigest()


def runs() -> bool:
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0


def create() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    print(f"Creating .venv with Python {sys.version.split()[0]}", flush=True)
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True, capture_output=True)


def install() -> None:
    pip: list[str | Path] = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    print("Installing the locked packages: one to four minutes, once", flush=True)
    subprocess.run([*pip, "--require-hashes", "-r", LOCK], check=True, capture_output=True)
    for project in PROJECTS:
        # The lock holds the build backend too, so nothing unlocked is fetched here.
        editable: list[str | Path] = ["--no-deps", "--no-build-isolation", "-e", project]
        subprocess.run([*pip, *editable], check=True, capture_output=True)


def explain(error: subprocess.CalledProcessError) -> int:
    shutil.rmtree(VENV, ignore_errors=True)
    said = (error.stderr + error.stdout).decode(errors="replace").strip().splitlines()
    if "venv" in error.cmd:
        print("This Python has no working venv module. Debian, Ubuntu: apt install python3-venv")
    else:
        print("The packages could not be installed; pip said:", *said[-3:], sep="\n  ")
    return 2


if __name__ == "__main__":
    sys.exit(main())
