"""On paper a fold is open. Hints, answers and solutions therefore stand at the end of the book."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from coursebook.latex.pages import latex

# The first word of a fold's title says what it holds; folds of other titles stay where they are.
PARTS = {
    "Open": "Answers",
    "Answer": "Answers",
    "Answers": "Answers",
    "Hint": "Hints",
    "Solution": "Solutions",
}
ORDER = ("Answers", "Hints", "Solutions")
ROOM = r"\Needspace{13\baselineskip}"  # a box on two pages reads badly
NOTE = r"\foldnote{"
CHAPTER = "Answers, hints and solutions"
OPENING = (
    "Each entry names the page of its question. Hints stand before solutions, so that you can read"
    " one without the other."
)


class from_page(nodes.General, nodes.Element):
    """Content that was moved: labels inside it still belong to the page it came from."""


@dataclass(frozen=True)
class Entry:
    """One fold: where it came from, what it answers, and under which label the book finds it."""

    docname: str
    page_title: str
    part: str
    heading: str
    label: str
    asked_at: str
    content: list[nodes.Node]


class MoveFolds(SphinxPostTransform):
    """Moves every fold that answers a question to a last chapter, with page numbers both ways."""

    default_priority = 310  # after links and exercises' titles, before footnotes
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Take the folds out in reading order, then set the chapter."""
        folds = [node for node in self.document.findall(nodes.container) if part_of(node)]
        entries = [_take_out(fold, number) for number, fold in enumerate(folds, start=1)]
        if entries:
            book = self.document.next_node(nodes.section)
            assert book is not None, "a book has a first page"
            book += _chapter(entries)


def part_of(node: nodes.Element) -> str | None:
    """The part of the last chapter that a fold belongs to; None for what stays in its place."""
    if node.get("design_component") != "dropdown" or node.get("opened") or not node["has_title"]:
        return None
    return PARTS.get(node[0].astext().split()[0].rstrip(",:"))


def number_of_page(label: str) -> nodes.raw:
    """The page that holds a label, as a link."""
    return latex(rf"\hyperref[{label}]{{page~\pageref*{{{label}}}}}")


def visit_from_page(writer: Any, node: from_page) -> None:
    """Labels get the name of the page they came from.

    Parameters
    ----------
    writer : LaTeXTranslator
        Sphinx' writer of the book.
    node : from_page
        What was moved.
    """
    writer.curfilestack.append(node["docname"])


def depart_from_page(writer: Any, node: from_page) -> None:
    """Back to the names of the page around.

    Parameters
    ----------
    writer : LaTeXTranslator
        Sphinx' writer of the book.
    node : from_page
        What was moved.
    """
    writer.curfilestack.pop()


def _take_out(fold: nodes.Element, number: int) -> Entry:
    page, exercise = _above(fold, addnodes.start_of_file), _exercise_before(fold)
    asked = exercise if exercise is not None else _above(fold, nodes.section)
    label = f"fold-{number}"
    entry = Entry(
        docname=page["docname"],
        page_title=_title(page),
        part=part_of(fold) or "",
        heading=_title(asked),
        label=label,
        asked_at=_label_in(exercise) if exercise is not None else f"{label}-asked",
        content=list(fold.children[1:]),
    )
    _leave_a_note(fold, entry)
    return entry


def _label_in(exercise: nodes.Element) -> str:
    """A label inside an exercise's box; one before it may stay on the page before."""
    label = f"asked-{exercise['label']}"
    if not any(isinstance(node, nodes.raw) for node in exercise.children):
        exercise.insert(1, _anchor(label))
        section = exercise.parent
        # The section's heading stays with its first exercise.
        above = section if section.index(exercise) == 1 else exercise
        above.parent.insert(above.parent.index(above), latex(ROOM))
    return label


def _anchor(label: str) -> nodes.raw:
    return latex(rf"\phantomsection\label{{{label}}}")


def _leave_a_note(fold: nodes.Element, entry: Entry) -> None:
    """Say where the fold went: in the exercise's box, or in the fold's place."""
    exercise = _exercise_before(fold)
    last: Any = fold.previous_sibling() if exercise is None else exercise.children[-1]
    words = [nodes.Text(f"{fold[0].astext()}: "), number_of_page(entry.label), nodes.Text(". ")]
    if _is_note(last):
        fold.parent.remove(fold)
        last[-1:-1] = words
        return
    note = nodes.paragraph("", "", latex(NOTE), *words, latex("}"), classes=["fold-note"])
    if exercise is None:
        note.insert(0, _anchor(entry.asked_at))
        fold.replace_self(note)
    else:
        fold.parent.remove(fold)
        exercise += note


def _is_note(node: Any) -> bool:
    return isinstance(node, nodes.paragraph) and "fold-note" in node["classes"]


def _chapter(entries: list[Entry]) -> nodes.section:
    chapter = _section(CHAPTER, nodes.paragraph(text=OPENING))
    for (_, title), of_page in groupby(
        entries, key=lambda entry: (entry.docname, entry.page_title)
    ):
        chapter += _section(title, *_parts(list(of_page)))
    return chapter


def _parts(entries: list[Entry]) -> Iterator[nodes.section]:
    for part in ORDER:
        content = [node for entry in entries if entry.part == part for node in _set(entry)]
        if content:
            yield _section(part, *content)


def _set(entry: Entry) -> list[nodes.Node]:
    heading = nodes.rubric("", "", nodes.Text(f"{entry.heading}, "), number_of_page(entry.asked_at))
    return [_anchor(entry.label), heading, from_page("", *entry.content, docname=entry.docname)]


def _section(title: str, *content: nodes.Node) -> nodes.section:
    return nodes.section("", nodes.title(text=title), *content)


def _title(node: nodes.Element) -> str:
    title = node.next_node(nodes.title)
    assert title is not None, "what asks a question has a title"
    return title.astext()


def _above(node: nodes.Element, kind: type[nodes.Element]) -> Any:
    above: Any = node.parent
    while not isinstance(above, kind):
        above = above.parent
    return above


def _exercise_before(fold: nodes.Element) -> Any:
    siblings = fold.parent.children
    before = siblings[: siblings.index(fold)]
    return next((node for node in reversed(before) if _is_exercise(node)), None)


def _is_exercise(node: Any) -> bool:
    return isinstance(node, nodes.Admonition) and "exercise" in node["classes"]  # type: ignore[index]
