"""The one rule by which a claim gets its verdict: the first that fits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from scalinglaws.claims.printed import Printed

# R leaves a printed number undetermined when it is wider than so many P ...
WIDEST_RANGE_IN_P = 4.0
# ... or than this share of the recomputed value.
WIDEST_RANGE_SHARE = 0.10


class Verdict(Enum):
    """The ten verdicts, in the order in which they are tried and listed."""

    REPRODUCED = "reproduced"
    NOT_DETERMINED = "not determined by the printed digits"
    CONSISTENT = "consistent with rounding"
    CONVENTION = "depends on the convention"
    PLACES_DIFFER = "places differ"
    NOT_REPRODUCED = "not reproduced"
    NEEDS_DATA = "needs data not in the text"
    DERIVED = "derived"
    DAMAGED = "damaged in our copy"
    NOT_A_NUMBER = "not a number"


#: The published number and ours agree as far as its digits can tell.
AGREEING = (Verdict.REPRODUCED, Verdict.NOT_DETERMINED, Verdict.CONSISTENT)
#: These need a second computation and a charitable reading.
NEED_CARE = (Verdict.PLACES_DIFFER, Verdict.NOT_REPRODUCED)
#: No comparison is made; the claim says so itself.
UNJUDGED = (Verdict.NEEDS_DATA, Verdict.DERIVED, Verdict.DAMAGED, Verdict.NOT_A_NUMBER)


@dataclass(frozen=True)
class Estimate:
    """A recomputed value under one convention.

    Attributes
    ----------
    words : str
        What was computed from what.
    nominal : float
        The value with every input as printed.
    low, high : float
        The range R as every input runs through its interval.
    """

    words: str
    nominal: float
    low: float
    high: float

    @property
    def width(self) -> float:
        """Length of the range R."""
        return self.high - self.low


def fit(published: Printed, estimate: Estimate) -> Verdict | None:
    """How one reading, ``published``, and one convention's ``estimate`` agree; None if disjoint."""
    if published.contains(estimate.nominal):
        return Verdict.REPRODUCED
    if not published.meets(estimate.low, estimate.high):
        return None
    return Verdict.NOT_DETERMINED if _too_wide(published, estimate) else Verdict.CONSISTENT


def judge(
    published: Sequence[Printed], estimates: Sequence[Estimate], *, places: bool = False
) -> Verdict:
    """The verdict on a published number, first that fits.

    Parameters
    ----------
    published : sequence of Printed
        Every reading of the printed number; more than one where its trailing zeros are open.
    estimates : sequence of Estimate
        The recomputed value, one for each convention that the source or its reference uses;
        the row's own convention first.
    places : bool
        The estimates are other printed places, not computations: a miss is "places differ".

    Returns
    -------
    Verdict
        One of the first six, or "not a number" where the published text holds none. Where
        every convention agrees, the verdict is that of the first; where every reading does,
        the most reserved of them.
    """
    if not all(reading.is_number for reading in published):
        return Verdict.NOT_A_NUMBER
    fits = [[fit(reading, estimate) for estimate in estimates] for reading in published]
    flat = [one for row in fits for one in row]
    if None not in flat:
        return max((row[0] for row in fits if row[0]), key=list(Verdict).index)
    if any(flat):
        return Verdict.CONVENTION
    return Verdict.PLACES_DIFFER if places else Verdict.NOT_REPRODUCED


def _too_wide(published: Printed, estimate: Estimate) -> bool:
    share = WIDEST_RANGE_SHARE * abs(estimate.nominal)
    limit = WIDEST_RANGE_IN_P * published.width
    # Differences of interval ends carry rounding noise: exactly four P is not yet wider.
    noise = 1e-9 * estimate.width
    return estimate.width > min(limit, share) + noise and math.isfinite(estimate.nominal)
