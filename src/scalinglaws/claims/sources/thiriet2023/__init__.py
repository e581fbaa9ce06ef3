"""The post 'Scaling Laws and Emergent Properties' by Clément Thiriet, 2023."""

from __future__ import annotations

from scalinglaws.claims.claim import Claim
from scalinglaws.claims.sources.thiriet2023 import post

MODULES = (post,)


def claims() -> tuple[Claim, ...]:
    """Every claim of the document, in no order: the listing has one."""
    return tuple(claim for module in MODULES for claim in module.claims())
