"""The book machine: charts and numbers from executed pages, and the checks of both."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Any

from sphinx.util import logging

from coursebook.cells.numbers import FillNumbers, number_role
from coursebook.cells.reveals import MoveReveals
from coursebook.checks import exercises as exercise_checks
from coursebook.execution.digest import digest
from coursebook.execution.pages import executable_pages, output_file
from coursebook.execution.run import bring_up_to_date, told
from coursebook.html import mathml
from coursebook.html.course import WeekCards, WeekContents
from coursebook.html.exercise_ids import DropRepeatedIds
from coursebook.html.leftovers import remove_stale_output
from coursebook.latex import edition as print_edition

__version__ = "0.1.0"
LOGGER = logging.getLogger(__name__)


def setup(app: Any) -> dict[str, Any]:
    """Register with Sphinx what pages use; the renderers are entry points of MyST-NB."""
    # Every page is read anew when the machine that renders it has changed.
    app.add_config_value("coursebook_digest", _own_digest(), "env", [str])
    app.connect("env-get-outdated", _run_pages)
    app.connect("env-get-outdated", _around_removed)
    app.connect("build-finished", remove_stale_output)
    app.connect("builder-inited", exercise_checks.write_notebooks)
    app.add_role("number", number_role)
    app.add_directive("week-cards", WeekCards)
    app.add_directive("week-contents", WeekContents)
    app.add_html_math_renderer("mathml", (mathml.visit_inline, None), (mathml.visit_block, None))
    app.add_transform(FillNumbers)
    app.add_transform(MoveReveals)
    app.add_post_transform(DropRepeatedIds)
    print_edition.register(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}


def _run_pages(app: Any, env: Any, *_: set[str]) -> list[str]:
    """Run what changed; the pages to read again are those with other outputs than were read."""
    root = Path(app.srcdir)
    names = {str(page.with_suffix("")): page for page in executable_pages(root)}
    pages = [page for name, page in names.items() if name in env.found_docs]
    ran, faults = bring_up_to_date(root, pages)
    LOGGER.info("%d of %d pages ran", len(ran), len(pages))
    if faults:
        # No exception: Sphinx would bury these lines under its versions and its traceback.
        sys.exit(f"Pages that do not run:\n{told(faults)}")
    before = getattr(env, "coursebook_outputs", {})
    env.coursebook_outputs = {str(page): digest(output_file(root, page)) for page in pages}
    return [
        str(page.with_suffix(""))
        for page in pages
        if env.coursebook_outputs[str(page)] != before.get(str(page))
    ]


def _around_removed(
    app: Any, env: Any, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Pages whose contents lead to one that is gone: read again, they say so.

    Sphinx would number the figures of what it remembers of that page, and fail on it.
    """
    return [parent for page in removed for parent in env.files_to_rebuild.get(page, ())]


def _own_digest() -> str:
    sources = sorted(Path(__file__).parent.rglob("*.py"))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()
