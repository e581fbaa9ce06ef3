"""Profile likelihood for Approach 3: how far one number moves before the fit suffers.

The law's best fit is found again with the number held at each of a row of values. Huber's loss
far from its square part is the likelihood of Laplace's distribution, whose scale is fitted too:
the log-likelihood is -n log f, and the interval holds every value with
``f <= f* exp(q / (2 n))``, q the quantile of chi-squared with one degree of freedom. With most
residuals in the square part it is Gauss', and n takes the place of 2 n.
It takes every run's error as equally wide and independent. Where large runs are quieter, or
runs of one size err together, it is too narrow: see the table of coverage.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtri

from scalinglaws.arrays import Floats
from scalinglaws.compute import FLOP_PER_PARAMETER_AND_TOKEN
from scalinglaws.errors import InputError
from scalinglaws.fits.intervals.bootstrap import AT_A_BUDGET, LOGARITHMIC
from scalinglaws.fits.parametric.coordinates import ALPHA, FACTORS, Problem
from scalinglaws.fits.parametric.objective import evaluate
from scalinglaws.fits.parametric.refit import ParametricRefit
from scalinglaws.fits.parts import Interval
from scalinglaws.laws.log_law import LogLaw

# Multiples of the reach that the curvature at the optimum suggests; Huber's loss is flatter
# farther out, so the ends lie between one and a few of these.
STEPS = np.array([0.4, 0.8, 1.2, 1.6, 2.0, 2.5, 3.0, 3.6, 4.3, 5.2, 6.5, 8.0, 10.0, 13.0])
ITERATIONS = 60
METHOD = "profile likelihood, all errors taken as alike"
# A number of P laws, and its derivatives by the constants in the order of `CONSTANTS`.
Sloped: TypeAlias = tuple[Floats, tuple[Floats, ...]]
Number: TypeAlias = Callable[[LogLaw[Floats], float], Sloped]


def profile_interval(
    refit: ParametricRefit, name: str, *, C: float, level: float = 0.8
) -> Interval:
    """An interval for one number of Approach 3 by profile likelihood.

    Parameters
    ----------
    refit : ParametricRefit
        The fit, with its optimum.
    name : {"a", "b", "N_opt", "D_opt", "loss"}
        Which number.
    C : float
        The budget in FLOP of N_opt, D_opt and loss.
    level : float
        Its coverage, if the errors are Laplace's, equally wide and independent.

    Returns
    -------
    Interval
        An end is infinite, or 0 for sizes and tokens, where no value tried was bad enough.

    Raises
    ------
    InputError
        If the name or the level is none of these.
    """
    if not 0 < level < 1:
        raise InputError(f"level = {level!r}: expected a number between 0 and 1, such as 0.8")
    return trace(refit, name, C).interval(level)


@dataclass(frozen=True)
class Trace:
    """The lowest objective with a number held at each of a row of values.

    Attributes
    ----------
    name : str
        Which number.
    value : ndarray
        What it was held at, rising; logarithms of sizes and tokens.
    f : ndarray
        The lowest objective there; NaN where none was found.
    place : int
        Where the fit itself is.
    freedom : float
        What log(f / f*) is multiplied by to give the likelihood ratio.
    C : float, optional
        The budget in FLOP, for N_opt, D_opt and loss.
    """

    name: str
    value: Floats
    f: Floats
    place: int
    freedom: float
    C: float | None = None

    def interval(self, level: float) -> Interval:
        """The values that are not much worse than the fit."""
        ends = self._ends(level)
        low, high = np.exp(ends) if self.name in LOGARITHMIC else ends
        return Interval(float(low), float(high), level, METHOD, self.C)

    def _ends(self, level: float) -> Floats:
        """Where log(f / f*) passes its limit, on either side; infinite where it does not."""
        limit = np.sqrt(chdtri(1, 1 - level) / self.freedom)
        # The root of the rise is nearly straight in the value: it is what is interpolated.
        rise = np.sqrt(np.maximum(np.log(self.f / self.f[self.place]), 0))
        left, right = slice(self.place, None, -1), slice(self.place, None)
        return np.array(
            [
                _crossing(self.value[left], rise[left], limit, -np.inf),
                _crossing(self.value[right], rise[right], limit, np.inf),
            ]
        )


def trace(refit: ParametricRefit, name: str, C: float) -> Trace:
    """The lowest objective with one number held at each of a row of values.

    Parameters
    ----------
    refit : ParametricRefit
        The fit, with its optimum.
    name : {"a", "b", "N_opt", "D_opt", "loss"}
        Which number.
    C : float
        The budget in FLOP of N_opt, D_opt and loss.

    Raises
    ------
    InputError
        If the name is none of the five.
    """
    if name not in NUMBERS:
        raise InputError(f"name = {name!r}: expected one of {', '.join(NUMBERS)}")
    number, start = NUMBERS[name], refit.optimum[None]
    centre, slope = _number(refit.problem, start, number, C)
    at = evaluate(refit.problem, start, refit.width, gauss=True)
    # Laplace's log-likelihood is -n log f, and Gauss' -(n/2) log f: f is a sum of squares there.
    freedom = (2.0 if refit.not_smooth_because else 1.0) * refit.runs
    # How far the parabola with the optimum's curvature has to go for a likelihood ratio of 1.
    give = float((slope @ np.linalg.solve(at.hessian[0], slope[0]))[0])
    reach = np.sqrt(2 * at.f[0] * give / freedom)
    targets = np.concatenate([centre - reach * STEPS[::-1], centre, centre + reach * STEPS])
    return Trace(name, targets, _held(refit, targets, number, C), len(STEPS), freedom,
                 float(C) if name in AT_A_BUDGET else None)  # fmt: skip


def _crossing(value: Floats, rise: Floats, limit: float, beyond: float) -> float:
    above = np.flatnonzero(rise > limit)
    if not above.size:
        return beyond
    k = int(above[0])
    share = (limit - rise[k - 1]) / (rise[k] - rise[k - 1])
    return float(value[k - 1] + share * (value[k] - value[k - 1]))


def _held(refit: ParametricRefit, targets: Floats, number: Number, C: float) -> Floats:
    """The lowest f on each level set of the number, NaN where the set was not reached."""
    here = _Point.at(refit, np.tile(refit.optimum, (len(targets), 1)), number, C)
    damping, price = np.full(len(targets), 1e-3), np.zeros(len(targets))
    for _ in range(ITERATIONS):
        step, pull = _constrained_step(here, targets, damping)
        # A miss of the target must cost more than the objective can gain by it.
        price = np.maximum(price, 2 * np.abs(pull))
        there = _Point.at(refit, here.q + step, number, C)
        better = there.merit(targets, price) < here.merit(targets, price)
        damping = np.clip(damping * np.where(better, 0.2, 6.0), 1e-9, 1e9)
        here = here.where(better, there)
    reached = np.abs(here.number - targets) < 1e-6 * np.maximum(1, np.abs(targets))
    return np.where(reached, here.f, np.nan)


@dataclass(frozen=True)
class _Point:
    """P points of the search: the objective and the number there, with their derivatives."""

    q: Floats
    f: Floats
    gradient: Floats
    hessian: Floats
    number: Floats
    slope: Floats

    @classmethod
    def at(cls, refit: ParametricRefit, q: Floats, number: Number, C: float) -> _Point:
        value = evaluate(refit.problem, q, refit.width, gauss=True)
        return cls(q, *value, *_number(refit.problem, q, number, C))

    def merit(self, targets: Floats, price: Floats) -> Floats:
        """f and a penalty on what the number still lacks; NaN, so never taken, where undefined."""
        return self.f + price * np.abs(self.number - targets)

    def where(self, better: NDArray[np.bool_], other: _Point) -> _Point:
        """The other points where they are better, these elsewhere."""
        pairs = zip(astuple(self), astuple(other), strict=True)
        return _Point(*(_chosen(better, new, old) for old, new in pairs))


def _chosen(better: NDArray[np.bool_], new: Floats, old: Floats) -> Floats:
    return np.where(better.reshape(-1, *(1,) * (new.ndim - 1)), new, old)


def _constrained_step(here: _Point, targets: Floats, damping: Floats) -> tuple[Floats, Floats]:
    """The step of lowest model f that makes up what the number lacks, and the multiplier."""
    diagonal = np.einsum("pii->pi", here.hessian)
    scale = diagonal + 1e-6 * diagonal.max(axis=1, keepdims=True)
    damped = here.hessian + np.einsum("pi,ij->pij", damping[:, None] * scale, np.eye(5))
    both = np.linalg.solve(damped, np.stack([here.gradient, here.slope], axis=2))
    free, along = both[:, :, 0], both[:, :, 1]
    size = np.einsum("pi,pi->p", here.slope, along)
    lack = targets - here.number
    pull = -(lack + np.einsum("pi,pi->p", here.slope, free)) / size
    step = -free - pull[:, None] * along
    return step / np.maximum(1, np.abs(step).max(axis=1, keepdims=True)), pull


def _number(problem: Problem, q: Floats, number: Number, C: float) -> tuple[Floats, Floats]:
    """The number at points q, and its gradient by q; shapes (P,) and (P, 5)."""
    laws = LogLaw(*problem.uncentred(q).T)
    with np.errstate(invalid="ignore", divide="ignore"):
        value, columns = number(laws, C)
    by_q = np.stack(columns, axis=1)
    by_q[:, ALPHA:] += by_q[:, FACTORS] * problem.mean
    by_q[:, ALPHA:] /= problem.scale
    return value, by_q


def _a(laws: LogLaw[Floats], C: float) -> Sloped:
    none, total = np.zeros_like(laws.alpha), laws.alpha + laws.beta
    return laws.a, (none, none, none, -laws.a / total, laws.b / total)


def _b(laws: LogLaw[Floats], C: float) -> Sloped:
    return laws.b, _negative(_a(laws, C)[1])


def _log_N(laws: LogLaw[Floats], C: float) -> Sloped:
    total, reach = laws.alpha + laws.beta, np.log(C / FLOP_PER_PARAMETER_AND_TOKEN)
    none, _, _, a_by_alpha, a_by_beta = _a(laws, C)[1]
    by_alpha = (1 / laws.alpha - laws.log_G) / total + reach * a_by_alpha
    by_beta = -(1 / laws.beta + laws.log_G) / total + reach * a_by_beta
    return laws.log_N(C), (none, 1 / total, -1 / total, by_alpha, by_beta)


def _log_D(laws: LogLaw[Floats], C: float) -> Sloped:
    return laws.log_D(C), _negative(_log_N(laws, C)[1])


def _loss(laws: LogLaw[Floats], C: float) -> Sloped:
    """The loss at the optimum, where its slope along the budget is zero: N and D stay put."""
    log_N, log_D = laws.log_N(C), laws.log_D(C)
    of_size = np.exp(laws.log_A - laws.alpha * log_N)
    of_tokens = np.exp(laws.log_B - laws.beta * log_D)
    by = (laws.E, of_size, of_tokens, -of_size * log_N, -of_tokens * log_D)
    return laws.lowest_loss(C), by


def _negative(columns: tuple[Floats, ...]) -> tuple[Floats, ...]:
    return tuple(-column for column in columns)


NUMBERS: Mapping[str, Number] = {
    "a": _a, "b": _b, "N_opt": _log_N, "D_opt": _log_D, "loss": _loss,
}  # fmt: skip
