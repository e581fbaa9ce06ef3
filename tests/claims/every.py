"""Every claim with its formulas and inputs."""

from __future__ import annotations

from itertools import chain

from scalinglaws.claims import Claim
from scalinglaws.claims.ledger import claims_of
from scalinglaws.claims.sources import SOURCES


def every_claim() -> tuple[Claim, ...]:
    """In the ledger's order."""
    return tuple(chain.from_iterable(map(claims_of, SOURCES)))
