"""A ledger judged anew, for tests that change what it is computed from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scalinglaws.claims.ledger import forget
from scalinglaws.claims.sources.hoffmann2022 import mmlu


@pytest.fixture
def fresh_ledger() -> Iterator[None]:
    _forget()
    yield
    _forget()


def _forget() -> None:
    for cached in (mmlu.averages, mmlu.gains):
        cached.cache_clear()
    forget()
