"""Collect the stored references and compare them with the build's own execution."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursebook.checks.references import ReferencePage


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ReferencePage | None:
    if file_path.suffix == ".ipynb":
        return ReferencePage.from_parent(parent, path=file_path)  # type: ignore[no-any-return]
    return None
