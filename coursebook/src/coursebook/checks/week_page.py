"""What a week's page must be like: order, lengths, minutes, exercises. The rules: `project`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

from myst_nb.core.read import read_myst_markdown_notebook
from myst_parser.slugs import github_slugify

from coursebook.checks.markdown import (
    Block,
    Directive,
    Section,
    directives,
    emphases,
    inlines,
    links,
    plain,
    read,
    roles,
    sections,
    span_ids,
    words,
)
from coursebook.project import COURSE, Week, WeekPage

FOLDED = ("dropdown", "only")  # not everybody reads these
EFFORT = re.compile(r"(?:Easy|Medium|Hard), (\d+) minutes, ")
TRY = re.compile(r"try <(exercise-[\w-]+)>")
JUDGES = "You are right if"
FOLDS = ("Hint", "Solution")


@dataclass(frozen=True)
class Page:
    """A week's page in its parts."""

    title: str
    opening: list[Block]
    sections: list[Section]
    cells: list[Any]
    week: Week
    rules: WeekPage

    def part(self, purpose: str) -> list[Block]:
        """What stands in the section for a purpose; nothing where there is no such section."""
        wanted = self.rules.heading(purpose)
        found = [section.blocks for section in self.sections if section.title == wanted]
        return found[0] if found else []

    def prose(self) -> list[Block]:
        """Everything but the exercises."""
        left_out = self.rules.heading("exercises")
        told = [section.blocks for section in self.sections if section.title != left_out]
        return [block for blocks in (self.opening, *told) for block in blocks]

    def exercises(self) -> list[Directive]:
        """The exercises, in order."""
        return list(directives(self.part("exercises"), "exercise"))

    def minutes_of_exercises(self) -> list[int]:
        """How long each takes, where it says so."""
        efforts = (EFFORT.match(words) for each in self.exercises() for words in _stressed([each]))
        return [int(effort[1]) for effort in efforts if effort]


def faults(file: Path, week: Week, rules: WeekPage) -> list[str]:
    """What on a week's page is missing, out of order or too long; empty for a good page.

    Parameters
    ----------
    file : Path
        The page.
    week : Week
        Its entry in the course.
    rules : WeekPage
        What a week's page must have, and how much of it.
    """
    text = file.read_text(encoding="utf-8")
    cells = [c for c in read_myst_markdown_notebook(text).cells if c.cell_type == "code"]
    first, *rest = sections(read(text))
    page = Page(first.title, first.blocks, rest, cells, week, rules)
    return [fault for check in CHECKS for fault in check(page)]


def reading_minutes(page: Page) -> float:
    """Minutes to read a page with its folds and figures, without the exercises."""
    figures = {name for tokens in inlines(page.prose()) for name in roles(tokens, "numref")}
    rules = page.rules
    return words(page.prose()) / rules.words_per_minute + rules.minutes_per_figure * len(figures)


def _title(page: Page) -> Iterator[str]:
    if not page.title.endswith("?"):
        yield f"the title is no question: {page.title}"
    if page.title != page.week.title:
        yield f"the title is not that of {COURSE}: {page.week.title}"


def _order(page: Page) -> Iterator[str]:
    names = [section.title for section in page.sections]
    before, after = page.rules.before_the_story.values(), page.rules.after_the_story.values()
    story = [name for name in names if name not in {*before, *after}]
    wanted = [*before, *story, *after]
    if names != wanted:
        yield f"sections are {names}, not {wanted}"
    fewest, most = page.rules.story
    if not fewest <= len(story) <= most:
        yield f"the story has {len(story)} beats: {story}"


def _lengths(page: Page) -> Iterator[str]:
    rules = page.rules
    for what, count, most in (
        ("the opening", words(page.opening), rules.longest_opening),
        (rules.heading("since"), words(page.part("since")), rules.longest_since),
        ("the page", words(page.prose(), but=FOLDED), rules.most_words),
    ):
        if count > most:
            yield f"{what} has {count} words, at most {most}"


def _minutes(page: Page) -> Iterator[str]:
    """The printed minutes: of reading, and the sum of the core exercises."""
    said = re.search(r"about (\d+) minutes to read", _text(page.part("start")))
    counted, planned = reading_minutes(page), page.week.minutes
    if not said or abs(int(said[1]) - counted) > page.rules.minutes_off:
        yield f"reading takes {counted:.0f} minutes; the page says {said and said[1]}"
    elif int(said[1]) != planned["reading"]:
        yield f"{COURSE} says {planned['reading']} minutes to read, not {said[1]}"
    count = page.rules.core_exercises
    minutes = sum(page.minutes_of_exercises()[:count])
    core = re.search(r"first \w+ are the core: (\d+) minutes", _text(page.part("exercises")))
    if not core or int(core[1]) != minutes:
        yield f"the first {count} exercises take {minutes} minutes; the page differs"
    elif minutes != planned["exercises"]:
        yield f"{COURSE} says {planned['exercises']} minutes of exercises, not {minutes}"


def _objectives(page: Page) -> Iterator[str]:
    """Each objective leads to a section of the story, to an exercise, and to a question."""
    targets = {f"#{github_slugify(section.title)}" for section in page.sections}
    exercises = {each.options.get("label") for each in page.exercises()}
    recall = inlines(page.part("recall"), but=FOLDED)
    questions = {f"#{name}" for tokens in recall for name in span_ids(tokens)}
    complete = 0
    for tokens in inlines(page.part("objectives")):
        to, tried = links(tokens), [TRY.fullmatch(role) for role in roles(tokens, "ref")]
        name = "".join(span_ids(tokens))
        if not (name and _bold(tokens) and tried and tried[0] and {"read", "say"} <= to.keys()):
            continue
        complete += 1
        if to["read"] not in targets:
            yield f"objective {name}: no section {to['read'][1:]}"
        if tried[0][1] not in exercises:
            yield f"objective {name}: no {tried[0][1].replace('-', ' ', 1)}"
        if to["say"] not in questions:
            recall_heading = page.rules.heading("recall")
            yield f"objective {name}: no question {to['say'][1:]} in {recall_heading}"
    if complete != page.rules.objectives:
        yield f"{complete} objectives instead of {page.rules.objectives}"


def _exercises(page: Page) -> Iterator[str]:
    """Every exercise with difficulty, minutes, a check without a machine, a hint, a solution."""
    exercises = page.exercises()
    if len(exercises) < page.rules.fewest_exercises:
        yield f"{len(exercises)} exercises, at least {page.rules.fewest_exercises}"
    walk = list(directives(page.part("exercises"), "exercise", "dropdown"))
    for place, each in enumerate(walk):
        if each.name != "exercise":
            continue
        stressed = _stressed([each])
        if not (stressed and EFFORT.match(stressed[0])):
            yield f"exercise {each.argument!r}: no difficulty and minutes"
        if JUDGES not in stressed:
            yield f"exercise {each.argument!r}: no {JUDGES!r}"
        folds = takewhile(lambda fold: fold.name == "dropdown", walk[place + 1 :])
        titles = {fold.argument.split(maxsplit=1)[0] for fold in folds}
        for missing in sorted(set(FOLDS) - titles):
            yield f"exercise {each.argument!r}: no {missing!r}"


def _open_box(page: Page) -> Iterator[str]:
    """One cell is open: the week's idea by hand, held against the library."""
    cells = [cell.source for cell in page.cells if not _is_hidden(cell)]
    if len(cells) != 1:
        yield f"{len(cells)} open boxes instead of one"
        return
    lines = len(cells[0].strip().splitlines())
    fewest, most = page.rules.open_box_lines
    if not fewest <= lines <= most:
        yield f"the open box has {lines} lines"
    if not any(isinstance(node, ast.Assert) for node in ast.walk(ast.parse(cells[0]))):
        yield "the open box asserts nothing"


def _claims(page: Page) -> Iterator[str]:
    most, tables = page.rules.most_claims, list(_claims_tables(page))
    if len(tables) != 1 or not 1 <= tables[0] <= most:
        yield f"the page shows not one table of at most {most} claims"


def _since(page: Page) -> Iterator[str]:
    first = next(inlines(page.part("since")), [])
    date = "".join(emphases(first)[:1])
    if not re.fullmatch(r"As of \w+ \d{4}\.", date) or not plain(first).startswith(date):
        yield f"{page.rules.heading('since')} does not open with its date"


def _bet(page: Page) -> Iterator[str]:
    if "80 %" not in _text(page.part("bet")):
        yield "the bet asks for no 80 % interval"


CHECKS = (
    _title,
    _order,
    _lengths,
    _minutes,
    _objectives,
    _exercises,
    _open_box,
    _claims,
    _since,
    _bet,
)


def _claims_tables(page: Page) -> Iterator[int]:
    """How many claims each table of claims shows."""
    for cell in page.cells:
        for node in ast.walk(ast.parse(cell.source)):
            match node:
                case ast.Call(func=ast.Name(page.rules.claims_table), args=[ast.List(ids), *_]):
                    yield len(ids)


def _is_hidden(cell: Any) -> bool:
    return any(tag.startswith("hide-") for tag in cell.metadata.get("tags", []))


def _bold(tokens: list[Any]) -> bool:
    return any(token.type == "strong_open" for token in tokens)


def _stressed(blocks: list[Any]) -> list[str]:
    return [words for tokens in inlines(blocks) for words in emphases(tokens)]


def _text(blocks: list[Block]) -> str:
    return " ".join(map(plain, inlines(blocks)))
