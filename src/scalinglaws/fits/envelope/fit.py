"""Approach 1: at each budget the lowest of all training curves, and a line through these points.

Hoffmann et al. 2022, arXiv:2203.15556, Section 3.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scalinglaws.arrays import Floats
from scalinglaws.compute import FLOP_PER_PARAMETER_AND_TOKEN
from scalinglaws.errors import InputError
from scalinglaws.fits.envelope.training_curves import Curve, loss_at_budgets, training_curves_of
from scalinglaws.fits.frontier.frontiers_of_draws import LineFrontiers
from scalinglaws.fits.frontier.through_optima import frontiers_through, line_fit
from scalinglaws.fits.parts import Evidence
from scalinglaws.fits.result import Fit
from scalinglaws.runs import Runs

Convention: TypeAlias = Literal["stated", "6ND"]

BUDGETS = 1500
WINDOW = 0.05
LAST_SHARE = 0.15


@dataclass(frozen=True, eq=False)
class Envelope:
    """Every training curve read at every budget: what Approach 1 and its bootstrap work on.

    Calling it with weights, shape (R, runs), gives the frontiers of R resamples of the runs; a
    weight says how often a resample holds a run, and an envelope knows only whether it does.

    Attributes
    ----------
    names : tuple of str
        The runs, in the order of the rows of ``loss``.
    log_N : ndarray, shape (runs,)
        Natural logarithms of parameters.
    log_C : ndarray, shape (budgets,)
        Natural logarithms of FLOP, evenly spaced.
    loss, log_D : ndarray, shape (runs, budgets)
        Infinite loss where a run was not at a budget.
    convention : str
        Which C the lines are fitted over: the budget ("stated"), or "6ND" of the lowest run.
    """

    names: tuple[str, ...]
    log_N: Floats
    log_C: Floats
    loss: Floats
    log_D: Floats
    convention: Convention = "stated"

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return len(self.names)

    @property
    def not_smooth_because(self) -> str:
        """Why the envelope is no smooth function of the runs' weights."""
        return "the lowest of several curves jumps from one run to another"

    def __call__(self, weights: Floats) -> LineFrontiers:
        """The frontiers of the runs with positive weight, row by row."""
        lowest = self.lowest(weights)
        reached = np.isfinite(self.loss).any(axis=0)
        lacks_one = np.asarray((lowest[:, reached] < 0).any(axis=1))
        return frontiers_through(
            self.points(lowest), anchor=float(self.log_C.mean()), degenerate=lacks_one
        )

    def lowest(self, weights: Floats) -> NDArray[np.intp]:
        """Which run is lowest at each budget, shape (R, budgets); -1 where none was there."""
        found = np.full((len(weights), len(self.log_C)), -1)
        # Depth by depth, from each budget's lowest run up: a resample leaves out one run in
        # three, so after a dozen places every budget of every resample has its lowest run.
        for place in np.argsort(self.loss, axis=0, kind="stable"):
            there = np.isfinite(self.loss[place, np.arange(len(place))])
            open_still = found < 0
            if not (open_still & there).any():
                break
            found = np.where(open_still & there & (weights[:, place] > 0), place, found)
        return found

    def points(self, lowest: NDArray[np.intp]) -> tuple[Floats, Floats, Floats, Floats]:
        """log C, log N, log D and loss of the lowest run, shape (R, budgets); NaN where none."""
        columns = np.arange(len(self.log_C))
        missing = lowest < 0
        log_N, log_D = self.log_N[lowest], self.log_D[lowest, columns]
        log_C = np.broadcast_to(self.log_C, log_N.shape)
        if self.convention == "6ND":
            log_C = np.log(FLOP_PER_PARAMETER_AND_TOKEN) + log_N + log_D
        all_four = (log_C, log_N, log_D, self.loss[lowest, columns])
        return tuple(np.where(missing, np.nan, values) for values in all_four)  # type: ignore[return-value]

    def fit(self) -> Fit:
        """Approach 1 on all the runs."""
        everyone = np.ones((1, self.runs))
        lowest = self.lowest(everyone)
        return line_fit(
            self(everyone),
            approach=1,
            estimator="least squares through the lowest curves",
            n=self.runs,
            points=tuple(values[0] for values in self.points(lowest)),
            evidence=self._evidence(lowest[0]),
        )

    def _evidence(self, lowest: NDArray[np.intp]) -> Evidence:
        there = np.isfinite(self.loss).sum(axis=0)
        chosen = lowest[lowest >= 0]
        details = {
            "budgets": float(len(chosen)),
            "budgets no run was at": float((lowest < 0).sum()),
            "budgets one run was at": float((there == 1).sum()),
            "runs on the envelope": float(len(np.unique(chosen))),
            "sizes on the envelope": float(len(np.unique(self.log_N[chosen]))),
        }
        alone = details["budgets one run was at"] > 0.05 * len(lowest)
        return Evidence(flags=("one run only",) if alone else (), details=details)

    @classmethod
    def from_runs(
        cls,
        runs: Runs,
        *,
        budgets: int | ArrayLike = BUDGETS,
        window: float = WINDOW,
        last_share: float = 1.0,
        convention: Convention = "stated",
    ) -> Envelope:
        """Smooth and interpolate training curves: `fit_envelope` before its lines.

        Parameters
        ----------
        runs : Runs
            Checkpoints of several runs.
        budgets, window, last_share, convention
            As for `fit_envelope`.

        Raises
        ------
        InputError
            As `fit_envelope`.
        """
        curves = training_curves_of(runs)
        if not (0 < last_share <= 1 and window >= 0):
            raise InputError(f"last_share = {last_share!r}, window = {window!r}: expected a share "
                             "above 0 and up to 1, and a window of 0 or more")  # fmt: skip
        log_C = np.log(_budgets(curves, budgets))
        tables = [loss_at_budgets(curve, log_C, window, last_share) for curve in curves]
        return Envelope(
            names=tuple(curve.run for curve in curves),
            log_N=np.log([curve.N for curve in curves]),
            log_C=log_C,
            loss=np.array([loss for loss, _ in tables]),
            log_D=np.array([log_D for _, log_D in tables]),
            convention=convention,
        )


def fit_envelope(
    runs: Runs,
    *,
    budgets: int | ArrayLike = BUDGETS,
    window: float = WINDOW,
    last_share: float = 1.0,
    convention: Convention = "stated",
) -> Fit:
    """Approach 1: the lowest training curve at each budget, and lines through these points.

    Source: Hoffmann et al. 2022, Section 3.1. All the points they selected lie in the last
    15 percent of a run (their footnote 4): a learning rate that has not yet come down makes
    the loss of an earlier checkpoint too high. ``last_share=LAST_SHARE`` admits no other.

    Parameters
    ----------
    runs : Runs
        Training curves: one row a checkpoint, with the column ``run``.
    budgets : int or array_like
        How many budgets, spaced evenly in log C from the least to the most compute at which a
        run ended; or the budgets themselves in FLOP.
    window : float
        Standard deviation of the Gaussian window that smooths a curve, in log C (0.05: five
        percent of compute); 0 for none.
    last_share : float
        Use the last share of each run only.
    convention : {"stated", "6ND"}
        Fit the lines over the runs' own C, or over 6ND of the lowest runs.

    Returns
    -------
    Fit
        Its residuals are those of the loss on the envelope from the fitted loss line.

    Raises
    ------
    InputError
        As `training_curves_of`; and if fewer than two budgets or sizes are on the envelope.
    """
    return Envelope.from_runs(
        runs, budgets=budgets, window=window, last_share=last_share, convention=convention
    ).fit()


def _budgets(curves: tuple[Curve, ...], budgets: int | ArrayLike) -> Floats:
    if isinstance(budgets, int):
        ends = [curve.C[-1] for curve in curves]
        return np.asarray(np.geomspace(min(ends), max(ends), budgets))
    given = np.asarray(budgets, dtype=np.float64)
    if given.ndim != 1 or not (np.isfinite(given) & (given > 0)).all():
        raise InputError("budgets: expected a number of them, or their FLOP, positive and finite")
    return given
