"""A fit as lines of text: what was minimised, the constants, the frontier, the evidence."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from scalinglaws.fits.frontier.loss_frontier import LossFrontier
from scalinglaws.fits.parts import FitData, Interval, flag_meaning
from scalinglaws.laws.power_law import PowerLaw

APPROACHES = {1: "training-curve envelope", 2: "IsoFLOP profiles", 3: "parametric loss law"}
QUANTILES = (0.0, 0.25, 0.5, 0.75, 1.0)
AT_A_BUDGET = {"N_opt": "N_frontier", "D_opt": "D_frontier", "loss": "loss_frontier"}


def report(fit: FitData) -> str:
    """The summary of a fit, for people."""
    return "\n".join(
        [*_heading(fit), *_constants(fit), *_frontier(fit), *_residuals(fit), *_evidence(fit)]
    )


def _heading(fit: FitData) -> Iterator[str]:
    delta = "" if fit.delta is None else f", delta = {fit.delta:g}"
    yield f"Approach {fit.approach}, {APPROACHES[fit.approach]}: {fit.n} runs"
    bounds = ", losses as intervals" if fit.loss_bounds else ""
    yield f"Estimator: {fit.estimator}{delta}{bounds}"
    if fit.objective is not None:
        yield f"Objective: {fit.objective.sum:.9g} (sum), {fit.objective.mean:.9g} (mean)"


def _constants(fit: FitData) -> Iterator[str]:
    if fit.constants is None:
        return
    yield "\nL(N, D) = E + A/N^alpha + B/D^beta   (nats per token; N parameters, D tokens)"
    for name in ("E", "A", "B", "alpha", "beta"):
        yield _line(name, getattr(fit.constants, name), fit.intervals.get(name))


def _frontier(fit: FitData) -> Iterator[str]:
    yield "\nCompute-optimal: N_opt = G (C/6)^a, D_opt in proportion to C^b"
    if fit.N_frontier is None:
        yield "  none: the constants allow no frontier"
        return
    for name in ("a", "b", "G"):
        yield _line(name, getattr(fit, name), fit.intervals.get(name))
    for name, line in AT_A_BUDGET.items():
        if name in fit.intervals:
            interval = fit.intervals[name]
            at = "" if interval.C is None else f" at C = {interval.C:.6g} FLOP"
            yield f"{_line(name, _at_budget(getattr(fit, line), interval.C), interval)}{at}"


def _at_budget(line: PowerLaw | LossFrontier | None, C: float | None) -> float:
    """The number that an interval is for; NaN where the line or the budget is not known."""
    return math.nan if line is None or C is None else float(line.at(C))


def _line(name: str, value: float, interval: Interval | None) -> str:
    ends = ""
    if interval is not None:
        ends = (
            f"   {interval.level:.0%} {interval.low:.6g} to {interval.high:.6g} ({interval.method})"
        )
    return f"  {name:<6}{value:>14.7g}{ends}"


def _residuals(fit: FitData) -> Iterator[str]:
    if fit.residuals is None:
        return
    values = np.quantile(fit.residuals.value, QUANTILES)
    yield "\nResiduals, log(measured/predicted): min, quartiles, max"
    yield "  " + "".join(f"{value:>12.3e}" for value in values)


def _evidence(fit: FitData) -> Iterator[str]:
    evidence = fit.evidence
    yield "\nEvidence that this is the lowest point (not proof: the objective is not convex)"
    if evidence.starts is not None:
        yield f"  starts that agree  {evidence.starts_that_agree} of {evidence.starts}"
    if evidence.gradient_norm is not None:
        yield f"  gradient norm      {evidence.gradient_norm:.2e}"
    if evidence.hessian_condition is not None:
        yield f"  Hessian condition  {evidence.hessian_condition:.2e}"
    for name, value in evidence.details.items():
        yield f"  {name:<19}{value:.6g}"
    for flag in evidence.flags:
        yield f"  FLAG {flag}: {flag_meaning(flag)}"
    if not evidence.flags:
        yield "  no flags"
