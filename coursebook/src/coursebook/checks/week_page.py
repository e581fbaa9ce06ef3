"""What a week's page must be like: order, lengths, minutes, exercises. The rules: `project`."""

from __future__ import annotations

import re
from pathlib import Path

from coursebook.project import COURSE, Week, WeekPage

AIM = re.compile(
    r"^- \[\*\*\w+\*\*\]\{#(\w+)\} .*"
    r"\[read\]\(#([\w-]+)\), \{ref\}`try <exercise-([\w-]+)>`, \[say\]\(#(say-\w+)\)",
    re.M,
)
CELL = re.compile(r"^```\{code-cell\}[^\n]*\n(.*?)^```$", re.S | re.M)


def faults(page: Path, week: Week, rules: WeekPage) -> list[str]:
    """What on a week's page is missing, out of order or too long; empty for a good page."""
    page_text = page.read_text(encoding="utf-8")
    (title, opening), *rest = split(page_text)
    names = [name for name, _ in rest]
    text = dict(rest)
    since, bet = rules.heading("since"), rules.heading("bet")
    found = [] if title.endswith("?") else [f"the title is no question: {title}"]
    if title != week.title:
        found.append(f"the title is not that of {COURSE}: {week.title}")
    found += _order(names, rules)
    found += _too_long("the opening", opening, rules.longest_opening)
    found += _too_long(since, text.get(since, ""), rules.longest_since)
    found += _too_long("the page", to_read(page_text, rules), rules.most_words)
    found += _minutes(page_text, text, week, rules)
    found += _objectives(page_text, names, text, rules)
    found += _exercises(text.get(rules.heading("exercises"), ""), rules)
    found += _open_box(page_text, rules)
    claims = re.findall(r"claims_beside_ours\(\[(.*?)\]\)", page_text, re.S)
    if len(claims) != 1 or not 1 <= claims[0].count('"') // 2 <= rules.most_claims:
        found.append(f"the page shows not one table of at most {rules.most_claims} claims")
    if not re.match(r"\s*\*As of \w+ \d{4}\.\*", text.get(since, "")):
        found.append(f"{since} does not open with its date")
    if "80 %" not in text.get(bet, ""):
        found.append("the bet asks for no 80 % interval")
    return found


def split(text: str) -> list[tuple[str, str]]:
    """Title and sections of a page, each with its prose: no front matter, no code cells."""
    prose = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    prose = re.sub(r"^```\{code-cell\}.*?^```$", "", prose, flags=re.S | re.M)
    parts = re.split(r"^#{1,2} (.+)$", prose, flags=re.M)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def to_read(text: str, rules: WeekPage) -> str:
    """What everybody reads of a page: no folded parts, no code, no exercises."""
    prose = _without_exercises(text, rules)
    return re.sub(r"^(:{3,})\{(?:dropdown|only)\}.*?^\1$", "", prose, flags=re.S | re.M)


def reading_minutes(page: str, rules: WeekPage) -> float:
    """Minutes to read a page with its folds and figures, without the exercises."""
    prose = _without_exercises(page, rules)
    figures = set(re.findall(r"\{numref}`([\w-]+)`", prose))
    return words(prose) / rules.words_per_minute + rules.minutes_per_figure * len(figures)


def _without_exercises(page: str, rules: WeekPage) -> str:
    return "".join(body for name, body in split(page) if name != rules.heading("exercises"))


def words(text: str) -> int:
    """Words a reader reads; a quoted number counts as one."""
    return len(re.sub(r"\{\w+\}`[^`]*`", "x", text).split())


def _minutes(page: str, text: dict[str, str], week: Week, rules: WeekPage) -> list[str]:
    """The printed minutes: of reading, and the sum of the core exercises."""
    said = re.search(r"about (\d+) minutes to read", text.get(rules.heading("start"), ""))
    counted = reading_minutes(page, rules)
    found = []
    if not said or abs(int(said[1]) - counted) > rules.minutes_off:
        found.append(f"reading takes {counted:.0f} minutes; the page says {said and said[1]}")
    elif int(said[1]) != week.minutes["reading"]:
        found.append(f"{COURSE} says {week.minutes['reading']} minutes to read, not {said[1]}")
    exercises = text.get(rules.heading("exercises"), "")
    each = [int(number) for number in re.findall(r"^\*\w+, (\d+) minutes, ", exercises, re.M)]
    count, minutes = rules.core_exercises, sum(each[: rules.core_exercises])
    core = re.search(r"first \w+ are the core: (\d+) minutes", exercises)
    if not core or int(core[1]) != minutes:
        found.append(f"the first {count} exercises take {minutes} minutes; the page differs")
    elif minutes != week.minutes["exercises"]:
        found.append(f"{COURSE} says {week.minutes['exercises']} minutes of exercises")
    return found


def _objectives(page: str, names: list[str], text: dict[str, str], rules: WeekPage) -> list[str]:
    """Each objective leads to a section of the story, to an exercise, and to a question."""
    aims = AIM.findall(text.get(rules.heading("objectives"), ""))
    found = []
    if len(aims) != rules.objectives:
        found.append(f"{len(aims)} objectives instead of {rules.objectives}")
    sections = {re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") for name in names}
    questions = re.findall(
        r"^\d+\. \[.+\]\{#(say-\w+)\}$", text.get(rules.heading("recall"), ""), re.M
    )
    for aim, section, exercise, question in aims:
        if section not in sections:
            found.append(f"objective {aim}: no section {section}")
        if f":label: exercise-{exercise}\n" not in page:
            found.append(f"objective {aim}: no exercise {exercise}")
        if question not in questions:
            found.append(f"objective {aim}: no question {question} in {rules.heading('recall')}")
    return found


def _exercises(text: str, rules: WeekPage) -> list[str]:
    """Every exercise with difficulty, minutes, a check without a machine, a hint, a solution."""
    parts = re.split(r"^:{3,}\{exercise\} ", text, flags=re.M)[1:]
    found = []
    if len(parts) < rules.fewest_exercises:
        found.append(f"{len(parts)} exercises, at least {rules.fewest_exercises}")
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


def _open_box(page: str, rules: WeekPage) -> list[str]:
    """One cell is open: the week's idea by hand, held against the library."""
    cells = [cell for cell in CELL.findall(page) if ":tags: [hide-" not in cell]
    if len(cells) != 1:
        return [f"{len(cells)} open boxes instead of one"]
    lines = re.sub(r"\A---\n.*?^---\n", "", cells[0], flags=re.S | re.M).strip().splitlines()
    fewest, most = rules.open_box_lines
    found = [] if fewest <= len(lines) <= most else [f"the open box has {len(lines)} lines"]
    return found if "assert " in cells[0] else [*found, "the open box asserts nothing"]


def _order(names: list[str], rules: WeekPage) -> list[str]:
    before, after = rules.before_the_story.values(), rules.after_the_story.values()
    story = [name for name in names if name not in {*before, *after}]
    wanted = [*before, *story, *after]
    found = [] if names == wanted else [f"sections are {names}, not {wanted}"]
    fewest, most = rules.story
    if not fewest <= len(story) <= most:
        found.append(f"the story has {len(story)} beats: {story}")
    return found


def _too_long(what: str, text: str, most: int) -> list[str]:
    count = words(text)
    return [f"{what} has {count} words, at most {most}"] if count > most else []
