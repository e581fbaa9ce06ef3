"""The ledger: every claim judged, in the order of the listing."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable
from functools import cache

from scalinglaws.claims.claim import Claim, Row
from scalinglaws.claims.judging import judge_claim
from scalinglaws.claims.listing import entries
from scalinglaws.claims.sources.hoffmann2022 import abstract as hoffmann2022_abstract
from scalinglaws.claims.sources.hoffmann2022 import appendix as hoffmann2022_appendix
from scalinglaws.claims.sources.hoffmann2022 import benchmarks as hoffmann2022_results
from scalinglaws.claims.sources.hoffmann2022 import flop_counts as hoffmann2022_flops
from scalinglaws.claims.sources.hoffmann2022 import kaplan_law as hoffmann2022_kaplan
from scalinglaws.claims.sources.hoffmann2022 import massive_text as hoffmann2022_data
from scalinglaws.claims.sources.hoffmann2022 import mmlu as hoffmann2022_mmlu
from scalinglaws.claims.sources.hoffmann2022 import parametric_fit as hoffmann2022_formula
from scalinglaws.claims.sources.hoffmann2022 import running_text as hoffmann2022_text
from scalinglaws.claims.sources.hoffmann2022 import runs as hoffmann2022_runs
from scalinglaws.claims.sources.hoffmann2022 import tables_2_3 as hoffmann2022
from scalinglaws.claims.sources.lalwani_kalisipudi import chinchilla as lalwani_kalisipudi
from scalinglaws.claims.sources.lesswrong2022 import comments as lesswrong2022_comments
from scalinglaws.claims.sources.lesswrong2022 import post as lesswrong2022
from scalinglaws.claims.sources.thiriet2023 import post as thiriet2023
from scalinglaws.claims.verdict import Verdict
from scalinglaws.errors import InputError

SOURCES = (
    hoffmann2022,
    hoffmann2022_abstract,
    hoffmann2022_appendix,
    hoffmann2022_data,
    hoffmann2022_flops,
    hoffmann2022_formula,
    hoffmann2022_kaplan,
    hoffmann2022_mmlu,
    hoffmann2022_results,
    hoffmann2022_runs,
    hoffmann2022_text,
    lalwani_kalisipudi,
    lesswrong2022,
    lesswrong2022_comments,
    thiriet2023,
)


def all_claims() -> tuple[Claim, ...]:
    """Every claim with its formulas and inputs, in the order of the listing."""
    listed = list(entries())
    found = {claim.id: claim for source in SOURCES for claim in source.claims()}
    if set(found) != set(listed):
        raise InputError(f"listed or computed, not both: {sorted(set(found) ^ set(listed))}")
    return tuple(found[id] for id in listed)


@cache
def ledger() -> tuple[Row, ...]:
    """Every claim with its verdict.

    Returns
    -------
    tuple of Row
        In the order of the listing. Judged once per process.
    """
    return tuple(judge_claim(claim, entries()[claim.id]) for claim in all_claims())


def find(id: str) -> Row:
    """The row of one claim.

    Raises
    ------
    InputError
        If no claim has this id; the message names those that come near.
    """
    rows = {one.id: one for one in ledger()}
    if id in rows:
        return rows[id]
    near = [i for i in rows if i.lower() == id.lower()] or difflib.get_close_matches(id, rows, 5)
    hint = f"near it: {', '.join(near)}" if near else f"ids run from {min(rows)} to {max(rows)}"
    raise InputError(f"no claim {id!r}; {hint}")


def faults() -> tuple[str, ...]:
    """The misses that lack a second computation or a charitable reading, a line each.

    Empty for a ledger that may be published: a changed constant or cell must not raise in the
    middle of a page, and must not pass either.
    """
    return tuple(
        f"{one.id}: {one.verdict.value}, recomputed {one.recomputed!r}, printed "
        f"{one.published!r}: this lacks {' and '.join(one.faults)}"
        for one in ledger()
        if one.faults
    )


def totals(rows: Iterable[Row]) -> dict[Verdict, int]:
    """How many rows got each verdict, in the rule's order, damage left out."""
    counted = Counter(one.verdict for one in rows)
    return {v: counted[v] for v in Verdict if counted[v] and v is not Verdict.DAMAGED}
