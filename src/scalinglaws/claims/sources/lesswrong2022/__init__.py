"""The post 'New Scaling Laws for Large Language Models' on LessWrong, 2022, and its comments."""

from __future__ import annotations

from scalinglaws.claims.claim import Claim
from scalinglaws.claims.sources.lesswrong2022 import comments, post

MODULES = (post, comments)


def claims() -> tuple[Claim, ...]:
    """Every claim of the document, in no order: the listing has one."""
    return tuple(claim for module in MODULES for claim in module.claims())
