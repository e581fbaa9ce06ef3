"""A page's source as the build's own parser reads it: sections, directives, words.

Patterns over the raw text would take a heading inside a block of code for a section, and a fold
that ends early for the whole page.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import takewhile

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

EXTENSIONS = ["amsmath", "attrs_inline", "colon_fence", "deflist", "dollarmath"]
# Their content is no Markdown.
VERBATIM = ("code-block", "code-cell", "math", "toctree")
HEAD = re.compile(r"\{([\w:-]+)\}\s*(.*)")
OPTION = re.compile(r":([\w-]+):\s*(.*)")


@dataclass(frozen=True)
class Directive:
    """One directive: ``{name} argument``, options, and what it holds."""

    name: str
    argument: str
    options: dict[str, str]
    text: str
    blocks: list[Block] = field(default_factory=list)


Block = Token | Directive


@dataclass(frozen=True)
class Section:
    """A heading of the first or second level, and the blocks up to the next one."""

    title: str
    blocks: list[Block]


def read(text: str) -> list[Block]:
    """The blocks of a page; directives inside directives are read too."""
    return [_directive(token) or token for token in _parser().parse(text)]


def sections(blocks: Iterable[Block]) -> list[Section]:
    """A page's title and sections, in its order; what stands before its title is left out."""
    found: list[Section] = []
    here = iter(blocks)
    for block in here:
        if isinstance(block, Token) and block.type == "heading_open" and block.tag in ("h1", "h2"):
            heading = next(here)
            assert isinstance(heading, Token), "a heading's words follow its opening"
            found.append(Section(heading.content, []))
        elif found:
            found[-1].blocks.append(block)
    return found


def directives(blocks: Iterable[Block], *names: str) -> Iterator[Directive]:
    """Every directive of some names, in the order of the page, however deep.

    Parameters
    ----------
    blocks : iterable of Block
        A page, or a part of one.
    *names : str
        Which directives.
    """
    for block in blocks:
        if isinstance(block, Directive):
            if block.name in names:
                yield block
            yield from directives(block.blocks, *names)


def inlines(blocks: Iterable[Block], but: Collection[str] = ()) -> Iterator[list[Token]]:
    """Each paragraph, item or cell of text as its inline tokens.

    Parameters
    ----------
    blocks : iterable of Block
        A page, or a part of one.
    but : collection of str
        Names of directives to leave out.
    """
    for block in blocks:
        if isinstance(block, Token) and block.type == "inline":
            yield block.children or []
        elif isinstance(block, Directive) and block.name not in but:
            yield from inlines(block.blocks, but)


def words(blocks: Iterable[Block], but: Collection[str] = ()) -> int:
    """Words that a reader reads; a quoted number or a reference counts as one.

    Parameters
    ----------
    blocks : iterable of Block
        A page, or a part of one.
    but : collection of str
        Names of directives to leave out.
    """
    count = 0
    for block in blocks:
        if isinstance(block, Directive):
            if block.name not in (*VERBATIM, *but):
                count += len(block.argument.split()) + words(block.blocks, but)
        elif block.type == "inline":
            count += len(plain(block.children or []).split())
        elif block.type in ("math_block", "amsmath"):
            count += len(block.content.split())
    return count


def links(tokens: list[Token]) -> dict[str, str]:
    """The words of each link -> where it leads."""
    return {words: str(opened.attrs["href"]) for opened, words in _enclosed(tokens, "link")}


def emphases(tokens: list[Token]) -> list[str]:
    """What is emphasised, in order."""
    return [words for _, words in _enclosed(tokens, "em")]


def span_ids(tokens: list[Token]) -> list[str]:
    """The targets among words: ``[words]{#target}``."""
    return [str(opened.attrs["id"]) for opened, _ in _enclosed(tokens, "span")]


def roles(tokens: list[Token], name: str) -> list[str]:
    """What stands in each role of a name.

    Parameters
    ----------
    tokens : list of Token
        Inline tokens.
    name : str
        Which role.
    """
    found = (token for token in tokens if token.type == "myst_role")
    return [token.content for token in found if token.meta["name"] == name]


def plain(tokens: Iterable[Token]) -> str:
    """The text of inline tokens, an x for each role."""
    return "".join(_plain(token) for token in tokens)


def _enclosed(tokens: list[Token], kind: str) -> Iterator[tuple[Token, str]]:
    opened = [place for place, token in enumerate(tokens) if token.type == f"{kind}_open"]
    for place in opened:
        inside = takewhile(lambda token: token.type != f"{kind}_close", tokens[place + 1 :])
        yield tokens[place], plain(inside)


def _plain(token: Token) -> str:
    if token.type == "myst_role":
        return "x"
    return " " if token.type in ("softbreak", "hardbreak") else token.content


def _directive(token: Token) -> Directive | None:
    head = HEAD.fullmatch(token.info.strip())
    if token.type not in ("fence", "colon_fence") or not head:
        return None
    name, argument = head.groups()
    lines = token.content.splitlines(keepends=True)
    options = {}
    while lines and (option := OPTION.fullmatch(lines[0].strip())):
        options[option[1]] = option[2]
        del lines[0]
    text = "".join(lines)
    return Directive(name, argument, options, text, [] if name in VERBATIM else read(text))


@cache
def _parser() -> MarkdownIt:
    return create_md_parser(MdParserConfig(enable_extensions=set(EXTENSIONS)), RendererHTML)
