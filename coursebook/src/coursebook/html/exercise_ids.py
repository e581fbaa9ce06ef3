"""Exercises bring the same id for each of their bodies; a page may hold an id once only."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

REPEATED = "exercise-content"


class DropRepeatedIds(SphinxPostTransform):
    """Removes the id that sphinx-exercise gives to every exercise's body."""

    default_priority = 900

    def run(self, **kwargs: Any) -> None:
        """Visit every element once; nothing links to this id."""
        for node in self.document.findall(nodes.Element):
            if REPEATED in node.get("ids", []):
                node["ids"].remove(REPEATED)
