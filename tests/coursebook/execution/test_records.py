"""A page runs again when something that it used changed in meaning, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursebook.execution.pages import NotExecutedError, executable_pages, executed, stands
from coursebook.execution.run import Fault, bring_up_to_date, told

HEAD = (
    "---\njupytext:\n  text_representation:\n    format_name: myst\n"
    "kernelspec:\n  name: python3\n---\n# A page\n"
)
FIRST, SECOND = Path("weeks/first.md"), Path("weeks/second.md")
CODE = 'def f() -> int:\n    """Old words."""\n    return 1  # why\n'


def cell(code: str) -> str:
    return f"\n```{{code-cell}} ipython3\n{code}\n```\n"


@pytest.fixture
def project(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book of two pages: one loads a module and a table, the other nothing."""
    settings = (root / "pyproject.toml").read_text(encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(
        settings.replace('library = "scalinglaws"', 'library = "smalllaws"')
    )
    package = tmp_path / "src" / "smalllaws"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "used.py").write_text(CODE)
    (package / "unused.py").write_text(CODE)
    (tmp_path / "requirements.txt").write_text("numpy==1\n")
    (tmp_path / "weeks").mkdir()
    (tmp_path / "weeks" / "table.csv").write_text("x\n3\n")
    use = "from smalllaws.used import f\nfrom pathlib import Path"
    text = HEAD + cell(use) + cell('print(Path("table.csv").read_text(), f())') + cell("f() + 1")
    (tmp_path / FIRST).write_text(text)
    (tmp_path / SECOND).write_text(HEAD + "Words.\n" + cell("6 * 7"))
    monkeypatch.syspath_prepend(tmp_path / "src")
    return tmp_path


def ran(project: Path) -> list[Path]:
    pages, faults = bring_up_to_date(project, executable_pages(project))
    assert not faults
    return pages


def test_outputs_are_those_of_a_notebook(project: Path) -> None:
    assert ran(project) == [FIRST, SECOND]
    _, printed, shown = (c for c in executed(project, FIRST).cells if c.cell_type == "code")
    assert printed.outputs[0].text == "x\n3\n 1\n"
    assert shown.outputs[0].output_type == "execute_result"
    assert shown.outputs[0].data == {"text/plain": "2"}


@pytest.mark.parametrize(
    ("file", "old", "new", "again"),
    [
        ("src/smalllaws/used.py", "Old words", "New words", []),
        ("src/smalllaws/used.py", "# why", "# why not", []),
        ("src/smalllaws/used.py", "return 1", "return 2", [FIRST]),
        ("src/smalllaws/unused.py", "return 1", "return 2", []),
        ("weeks/table.csv", "3", "4", [FIRST]),
        ("weeks/second.md", "Words", "Other words", []),
        ("weeks/second.md", "6 * 7", "6 * 8", [SECOND]),
        ("requirements.txt", "1", "2", [FIRST, SECOND]),
    ],
)
def test_only_what_a_page_used_asks_for_its_run(
    project: Path, file: str, old: str, new: str, again: list[Path]
) -> None:
    ran(project)
    path = project / file
    path.write_text(path.read_text().replace(old, new))
    assert ran(project) == again
    assert ran(project) == []


def test_a_file_that_is_gone_is_seen(project: Path) -> None:
    ran(project)
    (project / "weeks" / "table.csv").unlink()
    assert not stands(project, FIRST)
    with pytest.raises(NotExecutedError, match=r"weeks/first\.md: not executed as it stands"):
        executed(project, FIRST)


UNSHOWABLE = """class Odd:
    def _repr_html_(self):
        raise ValueError("no floor")
Odd()"""


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("pass\n1 / 0", ", cell 1, line 2: ZeroDivisionError: division by zero"),
        ("1 +", ", cell 1: SyntaxError: invalid syntax"),
        ("from smalllaws.used import g", ", cell 1, line 1: ImportError: cannot import name 'g'"),
        (UNSHOWABLE, ", cell 1, line 3: ValueError: no floor"),
        (
            "import warnings\nwarnings.warn('look here')",
            "on stderr: line 2: UserWarning: look here",
        ),
        (
            "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
            ": its process was killed by SIG",
        ),
        ("import os\nos._exit(3)", ": its process ended with status 3"),
        ("print('x\\n' * 200_000)", ", cell 1: it prints 400,001 characters; 100,000 may be"),
    ],
)
def test_a_page_that_fails_is_named_and_keeps_nothing(project: Path, code: str, said: str) -> None:
    (project / SECOND).write_text(HEAD + cell(code))
    for _ in range(2):
        pages, (fault,) = bring_up_to_date(project, executable_pages(project))
        assert SECOND in pages
        assert str(fault).startswith("weeks/second.md")
        assert said in str(fault)
        assert len(str(fault).splitlines()) <= 2, "a cause, not its traceback"
        assert not stands(project, SECOND)
    assert stands(project, FIRST)


def test_a_reason_that_stops_several_pages_is_said_once_and_first() -> None:
    why = "DamagedDataError: table3.csv: row 1"
    faults = [Fault(FIRST, "cell 2, line 11", why), Fault(SECOND, "cell 6, line 1", why)]
    assert told(faults) == (
        f"{why}\n  weeks/first.md, cell 2, line 11\n  weeks/second.md, cell 6, line 1"
    )
    other = Fault(FIRST, "", "its process ended with status 3")
    assert told([other]) == "weeks/first.md: its process ended with status 3"
