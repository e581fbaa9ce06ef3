"""The compute-optimal run of a budget, stated in FLOP or in accelerator-hours."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from scalinglaws.errors import InputError
from scalinglaws.fits import Draws, Fit, Interval
from scalinglaws.laws import LossLaw

SCHEMA = 1
SECONDS_PER_HOUR = 3600.0


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The compute-optimal run of a budget.

    Attributes
    ----------
    law : str
        What predicted it.
    C : float
        Training compute in FLOP.
    N, D : float
        Parameters and training tokens.
    loss : float
        Predicted loss in nats per token; NaN where a fit knows none.
    intervals : mapping of str to Interval
        For "N", "D", "tokens_per_parameter" and "loss", where draws were given.
    """

    law: str
    C: float
    N: float
    D: float
    loss: float
    intervals: Mapping[str, Interval] = field(default_factory=dict)

    @property
    def tokens_per_parameter(self) -> float:
        """D/N."""
        return self.D / self.N

    def as_json(self) -> dict[str, Any]:
        """The plan as JSON values, schema 1; an unknown loss as None."""
        return {
            "schema": SCHEMA,
            "law": self.law,
            "C": self.C,
            "N": self.N,
            "D": self.D,
            "tokens_per_parameter": self.tokens_per_parameter,
            "loss": None if math.isnan(self.loss) else self.loss,
        }


def plan(
    law: LossLaw | Fit,
    C: float,
    *,
    draws: Draws | None = None,
    level: float = 0.8,
    extrapolate: bool = False,
) -> Plan:
    """Size, tokens and loss for a budget of C FLOP.

    Parameters
    ----------
    law : LossLaw or Fit
        A law, or a fit of any approach.
    C : float
        Training compute in FLOP, counted as 6ND.
    draws : Draws, optional
        The fit's `scalinglaws.fits.bootstrap`, of any approach.
    level : float
        Of the intervals; see `Draws.interval`.
    extrapolate : bool
        Answer even where a published law's N or D lies more than 100 times outside its runs.

    Raises
    ------
    InputError
        If C is below 6 FLOP or not finite, the fit has no frontier, or more than half of
        the draws failed.
    OutOfRangeError
        If a published law is asked too far from its runs.
    """
    N, D, loss = _from_fit(law, C) if isinstance(law, Fit) else _from_law(law, C, extrapolate)
    name = f"approach {law.approach}" if isinstance(law, Fit) else law.name
    intervals = {} if draws is None else _intervals(draws, C, level)
    return Plan(law=name, C=float(C), N=N, D=D, loss=loss, intervals=intervals)


def flop_of_hours(hours: float, *, rate: float, utilisation: float = 1.0) -> float:
    """Training compute that accelerator-hours buy: ``hours * 3600 * rate * utilisation``.

    Parameters
    ----------
    hours : float
        Accelerators times hours.
    rate : float
        What one accelerator does at its best, in FLOP/s.
    utilisation : float
        The share of that rate that training reaches, above 0 and up to 1.

    Returns
    -------
    float
        FLOP.

    Raises
    ------
    InputError
        If a number is not positive and finite, or the utilisation is above 1.

    Examples
    --------
    >>> f"{flop_of_hours(1e6, rate=989e12, utilisation=0.4):.3g}"
    '1.42e+24'
    """
    for name, value in (("hours", hours), ("rate", rate), ("utilisation", utilisation)):
        if not 0 < value < math.inf:
            raise InputError(f"{name} = {value!r}: expected a positive, finite number")
    if utilisation > 1:
        raise InputError(
            f"utilisation = {utilisation!r}: expected a share of the rate, above 0 and up to 1"
        )
    return hours * SECONDS_PER_HOUR * rate * utilisation


def _intervals(draws: Draws, C: float, level: float) -> dict[str, Interval]:
    names = {"N": "N_opt", "D": "D_opt"} | {name: name for name in ("tokens_per_parameter", "loss")}
    return {
        key: draws.interval(name, level, C=C)
        for key, name in names.items()
        if math.isfinite(draws.estimate(name, C))
    }


def _from_law(law: LossLaw, C: float, extrapolate: bool) -> tuple[float, float, float]:
    best = law.compute_optimal(C, extrapolate=extrapolate)
    return float(best.N), float(best.D), float(best.loss)


def _from_fit(fit: Fit, C: float) -> tuple[float, float, float]:
    if not (np.isfinite(C) and C >= 6):
        raise InputError(f"C = {C!r}: expected a finite number of FLOP, at least 6")
    loss = float(fit.loss(C)) if fit.loss_frontier is not None else math.nan
    return float(fit.N_opt(C)), float(fit.D_opt(C)), loss
