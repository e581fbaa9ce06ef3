"""What all tests share: folders, hypothesis settings, and no skip in CI."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent
IN_CI = bool(os.environ.get("CI"))
SKIPS_FORBIDDEN = bool(os.environ.get("FORBID_SKIPS"))

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if IN_CI else "local")


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Third-party files that are read by tests and never shipped."""
    folder = Path(os.environ.get("SCALINGLAWS_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("needs the third-party files; set SCALINGLAWS_SHARED to their folder")
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Where skips are forbidden, a skipped test is a failed one: green means that all ran."""
    report = yield
    if SKIPS_FORBIDDEN and report.skipped and not hasattr(report, "wasxfail"):  # type: ignore[attr-defined]
        report.outcome = "failed"  # type: ignore[attr-defined]
        report.longrepr = f"skips are forbidden here: {report.longrepr}"  # type: ignore[attr-defined]
    return report
