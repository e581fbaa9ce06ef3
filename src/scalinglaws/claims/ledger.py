"""The ledger: every claim judged, document by document, each in the order of its listing."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from scalinglaws.claims.claim import Claim, Row
from scalinglaws.claims.judging import judge_claim
from scalinglaws.claims.listing import Entry, entries_of
from scalinglaws.claims.sources import SOURCES
from scalinglaws.claims.verdict import Verdict
from scalinglaws.errors import InputError


@cache
def entries() -> dict[str, Entry]:
    """Every listed claim by its id, in the ledger's order.

    Raises
    ------
    InputError
        If two documents list one id.
    """
    found: dict[str, Entry] = {}
    for source in SOURCES:
        for id, entry in entries_of(source).items():
            if id in found:
                raise InputError(f"claim {id} is listed by {found[id].source} and by {source}")
            found[id] = entry
    return found


def claims_of(source: str) -> tuple[Claim, ...]:
    """The claims of a document, with formulas and inputs; no other document is loaded.

    Raises
    ------
    InputError
        If a claim is listed and not computed, or computed and not listed.
    """
    found = {claim.id: claim for module in _modules(source) for claim in module.claims()}
    listed = entries_of(source)
    if odd := sorted(found.keys() ^ listed.keys()):
        raise InputError(f"{source}: listed or computed, not both: {', '.join(odd)}")
    return tuple(found[id] for id in listed)


@cache
def ledger() -> tuple[Row, ...]:
    """Every claim with its verdict.

    Returns
    -------
    tuple of Row
        Document by document, each in the order of its listing. Judged once per process.
    """
    return tuple(map(_judged, entries()))


def find(id: str) -> Row:
    """The row of one claim; only its own document is loaded, and only this claim judged.

    Raises
    ------
    InputError
        If no claim has this id; the message names those that come near.
    """
    ids = list(entries())
    if id in ids:
        return _judged(id)
    near = [i for i in ids if i.lower() == id.lower()] or difflib.get_close_matches(id, ids, 5)
    hint = f"near it: {', '.join(near)}" if near else f"ids run from {min(ids)} to {max(ids)}"
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


def _modules(source: str) -> Iterator[Any]:
    """The modules of a document's folder, each with a function ``claims``."""
    package = importlib.import_module(f"scalinglaws.claims.sources.{source}")
    for module in pkgutil.iter_modules(package.__path__):
        yield importlib.import_module(f"{package.__name__}.{module.name}")


@cache
def _judged(id: str) -> Row:
    entry = entries()[id]
    return judge_claim(_claims(entry.source)[id], entry)


@cache
def _claims(source: str) -> dict[str, Claim]:
    return {claim.id: claim for claim in claims_of(source)}
