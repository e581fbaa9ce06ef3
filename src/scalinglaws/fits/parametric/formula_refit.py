"""Approach 3 fitted again and again: each resample from the optimum of all the runs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError
from scalinglaws.fits.frontier.resampled import LawFrontiers
from scalinglaws.fits.parametric.coordinates import Problem, make_problem
from scalinglaws.fits.parametric.estimators import Estimator
from scalinglaws.fits.parametric.objective import shares
from scalinglaws.fits.parametric.refit import refit
from scalinglaws.fits.result import Fit
from scalinglaws.runs import Runs

# With fewer residuals than this in the square part of Huber's loss an optimum sits on kinks,
# and moves by jumps as a run is left out.
MOSTLY = 0.5


@dataclass(frozen=True, eq=False)
class ParametricRefit:
    """What Approach 3's bootstrap works on; call it with weights, shape (R, runs).

    Parameters
    ----------
    table : Runs
        The runs.
    fit : Fit
        Of Approach 3 to these runs, E free: its estimator is used again, from its constants.

    Raises
    ------
    InputError
        If the fit is not of Approach 3, or of another number of runs.
    """

    table: Runs
    fit: Fit

    def __post_init__(self) -> None:
        if self.fit.constants is None:
            raise InputError(f"the fit is of approach {self.fit.approach}: expected approach 3")
        if self.fit.n != len(self.table):
            raise InputError(
                f"the fit has {self.fit.n} runs, the table {len(self.table)}: expected the same"
            )

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return len(self.table)

    @cached_property
    def problem(self) -> Problem:
        """The runs in the coordinates of the search."""
        return make_problem(self.table, loss_bounds=self.fit.loss_bounds)

    @cached_property
    def optimum(self) -> Floats:
        """The fit's constants in the coordinates of the search, shape (5,)."""
        k = self.fit.constants
        assert k is not None
        return np.asarray(self.problem.centred([[k.log_A, k.log_B, k.log_E, k.alpha, k.beta]])[0])

    @cached_property
    def width(self) -> float:
        """Half-width of the square part of the loss that is minimised, in log units."""
        return Estimator.of(self.fit.estimator, self.fit.delta).width

    @cached_property
    def not_smooth_because(self) -> str:
        """Why the optimum is no smooth function of the runs' weights; "" if it is."""
        r = shares(self.problem, self.optimum[None]).r[0]
        inside = float((np.abs(r) <= self.width).mean())
        if inside >= MOSTLY:
            return ""
        return (
            f"only {inside:.0%} of the residuals lie within delta = {self.width:g}: the fit is one "
            "of least absolute deviations in effect, and its optimum jumps from kink to kink"
        )

    def __call__(self, weights: Floats) -> LawFrontiers:
        """The frontiers of resampled runs, row by row; NaN where a term rises with N or D."""
        found = refit(self.table, weights.astype(np.uint16), self.fit)
        return law_frontiers(found.constants, found.flagged)


def law_frontiers(constants: Floats, degenerate: NDArray[np.bool_]) -> LawFrontiers:
    """Frontiers of laws given as rows (E, log A, log B, alpha, beta)."""
    E, log_A, log_B, alpha, beta = constants.T
    none = ~((alpha > 0) & (beta > 0) & np.isfinite(constants).all(axis=1))
    kept = np.where(none, np.nan, 1.0)
    with np.errstate(divide="ignore"):
        log_E = np.log(E)
    return LawFrontiers(
        log_E * kept, log_A * kept, log_B * kept, alpha * kept, beta * kept, degenerate
    )
