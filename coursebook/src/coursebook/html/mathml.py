"""Formulas as MathML: they show without JavaScript, and add nothing to a page's weight."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.util.math import get_node_equation_number


def visit_inline(writer: Any, node: nodes.math) -> None:
    """A formula in a line of text.

    Parameters
    ----------
    writer : HTML5Translator
        Sphinx' writer of the page.
    node : nodes.math
        The formula.

    Raises
    ------
    nodes.SkipNode
        Always: the formula is written whole.
    """
    writer.body.append(convert(node.astext(), display="inline"))
    raise nodes.SkipNode


def visit_block(writer: Any, node: nodes.math_block) -> None:
    """A formula on a line of its own, with its number where it has one.

    Parameters
    ----------
    writer : HTML5Translator
        Sphinx' writer of the page.
    node : nodes.math_block
        The formula.

    Raises
    ------
    nodes.SkipNode
        Always: the formula is written whole.
    """
    # A wide formula scrolls inside its own box; a phone's page must not scroll sideways.
    writer.body.append(writer.starttag(node, "div", CLASS="math"))
    if node["number"]:
        writer.body.append(f'<span class="eqno">({get_node_equation_number(writer, node)})</span>')
    writer.body.append(convert(node.astext(), display="block"))
    writer.body.append("</div>\n")
    raise nodes.SkipNode
