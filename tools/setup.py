"""Create .venv and install the lock into it. Runs on a bare Python: standard library only.

`make` asks at every call. What stands is reused: the packages unless the lock, the folder's place
or the interpreter changed, the two projects unless their metadata did. A run that was stopped
leaves no stamp, so the next one starts over; one that had nothing to do leaves it as it was.
"""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "ready"
LOCK = ROOT / "requirements.txt"
PROJECTS = (ROOT, ROOT / "coursebook")
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
OLDEST, NEWEST = (3, 11), (3, 14)


def main() -> int:
    """Bring .venv up to date; 0, or 2 with a line on what to do."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        print(
            f"Python {platform.python_version()} will not do: the book needs 3.11 to 3.14. "
            "Say: make PYTHON=/path/to/python"
        )
        return 2
    wanted = {"packages": packages(), "projects": projects()}
    standing = read_stamp()
    try:
        if standing.get("packages") != wanted["packages"] or not runs():
            create()
            install_packages()
            standing = {}
        if standing.get("projects") != wanted["projects"]:
            install_projects()
            standing = {}
    except subprocess.CalledProcessError as error:
        return explain(error)
    except OSError as error:
        STAMP.unlink(missing_ok=True)
        print(f"The environment could not be made: {error}")
        return 2
    except KeyboardInterrupt:
        STAMP.unlink(missing_ok=True)
        print("\nStopped. The same command starts over.")
        return 2
    if not standing:
        STAMP.write_text(json.dumps(wanted))
    return 0


def packages() -> str:
    """A digest of the lock, the place and the kind of interpreter.

    Scripts in .venv hold its path, and packages are built for one version of Python.
    """
    kind = f"{sys.implementation.cache_tag} {platform.machine()}"
    return digest(LOCK.read_bytes() + str(ROOT).encode() + kind.encode())


def projects() -> str:
    """A digest of what an installation takes from the project files; not of linters' settings."""
    import tomllib  # not at the top: an older Python has none, and must get as far as its message

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
    if Path(sys.prefix) == VENV:
        return True  # it runs this
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0


def create() -> None:
    # Where this runs from .venv: the one behind it, for .venv is gone a line further on.
    python = Path(getattr(sys, "_base_executable", None) or sys.executable).resolve()
    shutil.rmtree(VENV, ignore_errors=True)
    print(f"Creating .venv with Python {sys.version.split()[0]}", flush=True)
    subprocess.run([python, "-m", "venv", VENV], check=True, capture_output=True)


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
    elif error.returncode < 0:
        print("pip was stopped. The same command starts over.")
    else:
        print("The packages could not be installed; pip said:", *said[-3:], sep="\n  ")
    return 2


if __name__ == "__main__":
    sys.exit(main())
