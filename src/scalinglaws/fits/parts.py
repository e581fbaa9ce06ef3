"""The flags a fit can carry, each in words, and when the formula's optimum earns one."""

from __future__ import annotations

from collections.abc import Mapping

MEANINGS: Mapping[str, str] = {
    "E near zero": "the irreducible loss E went to zero: the runs do not tell it from the terms",
    "alpha near zero": "alpha is below 0.01: the size term is hardly told from a constant",
    "beta near zero": "beta is below 0.01: the data term is hardly told from a constant",
    "alpha large": "alpha is above 3: the size term is a step at the smallest sizes",
    "beta large": "beta is above 3: the data term is a step at the fewest tokens",
    "spike": "one term acts on a single run: it fits that run, not a law",
    "flat": "the curvature vanishes in some direction: other constants fit as well",
    "not converged": "the search ended before the gradient vanished",
    "perfect fit": "the residuals vanish to rounding: the runs lie on the law itself",
}


def flag_meaning(flag: str) -> str:
    """What a flag says, in words; a flag that is not listed says it itself."""
    return MEANINGS.get(flag, flag)
