"""The sheets of a week's session as PDF: data from the week's own script, set by Typst.

Like a page, a script is executed and its output taken; this module knows nothing of what is in
it. Texts reach the templates as data, so no sign in them is ever read as markup. Fonts are those
that Typst brings, and no date is written: one input, one file, on every machine.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import typst

from coursebook.project import Week, course

SHEETS = Path("facilitating/sheets")
OUTPUT = Path("_build/session")
PAPERS = ("a4", "letter")


def session(root: Path, week: str, paper: str) -> int:
    """Write the PDFs of a week's session.

    Parameters
    ----------
    root : Path
        The project's folder.
    week : str
        The week's number.
    paper : str
        One of `PAPERS`.

    Returns
    -------
    int
        0; 2 where there is no such week or paper, 1 where writing fails.
    """
    problem = _problem(root, week, paper)
    if problem:
        print(problem, file=sys.stderr)
        return 2
    folder = root / OUTPUT
    folder.mkdir(parents=True, exist_ok=True)
    try:
        slug = with_sheets(root)[week].slug
        for name, fields in documents(script(root, slug), week).items():
            file = folder / f"{slug}-{name}.pdf"
            write_whole(file, typeset(root / SHEETS, fields, paper))
            print(file.relative_to(root))
    except (subprocess.CalledProcessError, typst.TypstError, OSError) as fault:
        print(f"The sheets of week {week} could not be written: {fault}", file=sys.stderr)
        return 1
    return 0


def with_sheets(root: Path) -> dict[str, Week]:
    """The weeks that have sheets, by their numbers."""
    return {
        str(week.number): week for week in course(root).weeks if script(root, week.slug).exists()
    }


def script(root: Path, slug: str) -> Path:
    """The file that computes a week's sheets.

    Parameters
    ----------
    root : Path
        The project's folder.
    slug : str
        The week's, as the course has it.
    """
    return root / SHEETS / f"{slug.replace('-', '_')}.py"


def documents(script: Path, week: str) -> dict[str, Any]:
    """The fields of each document, by the document's name.

    Parameters
    ----------
    script : Path
        Computes them for a week.
    week : str
        The week's number.

    Raises
    ------
    subprocess.CalledProcessError
        If the script fails; what it said stands on stderr.
    """
    ran = subprocess.run([sys.executable, script, week], stdout=subprocess.PIPE, check=True)
    return dict(json.loads(ran.stdout)["documents"])


def typeset(folder: Path, fields: dict[str, Any], paper: str) -> bytes:
    """One document as PDF.

    Parameters
    ----------
    folder : Path
        Where the templates are.
    fields : dict
        What the template is given; ``fields["template"]`` is its name.
    paper : str
        One of `PAPERS`.

    Raises
    ------
    typst.TypstError
        If the template does not go with the fields.
    """
    pdf: bytes = typst.compile(
        str(folder / fields["template"]),
        root=str(folder),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(fields | {"paper": paper})},
    )
    return pdf


def write_whole(file: Path, content: bytes) -> None:
    """Write a file so that nobody ever finds half of it.

    Parameters
    ----------
    file : Path
        Where to.
    content : bytes
        All of it.
    """
    part = file.with_suffix(".part")
    part.write_bytes(content)
    part.replace(file)


def _problem(root: Path, week: str, paper: str) -> str:
    if week not in with_sheets(root):
        return (
            f"No sheets for week {week}. There are sheets for week {', '.join(with_sheets(root))}."
        )
    if paper not in PAPERS:
        return f"No paper {paper}: say PAPER={' or PAPER='.join(PAPERS)}."
    return ""
