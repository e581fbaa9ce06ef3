"""Approach 2: the minimum of each budget's IsoFLOP profile, and a line through the minima.

Hoffmann et al. 2022, arXiv:2203.15556, Section 3.2.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from scalinglaws.arrays import Floats
from scalinglaws.compute import FLOP_PER_PARAMETER_AND_TOKEN
from scalinglaws.errors import InputError, NoMinimumError
from scalinglaws.fits.envelope.fit import Convention
from scalinglaws.fits.frontier.frontiers_of_draws import LineFrontiers
from scalinglaws.fits.frontier.through_optima import frontiers_through, line_fit
from scalinglaws.fits.isoflop.akima import akima_minima
from scalinglaws.fits.isoflop.parabola import FEWEST_SIZES, REFUSALS, Minima, parabola_minima
from scalinglaws.fits.parts import Evidence
from scalinglaws.fits.result import Fit
from scalinglaws.runs import Runs

Curve: TypeAlias = Literal["parabola", "akima"]
Weighing: TypeAlias = Literal["equal", "vertex"]

SHAPES = {"parabola": parabola_minima, "akima": akima_minima}
FEWEST_MINIMA = 2


@dataclass(frozen=True, eq=False)
class IsoflopProfiles:
    """The runs of every budget: what Approach 2 and its bootstrap work on.

    Calling it with weights, shape (R, runs), gives the frontiers of R resamples of the runs.

    Attributes
    ----------
    table : Runs
        The runs.
    code : ndarray of int, shape (runs,)
        Which budget a run belongs to, from 0.
    log_C : ndarray, shape (budgets,)
        Natural logarithms of the budgets in FLOP.
    curve, weighing, convention : str
        As in `fit_isoflop`.
    """

    table: Runs
    code: NDArray[np.intp]
    log_C: Floats
    curve: Curve = "parabola"
    weighing: Weighing = "equal"
    convention: Convention = "stated"

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return len(self.table)

    @property
    def not_smooth_because(self) -> str:
        """Why the minima are no smooth function of the runs' weights; "" if they are."""
        return "" if self.curve == "parabola" else "the lowest point of an Akima curve jumps"

    def __call__(self, weights: Floats) -> LineFrontiers:
        """The frontiers of resampled runs, row by row."""
        return self._through(self.minima(weights))

    def minima(self, weights: Floats) -> tuple[Minima, ...]:
        """The minimum of each budget in R resamples."""
        log_N, loss = np.log(self.table.N), self.table.loss
        shape = SHAPES[self.curve]
        return tuple(
            shape(log_N[self.code == code], loss[self.code == code], weights[:, self.code == code])
            for code in range(len(self.log_C))
        )

    def points(self, minima: tuple[Minima, ...]) -> tuple[Floats, Floats, Floats, Floats]:
        """log C, log N, log D and loss at each minimum, shape (R, budgets); NaN where refused."""
        log_N, loss = (np.stack(column, axis=1) for column in
                       zip(*((one.log_N, one.loss) for one in minima), strict=True))  # fmt: skip
        log_ND = np.stack(
            [self._log_ND(code, minimum.log_N) for code, minimum in enumerate(minima)], axis=1
        )
        log_C = np.broadcast_to(self.log_C, log_N.shape)
        if self.convention == "6ND":
            log_C = np.log(FLOP_PER_PARAMETER_AND_TOKEN) + log_ND
        return log_C, log_N, log_ND - log_N, loss

    def fit(self) -> Fit:
        """Approach 2 on all the runs."""
        everyone = np.ones((1, self.runs))
        minima = self.minima(everyone)
        flags = self._refusals(minima)
        if len(self.log_C) - len(flags) < FEWEST_MINIMA:
            raise NoMinimumError(
                f"{self.table.name}: a line needs minima at {FEWEST_MINIMA} or more budgets: "
                + ("; ".join(flags) or "there is one budget")
            )
        details = {"budgets": float(len(self.log_C)), "minima": float(len(self.log_C) - len(flags))}
        return line_fit(
            self._through(minima),
            approach=2,
            estimator=f"least squares through the minima ({self.curve}, {self.weighing} weights)",
            n=self.runs,
            points=tuple(values[0] for values in self.points(minima)),
            evidence=Evidence(flags=flags, details=details),
        )

    def _through(self, minima: tuple[Minima, ...]) -> LineFrontiers:
        refused = np.stack([minimum.refused > 0 for minimum in minima], axis=1)
        weight = self._line_weights(minima) if self.weighing == "vertex" else None
        return frontiers_through(
            self.points(minima),
            anchor=float(self.log_C.mean()),
            degenerate=np.asarray(refused.any(axis=1)),
            weight=weight,
        )

    def _line_weights(self, minima: tuple[Minima, ...]) -> Floats:
        """One over the variance of each vertex.

        The losses' own variance is taken as the same at all budgets and drops out: estimated
        budget by budget, from ten runs each, it would make the weights noisier than it mends.
        """
        variance = np.stack([minimum.variance for minimum in minima], axis=1)
        return np.where(np.isfinite(variance), 1 / np.where(variance > 0, variance, np.inf), 0.0)

    def _log_ND(self, code: int, log_N: Floats) -> Floats:
        """log(ND) at a size, straight between the sizes that were trained at the budget."""
        rows = np.flatnonzero(self.code == code)
        own, first = np.unique(np.log(self.table.N[rows]), return_index=True)
        products = np.log(self.table.N[rows] * self.table.D[rows])[first]
        return np.interp(log_N, own, products)

    def _refusals(self, minima: tuple[Minima, ...]) -> tuple[str, ...]:
        return tuple(
            f"C = {np.exp(log_C):.3g}: {REFUSALS[minimum.refused[0]]}"
            for log_C, minimum in zip(self.log_C, minima, strict=True)
            if minimum.refused[0]
        )

    @classmethod
    def from_runs(
        cls,
        runs: Runs,
        *,
        curve: Curve = "parabola",
        weighing: Weighing = "equal",
        convention: Convention = "stated",
    ) -> IsoflopProfiles:
        """Sort runs into their budgets: `fit_isoflop` before its minima and lines.

        Parameters
        ----------
        runs : Runs
            At two or more budgets.
        curve, weighing, convention
            As for `fit_isoflop`.

        Raises
        ------
        InputError
            If there are too few runs or budgets, or an Akima curve is to give weights.
        """
        runs.require(FEWEST_MINIMA * FEWEST_SIZES, FEWEST_MINIMA)
        if curve == "akima" and weighing == "vertex":
            raise InputError("an Akima curve gives no variance of its vertex: use weighing='equal'")
        budgets = runs.C if runs.budget is None else runs.budget
        code = np.searchsorted(runs.budgets, budgets, side="right") - 1
        log_C = np.array([np.log(budgets[code == each]).mean() for each in range(code.max() + 1)])
        return IsoflopProfiles(runs, code, log_C, curve, weighing, convention)


def fit_isoflop(
    runs: Runs,
    *,
    curve: Curve = "parabola",
    weighing: Weighing = "equal",
    convention: Convention = "stated",
) -> Fit:
    """Approach 2: the minimum of the losses at each budget, and lines through the minima.

    Source: Hoffmann et al. 2022, Section 3.2 and Figure 3.

    Parameters
    ----------
    runs : Runs
        Final losses at two or more budgets, three or more sizes each. A run belongs to the
        budget its column ``budget`` names; without it, values of C within 5 percent are one.
    curve : {"parabola", "akima"}
        What is laid through the losses of a budget, over log N.
    weighing : {"equal", "vertex"}
        All minima alike, as in the paper, or each by the variance of its parabola's vertex.
    convention : {"stated", "6ND"}
        Fit the lines over the budgets, or over 6ND of the minima.

    Returns
    -------
    Fit
        A budget without a minimum is left out of the lines and named in ``evidence.flags``:
        its parabola opens downwards, or its minimum lies at the edge of the sizes trained.

    Raises
    ------
    InputError
        If there are too few runs or budgets.
    NoMinimumError
        If fewer than two budgets have a minimum; the message names every budget refused.
    """
    return IsoflopProfiles.from_runs(
        runs, curve=curve, weighing=weighing, convention=convention
    ).fit()


def with_losses(profiles: IsoflopProfiles, loss: Floats) -> IsoflopProfiles:
    """The same design with other losses, simulated ones say.

    Parameters
    ----------
    profiles : IsoflopProfiles
        The runs, sorted into their budgets.
    loss : ndarray, shape (runs,)
        Nats per token, run by run.
    """
    return replace(profiles, table=replace(profiles.table, loss=loss))
