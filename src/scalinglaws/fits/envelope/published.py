"""Approach 1 from an envelope that is all that was published: its points, not its curves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from scalinglaws.arrays import Floats
from scalinglaws.compute import FLOP_PER_PARAMETER_AND_TOKEN
from scalinglaws.errors import InputError
from scalinglaws.fits.envelope.fit import Convention
from scalinglaws.fits.frontier.frontiers_of_draws import LineFrontiers
from scalinglaws.fits.frontier.through_optima import frontiers_through, line_fit
from scalinglaws.fits.parts import Evidence
from scalinglaws.fits.result import Fit


@dataclass(frozen=True, eq=False)
class PublishedEnvelope:
    """Budgets with the size and the tokens of the lowest run: what is left of Approach 1's runs.

    Resample it by groups of size: one point is no run. That is an approximation all the same,
    for where a size is left out the next lowest run is not known, and its budgets stay empty.

    Attributes
    ----------
    log_C, log_N, log_D : ndarray, shape (points,)
        Natural logarithms of FLOP, parameters and tokens.
    """

    log_C: Floats
    log_N: Floats
    log_D: Floats

    @property
    def runs(self) -> int:
        """How many points there are."""
        return len(self.log_C)

    @property
    def not_smooth_because(self) -> str:
        """Why the envelope is no smooth function of the runs' weights."""
        return "the runs behind an envelope's points are not known"

    def __call__(self, weights: Floats) -> LineFrontiers:
        """The lines of weighted points, row by row."""
        log_C, log_N, log_D = (
            np.broadcast_to(column, weights.shape)
            for column in (self.log_C, self.log_N, self.log_D)
        )
        return frontiers_through(
            (log_C, log_N, log_D, np.full(weights.shape, np.nan)),
            anchor=float(self.log_C.mean()),
            degenerate=np.zeros(len(weights), dtype=bool),
            weight=weights,
        )

    def fit(self) -> Fit:
        """Approach 1's lines through all the points; there is no loss along them.

        Source: Hoffmann et al. 2022, Section 3.1 and Figure 2, center and right.
        """
        points = (self.log_C, self.log_N, self.log_D, np.full(self.runs, np.nan))
        sizes = float(len(np.unique(np.round(self.log_N, 4))))
        return line_fit(
            self(np.ones((1, self.runs))),
            approach=1,
            estimator="least squares through a published envelope",
            n=self.runs,
            points=points,
            evidence=Evidence(
                details={"budgets": float(self.runs), "sizes on the envelope": sizes}
            ),
        )

    @classmethod
    def from_points(
        cls, C: ArrayLike, N: ArrayLike, D: ArrayLike, *, convention: Convention = "stated"
    ) -> PublishedEnvelope:
        """An envelope as published: at each budget the size and the tokens of the lowest curve.

        Parameters
        ----------
        C, N, D : array_like, shape (points,)
            FLOP, parameters and tokens.
        convention : {"stated", "6ND"}
            Fit the lines over C, or over 6ND.

        Raises
        ------
        InputError
            If the columns differ in length or hold a value that is not positive and finite.
        """
        columns = [np.asarray(values, dtype=np.float64) for values in (C, N, D)]
        if len({column.shape for column in columns}) != 1 or columns[0].ndim != 1:
            raise InputError("C, N and D: expected three columns of one length")
        if not all((np.isfinite(column) & (column > 0)).all() for column in columns):
            raise InputError("C, N and D: expected positive, finite values")
        log_C, log_N, log_D = (np.log(column) for column in columns)
        if convention == "6ND":
            log_C = np.log(FLOP_PER_PARAMETER_AND_TOKEN) + log_N + log_D
        return PublishedEnvelope(log_C, log_N, log_D)
