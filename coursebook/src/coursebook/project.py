"""What this book is called and where its parts lie: the one module that knows one book.

``[tool.coursebook]`` in pyproject.toml says how the book is laid out; course.yml says which weeks
the course has. Every other module takes what it needs from here.
"""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

import yaml

SETTINGS = Path("pyproject.toml")
COURSE = Path("course.yml")

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
    claims_table : str
        The function of the library that shows claims.
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
    claims_table: str
    words_per_minute: float
    minutes_per_figure: float
    minutes_off: float

    def heading(self, purpose: str) -> str:
        """The heading of the section for a purpose, such as ``bet``."""
        return (self.before_the_story | self.after_the_story)[purpose]


@dataclass(frozen=True)
class TitlePage:
    """What the print edition's title page says beside title and authors.

    Attributes
    ----------
    subtitle, question, note, licences : str
        From top to bottom; TeX reads them, so its special characters are written as TeX does.
    """

    subtitle: str = ""
    question: str = ""
    note: str = ""
    licences: str = ""


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
    title_page : TitlePage
        The words of the print edition's title page.
    """

    library: str
    page_folders: list[str]
    print_name: str
    week_page: WeekPage
    title_page: TitlePage = field(default_factory=TitlePage)


@dataclass(frozen=True)
class Week:
    """One week of the course.

    Attributes
    ----------
    number : int
        Its place in the course.
    slug : str
        Its name in files and addresses, which stays when weeks change places.
    title : str
        The question it asks.
    minutes : dict of str to int
        How long its ``reading``, its core ``exercises`` and its ``evening`` take.
    pages, readings : dict of str to str
        A page's path without its ending -> what its card on the first page says.
    """

    number: int
    slug: str
    title: str
    minutes: dict[str, int]
    pages: dict[str, str]
    readings: dict[str, str]

    @property
    def page(self) -> Path:
        """The week's own page."""
        return Path("weeks", f"{self.slug}.md")


@dataclass(frozen=True)
class Course:
    """The weeks there are, by number, and where the book stands on the web, if it does."""

    weeks: list[Week] = field(default_factory=list)
    site: str = ""
    repository: str = ""


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
    parts: dict[str, type[Any]] = {"week-page": WeekPage, "title-page": TitlePage}
    for name in parts.keys() & said.keys():
        said[name] = _made(parts[name], said[name], f"{where}.{name}")
    return _made(Book, said, where)


def course(root: Path) -> Course:
    """The course, from course.yml; a book without that file has no weeks.

    Raises
    ------
    ProjectError
        If the file cannot be read, a field is missing or unknown, or two weeks share one name.
    """
    if not (root / COURSE).exists():
        return Course()
    try:
        said = yaml.safe_load((root / COURSE).read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ProjectError(f"{COURSE}: {' '.join(str(error).split())}") from None
    each = _table(said, str(COURSE)).get("weeks", [])
    if not isinstance(each, list):
        raise ProjectError(f"{COURSE}: weeks is no list")
    weeks = [_made(Week, one, f"{COURSE}, week {place}") for place, one in enumerate(each, start=1)]
    for name in ("number", "slug"):
        _all_differ(name, [getattr(week, name) for week in weeks])
    weeks.sort(key=lambda week: week.number)
    return _made(Course, {**said, "weeks": weeks}, str(COURSE))


def _all_differ(name: str, values: list[Any]) -> None:
    for value in values:
        if values.count(value) > 1:
            raise ProjectError(f"{COURSE}: two weeks have the {name} {value}")


def _table(said: Any, where: str) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise ProjectError(f"{where}: {said} is no table")
    return said


def _made(kind: type[Made], said: Any, where: str) -> Made:
    """A dataclass from a table, whose keys have dashes where the fields have underscores."""
    given = {str(key).replace("_", "-"): value for key, value in _table(said, where).items()}
    known = {each.name.replace("_", "-"): _is_optional(each) for each in fields(kind)}  # type: ignore[arg-type]
    wanted = {name for name, is_optional in known.items() if not is_optional}
    faults = [f"{key} is missing" for key in sorted(wanted - given.keys())]
    faults += [f"{key} is unknown" for key in sorted(given.keys() - known.keys())]
    if faults:
        raise ProjectError(f"{where}: {', '.join(faults)}")
    return kind(**{key.replace("-", "_"): value for key, value in given.items()})


def _is_optional(each: Field[Any]) -> bool:
    return (each.default, each.default_factory) != (MISSING, MISSING)
