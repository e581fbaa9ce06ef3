"""Numbers in prose: a page's cell computes them, its sentences quote them by name.

``{number}`best_size:billion` `` in a page becomes "60 billion": the value that a ``Numbers``
output of the same page holds under that name, rounded to two digits unless the role asks for
more (``best_size:billion:3``). A name that no cell computed is a warning, and so fails the build.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, MimeRenderPlugin, NbElementRenderer
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from coursebook.mime import NUMBERS, content

ATTRIBUTE = "coursebook_numbers"
NO_BREAK = "\N{NO-BREAK SPACE}"
DEFAULT_DIGITS = 2

logger = logging.getLogger(__name__)


class quoted_number(nodes.Inline, nodes.TextElement):
    """A place in a sentence that waits for its number."""


class NumbersRenderer(MimeRenderPlugin):
    """Keeps a page's named values; they show where the prose quotes them."""

    mime_priority_overrides: ClassVar[Sequence[tuple[str, str, int | None]]] = [("*", NUMBERS, 1)]

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> list[nodes.Element] | None:
        """Keep named values and show nothing; None for what are none.

        Parameters
        ----------
        renderer : NbElementRenderer
            MyST-NB's, of this page.
        data : MimeData
            One form of a cell's output.
        inline : bool
            Not read.
        """
        if data.mime_type != NUMBERS:
            return None
        values = content(data.content)["values"]
        renderer.renderer.document.attributes.setdefault(ATTRIBUTE, {}).update(values)
        # Nothing to show; but an empty answer would let MyST-NB fall back to the plain text.
        return [nodes.comment()]


def number_role(
    name: str, rawtext: str, text: str, lineno: int, inliner: Any, *_: Any
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """Role ``{number}`name[:form][:digits]` ``; the forms are the keys of `FORMS`.

    Parameters
    ----------
    name, rawtext, text, lineno, inliner
        What docutils gives a role: its name, its source, what it holds, where it stands.
    """
    node = quoted_number(rawtext, quote=text)
    node.line = lineno
    return [node], []


class FillNumbers(SphinxTransform):
    """Puts each quoted number in its place once the page's outputs are known."""

    default_priority = 5

    def apply(self, **kwargs: Any) -> None:
        values = self.document.attributes.pop(ATTRIBUTE, {})
        for place in list(self.document.findall(quoted_number)):
            try:
                place.replace_self(written(place["quote"], values))
            except (KeyError, ValueError) as error:
                logger.warning("number %r: %s", place["quote"], error, location=place)
                place.replace_self(nodes.problematic(text=place["quote"]))


def written(quote: str, values: dict[str, float]) -> list[nodes.Node]:
    """What stands for a quote.

    Parameters
    ----------
    quote : str
        ``name[:form][:digits]``.
    values : dict of str to float
        What the page's cells computed, by name.

    Raises
    ------
    KeyError
        If no cell of the page computed that name, or the form is unknown.
    ValueError
        If the digits are not a whole number.
    """
    name, *rest = quote.split(":")
    digits = int(rest.pop()) if rest and rest[-1].isdigit() else DEFAULT_DIGITS
    form = rest[0] if rest else "plain"
    if name not in values:
        raise KeyError(f"no cell of this page computes it; it computes {sorted(values)}")
    if form not in FORMS:
        raise KeyError(f"unknown form {form}; known are {sorted(FORMS)}")
    return FORMS[form](values[name], digits)


def rounded(value: float, digits: int) -> str:
    """A number without an exponent, thousands separated.

    Parameters
    ----------
    value : float
        The number.
    digits : int
        How many of its digits are significant.
    """
    if value == 0:
        return "0"
    scientific = f"{value:.{digits - 1}e}"
    decimals = max(digits - 1 - int(scientific.split("e")[1]), 0)
    return f"{float(scientific):,.{decimals}f}".replace("-", "\N{MINUS SIGN}")


def _in_units_of(unit: float, word: str) -> Callable[[float, int], list[nodes.Node]]:
    def form(value: float, digits: int) -> list[nodes.Node]:
        return [nodes.Text(f"{rounded(value / unit, digits)}{NO_BREAK}{word}")]

    return form


def _plain(value: float, digits: int) -> list[nodes.Node]:
    return [nodes.Text(rounded(value, digits))]


def _power(value: float, digits: int) -> list[nodes.Node]:
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    return [
        nodes.Text(f"{mantissa}{NO_BREAK}×{NO_BREAK}10"),
        nodes.superscript(text=str(int(exponent))),
    ]


def _count(value: float, digits: int) -> list[nodes.Node]:
    if value != round(value):
        raise ValueError(f"{value} is not a whole number")
    return [nodes.Text(f"{int(value):,}")]


FORMS: dict[str, Callable[[float, int], list[nodes.Node]]] = {
    "plain": _plain,
    "count": _count,
    "percent": _in_units_of(0.01, "%"),
    "million": _in_units_of(1e6, "million"),
    "billion": _in_units_of(1e9, "billion"),
    "trillion": _in_units_of(1e12, "trillion"),
    "power": _power,
}
