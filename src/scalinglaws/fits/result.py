"""What every fit returns: the frontier, the evidence for it, and both as text and JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from numpy.typing import ArrayLike

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError
from scalinglaws.fits import serial
from scalinglaws.fits.frontier.loss_frontier import LossFrontier
from scalinglaws.fits.parts import FitData, Interval
from scalinglaws.fits.report import report
from scalinglaws.laws.power_law import PowerLaw

Line = TypeVar("Line", PowerLaw, LossFrontier)


class Fit(FitData):
    """A fitted frontier: which size and how many tokens a budget should buy.

    All three approaches of Hoffmann et al. 2022 (arXiv:2203.15556, Section 3) return this.

    Attributes
    ----------
    approach : int
        1 training-curve envelope, 2 IsoFLOP profiles, 3 parametric loss law.
    estimator : str
        What was minimised: "huber", "lad", "least-squares" ...
    delta : float or None
        Where Huber's loss turns from square to straight, in log units.
    n : int
        Runs fitted.
    loss_bounds : bool
        Whether each loss was taken as an interval, ``loss_low`` to ``loss_high``.
    N_frontier, D_frontier : PowerLaw or None
        N_opt and D_opt as powers of C in FLOP; None where the fit has no frontier.
    loss_frontier : LossFrontier or None
        The loss along the frontier, where it was fitted.
    constants : LogLaw or None
        The law's constants: Approach 3 only.
    objective : Objective or None
        What was minimised, at the point returned.
    evidence : Evidence
        Flags, gradient, curvature and agreement of starts.
    intervals : mapping of str to Interval
        By name of the number, "a", "E" ...; empty unless attached.
    residuals : Residuals or None
        Left out of comparisons between fits.
    law : LossLaw or None
        The fitted law; None for approaches 1 and 2, and for constants no law may have.
    a, b : float
        The exponents of N_opt and D_opt in C; NaN where the fit has no frontier.
    G : float
        The factor in N_opt = G (C/6)^a; Hoffmann et al. 2022, Equation 4.
    """

    def N_opt(self, C: ArrayLike) -> Floats:
        """Compute-optimal parameters at C FLOP, in the shape of C.

        Raises
        ------
        InputError
            If the fit has no frontier.
        """
        return _frontier(self.N_frontier).at(C)

    def D_opt(self, C: ArrayLike) -> Floats:
        """Compute-optimal tokens at C FLOP, in the shape of C; raises as `N_opt`."""
        return _frontier(self.D_frontier).at(C)

    def loss(self, C: ArrayLike) -> Floats:
        """Loss in nats per token along the frontier at C FLOP, in the shape of C.

        Raises
        ------
        InputError
            If the fit has no frontier, or its approach gives no loss along it.
        """
        return _frontier(self.loss_frontier).at(C)

    def predict(self, N: ArrayLike, D: ArrayLike) -> Floats:
        """Loss that the fitted law predicts, in nats per token.

        Parameters
        ----------
        N, D : array_like
            Parameters and training tokens; they broadcast.

        Raises
        ------
        InputError
            If the fit is not of Approach 3: the others know the loss along the frontier only.
        """
        if self.constants is None:
            raise InputError(
                f"a fit of approach {self.approach} predicts no loss at any N and D: "
                "expected approach 3, fit_parametric"
            )
        return self.constants.loss(N, D)

    def with_intervals(self, intervals: Mapping[str, Interval]) -> Fit:
        """The same fit with intervals attached, beside those it has."""
        return replace(self, intervals={**self.intervals, **intervals})

    def as_json(self, *, residuals: bool = True) -> dict[str, Any]:
        """The fit as JSON values, schema 1; NaN and infinity as None.

        Parameters
        ----------
        residuals : bool
            Whether to list the residuals, four numbers a run.
        """
        return serial.as_json(self, residuals=residuals)

    def to_json(self, *, residuals: bool = True) -> str:
        """`as_json` as text; `Fit.from_json` reads it back, every float to the last bit."""
        return json.dumps(self.as_json(residuals=residuals), indent=2, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> Fit:
        """A fit as `to_json` wrote it.

        Raises
        ------
        InputError
            If the text is no JSON of a fit of schema 1.
        """
        return cls(**serial.from_json(text))

    def __str__(self) -> str:
        """A summary in lines of text, as statistics programs print one."""
        return report(self)

    def __repr__(self) -> str:
        flags = f", flags={list(self.evidence.flags)}" if self.evidence.flags else ""
        return (
            f"Fit(approach={self.approach}, estimator={self.estimator!r}, n={self.n}, "
            f"a={self.a:.4g}, b={self.b:.4g}{flags})"
        )


def _frontier(line: Line | None) -> Line:
    if line is None:
        raise InputError("this fit has no such line along the frontier; its flags say why")
    return line
