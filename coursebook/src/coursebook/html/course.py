"""The weeks of course.yml on a page: their cards, and their places in the contents.

``{week-cards} weeks`` writes one card for each page that a week has in the folder ``weeks``, in
the order of the course. Its content is the card's title, with the week's fields in braces:
``Week {number}: {title}``. ``{week-contents} weeks`` lists the same pages in the contents.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from coursebook.project import COURSE, Week, course

CARD = """:::{{grid-item-card}} {title}
:link: /{page}
:link-type: doc

{words}
:::
"""
CONTENTS = """```{{toctree}}
:caption: {caption}
:hidden:

{pages}
```
"""


class _OfTheWeeks(SphinxDirective):
    """What both directives share: the pages of a folder, week by week."""

    required_arguments = 1

    def pages(self) -> Iterator[tuple[Week, str, str]]:
        """Each week with a page of the folder and the words of its card; no page comes twice."""
        root = Path(self.env.srcdir)
        self.env.note_dependency(str(root / COURSE))
        seen = set()
        for week in course(root).weeks:
            for page, words in (week.pages | week.readings).items():
                if page.startswith(f"{self.arguments[0]}/") and page not in seen:
                    seen.add(page)
                    yield week, page, words


class WeekCards(_OfTheWeeks):
    """Cards for a grid."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """The cards, as if they stood in the page."""
        title = " ".join(self.content)
        cards = [
            line
            for week, page, words in self.pages()
            for line in CARD.format(
                title=title.format(**vars(week)), page=page, words=words
            ).splitlines()
        ]
        # A card asks whether it stands in a grid.
        row = nodes.container(design_component="grid-row")
        self.state.nested_parse(StringList(cards), self.content_offset, row)
        return row.children


class WeekContents(_OfTheWeeks):
    """A part of the contents."""

    option_spec: ClassVar = {"caption": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """The part, as if it stood in the page."""
        pages = "\n".join(f"/{page}" for _, page, _ in self.pages())
        text = CONTENTS.format(caption=self.options["caption"], pages=pages)
        return self.parse_text_to_nodes(text)
