"""What this book is called and where its parts lie: the one module that knows one book.

``[tool.coursebook]`` in pyproject.toml says how the book is laid out; course.yml says which weeks
the course has. Every other module takes what it needs from here.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

SETTINGS = Path("pyproject.toml")

Made = TypeVar("Made")


class ProjectError(ValueError):
    """A setting is missing or unknown; the message names the file."""


@dataclass(frozen=True)
class WeekPage:
    """The order of a week's page, and how long its parts may be.

    Attributes
    ----------
    before_the_story, after_the_story : dict of str to str
        What a section is for -> its heading, in the order of the page.
    story, open_box_lines : list of int
        The fewest and the most sections that tell the story, and lines of the page's open cell.
    longest_opening, longest_since, most_words : int
        Words, at most; of the whole page those outside folds, cells and exercises.
    objectives, core_exercises : int
        How many there are.
    fewest_exercises, most_claims : int
        How many there may be.
    words_per_minute, minutes_per_figure : float
        How fast a careful reader reads, with formulas.
    minutes_off : float
        How far the printed minutes may be from the counted ones.
    """

    before_the_story: dict[str, str]
    after_the_story: dict[str, str]
    story: list[int]
    open_box_lines: list[int]
    longest_opening: int
    longest_since: int
    most_words: int
    objectives: int
    core_exercises: int
    fewest_exercises: int
    most_claims: int
    words_per_minute: float
    minutes_per_figure: float
    minutes_off: float

    def heading(self, purpose: str) -> str:
        """The heading of the section for a purpose, such as ``bet``."""
        return (self.before_the_story | self.after_the_story)[purpose]


@dataclass(frozen=True)
class Book:
    """The book's layout.

    Attributes
    ----------
    library : str
        The package that computes the pages, under ``src``.
    page_folders : list of str
        Folders that hold pages.
    print_name : str
        Name of the print edition's file, without its ending.
    week_page : WeekPage
        What a week's page must be like.
    """

    library: str
    page_folders: list[str]
    print_name: str
    week_page: WeekPage


def book(root: Path) -> Book:
    """The book's layout, from ``[tool.coursebook]``.

    Raises
    ------
    ProjectError
        If a setting is missing or unknown.
    """
    with (root / SETTINGS).open("rb") as file:
        said = tomllib.load(file).get("tool", {}).get("coursebook", {})
    where = f"{SETTINGS}, tool.coursebook"
    if "week-page" in said:
        said["week-page"] = _made(WeekPage, said["week-page"], f"{where}.week-page")
    return _made(Book, said, where)


def _made(kind: type[Made], said: dict[str, Any], where: str) -> Made:
    """A dataclass from a table, whose keys have dashes where the fields have underscores."""
    wanted = {field.name.replace("_", "-") for field in fields(kind)}  # type: ignore[arg-type]
    faults = [f"{key} is missing" for key in sorted(wanted - said.keys())]
    faults += [f"{key} is unknown" for key in sorted(said.keys() - wanted)]
    if faults:
        raise ProjectError(f"{where}: {', '.join(faults)}")
    return kind(**{key.replace("-", "_"): value for key, value in said.items()})
