"""What all tests share: folders, hypothesis settings, and no skip in CI."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent
IN_CI = bool(os.environ.get("CI"))
# "1": no test may be skipped; "ours": only those that need third parties' files.
FORBID_SKIPS = os.environ.get("FORBID_SKIPS", "")
NOT_OURS = "needs the third-party files"

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
        pytest.skip(f"{NOT_OURS}; set SCALINGLAWS_SHARED to their folder")
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Where skips are forbidden, a skipped test is a failed one: green means that all ran."""
    report = yield
    skipped = report.skipped and not hasattr(report, "wasxfail")  # type: ignore[attr-defined]
    allowed = FORBID_SKIPS == "ours" and NOT_OURS in str(report.longrepr)  # type: ignore[attr-defined]
    if FORBID_SKIPS and skipped and not allowed:
        report.outcome = "failed"  # type: ignore[attr-defined]
        report.longrepr = f"skips are forbidden here: {report.longrepr}"  # type: ignore[attr-defined]
    return report
