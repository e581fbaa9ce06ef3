"""A claim and its line of the listing give a row: the verdict, the note, what a miss must carry."""

from __future__ import annotations

from dataclasses import replace

from scalinglaws.claims import wording
from scalinglaws.claims.claim import Claim, Computation, Row, Second
from scalinglaws.claims.listing import Entry
from scalinglaws.claims.printed import Printed
from scalinglaws.claims.verdict import NEED_CARE, Estimate, Verdict, judge


def judge_claim(claim: Claim, entry: Entry) -> Row:
    """The row of ``claim``, whose line of the listing is ``entry``: verdict by the rule, and note.

    A miss, "places differ" or "not reproduced", has faults unless the claim carries a charitable
    reading and a second computation that misses as well and is not the first once more.
    """
    if claim.unjudged is not None:
        return _row(claim, entry, (), claim.unjudged, wording.unjudged(claim))
    if claim.parts:
        return _row_of_parts(claim, entry)
    estimates = tuple(computation.estimate for computation in claim.computations)
    published = claim.readings(entry)
    verdict = judge(published, estimates, places=claim.places)
    faults = _lacking(claim, published) if verdict in NEED_CARE else ()
    note = wording.judged(claim, published, verdict, faults)
    judged = _row(claim, entry, estimates, verdict, note)
    return replace(judged, readings=published, faults=faults)


def _row_of_parts(claim: Claim, entry: Entry) -> Row:
    rows = [judge_claim(part, entry) for part in claim.parts]
    verdict = max((one.verdict for one in rows), key=list(Verdict).index)
    note = " ".join(wording.part(one.note, one.readings[0], one.verdict) for one in rows)
    return replace(
        _row(claim, entry, tuple(e for one in rows for e in one.conventions), verdict, note),
        beside=tuple(e for one in rows for e in one.beside),
        readings=claim.published,
        parts=tuple(one.recomputed for one in rows if one.recomputed is not None),
        faults=tuple(fault for one in rows for fault in one.faults),
    )


def _lacking(claim: Claim, published: tuple[Printed, ...]) -> tuple[str, ...]:
    """What a miss needs and the claim does not carry."""
    missing = []
    if claim.second is None:
        missing.append("a second, independent computation")
    elif _agrees_with_print(claim.second, published):
        missing.append("a second computation that misses the printed number too")
    elif _repeats(claim, claim.second):
        missing.append("a second computation that is not the first once more")
    elif not _agree(claim, claim.second):
        missing.append("a second computation that gives what the first gives")
    if not claim.charitable:
        missing.append("the charitable reading written out")
    return tuple(missing)


def _agrees_with_print(second: Second, published: tuple[Printed, ...]) -> bool:
    found = second.computation.estimate
    against = (second.published,) if second.published else published
    return any(reading.meets(found.low, found.high) for reading in against)


def _repeats(claim: Claim, second: Second) -> bool:
    """Whether the second takes a formula of the claim to the very same inputs.

    Two printed places with the same digits are two inputs.
    """
    return any(_same(one, second.computation) for one in claim.computations)


def _same(one: Computation, other: Computation) -> bool:
    return (
        one.formula == other.formula
        and one.inputs.keys() == other.inputs.keys()
        and all(one.inputs[name] is other.inputs[name] for name in one.inputs)
    )


def _agree(claim: Claim, second: Second) -> bool:
    if second.published is not None:  # another quantity: agreeing means that it misses too
        return True
    first, found = claim.computations[0].estimate, second.computation.estimate
    return first.low <= found.high and found.low <= first.high


def _row(
    claim: Claim, entry: Entry, estimates: tuple[Estimate, ...], verdict: Verdict, note: str
) -> Row:
    first = estimates[0] if estimates else None
    second = (claim.second.computation,) if claim.second else ()
    return Row(
        **vars(entry),
        recomputed=first.nominal if first else None,
        recomputed_low=first.low if first else None,
        recomputed_high=first.high if first else None,
        verdict=verdict,
        note=note,
        conventions=estimates,
        beside=tuple(computation.estimate for computation in (*claim.asides, *second)),
    )
