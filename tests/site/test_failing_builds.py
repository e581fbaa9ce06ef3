"""A page that fails stops the build, says where, and fails again the next time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  name: python3
  display_name: Python 3
---
# A page

{sentence}

```{{code-cell}} ipython3
from scalinglaws.display.numbers import Numbers
```

```{{code-cell}} ipython3
{code}
```
"""


@pytest.fixture
def book(root: Path, tmp_path: Path) -> Path:
    """A small book with this project's settings, in a folder with a space in its name."""
    return small_book(root, tmp_path)


def small_book(root: Path, parent: Path) -> Path:
    folder = parent / "a small book"
    folder.mkdir()
    shared = ("requirements.txt", "src", "_static", "readings", "Makefile", "pyproject.toml")
    for name in shared:
        (folder / name).symlink_to(root / name)
    settings = (root / "conf.py").read_text(encoding="utf-8")
    (folder / "conf.py").write_text(
        settings.replace('*(f"{folder}/**" for folder in layout.page_folders)', "")
    )
    return folder


def build(book: Path, builder: str = "html", **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-b", builder, ".", "_out"]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **variables}
    return subprocess.run(
        command, cwd=book, capture_output=True, text=True, check=False, env=environment
    )


def write(book: Path, code: str, sentence: str = "A sentence.") -> None:
    (book / "index.md").write_text(PAGE.format(code=code, sentence=sentence), encoding="utf-8")


@pytest.fixture(scope="module")
def made_twice(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[subprocess.CompletedProcess[str]]:
    """`make html`, and once more, in a book of which a cell fails."""
    book = small_book(root, tmp_path_factory.mktemp("failing"))
    sentence = "The best size is {number}`best:billion`, {ref}`claim-a01`."
    write(book, 'raise RuntimeError("no such floor")', sentence)
    for name in (".venv", "coursebook", "tools"):
        (book / name).symlink_to(root / name)
    command = ["make", "--no-print-directory", "html"]  # also under `make test`
    return [
        subprocess.run(command, cwd=book, capture_output=True, text=True, check=False)
        for _ in range(2)
    ]


def test_a_failing_cell_is_named_and_nothing_that_only_follows_is_said(
    made_twice: list[subprocess.CompletedProcess[str]],
) -> None:
    run = made_twice[0]
    assert run.returncode != 0
    assert "index.md, cell 2, line 1: RuntimeError: no such floor" in run.stderr
    for follows in ("best:billion", "claim-a01", "Traceback", "WARNING", "build succeeded"):
        assert follows not in run.stdout + run.stderr


def test_a_second_make_after_a_failure_fails_too(
    made_twice: list[subprocess.CompletedProcess[str]],
) -> None:
    for run in made_twice:
        assert run.returncode != 0
        assert "index.md, cell 2, line 1: RuntimeError: no such floor" in run.stderr
        assert "name page, cell and reason" in run.stdout.splitlines()[-1]
        assert "The book:" not in run.stdout


def test_a_home_that_cannot_be_written_to_is_not_needed(book: Path) -> None:
    write(book, "import matplotlib.pyplot as plt\nprint(plt.figure().axes)")
    homes = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "MPLCONFIGDIR", "IPYTHONDIR")
    run = build(book, **dict.fromkeys(homes, os.devnull))
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stderr == ""


def test_an_unknown_number_and_a_reveal_without_a_fold_fail_the_build(book: Path) -> None:
    write(book, ":tags: [reveal]\nNumbers(best=60e9)", "The size is {number}`bset:billion`.")
    run = build(book)
    assert run.returncode != 0
    assert "bset:billion" in run.stderr
    assert "it computes ['best']" in run.stderr
    assert "a cell tagged 'reveal' stands after no fold" in run.stderr


# Figures are numbered through the book: Sphinx looks for them on every page it remembers.
OTHER = "# Another page\n\n```{figure} _static/favicon.svg\nA caption.\n```\n"


def test_a_page_builds_in_a_folder_with_a_space_and_one_that_is_gone_leaves_the_site(
    book: Path,
) -> None:
    write(book, "Numbers(best=60e9)", "The best size is {number}`best:billion`.")
    (book / "index.md").write_text(
        (book / "index.md").read_text(encoding="utf-8") + "\n```{toctree}\nother\n```\n",
        encoding="utf-8",
    )
    settings = (book / "conf.py").read_text(encoding="utf-8")
    (book / "conf.py").write_text(settings.replace('"index.md"', '"index.md", "other.md"'))
    (book / "other.md").write_text(OTHER, encoding="utf-8")
    run = build(book)
    assert run.returncode == 0, run.stdout + run.stderr
    page = (book / "_out" / "index.html").read_text(encoding="utf-8")
    assert "The best size is 60\xa0billion." in page
    assert (book / "_out" / "other.html").exists()
    (book / "other.md").unlink()
    run = build(book)
    assert run.returncode != 0
    assert "document 'other'" in run.stderr
    assert "Traceback" not in run.stdout + run.stderr
    write(book, "Numbers(best=60e9)", "The best size is {number}`best:billion`.")
    run = build(book)
    assert run.returncode == 0, run.stderr
    assert not (book / "_out" / "other.html").exists()
