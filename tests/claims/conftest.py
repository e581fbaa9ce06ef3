"""A ledger judged anew, for tests that change what it is computed from."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache

import pytest

from scalinglaws import claims
from scalinglaws.claims.sources.hoffmann2022 import mmlu

LEDGER = sys.modules["scalinglaws.claims.ledger"]  # `claims.ledger` is its function


@pytest.fixture(scope="session")
def judged() -> tuple[claims.Row, ...]:
    """The ledger as it stands, whatever a test then changes."""
    return claims.ledger()


@pytest.fixture
def fresh_ledger() -> Iterator[None]:
    """Nothing is judged yet; the ledger judged before comes back after the test."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("ledger", "_judged", "_claims"):
            patch.setattr(LEDGER, name, cache(getattr(LEDGER, name).__wrapped__))
        patch.setattr(claims, "ledger", LEDGER.ledger)
        _forget_averages()
        yield
    _forget_averages()


def _forget_averages() -> None:
    for cached in (mmlu.averages, mmlu.gains):
        cached.cache_clear()
