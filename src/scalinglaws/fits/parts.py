"""What a fit is made of: its numbers, the evidence for them, intervals, residuals, flags."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from scalinglaws.arrays import Floats
from scalinglaws.compute import FLOP_PER_PARAMETER_AND_TOKEN
from scalinglaws.fits.frontier.loss_frontier import LossFrontier
from scalinglaws.laws import LossLaw
from scalinglaws.laws.log_law import LogLaw
from scalinglaws.laws.power_law import PowerLaw

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


class DegenerateFitWarning(UserWarning):
    """The lowest point found lies on a boundary or on a spike: read the fit's flags."""


@dataclass(frozen=True)
class Objective:
    """What was minimised, at the point returned: its sum over the runs and its mean."""

    sum: float
    mean: float


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What speaks for and against the point returned being the lowest there is.

    It is evidence, not proof: the objective is not convex. No optimiser's own word is in it.

    Attributes
    ----------
    flags : tuple of str
        What is wrong with the point, by short names; `flag_meaning` says each in words.
    gradient_norm : float, optional
        Largest element of the gradient of the mean objective by (log E, log A, log B, alpha,
        beta), in centred units.
    hessian_condition : float, optional
        Largest over smallest eigenvalue of the Hessian in centred units.
    starts, starts_that_agree : int, optional
        How many searches ran, and how many ended within 1e-8 (relative) of the best.
    details : mapping of str to float
        What an approach has to add.
    """

    flags: tuple[str, ...] = ()
    gradient_norm: float | None = None
    hessian_condition: float | None = None
    starts: int | None = None
    starts_that_agree: int | None = None
    details: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Interval:
    """An interval for one number.

    Attributes
    ----------
    low, high : float
        Its ends.
    level : float
        Its coverage if all goes well: 0.95, say.
    method : str
        How it was made.
    C : float, optional
        The budget in FLOP, for a number that is one at a budget: N_opt, D_opt, loss.
    """

    low: float
    high: float
    level: float
    method: str
    C: float | None = None


@dataclass(frozen=True, eq=False)
class Residuals:
    """Log of measured over predicted loss, run by run, beside N, D and C; shape (runs,)."""

    N: Floats
    D: Floats
    C: Floats
    value: Floats


@dataclass(frozen=True, kw_only=True)
class FitData:
    """The numbers of a fit; `Fit` says what each is, and adds ways to ask and to write them."""

    approach: int
    estimator: str
    delta: float | None
    n: int
    N_frontier: PowerLaw | None
    D_frontier: PowerLaw | None
    loss_bounds: bool = False
    loss_frontier: LossFrontier | None = None
    constants: LogLaw[float] | None = None
    objective: Objective | None = None
    evidence: Evidence = field(default_factory=Evidence)
    intervals: Mapping[str, Interval] = field(default_factory=dict)
    residuals: Residuals | None = field(default=None, compare=False, repr=False)

    @property
    def law(self) -> LossLaw | None:
        """The fitted law; None for approaches 1 and 2, and for constants no law may have."""
        return None if self.constants is None else self.constants.law()

    @property
    def a(self) -> float:
        """The exponent of N_opt in C; NaN where the fit has no frontier."""
        return math.nan if self.N_frontier is None else self.N_frontier.exponent

    @property
    def b(self) -> float:
        """The exponent of D_opt in C; NaN where the fit has no frontier."""
        return math.nan if self.D_frontier is None else self.D_frontier.exponent

    @property
    def G(self) -> float:
        """The factor in N_opt = G (C/6)^a; Hoffmann et al. 2022, Equation 4."""
        if self.N_frontier is None:
            return math.nan
        return float(self.N_frontier.at(FLOP_PER_PARAMETER_AND_TOKEN))
