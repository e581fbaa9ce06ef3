"""What runs on the server: forks publish nothing, and a publication is never cut off."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml


@pytest.fixture(scope="module")
def jobs(root: Path) -> dict[str, Any]:
    file = root / ".github" / "workflows" / "test-and-publish.yml"
    return dict(yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"])


def test_a_fork_publishes_nothing(jobs: dict[str, Any]) -> None:
    publishing = [jobs["publish"], *jobs["test"]["steps"]]
    conditions = [each["if"] for each in publishing if "main" in each.get("if", "")]
    assert len(conditions) == 2
    assert all("!github.event.repository.fork" in condition for condition in conditions)


def test_a_publication_is_not_cut_off(jobs: dict[str, Any]) -> None:
    assert jobs["publish"]["concurrency"]["cancel-in-progress"] is False
