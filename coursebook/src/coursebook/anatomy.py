"""The order of a week's page. One order for all weeks lets a reader find their way at once."""

from __future__ import annotations

import re
from pathlib import Path

BEFORE_THE_STORY = ("Your bet", "After this page you can", "Before you start")
AFTER_THE_STORY = (
    "Say it back",
    "Exercises",
    "Check the numbers",
    "What this does not show",
    "Since then",
    "For discussion",
    "Further reading",
)
LONGEST_OPENING = 80  # words
LONGEST_SINCE_THEN = 120  # words
OBJECTIVES = 3
STORY_BEATS = range(3, 6)


def faults(page: Path) -> list[str]:
    """What on a week's page is missing, out of order or too long; empty for a good page."""
    sections = split(page.read_text(encoding="utf-8"))
    (title, opening), *rest = sections
    names = [name for name, _ in rest]
    text = dict(rest)
    found = [] if title.endswith("?") else [f"the title is no question: {title}"]
    found += _order(names)
    found += _too_long("the opening", opening, LONGEST_OPENING)
    found += _too_long("Since then", text.get("Since then", ""), LONGEST_SINCE_THEN)
    objectives = len(re.findall(r"^- \*\*", text.get("After this page you can", ""), re.M))
    if objectives != OBJECTIVES:
        found.append(f"{objectives} objectives instead of {OBJECTIVES}")
    if "80 %" not in text.get("Your bet", ""):
        found.append("the bet asks for no 80 % interval")
    return found


def split(text: str) -> list[tuple[str, str]]:
    """Title and sections of a page, each with its prose: no front matter, no code cells."""
    prose = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    prose = re.sub(r"^```\{code-cell\}.*?^```$", "", prose, flags=re.S | re.M)
    parts = re.split(r"^#{1,2} (.+)$", prose, flags=re.M)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def words(text: str) -> int:
    """Words a reader reads; a quoted number counts as one."""
    return len(re.sub(r"\{\w+\}`[^`]*`", "x", text).split())


def _order(names: list[str]) -> list[str]:
    story = [name for name in names if name not in BEFORE_THE_STORY + AFTER_THE_STORY]
    wanted = [*BEFORE_THE_STORY, *story, *AFTER_THE_STORY]
    found = [] if names == wanted else [f"sections are {names}, not {wanted}"]
    if len(story) not in STORY_BEATS:
        found.append(f"the story has {len(story)} beats: {story}")
    return found


def _too_long(what: str, text: str, most: int) -> list[str]:
    count = words(text)
    return [f"{what} has {count} words, at most {most}"] if count > most else []
