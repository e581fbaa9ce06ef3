"""A figure that answers a question stays shut until the reader has guessed."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)
CELL_CLASS = "tag_reveal"


class MoveReveals(SphinxTransform):
    """Moves a cell tagged ``reveal`` to the end of the fold that stands right before it.

    MyST allows cells at a page's top level only, so a page cannot write one inside a fold.
    """

    default_priority = 100  # before sphinx-design makes its folds of containers

    def apply(self, **kwargs: Any) -> None:
        """Move every such cell; one without a fold before it is a fault of the page."""
        for cell in list(self.document.findall(_is_reveal)):
            place = cell.parent.index(cell)
            fold = cell.parent[place - 1] if place else None
            if not isinstance(fold, nodes.Element) or fold.get("design_component") != "dropdown":
                LOGGER.warning("a cell tagged 'reveal' stands after no fold", location=cell)
                continue
            cell.parent.remove(cell)
            fold += cell


def _is_reveal(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and CELL_CLASS in node["classes"]
