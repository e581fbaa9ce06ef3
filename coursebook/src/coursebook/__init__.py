"""The book machine: charts and numbers from executed pages, and the checks of both."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from jupyter_cache import get_cache

from coursebook.cells.numbers import FillNumbers, number_role
from coursebook.cells.reveals import MoveReveals
from coursebook.checks import exercises as exercise_checks
from coursebook.html import mathml
from coursebook.html.course import WeekCards, WeekContents
from coursebook.html.exercise_ids import DropRepeatedIds
from coursebook.latex import edition as print_edition

__version__ = "0.1.0"


def setup(app: Any) -> dict[str, Any]:
    """Register with Sphinx what pages use; the renderers are entry points of MyST-NB."""
    # Every page is read anew when the machine that renders it has changed.
    app.add_config_value("coursebook_digest", _own_digest(), "env", [str])
    app.connect("builder-inited", _create_cache)
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


def _create_cache(app: Any) -> None:
    """Create the cache before pages are read side by side: two that create it at once collide."""
    folder = Path(app.config.nb_execution_cache_path)
    folder.mkdir(parents=True, exist_ok=True)
    # The property creates the tables.
    assert get_cache(str(folder)).db is not None


def _own_digest() -> str:
    sources = sorted(Path(__file__).parent.rglob("*.py"))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()
