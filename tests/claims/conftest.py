"""A ledger judged anew, for tests that change what it is computed from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.claims.every import forget


@pytest.fixture
def fresh_ledger() -> Iterator[None]:
    forget()
    yield
    forget()
