"""The book machine's own commands; `make help` says what each is for."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path


def main(argv: list[str] | None = None) -> int:
    """Run one command from the project's folder; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m coursebook", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in sorted(COMMANDS):
        commands.add_parser(name)
    sheets = commands.add_parser("session")
    sheets.add_argument("--week", required=True)
    sheets.add_argument("--paper", default="a4")
    asked = parser.parse_args(argv)
    if asked.command == "session":
        return _session(Path.cwd(), asked.week, asked.paper)
    return COMMANDS[asked.command](Path.cwd())


def _accept(root: Path) -> int:
    from coursebook.checks.accepted import accept
    from coursebook.checks.references import write_references

    status = accept(root)
    if status == 0:
        print(f"{write_references(root)} stored pages rewritten: their code or their text changed")
    return status


def _session(root: Path, week: str, paper: str) -> int:
    from coursebook.sheets import session

    return session(root, week, paper)


def _pdf(root: Path) -> int:
    from coursebook.latex.xelatex import set_book

    return set_book(root)


def _pdf_tools(root: Path) -> int:
    from coursebook.latex.xelatex import check_tools

    return check_tools()


COMMANDS: dict[str, Callable[[Path], int]] = {
    "accept": _accept,
    "pdf": _pdf,
    "pdf-tools": _pdf_tools,
}

if __name__ == "__main__":
    sys.exit(main())
