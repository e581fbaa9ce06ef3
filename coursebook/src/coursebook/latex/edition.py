"""The print edition: what changes on the way from the site's pages to LaTeX."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from coursebook.latex import folds as print_folds
from coursebook.latex import pages as print_pages
from coursebook.latex import tables as print_tables
from coursebook.project import TitlePage, book

STYLE = Path(__file__).with_name("print.sty")
TRANSFORMS = (
    print_pages.LeavePagesOut,
    print_pages.GroupContents,
    print_tables.NumberFigures,
    print_pages.DropEmptyCells,
    print_pages.ListCards,
    print_folds.MoveFolds,
    print_tables.FitTables,
    print_pages.LabelSpans,
    print_pages.CloseTerms,
    print_pages.DropEmptyPages,
)

# How the book is set, whatever book it is.
SETTINGS = {
    "latex_use_xindy": False,
    "latex_domain_indices": False,
    "latex_show_pagerefs": True,
    "latex_show_urls": "footnote",
    "latex_elements": {
        "papersize": "a4paper",
        "pointsize": "11pt",
        "extraclassoptions": "openany,oneside",
        "geometry": r"\usepackage[top=24mm, bottom=24mm, left=26mm, right=26mm]{geometry}",
        "fncychap": "",
        "fvset": r"\fvset{fontsize=\footnotesize}",
        "figure_align": "!htbp",
        "maketitle": r"\booktitle",
        "makeindex": "",
        "printindex": "",
    },
}


def register(app: Any) -> None:
    """Add the transforms, each for LaTeX alone, and the style file."""
    app.add_config_value("print_leaves_out", [], "env", [list])
    app.add_node(
        print_folds.from_page,
        latex=(print_folds.visit_from_page, print_folds.depart_from_page),
    )
    for transform in TRANSFORMS:
        app.add_post_transform(transform)
    app.connect("config-inited", _set_style)


def _set_style(app: Any, config: Any) -> None:
    for name, value in SETTINGS.items():
        setattr(config, name, value)
    preamble = rf"{_title_page_words(book(Path(app.confdir)).title_page)}\usepackage{{print}}"
    config.latex_elements = {**config.latex_elements, "preamble": preamble}
    config.latex_additional_files = [*config.latex_additional_files, str(STYLE)]


def _title_page_words(words: TitlePage) -> str:
    return "".join(rf"\newcommand{{\book{name}}}{{{text}}}" for name, text in asdict(words).items())
