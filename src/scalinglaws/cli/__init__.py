"""The command line: ``scalinglaws fit``, ``plan``, ``flops`` and ``claims``.

Results go to stdout, progress to stderr, and bad input ends with status 2 after one line on
stderr. A subcommand is a module here that adds its parser and yields the lines of its answer.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

from scalinglaws import __version__
from scalinglaws.cli.claims import add_claims
from scalinglaws.cli.fit import add_fit
from scalinglaws.cli.flops import add_flops
from scalinglaws.cli.plan import add_plan
from scalinglaws.errors import InputError

EXIT_BAD_INPUT = 2
DESCRIPTION = (
    "Neural scaling laws you can check: fit your runs, plan a budget, and see what papers print "
    "beside what we recompute."
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments; those of the process by default.

    Returns
    -------
    int
        0, or 2 after one line on stderr where the arguments ask for what is not there.
    """
    arguments = parser().parse_args(argv)
    _print_whatever_the_encoding()
    try:
        for line in arguments.run(arguments):
            sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    except InputError as problem:
        # One line whatever the message holds: a header of a CSV file may have line breaks.
        sys.stderr.write(f"scalinglaws: {' '.join(str(problem).split())}\n")
        return EXIT_BAD_INPUT
    except BrokenPipeError:
        _close_stdout()
    return 0


def parser() -> argparse.ArgumentParser:
    """The parser of every subcommand; each sets ``run`` to a function that yields lines."""
    top = argparse.ArgumentParser(prog="scalinglaws", description=DESCRIPTION)
    top.add_argument("--version", action="version", version=f"scalinglaws {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add_fit(commands)
    add_plan(commands)
    add_flops(commands)
    add_claims(commands)
    return top


def _print_whatever_the_encoding() -> None:
    """Write "?" for a letter that an old encoding lacks; a traceback would hide the answer."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _close_stdout() -> None:
    """Point stdout nowhere: a reader such as ``head`` has left, and exit would flush again."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # stdout is no file, as under a test
        return
