"""What every fit returns: the frontier, the evidence for it, and both as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scalinglaws.compute import FLOP_PER_PARAMETER_AND_TOKEN
from scalinglaws.errors import InputError
from scalinglaws.fits.frontier.loss_frontier import LossFrontier
from scalinglaws.laws import LossLaw
from scalinglaws.laws.power_law import PowerLaw

Floats: TypeAlias = NDArray[np.float64]
Line = TypeVar("Line", PowerLaw, LossFrontier)
SCHEMA = 1
LARGEST_LOG = math.log(np.finfo(np.float64).max)


class DegenerateFitWarning(UserWarning):
    """The lowest point found lies on a boundary or on a spike: read the fit's flags."""


@dataclass(frozen=True)
class Constants:
    """The five constants of a fitted law, with A and B as logarithms.

    A degenerate optimum can have an A of e^1000 or a negative exponent, which no
    `LossLaw` allows; it is a result all the same, and here it has a place.

    Attributes
    ----------
    log_A, log_B : float
        Natural logarithms, for N in parameters and D in tokens.
    E, alpha, beta : float
        Irreducible loss in nats per token, and the exponents.
    """

    log_A: float
    log_B: float
    E: float
    alpha: float
    beta: float

    @property
    def A(self) -> float:
        """The factor of the size term; infinite where no float holds it."""
        return math.exp(self.log_A) if self.log_A < LARGEST_LOG else math.inf

    @property
    def B(self) -> float:
        """The factor of the data term; infinite where no float holds it."""
        return math.exp(self.log_B) if self.log_B < LARGEST_LOG else math.inf

    def log_loss(self, N: ArrayLike, D: ArrayLike) -> Floats:
        """Natural logarithm of the predicted loss at N parameters and D tokens."""
        size = self.log_A - self.alpha * np.log(np.asarray(N, dtype=np.float64))
        tokens = self.log_B - self.beta * np.log(np.asarray(D, dtype=np.float64))
        floor = math.log(self.E) if self.E > 0 else -math.inf
        return np.asarray(np.logaddexp(np.logaddexp(size, tokens), floor))

    def law(self) -> LossLaw | None:
        """The law, or None where a constant is not a positive number."""
        try:
            return LossLaw(
                E=self.E, A=self.A, B=self.B, alpha=self.alpha, beta=self.beta, name="the fit"
            )
        except InputError:
            return None


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
        Largest element of the gradient of the mean objective by (log A, log B, log E, alpha,
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
        The budget in FLOP, for a number that is one at a budget: N_opt, D_opt, L.
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
class Fit:
    """A fitted frontier: which size and how many tokens a budget should buy.

    All three approaches of Hoffmann et al. 2022 (arXiv:2203.15556, Section 3) return this.

    Attributes
    ----------
    approach : int
        1 the envelope, 2 the valleys, 3 the formula.
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
    constants : Constants or None
        The law's constants: Approach 3 only.
    objective : Objective or None
        What was minimised, at the point returned.
    evidence : Evidence
        Flags, gradient, curvature and agreement of starts.
    intervals : mapping of str to Interval
        By name of the number, "a", "E" ...; empty unless attached.
    residuals : Residuals or None
        Left out of comparisons between fits.
    """

    approach: int
    estimator: str
    delta: float | None
    n: int
    N_frontier: PowerLaw | None
    D_frontier: PowerLaw | None
    loss_bounds: bool = False
    loss_frontier: LossFrontier | None = None
    constants: Constants | None = None
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
        """Loss in nats per token of runs with N parameters and D tokens, N and D broadcast.

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
        return np.asarray(np.exp(self.constants.log_loss(N, D)))

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
        content: dict[str, Any] = {
            "schema": SCHEMA,
            "approach": self.approach,
            "estimator": self.estimator,
            "delta": self.delta,
            "loss_bounds": self.loss_bounds,
            "n": self.n,
            "law": _law_json(self.constants),
            "a": self.a,
            "b": self.b,
            "objective": _fields(self.objective),
            "evidence": {**asdict(self.evidence), "flags": list(self.evidence.flags)},
            "intervals": {name: asdict(interval) for name, interval in self.intervals.items()},
            "frontier": {
                "N": _fields(self.N_frontier),
                "D": _fields(self.D_frontier),
                "loss": _fields(self.loss_frontier),
            },
        }
        if residuals and self.residuals is not None:
            content["residuals"] = {
                name: getattr(self.residuals, name).tolist() for name in ("N", "D", "C", "value")
            }
        finite: dict[str, Any] = _finite(content)
        return finite

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
        try:
            content = json.loads(text)
            if content["schema"] != SCHEMA:
                raise InputError(f"schema = {content['schema']!r}: expected {SCHEMA}")
            return _fit_from(cls, content)
        except (json.JSONDecodeError, KeyError, TypeError) as problem:
            raise InputError(f"this is not the JSON of a fit: {problem!r}") from problem

    def __str__(self) -> str:
        """A summary in lines of text, as statistics programs print one."""
        from scalinglaws.fits.report import report

        return report(self)

    def __repr__(self) -> str:
        flags = f", flags={list(self.evidence.flags)}" if self.evidence.flags else ""
        return (
            f"Fit(approach={self.approach}, estimator={self.estimator!r}, n={self.n}, "
            f"a={self.a:.4g}, b={self.b:.4g}{flags})"
        )


def law_lines(constants: Constants) -> tuple[PowerLaw, PowerLaw, LossFrontier] | None:
    """The frontier of a law, N_opt, D_opt and L of C; None where it has none.

    The frontier needs positive exponents; E may be 0. Source: Hoffmann et al. 2022,
    arXiv:2203.15556, Equation 4.
    """
    k = constants
    if not (k.alpha > 0 and k.beta > 0):
        return None
    both = k.alpha + k.beta
    # In logarithms throughout: A and B of a degenerate fit need not fit in a float.
    log_G = (math.log(k.alpha / k.beta) + k.log_A - k.log_B) / both
    log_at_six = np.logaddexp(k.log_A - k.alpha * log_G, k.log_B + k.beta * log_G)
    if not (abs(log_G) < LARGEST_LOG and log_at_six < LARGEST_LOG):
        return None
    G, six = math.exp(log_G), FLOP_PER_PARAMETER_AND_TOKEN
    return (
        PowerLaw(k.beta / both, six, G),
        PowerLaw(k.alpha / both, six, 1 / G),
        LossFrontier(k.E, math.exp(log_at_six), k.alpha * k.beta / both, six),
    )


def _frontier(line: Line | None) -> Line:
    if line is None:
        raise InputError("this fit has no such line along the frontier; its flags say why")
    return line


def _fields(value: Any) -> dict[str, Any] | None:
    return None if value is None else asdict(value)


def _law_json(constants: Constants | None) -> dict[str, float] | None:
    """E, A, B, alpha, beta, and the logarithms that hold A and B where no float can."""
    if constants is None:
        return None
    return {key: getattr(constants, key) for key in ("E", "A", "B", "alpha", "beta")} | {
        "log_A": constants.log_A,
        "log_B": constants.log_B,
    }


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _fit_from(cls: type[Fit], content: Mapping[str, Any]) -> Fit:
    frontier, law = content["frontier"], content["law"]
    return cls(
        approach=content["approach"],
        estimator=content["estimator"],
        delta=content["delta"],
        loss_bounds=content["loss_bounds"],
        n=content["n"],
        N_frontier=_made(PowerLaw, frontier["N"]),
        D_frontier=_made(PowerLaw, frontier["D"]),
        loss_frontier=_made(LossFrontier, frontier["loss"]),
        constants=law and Constants(**{key: law[key] for key in Constants.__dataclass_fields__}),
        objective=_made(Objective, content["objective"]),
        evidence=Evidence(**{**content["evidence"], "flags": tuple(content["evidence"]["flags"])}),
        intervals={name: Interval(**ends) for name, ends in content["intervals"].items()},
        residuals=_residuals_from(content.get("residuals")),
    )


def _made(kind: Any, fields: Mapping[str, Any] | None) -> Any:
    return None if fields is None else kind(**fields)


def _residuals_from(columns: Mapping[str, Any] | None) -> Residuals | None:
    if columns is None:
        return None
    return Residuals(
        **{name: np.array(values, dtype=np.float64) for name, values in columns.items()}
    )
