"""A page is read as the build reads it: no heading in code, no fold that ends too early."""

from __future__ import annotations

from coursebook.checks.markdown import (
    Token,
    directives,
    emphases,
    inlines,
    links,
    read,
    roles,
    sections,
    span_ids,
    words,
)

PAGE = """---
key: value
---
# A *title*

Three words here.

```python
# No section
```

## First

::::{only} html
:::{dropdown} Hint for you
:open:

Two words.

```{code-block} python
:name: start-x

## no section either
```
:::
::::

### A smaller heading

One {number}`x:power:3` and $a + b$.

$$c + d$$
"""


def first(text: str) -> list[Token]:
    return next(inlines(read(text)))


def test_sections_are_headings_of_the_page_alone() -> None:
    found = sections(read(PAGE))
    assert [section.title for section in found] == ["A *title*", "First"]
    assert words(found[0].blocks) == 3


def test_directives_are_found_however_deep_with_argument_and_options() -> None:
    (fold,) = directives(read(PAGE), "dropdown")
    assert (fold.argument, fold.options) == ("Hint for you", {"open": ""})
    (code,) = directives(read(PAGE), "code-block")
    assert code.options == {"name": "start-x"}
    assert code.text == "\n## no section either\n"


def test_words_are_those_a_reader_reads() -> None:
    blocks = sections(read(PAGE))[1].blocks
    # html, "Hint for you", "Two words.", "A smaller heading", "One x and a + b.", "c + d"
    assert words(blocks) == 1 + 3 + 2 + 3 + 6 + 3
    assert words(blocks, but=("only",)) == 3 + 6 + 3


def test_what_stands_in_a_line() -> None:
    tokens = first("[**A**]{#aim} *b c*: [read](#there), {ref}`try <exercise-x>`, `*d*`")
    assert span_ids(tokens) == ["aim"]
    assert emphases(tokens) == ["b c"]
    assert links(tokens) == {"read": "#there"}
    assert roles(tokens, "ref") == ["try <exercise-x>"]
