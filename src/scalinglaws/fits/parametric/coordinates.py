"""Runs in the coordinates the search moves in: centred, scaled logarithms.

q = (log E, log A', log B', alpha', beta') with ``alpha' = alpha sd(log N)`` and
``log A' = log A - alpha mean(log N)``. Left as they are, log A and alpha are so correlated
that the Hessian's condition is 1e7 on the runs of Hoffmann et al. 2022; here it is 1e4.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError
from scalinglaws.laws.log_law import LogLaw
from scalinglaws.runs import Runs

LOG_E, LOG_A, LOG_B, ALPHA, BETA = range(5)
FACTORS = slice(LOG_A, ALPHA)
PER_RUN = ("x", "y", "low", "high", "powers_x", "powers_y", "powers_xy", "lines_x", "lines_y")
# exp of this is 0: the place of E = 0 on a logarithmic axis.
LOG_ZERO = -800.0


@dataclass(frozen=True, eq=False)
class Problem:
    """What the search needs of the runs; arrays of shape (n,) or (n, columns).

    Attributes
    ----------
    x, y : ndarray
        Centred and scaled log N and log D.
    low, high : ndarray
        Bounds of the log loss, equal where the loss is known.
    powers_x, powers_y, powers_xy : ndarray
        Columns 1, x, x^2; 1, y, y^2; 1, x, y, xy: the skinny factors of the Hessian.
    lines_x, lines_y : ndarray, shape (2, n)
        Rows 1, -x; 1, -y: the logarithm of a term is linear in them.
    mean, scale : ndarray, shape (2,)
        Of log N and log D.
    fixed_log_E : float or None
        The logarithm of E where it is not fitted.
    """

    x: Floats
    y: Floats
    low: Floats
    high: Floats
    powers_x: Floats
    powers_y: Floats
    powers_xy: Floats
    lines_x: Floats
    lines_y: Floats
    mean: Floats
    scale: Floats
    fixed_log_E: float | None

    @property
    def n(self) -> int:
        """How many runs."""
        return len(self.x)

    @property
    def free(self) -> list[int]:
        """Which of the five coordinates are fitted."""
        return [k for k in range(5) if k != LOG_E or self.fixed_log_E is None]

    @property
    def middle(self) -> Floats:
        """The log loss, in the middle where it is known as an interval."""
        return np.asarray((self.low + self.high) / 2)

    @property
    def has_intervals(self) -> bool:
        """Whether any loss is known as an interval only."""
        return bool((self.low < self.high).any())

    def keep(self, rows: NDArray[np.intp]) -> Problem:
        """The same coordinates with some of the runs."""
        x, y, low, high = (column[rows] for column in (self.x, self.y, self.low, self.high))
        return _problem(x, y, low, high, self.mean, self.scale, self.fixed_log_E)

    def in_single_precision(self) -> Problem:
        """The same runs in 32 bits: a third of the cost, enough to find a basin."""
        return replace(self, **{name: getattr(self, name).astype(np.float32) for name in PER_RUN})

    def constants(self, q: Floats) -> LogLaw[float]:
        """The constants at one point q, shape (5,)."""
        return LogLaw(*map(float, self.uncentred(q[None, :])[0]))

    def point(self, constants: LogLaw[float]) -> Floats:
        """The point q of some constants, shape (5,): the inverse of `constants`."""
        row = constants.rows
        row[LOG_E] = max(row[LOG_E], LOG_ZERO)
        return np.asarray(self.centred(row[None, :])[0])

    def uncentred(self, q: Floats) -> Floats:
        """(log E, log A, log B, alpha, beta) of points q; shapes (points, 5)."""
        found = q.copy()
        found[:, ALPHA:] /= self.scale
        found[:, FACTORS] += found[:, ALPHA:] * self.mean
        return found

    def centred(self, constants: ArrayLike) -> Floats:
        """The points q of (log E, log A, log B, alpha, beta); shapes (points, 5)."""
        q = np.array(constants, dtype=np.float64)
        q[:, FACTORS] -= q[:, ALPHA:] * self.mean
        q[:, ALPHA:] *= self.scale
        return self.with_fixed_E(q)

    def with_fixed_E(self, q: Floats) -> Floats:
        """The points with log E where it is fixed, if it is; changes q."""
        if self.fixed_log_E is not None:
            q[:, LOG_E] = self.fixed_log_E
        return q


def make_problem(runs: Runs, E: float | None = None, *, loss_bounds: bool = False) -> Problem:
    """The problem of fitting these runs.

    Parameters
    ----------
    runs : Runs
        With two or more values of N, and of D.
    E : float, optional
        Irreducible loss to hold fixed, in nats per token, zero or more; free without one.
    loss_bounds : bool
        Take each loss as the interval from ``runs.loss_low`` to ``runs.loss_high``.

    Raises
    ------
    InputError
        If all runs share one N or one D: their term cannot be told from E; or if there are no
        bounds to take.
    """
    logs = np.log(np.stack([runs.N, runs.D]))
    mean, scale = logs.mean(axis=1), logs.std(axis=1)
    for name, spread in zip(("N", "D"), scale, strict=True):
        if spread < 1e-6:
            raise InputError(
                f"{runs.name}: {name} = {getattr(runs, name)[0]:.6g} in every row: expected two or "
                f"more values of {name}. Add runs at another {name}"
            )
    x, y = (logs - mean[:, None]) / scale[:, None]
    low, high = _log_bounds(runs) if loss_bounds else (np.log(runs.loss),) * 2
    fixed = None if E is None else (np.log(E) if E > 0 else LOG_ZERO)
    return _problem(x, y, low, high, mean, scale, fixed)


def _log_bounds(runs: Runs) -> tuple[Floats, Floats]:
    if runs.loss_low is None or runs.loss_high is None:
        raise InputError(
            f"{runs.name}: no bounds of the loss: expected columns loss_low and loss_high"
        )
    return np.log(runs.loss_low), np.log(runs.loss_high)


def _problem(
    x: Floats,
    y: Floats,
    low: Floats,
    high: Floats,
    mean: Floats,
    scale: Floats,
    fixed: float | None,
) -> Problem:
    one = np.ones_like(x)
    powers_x, powers_y = np.column_stack([one, x, x * x]), np.column_stack([one, y, y * y])
    powers_xy = np.column_stack([one, x, y, x * y])
    lines = np.stack([one, -x]), np.stack([one, -y])
    return Problem(x, y, low, high, powers_x, powers_y, powers_xy, *lines, mean, scale, fixed)
