"""The print edition by XeLaTeX: what it needs, the run, and a log without faults."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from coursebook.project import book

PACKAGES = "latexmk texlive-xetex texlive-fonts-recommended fonts-freefont-otf fonts-dejavu-core"
INSTALL = f"sudo apt-get install -y --no-install-recommends {PACKAGES}"
# A file of each package; a missing one would stop the run half way.
FILES = ("fontspec.sty", "titlesec.sty", "pzdr.tfm", "FreeSerif.otf", "DejaVuSansMono.ttf")
WIDEST_SPILL = 20.0  # points that a line may stick out
LATEXMK = ("latexmk", "-xelatex", "-interaction=nonstopmode", "-halt-on-error", "-silent")
FAULT = re.compile(
    r"^(?:Missing character: .*|.*Reference [`'].*' on page .* undefined.*"
    r"|.*Citation [`'].*' .*undefined.*|.*multiply.defined.*|! .*)$",
    re.M,
)
SPILL = re.compile(r"^Overfull \\hbox \(([\d.]+)pt too wide\).*$", re.M)


def missing_tools() -> list[str]:
    """Programs and files of TeX that are not here; empty where the book can be set."""
    programs = [name for name in ("latexmk", "xelatex", "kpsewhich") if not shutil.which(name)]
    if programs:
        return programs
    found = subprocess.run(["kpsewhich", *FILES], capture_output=True, text=True, check=False)
    names = {Path(line).name for line in found.stdout.splitlines()}
    return [name for name in FILES if name not in names]


def check_tools() -> int:
    """0 where the book can be set; else 2, and one line that names the command to install TeX."""
    missing = missing_tools()
    if missing:
        print(
            f"The print edition needs {', '.join(missing)}. Debian, Ubuntu: {INSTALL}",
            file=sys.stderr,
        )
    return 2 if missing else 0


def set_book(root: Path) -> int:
    """Set the book from the sources of `make latex`; 0, 1 with the faults, 2 where it cannot be."""
    if check_tools():
        return 2
    folder, stem = root / "_build" / "latex", book(root).print_name
    if not (folder / f"{stem}.tex").exists():
        print("There are no sources of the print edition: run `make latex` first", file=sys.stderr)
        return 2
    # Logs break lines at 79 characters otherwise, and a fault broken in two is not found.
    environment = {**os.environ, "max_print_line": "10000"}
    run = subprocess.run(
        [*LATEXMK, f"{stem}.tex"], cwd=folder, env=environment, capture_output=True, check=False
    )
    log = folder / f"{stem}.log"
    found = faults(log.read_text(encoding="utf-8", errors="replace")) if log.exists() else []
    if run.returncode or found:
        print("\n".join(found) or run.stderr.decode(errors="replace"), file=sys.stderr)
        print(
            f"The print edition has faults; the whole log: {log.relative_to(root)}", file=sys.stderr
        )
        return 1
    print(f"The print edition: {(folder / stem).relative_to(root)}.pdf")
    return 0


def faults(log: str) -> list[str]:
    """Lines of TeX's log that tell of something missing, or of a line far too wide."""
    wide = [spill[0] for spill in SPILL.finditer(log) if float(spill[1]) > WIDEST_SPILL]
    return [*dict.fromkeys(FAULT.findall(log)), *wide]
