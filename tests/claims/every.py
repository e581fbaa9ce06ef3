"""Every claim with its formulas and inputs, and the ledger judged anew, for tests."""

from __future__ import annotations

import sys
from itertools import chain

from scalinglaws.claims import Claim
from scalinglaws.claims.ledger import claims_of
from scalinglaws.claims.listing import SOURCES


def every_claim() -> tuple[Claim, ...]:
    """In the ledger's order."""
    return tuple(chain.from_iterable(map(claims_of, SOURCES)))


def forget() -> None:
    """Judge every claim anew when it is next asked for: a constant or a table has changed."""
    for name, module in list(sys.modules.items()):
        if name.startswith("scalinglaws.claims."):
            for cached in vars(module).values():
                getattr(cached, "cache_clear", lambda: None)()
