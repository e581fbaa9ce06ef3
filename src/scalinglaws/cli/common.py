"""What the subcommands have in common: a parser's look, numbers given as text, and JSON."""

from __future__ import annotations

import argparse
import json
import math
from typing import TypeAlias

from scalinglaws.errors import InputError
from scalinglaws.units import parse_count

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_command(
    commands: Commands, name: str, *, summary: str, description: str, examples: str
) -> argparse.ArgumentParser:
    """A subcommand whose help keeps the line breaks of its texts.

    Parameters
    ----------
    commands : Commands
        What the main parser adds subcommands to.
    name : str
        How it is called.
    summary, description, examples : str
        Its line in the list of commands, and what its help opens and ends with.
    """
    return commands.add_parser(
        name,
        help=summary,
        description=description,
        epilog=examples,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def as_json(value: object) -> str:
    """A value as JSON text; NaN is refused, every float keeps all its digits."""
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)


def positive(option: str, text: str) -> float:
    """``text``, given on the command line as ``option``, as a positive number: "1e24" or "1.4T".

    Raises
    ------
    InputError
        If the text is none; argparse's own error would print the usage too.
    """
    value = _number(text)
    if not 0 < value < math.inf:
        raise InputError(f"{option} {text}: expected a positive number, such as 1e24 or 1.4T")
    return value


def whole(option: str, text: str) -> int:
    """``text``, given as ``option``, as a whole number, zero or more; raises as `positive`."""
    if not (text.isascii() and text.isdigit()):
        raise InputError(f"{option} {text}: expected a whole number, zero or more")
    return int(text)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        pass
    try:
        return parse_count(text)
    except InputError:
        return math.nan
