"""The pages of the print edition: what stays on the site, the groups in the contents, the cover."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

FRONT = r"\frontchapter{About this book}"
SEEN = (nodes.image, nodes.math, nodes.math_block)
UNSEEN = (nodes.comment, nodes.raw, nodes.title)


class LeavePagesOut(SphinxPostTransform):
    """Takes pages out that are of no use on paper; links to them become plain words.

    It runs before links are resolved. A link to a page that the builder does not hold loses its
    target and keeps its text.
    """

    default_priority = 1
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Drop the pages named in ``print_leaves_out``, and the cards that lead to them."""
        left_out = set(self.config.print_leaves_out)
        for page in _all(self.document, addnodes.start_of_file):
            for child in page.children:
                child.parent = page  # Sphinx leaves it at the page's own document
            if page["docname"] in left_out:
                page.parent.remove(page)
                self.app.builder.docnames.discard(page["docname"])  # type: ignore[attr-defined]
        for link in _all(self.document, addnodes.pending_xref):
            card = _ancestor(link, "grid-item")
            if card is not None and link["reftarget"] in left_out:
                card.parent.remove(card)


class GroupContents(SphinxPostTransform):
    """Gives the contents the captions of the site's side bar, and the first page a heading."""

    default_priority = 290
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Write each caption into the contents, before the first page that stands under it."""
        captions = dict(_captions(self.env.get_doctree(self.config.root_doc)))
        for page in _all(self.document, addnodes.start_of_file):
            if page["docname"] in captions:
                page.insert(0, latex(rf"\contentsgroup{{{captions[page['docname']]}}}"))
        front = self.document.next_node(nodes.title)
        assert front is not None, "the first page has a title"
        front.parent.insert(1, latex(FRONT))


class ListCards(SphinxPostTransform):
    """Sets a grid of cards as a list: title with page number, then what the card says."""

    default_priority = 300
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Replace every grid that holds cards."""
        for grid in [
            node for node in _all(self.document, nodes.container) if _is(node, "grid-container")
        ]:
            items = [_item(card) for card in _all(grid, nodes.container) if _is(card, "card")]
            if items:
                grid.replace_self(nodes.definition_list("", *items))


class DropEmptyCells(SphinxPostTransform):
    """Drops cells that print nothing; they would only part what belongs together."""

    default_priority = 295
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Remove each cell that shows neither text nor picture."""
        for cell in _all(self.document, nodes.container):
            if "cell" in cell["classes"] and not any(map(_is_seen, cell.findall())):
                cell.parent.remove(cell)


class DropEmptyPages(SphinxPostTransform):
    """Drops pages of which a title is left: LaTeX sets the bibliography in a place of its own."""

    default_priority = 800
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Remove each page without content under its title."""
        for page in _all(self.document, addnodes.start_of_file):
            if not any(map(_is_seen, page.findall())):
                page.parent.remove(page)


class LabelSpans(SphinxPostTransform):
    """Gives every piece of text with an id a label; Sphinx writes none, and links would miss it."""

    default_priority = 325  # after tables are measured: a label is no word
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Put a label before each such piece."""
        for page in _all(self.document, addnodes.start_of_file):
            for span in _all(page, nodes.inline):
                for name in span["ids"]:
                    label = rf"\phantomsection\label{{\detokenize{{{page['docname']}:{name}}}}}"
                    span.parent.insert(span.parent.index(span), latex(label))


class CloseTerms(SphinxPostTransform):
    """Ends each term at full height, and takes its link to itself away.

    What follows would else touch a term of two lines; and a term needs no page number of its own.
    """

    default_priority = 330
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Visit every term of a list."""
        for page in _all(self.document, addnodes.start_of_file):
            own = f"%{page['docname']}#"
            for term in _all(page, nodes.term):
                for link in _all(term, nodes.reference):
                    if "refid" in link or link.get("refuri", "").startswith(own):
                        link.replace_self(link.children)
                term += latex(r"\strut")


def latex(text: str) -> nodes.raw:
    """A piece of LaTeX in the document."""
    return nodes.raw("", text, format="latex")


def _all(root: nodes.Element, kind: type[nodes.Element]) -> list[Any]:
    return list(root.findall(kind))


def _captions(front: nodes.document) -> Iterator[tuple[str, str]]:
    for toctree in front.findall(addnodes.toctree):
        if toctree.get("caption") and toctree["includefiles"]:
            yield toctree["includefiles"][0], toctree["caption"]


def _is(node: nodes.Element, component: str) -> bool:
    return bool(node.get("design_component") == component)


def _ancestor(node: nodes.Element, component: str) -> Any:
    above: Any = node.parent
    while above is not None and not _is(above, component):
        above = above.parent
    return above


def _item(card: nodes.Element) -> nodes.definition_list_item:
    (title,) = [node for node in _all(card, nodes.container) if _is(node, "card-title")]
    term = nodes.term("", title.astext())
    for link in _all(card, nodes.reference)[-1:]:
        link.children = [nodes.Text(title.astext())]
        link.children[0].parent = link
        term = nodes.term("", "", link)
    return nodes.definition_list_item("", term, nodes.definition("", *_all(card, nodes.paragraph)))


def _is_seen(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Text):
        words: str = node.astext()
        return bool(words.strip()) and not isinstance(node.parent, UNSEEN)
    return isinstance(node, SEEN)
