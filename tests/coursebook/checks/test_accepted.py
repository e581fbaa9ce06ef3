"""Accepted numbers: what is on the pages, what was accepted, and what the check notices."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coursebook.checks import accepted, verbatim
from coursebook.checks.named_values import Values, run_page, values_of
from coursebook.execution.pages import executable_pages, executed, source


def test_every_number_is_the_accepted_one(root: Path) -> None:
    found = accepted.changes(accepted.accepted(root), accepted.computed(root))
    assert not found, "run make accept to see and accept:\n" + "\n".join(map(str, found[:20]))


def test_pages_and_ledger_record_numbers(root: Path) -> None:
    recorded = accepted.accepted(root)
    assert set(recorded) == {str(page) for page in executable_pages(root)}
    assert "number/T3F4_recomputed_0" in recorded["reference/claims.md"]
    week = recorded["weeks/compute-optimal.md"]
    assert len(week["chart/one-valley/collapsed/waste"]) == 128
    assert "chart/nine-valleys/runs/loss_nats" not in week, "the file's checksum guards it"


def test_a_page_run_without_a_kernel_gives_the_same_numbers(root: Path) -> None:
    for page in executable_pages(root):
        built = values_of(executed(root, page))
        here = run_page(root, page, source(root, page))
        assert built.keys() == here.keys()
        assert not accepted.changes({"": built}, {"": here})


def test_a_column_leaves_only_where_a_file_holds_it_in_one_piece(root: Path) -> None:
    column = tuple(float(n) ** 2 for n in range(40))
    values: Values = {
        "whole": list(column),
        "piece": list(column[7:20]),
        "thinned": list(column[::2]),
        "computed": [value * (1 + 1e-15) for value in column[:20]],
        "short": list(column[:7]),
        "number": column[3],
    }
    left = verbatim.without_verbatim(values, [("a", "b"), column])
    assert list(left) == ["thinned", "computed", "short", "number"]
    page = Path("readings/hoffmann2022.md")
    assert any(len(found) == 245 for found in verbatim.columns_of(root, page))


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        (1.0, 1.0 + 0.9e-9, True),
        (1.0, 1.0 + 1.1e-9, False),
        (2e23, 2e23 * (1 - 1.1e-9), False),
        (0.0, 1e-300, False),
        (float("nan"), float("nan"), True),
        (1.0, None, False),
        ("Gopher", "gopher", False),
        ("Gopher", "Gopher", True),
    ],
)
def test_what_counts_as_the_same(
    old: float | str | None, new: float | str | None, same: bool
) -> None:
    assert accepted.same(old, new) is same


def test_a_change_in_one_row_of_a_chart_is_named() -> None:
    old: dict[str, Values] = {"page.md": {"chart/c/runs/N": [1.0, 2.0, 3.0]}}
    new: dict[str, Values] = {"page.md": {"chart/c/runs/N": [1.0, 2.0000001, 3.0, 4.0]}}
    first, second = accepted.changes(old, new)
    assert str(first) == "page.md: chart/c/runs/N/1: 2.0 -> 2.0000001"
    assert str(second) == "page.md: chart/c/runs/N/3: (none) -> 4.0"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one accepted number, 1, where the page now gives 2."""
    file = tmp_path / accepted.FOLDER / "weeks" / "w.json"
    file.parent.mkdir(parents=True)
    file.write_text('{"number/x": 1.0}')
    gone = tmp_path / accepted.FOLDER / "weeks" / "gone.json"
    gone.write_text("{}")
    monkeypatch.setattr(accepted, "computed", lambda root: {"weeks/w.md": {"number/x": 2.0}})
    return tmp_path


def test_accept_prints_and_rewrites(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CI", raising=False)
    assert accepted.accept(project) == 0
    assert "weeks/w.md: number/x: 1.0 -> 2.0" in capsys.readouterr().out
    folder = project / accepted.FOLDER / "weeks"
    assert json.loads((folder / "w.json").read_text()) == {"number/x": 2.0}
    assert [file.name for file in folder.iterdir()] == ["w.json"]


def test_in_ci_accept_changes_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CI", "true")
    assert accepted.accept(project) == 1
    assert "1.0 -> 2.0" in capsys.readouterr().out
    folder = project / accepted.FOLDER / "weeks"
    assert json.loads((folder / "w.json").read_text()) == {"number/x": 1.0}
    assert (folder / "gone.json").exists()
