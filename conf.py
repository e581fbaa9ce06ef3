"""Which extensions, which theme, nothing else."""

import os
from pathlib import Path

from coursebook.checks.markdown import EXTENSIONS
from coursebook.execution.run import CACHE
from coursebook.project import book, course

# One thread: sums then run in one order, and accepted numbers agree to 1e-9 everywhere.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

root = Path(__file__).parent
layout, about = book(root), course(root)
project = "Scaling and Emergence"
author = "the contributors"
project_copyright = "the contributors; text CC BY 4.0, code BSD-3-Clause"
language = "en"

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "sphinx_design",
    "sphinx_exercise",
    "sphinxcontrib.bibtex",
    "coursebook",
]
include_patterns = ["index.md", *(f"{folder}/**" for folder in layout.page_folders)]
numfig = True
numfig_secnum_depth = 0  # counted through the book, on the site and in print
numfig_format = {"figure": "Figure %s", "table": "Table %s"}
nitpicky = True
# References into the library must resolve; words that only describe a type need not.
nitpick_ignore_regex = [("py:(class|exc)", r"(?!scalinglaws\.).*")]
napoleon_use_param = False
napoleon_use_rtype = False
napoleon_use_ivar = True
# Words of a described shape, "(runs,)", match several attributes; they are no references.
suppress_warnings = ["ref.python"]

myst_enable_extensions = EXTENSIONS
myst_heading_anchors = 3
bibtex_bibfiles = ["readings/references.bib"]
bibtex_reference_style = "author_year"
autodoc_typehints = "none"
autodoc_member_order = "bysource"

nb_execution_mode = "cache"  # filled by coursebook before a page is read
nb_execution_cache_path = str(root / CACHE)
nb_render_markdown_format = "myst"
nb_code_prompt_show = "The code behind this"
nb_code_prompt_hide = "Hide the code"

html_theme = "furo"
html_title = project
html_favicon = "_static/favicon.svg"
html_css_files = ["book.css"]
html_baseurl = about.site
if about.repository:
    html_theme_options = {
        "source_edit_link": about.repository.rstrip("/") + "/edit/main/{filename}"
    }
html_show_sourcelink = False
html_copy_source = False
html_static_path = ["_static"]
html_math_renderer = "mathml"  # no script, and nothing to load

latex_engine = "xelatex"
latex_documents = [("index", f"{layout.print_name}.tex", project, author, "manual")]
print_leaves_out = ["reference/api"]  # of use beside a keyboard only
