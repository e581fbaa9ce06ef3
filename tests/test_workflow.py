"""What runs on the server: forks publish nothing, and a publication is never cut off."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from coursebook.project import book


@pytest.fixture(scope="module")
def jobs(root: Path) -> dict[str, Any]:
    file = root / ".github" / "workflows" / "test-and-publish.yml"
    return dict(yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"])


def test_a_fork_publishes_nothing(jobs: dict[str, Any]) -> None:
    publishing = [jobs["publish"], *jobs["test"]["steps"]]
    conditions = [each["if"] for each in publishing if "main" in each.get("if", "")]
    assert len(conditions) == 2
    assert all("!github.event.repository.fork" in condition for condition in conditions)


def test_the_print_edition_is_published_with_the_site(jobs: dict[str, Any], root: Path) -> None:
    steps = jobs["test"]["steps"]
    runs = [str(step.get("run", step.get("uses"))) for step in steps]
    name = f"{book(root).print_name}.pdf"
    put, tested = runs.index(f"cp _build/latex/{name} _build/html/"), runs.index("make test")
    (published,) = (n for n, run in enumerate(runs) if "upload-pages-artifact" in run)
    assert tested < put < published


def test_a_publication_is_not_cut_off(jobs: dict[str, Any]) -> None:
    assert jobs["publish"]["concurrency"]["cancel-in-progress"] is False
