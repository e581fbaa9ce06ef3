"""The slides 'Scaling and Emergent Ability' by Jay Lalwani and Tanmai Kalisipudi."""

from __future__ import annotations

from scalinglaws.claims.claim import Claim
from scalinglaws.claims.sources.lalwani_kalisipudi import chinchilla

MODULES = (chinchilla,)


def claims() -> tuple[Claim, ...]:
    """Every claim of the document, in no order: the listing has one."""
    return tuple(claim for module in MODULES for claim in module.claims())
