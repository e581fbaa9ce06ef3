"""Lines through optima, and the first of them as the result that every approach returns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError
from scalinglaws.fits.frontier.frontiers_of_draws import LineFrontiers
from scalinglaws.fits.frontier.loss_frontier import LossFrontier, fit_loss_frontiers
from scalinglaws.fits.frontier.weighted_lines import fit_lines
from scalinglaws.fits.parts import Evidence, Residuals
from scalinglaws.fits.result import Fit
from scalinglaws.laws.power_law import PowerLaw


def frontiers_through(
    points: tuple[Floats, Floats, Floats, Floats],
    *,
    anchor: float,
    degenerate: NDArray[np.bool_],
    weight: Floats | None = None,
) -> LineFrontiers:
    """Least-squares lines through optima, and the loss along them, row by row.

    Parameters
    ----------
    points : four ndarrays, shape (R, budgets)
        log C, log N, log D and loss of each optimum; NaN where there is none.
    anchor : float
        log C from which the lines are measured.
    degenerate : ndarray of bool, shape (R,)
        Which rows lack a budget that the data have.
    weight : ndarray, shape (R, budgets), optional
        Weights of the points; equal by default.
    """
    log_C, log_N, log_D, loss = points
    present = np.isfinite(log_N).astype(np.float64) if weight is None else weight
    away = log_C - anchor
    log_N0, a = fit_lines(away, log_N, present)
    log_D0, b = fit_lines(away, log_D, present)
    E, reducible, exponent = fit_loss_frontiers(away, loss, present * np.isfinite(loss))
    return LineFrontiers(
        float(np.exp(anchor)), a, log_N0, b, log_D0, E, reducible, exponent, degenerate
    )


def line_fit(
    frontier: LineFrontiers,
    *,
    approach: int,
    estimator: str,
    n: int,
    points: tuple[Floats, ...],
    evidence: Evidence,
    residuals: Residuals | None = None,
) -> Fit:
    """The first of some frontiers as a Fit.

    Parameters
    ----------
    frontier : LineFrontiers
        The lines.
    approach : {1, 2}
        Which of Hoffmann et al. 2022's approaches found the optima.
    estimator : str
        How the lines were fitted, in words.
    n : int
        How many runs, or points of an envelope, were fitted.
    points : tuple of ndarray, shape (budgets,)
        log C, log N, log D, natural logarithms, and the loss at the optima, in nats per token.
    evidence : Evidence
        What speaks for and against the fit.
    residuals : Residuals, optional
        By default those of the loss along the frontier.

    Raises
    ------
    InputError
        If the points allow no line: fewer than two different budgets.
    """
    if not np.isfinite(frontier.a[0]):
        raise InputError("a line needs optima at two or more different budgets")
    anchor = frontier.anchor_C
    loss_frontier = _loss_line(frontier)
    return Fit(
        approach=approach,
        estimator=estimator,
        delta=None,
        n=n,
        N_frontier=PowerLaw(float(frontier.a[0]), anchor, float(np.exp(frontier.log_N0[0]))),
        D_frontier=PowerLaw(float(frontier.b[0]), anchor, float(np.exp(frontier.log_D0[0]))),
        loss_frontier=loss_frontier,
        evidence=evidence,
        residuals=residuals or _from_loss_line(points, loss_frontier),
    )


def _loss_line(frontier: LineFrontiers) -> LossFrontier | None:
    numbers = (frontier.E, frontier.reducible, frontier.exponent)
    E, reducible, exponent = (float(values[0]) for values in numbers)
    known = np.isfinite([E, reducible, exponent]).all()
    return LossFrontier(E, reducible, exponent, frontier.anchor_C) if known else None


def _from_loss_line(points: tuple[Floats, ...], line: LossFrontier | None) -> Residuals | None:
    """Residuals of the optima's loss from the loss line, where both are known."""
    if line is None:
        return None
    log_C, log_N, log_D, loss = (values[np.isfinite(points[3])] for values in points)
    C = np.exp(log_C)
    return Residuals(np.exp(log_N), np.exp(log_D), C, np.log(loss / line.at(C)))
