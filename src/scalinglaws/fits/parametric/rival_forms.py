"""Rival forms of L(N, D), fitted alike: what a prediction owes to the form that was chosen.

Each form gives log L from x = log N and y = log D, measured from the middle of the runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import least_squares

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError
from scalinglaws.runs import Runs

Shape = Callable[[Floats, Floats, Floats], Floats]

DELTA = 1e-3
# From least squares to Huber's loss by steps: started at its narrow square part, a search sees
# slopes without curvature and stops anywhere.
WIDTHS = (np.inf, 1e-2)
EXPONENTS = (0.15, 0.35, 0.6)
BEST_STARTS = 3
TOLERANCE = 1e-12


@dataclass(frozen=True)
class Form:
    """A form of the loss as a function of size and tokens.

    Attributes
    ----------
    name, source : str
        What to call it, and where it stands.
    log_loss : callable
        log L of parameters (k,), x and y.
    start : callable
        Parameters for an exponent of size, one of tokens, and the mean loss.
    """

    name: str
    source: str
    log_loss: Shape
    start: Callable[[float, float, float], list[float]]


@dataclass(frozen=True, eq=False)
class FittedForm:
    """A form and its parameters, in coordinates centred on the runs it was fitted to.

    ``objective`` is the sum of Huber's loss over the runs.
    """

    form: Form
    parameters: Floats
    middle: tuple[float, float]
    objective: float

    def log_loss(self, N: ArrayLike, D: ArrayLike) -> Floats:
        """Natural logarithm of the predicted loss, in the shape of N and D.

        Parameters
        ----------
        N, D : array_like
            Parameters and training tokens, of shapes that broadcast.
        """
        x = np.log(np.asarray(N, dtype=np.float64)) - self.middle[0]
        y = np.log(np.asarray(D, dtype=np.float64)) - self.middle[1]
        return self.form.log_loss(self.parameters, x, y)


def fit_form(form: Form, runs: Runs, *, delta: float = DELTA) -> FittedForm:
    """Fit a form by Huber's loss of the log residuals, as Approach 3 fits its law.

    Parameters
    ----------
    form : Form
        One of `FORMS`.
    runs : Runs
        More of them than the form has parameters.
    delta : float
        Where Huber's loss turns from square to straight, in log units.

    Raises
    ------
    InputError
        If there are fewer runs than parameters.
    """
    middle = float(np.log(runs.N).mean()), float(np.log(runs.D).mean())
    x, y, measured = np.log(runs.N) - middle[0], np.log(runs.D) - middle[1], np.log(runs.loss)
    starts = [form.start(a, b, float(runs.loss.mean())) for a in EXPONENTS for b in EXPONENTS]
    if len(runs) < len(starts[0]):
        raise InputError(f"{runs.name}: {len(runs)} runs for {len(starts[0])} parameters")

    def residuals(parameters: Floats) -> Floats:
        # A search that strays to where a form overflows must see a bad value, not an error.
        with np.errstate(over="ignore", invalid="ignore"):
            return np.nan_to_num(form.log_loss(parameters, x, y) - measured, nan=1e3, posinf=1e3)

    found = [_descend(residuals, np.array(start), np.inf) for start in starts]
    best = sorted(found, key=lambda end: end[1])[:BEST_STARTS]
    ends = [_narrow(residuals, parameters, delta) for parameters, _ in best]
    parameters, objective = min(ends, key=lambda end: end[1])
    return FittedForm(form, parameters, middle, objective)


def _narrow(
    residuals: Callable[[Floats], Floats], parameters: Floats, delta: float
) -> tuple[Floats, float]:
    for width in (*WIDTHS, delta):
        parameters, objective = _descend(residuals, parameters, width)
    return parameters, objective


def _descend(
    residuals: Callable[[Floats], Floats], start: Floats, width: float
) -> tuple[Floats, float]:
    loss = {"loss": "linear"} if np.isinf(width) else {"loss": "huber", "f_scale": width}
    found = least_squares(
        residuals, start, x_scale="jac", ftol=TOLERANCE, xtol=TOLERANCE, gtol=1e-15, **loss
    )
    return found.x, float(found.cost)


def _separate(p: Floats, x: Floats, y: Floats) -> Floats:
    log_A, log_B, log_E, alpha, beta = p
    terms = np.logaddexp(log_A - alpha * x, log_B - beta * y)
    return np.asarray(np.logaddexp(terms, log_E))


def _one_exponent(p: Floats, x: Floats, y: Floats) -> Floats:
    return _separate(p[[0, 1, 2, 3, 3]], x, y)


def _interaction(p: Floats, x: Floats, y: Floats) -> Floats:
    product = p[5] - p[3] * x - p[4] * y
    return np.asarray(np.logaddexp(_separate(p[:5], x, y), product))


def _kaplan(p: Floats, x: Floats, y: Floats) -> Floats:
    log_size, log_tokens, ratio, alpha_D = p
    return np.asarray(alpha_D * np.logaddexp(log_size - ratio * x, log_tokens - y))


def _separate_start(alpha: float, beta: float, loss: float) -> list[float]:
    return [np.log(0.2 * loss), np.log(0.2 * loss), np.log(0.6 * loss), alpha, beta]


def _kaplan_start(alpha: float, beta: float, loss: float) -> list[float]:
    half = np.log(loss) / beta - np.log(2)
    return [half, half, alpha / beta, beta]


HOFFMANN = Form(
    "E + A/N^alpha + B/D^beta",
    "Hoffmann et al. 2022, Equation 2",
    _separate,
    _separate_start,
)
FORMS: Mapping[str, Form] = {
    "separate": HOFFMANN,
    "one exponent": Form(
        "E + A/N^alpha + B/D^alpha",
        "Gadre et al. 2024, arXiv:2403.08540: alpha = beta",
        _one_exponent,
        lambda alpha, beta, loss: _separate_start(alpha, beta, loss)[:4],
    ),
    "interaction": Form(
        "E + A/N^alpha + B/D^beta + K/(N^alpha D^beta)",
        "the separate form with a product of its terms",
        _interaction,
        lambda alpha, beta, loss: [*_separate_start(alpha, beta, loss), np.log(0.02 * loss)],
    ),
    "kaplan2020": Form(
        "((N_c/N)^(alpha_N/alpha_D) + D_c/D)^alpha_D",
        "Kaplan et al. 2020, arXiv:2001.08361, Equation 1.5",
        _kaplan,
        _kaplan_start,
    ),
}
