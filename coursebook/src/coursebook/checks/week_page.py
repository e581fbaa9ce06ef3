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
MOST_WORDS = 2_000  # to read: outside folds, cells and exercises
OBJECTIVES = 3
EXERCISES = 6
CLAIMS = 6
OPEN_BOX = range(6, 13)  # lines
STORY_BEATS = range(3, 6)
WORDS_PER_MINUTE = 140  # of a careful reader, with formulas
MINUTES_PER_FIGURE = 1.5
MINUTES_OFF = 3  # how far the printed minutes may be from the counted ones
AIM = re.compile(
    r"^- \[\*\*\w+\*\*\]\{#(\w+)\} .*"
    r"\[read\]\(#([\w-]+)\), \{ref\}`try <exercise-([\w-]+)>`, \[say\]\(#(say-\w+)\)",
    re.M,
)
CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(.*?)^```$", re.S | re.M)


def faults(page: Path) -> list[str]:
    """What on a week's page is missing, out of order or too long; empty for a good page."""
    page_text = page.read_text(encoding="utf-8")
    sections = split(page_text)
    (title, opening), *rest = sections
    names = [name for name, _ in rest]
    text = dict(rest)
    found = [] if title.endswith("?") else [f"the title is no question: {title}"]
    found += _order(names)
    found += _too_long("the opening", opening, LONGEST_OPENING)
    found += _too_long("Since then", text.get("Since then", ""), LONGEST_SINCE_THEN)
    found += _too_long("the page", to_read(page_text), MOST_WORDS)
    found += _minutes(page_text, text)
    found += _objectives(page_text, names, text)
    found += _exercises(text.get("Exercises", ""))
    found += _open_box(page_text)
    claims = re.findall(r"claims_beside_ours\(\[(.*?)\]\)", page_text, re.S)
    if len(claims) != 1 or not 1 <= claims[0].count('"') // 2 <= CLAIMS:
        found.append(f"the page shows not one table of at most {CLAIMS} claims")
    if not re.match(r"\s*\*As of \w+ \d{4}\.\*", text.get("Since then", "")):
        found.append("Since then does not open with its date")
    if "80 %" not in text.get("Your bet", ""):
        found.append("the bet asks for no 80 % interval")
    return found


def split(text: str) -> list[tuple[str, str]]:
    """Title and sections of a page, each with its prose: no front matter, no code cells."""
    prose = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    prose = re.sub(r"^```\{code-cell\}.*?^```$", "", prose, flags=re.S | re.M)
    parts = re.split(r"^#{1,2} (.+)$", prose, flags=re.M)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def to_read(text: str) -> str:
    """What everybody reads of a page: no folded parts, no code, no exercises."""
    prose = "".join(body for name, body in split(text) if name != "Exercises")
    return re.sub(r"^(:{3,})\{(?:dropdown|only)\}.*?^\1$", "", prose, flags=re.S | re.M)


def reading_minutes(page: str) -> float:
    """Minutes to read a page with its folds and figures, without the exercises."""
    prose = "".join(body for name, body in split(page) if name != "Exercises")
    figures = set(re.findall(r"\{numref}`([\w-]+)`", prose))
    return words(prose) / WORDS_PER_MINUTE + MINUTES_PER_FIGURE * len(figures)


def words(text: str) -> int:
    """Words a reader reads; a quoted number counts as one."""
    return len(re.sub(r"\{\w+\}`[^`]*`", "x", text).split())


def _minutes(page: str, text: dict[str, str]) -> list[str]:
    """The printed minutes: of reading, and the sum of the core exercises."""
    said = re.search(r"about (\d+) minutes to read", text.get("Before you start", ""))
    counted = reading_minutes(page)
    found = []
    if not said or abs(int(said[1]) - counted) > MINUTES_OFF:
        found.append(f"reading takes {counted:.0f} minutes; the page says {said and said[1]}")
    exercises = text.get("Exercises", "")
    each = [int(number) for number in re.findall(r"^\*\w+, (\d+) minutes, ", exercises, re.M)]
    core = re.search(r"first three are the core: (\d+) minutes", exercises)
    if not core or int(core[1]) != sum(each[:3]):
        found.append(f"the first three exercises take {sum(each[:3])} minutes; the page differs")
    return found


def _objectives(page: str, names: list[str], text: dict[str, str]) -> list[str]:
    """Each objective leads to a section of the story, to an exercise, and to a question."""
    aims = AIM.findall(text.get("After this page you can", ""))
    found = [] if len(aims) == OBJECTIVES else [f"{len(aims)} objectives instead of {OBJECTIVES}"]
    sections = {re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") for name in names}
    questions = re.findall(r"^\d+\. \[.+\]\{#(say-\w+)\}$", text.get("Say it back", ""), re.M)
    for aim, section, exercise, question in aims:
        if section not in sections:
            found.append(f"objective {aim}: no section {section}")
        if f":label: exercise-{exercise}\n" not in page:
            found.append(f"objective {aim}: no exercise {exercise}")
        if question not in questions:
            found.append(f"objective {aim}: no question {question} in Say it back")
    return found


def _exercises(text: str) -> list[str]:
    """Every exercise with difficulty, minutes, a check without a machine, a hint, a solution."""
    parts = re.split(r"^:{3,}\{exercise\} ", text, flags=re.M)[1:]
    found = [] if len(parts) >= EXERCISES else [f"{len(parts)} exercises, at least {EXERCISES}"]
    for part in parts:
        title = part.splitlines()[0]
        if not re.search(r"^\*(Easy|Medium|Hard), \d+ minutes, ", part, re.M):
            found.append(f"exercise {title!r}: no difficulty and minutes")
        found += [
            f"exercise {title!r}: no {wanted!r}"
            for wanted in ("*You are right if*", "{dropdown} Hint", "{dropdown} Solution")
            if wanted not in part
        ]
    return found


def _open_box(page: str) -> list[str]:
    """One cell is open: the week's idea by hand, held against the library."""
    cells = [cell for cell in CELL.findall(page) if ":tags: [hide-" not in cell]
    if len(cells) != 1:
        return [f"{len(cells)} open boxes instead of one"]
    lines = re.sub(r"\A---\n.*?^---\n", "", cells[0], flags=re.S | re.M).strip().splitlines()
    found = [] if len(lines) in OPEN_BOX else [f"the open box has {len(lines)} lines"]
    return found if "assert " in cells[0] else [*found, "the open box asserts nothing"]


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
