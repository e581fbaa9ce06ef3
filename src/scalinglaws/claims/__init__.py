"""What papers print beside what we recompute, judged by one rule.

>>> from scalinglaws import claims
>>> row = claims.find("T3F1")
>>> row.published, f"{row.recomputed:.3g}", row.verdict.value
('1.92e+19', '1.92e+19', 'reproduced')
"""

from scalinglaws.claims.claim import (
    Claim,
    Computation,
    Row,
    Second,
    claim,
    several,
    unjudged,
    using,
)
from scalinglaws.claims.ledger import entries, faults, find, ledger, totals
from scalinglaws.claims.parts import Chapter, by_chapter
from scalinglaws.claims.printed import Printed, measured, parse, readings
from scalinglaws.claims.verdict import Estimate, Verdict, judge

__all__ = [
    "Chapter",
    "Claim",
    "Computation",
    "Estimate",
    "Printed",
    "Row",
    "Second",
    "Verdict",
    "by_chapter",
    "claim",
    "entries",
    "faults",
    "find",
    "judge",
    "ledger",
    "measured",
    "parse",
    "readings",
    "several",
    "totals",
    "unjudged",
    "using",
]
