"""The parametric fit by an ordinary search that stops when the slope looks small enough.

Not a way to fit: `fit_parametric` is. It shows what the scale of an objective does to a search
whose tolerance is a fixed number.
"""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral

import numpy as np
from scipy.optimize import minimize

from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError
from scalinglaws.fits.parametric.fit import DELTA
from scalinglaws.fits.parametric.starts import paper_starts
from scalinglaws.runs import Runs


@dataclass(frozen=True, eq=False)
class StoppedSearch:
    """Where searches from some of the paper's starts stopped.

    Attributes
    ----------
    ends : ndarray
        (log E, log A, log B, alpha, beta) at each end, shape (starts, 5).
    sums : ndarray
        The sum of Huber's loss at each end, whatever the scale of the search; shape (starts,).
    """

    ends: Floats
    sums: Floats

    @property
    def a(self) -> float:
        """The exponent of the best size, at the lowest of the ends."""
        alpha, beta = self.ends[self.sums.argmin(), 3:]
        return float(beta / (alpha + beta))

    def arrived(self, lowest: float, within: float = 1e-3) -> int:
        """How many ends have a sum at most ``within``, a share, above ``lowest``, another sum."""
        return int((self.sums <= lowest * (1 + within)).sum())


def stopped_search(runs: Runs, *, scale: float = 1.0, every: int = 90) -> StoppedSearch:
    """Minimise ``scale`` times the sum of Huber's loss, by L-BFGS-B as SciPy sets it.

    SciPy stops where no slope exceeds 1e-5, or where the last step gained less than 2.2e-9 of
    the value or of 1, whichever is larger. Both are absolute below 1: a smaller scale stops
    sooner, at another place. The gradient is exact.

    Parameters
    ----------
    runs : Runs
        The runs to fit.
    scale : float
        1 for the sum; ``1 / len(runs)`` for the mean.
    every : int
        Search from every so-many-th of the paper's 4,500 starts.

    Raises
    ------
    InputError
        If the scale is not positive, or ``every`` below 1.
    """
    if not 0 < scale < np.inf or not isinstance(every, Integral) or every < 1:
        raise InputError(
            f"scale = {scale!r}, every = {every!r}: expected a finite number and a whole one, "
            "both above zero"
        )
    logs = np.log(runs.N), np.log(runs.D), np.log(runs.loss)

    def objective(p: Floats) -> tuple[float, Floats]:
        value, slope = huber_sum(p, *logs)
        return scale * value, scale * slope

    found = [minimize(objective, p, jac=True, method="L-BFGS-B") for p in paper_starts()[::every]]
    return StoppedSearch(np.array([f.x for f in found]), np.array([f.fun / scale for f in found]))


def huber_sum(
    p: Floats, x: Floats, y: Floats, log_loss: Floats, counts: Floats | float = 1.0
) -> tuple[float, Floats]:
    """The sum of Huber's loss and its gradient.

    Parameters
    ----------
    p : ndarray, shape (5,)
        (log E, log A, log B, alpha, beta).
    x, y, log_loss : ndarray, shape (runs,)
        log N, log D and the log of the loss.
    counts : ndarray, shape (runs,), or float
        How often each run counts.
    """
    z = np.stack([np.full_like(x, p[0]), p[1] - p[3] * x, p[2] - p[4] * y])
    highest = z.max(axis=0)
    terms = np.exp(z - highest)
    total = terms.sum(axis=0)
    r = highest + np.log(total) - log_loss
    clipped = np.clip(r, -DELTA, DELTA)
    pull = counts * clipped * terms / total
    slope = np.array([*pull.sum(axis=1), -(pull[1] * x).sum(), -(pull[2] * y).sum()])
    return float((counts * clipped * (r - clipped / 2)).sum()), slope
