"""Which run to pay for next: the one that is expected to narrow N_opt at a budget the most.

The bootstrap's laws stand for what the runs so far leave open. A candidate run has a loss under
each of them; seeing its loss would favour some laws over others, and N_opt(C) would spread less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scalinglaws.arrays import Floats
from scalinglaws.compute import six_nd
from scalinglaws.errors import InputError
from scalinglaws.fits import Draws, Fit
from scalinglaws.laws.log_law import LogLaw

FEWEST_DRAWS = 50
# Outcomes per standard deviation of the noise, and how far beyond the draws they reach.
STEPS, REACH = 3.0, 5.0
MOST_OUTCOMES = 2000


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A run that could be paid for, and what it is expected to tell.

    Attributes
    ----------
    N, D : float
        Parameters and tokens.
    C : float
        Its cost in FLOP, 6ND.
    spread : float
        Standard deviation of log N_opt over the laws now.
    reduction : float
        Expected share by which the variance of log N_opt falls, by weighing the laws with
        the likelihood of each outcome.
    linear_reduction : float
        The same by the squared correlation of log loss and log N_opt: equal to the former where
        the laws scatter as a normal distribution.
    effective_draws : float
        How many laws an outcome leaves standing, averaged over outcomes. Where it is only a
        few, the reduction is a guess: draw more laws.
    """

    N: float
    D: float
    spread: float
    reduction: float
    linear_reduction: float
    effective_draws: float

    @property
    def C(self) -> float:
        """Its cost, 6ND."""
        return six_nd(self.N, self.D)

    @property
    def spread_after(self) -> float:
        """Standard deviation of log N_opt expected once the run is in."""
        return float(self.spread * np.sqrt(1 - self.reduction))


def noise_of(fit: Fit) -> float:
    """Standard deviation of a fit's log residuals, with five degrees of freedom spent.

    Raises
    ------
    InputError
        If the fit has no residuals, or five or fewer.
    """
    if fit.residuals is None or fit.n <= 5:
        raise InputError("the fit has too few residuals to tell the noise of a run: give noise=")
    return float(np.sqrt((fit.residuals.value**2).sum() / (fit.n - 5)))


def candidate_runs(
    budget: float, N: tuple[float, float], D: tuple[float, float], *, count: int = 16
) -> tuple[Floats, Floats]:
    """Sizes and token counts of runs that a budget affords, on a grid even in logarithms.

    Parameters
    ----------
    budget : float
        The most that 6ND may be, in FLOP.
    N, D : (float, float)
        Smallest and largest size and token count to consider.
    count : int
        How many of each.

    Returns
    -------
    (ndarray, ndarray), shape (candidates,)
        Parameters and tokens.

    Raises
    ------
    InputError
        If a range is not one, or the budget affords none.
    """
    for name, (low, high) in (("N", N), ("D", D)):
        if not 1 <= low <= high < np.inf:
            raise InputError(f"{name} = {(low, high)!r}: expected a range from 1 up")
    sizes, tokens = np.meshgrid(np.geomspace(*N, count), np.geomspace(*D, count), indexing="ij")
    affordable = six_nd(sizes, tokens) <= budget * (1 + 1e-9)
    if not affordable.any():
        raise InputError(f"budget = {budget:.6g} FLOP: it affords no run of these ranges")
    return sizes[affordable], tokens[affordable]


def next_run(
    draws: Draws, C: float, N: ArrayLike, D: ArrayLike, *, noise: float
) -> Sequence[Candidate]:
    """Rank candidate runs by how much each is expected to narrow N_opt(C).

    For a candidate, every law k predicts a log loss y_k and gives z_k = log N_opt(C). An outcome
    y is the log loss of one law plus normal noise; it weighs the laws by their likelihood,
    ``w_k ~ exp(-(y - y_k)^2 / (2 noise^2))``, and leaves the weighted variance of z (its
    unbiased form, over 1 - sum w_k^2). The expectation over outcomes is an integral over y, done
    on an even grid: nothing is simulated, so the ranking has no randomness of its own.

    Parameters
    ----------
    draws : Draws
        Of Approach 3, from `scalinglaws.fits.bootstrap`; those without a frontier are left out.
    C : float
        The budget in FLOP at which N_opt matters.
    N, D : array_like, shape (candidates,)
        Parameters and tokens of the candidates, as from `candidate_runs`.
    noise : float
        Standard deviation of a run's log loss around the law, as from `noise_of`.

    Returns
    -------
    sequence of Candidate
        The most telling first.

    Raises
    ------
    InputError
        If fewer than 50 draws have a frontier, N_opt is the same under all of them, the noise or
        C is not positive and finite, or N and D are not candidates.
    """
    sizes, tokens = np.atleast_1d(np.asarray(N, float)), np.atleast_1d(np.asarray(D, float))
    _check(sizes, tokens, C, noise)
    z, usable = _log_sizes(draws, C)
    constants = (draws.on_scale(name)[usable] for name in ("E", "A", "B", "alpha", "beta"))
    E, log_A, log_B, alpha, beta = constants
    laws = LogLaw(np.log(E), log_A, log_B, alpha, beta)
    judged = [_judge(z, laws.log_loss(n, d), n, d, noise)
              for n, d in zip(sizes, tokens, strict=True)]  # fmt: skip
    return sorted(judged, key=lambda candidate: -candidate.reduction)


def _check(sizes: Floats, tokens: Floats, C: float, noise: float) -> None:
    for name, value in (("C", C), ("noise", noise)):
        if not 0 < value < np.inf:
            raise InputError(f"{name} = {value!r}: expected a positive, finite number")
    fine = np.isfinite(sizes).all() and np.isfinite(tokens).all() and sizes.ndim == 1
    if sizes.shape != tokens.shape or not fine or (sizes < 1).any() or (tokens < 1).any():
        raise InputError("N and D: expected one size and one token count a candidate, at least 1")


def _log_sizes(draws: Draws, C: float) -> tuple[Floats, NDArray[np.bool_]]:
    log_N = draws.on_scale("N_opt", C)
    usable = np.isfinite(log_N)
    if usable.sum() < FEWEST_DRAWS:
        raise InputError(
            f"{usable.sum()} of {len(log_N)} draws have a frontier: expected {FEWEST_DRAWS} or more"
        )
    z = log_N[usable]
    if np.ptp(z) == 0:
        raise InputError("N_opt is the same under every draw: no run can narrow it")
    return z, usable


def _judge(z: Floats, y: Floats, N: float, D: float, noise: float) -> Candidate:
    variance = float(z.var(ddof=1))
    left, standing = _expected_variance(z, y, noise)
    covariance = float(np.cov(z, y)[0, 1])
    linear = covariance**2 / (variance * (float(y.var(ddof=1)) + noise**2))
    return Candidate(
        N=float(N),
        D=float(D),
        spread=variance**0.5,
        reduction=min(1.0, max(0.0, 1 - left / variance)),
        linear_reduction=linear,
        effective_draws=standing,
    )


def _expected_variance(z: Floats, y: Floats, noise: float) -> tuple[float, float]:
    """Variance of z once y is seen, and how many draws stand then: both averaged over y."""
    low, high = y.min() - REACH * noise, y.max() + REACH * noise
    points = min(MOST_OUTCOMES, int(np.ceil((high - low) / noise * STEPS)) + 1)
    outcome = np.linspace(low, high, points)
    likelihood = np.exp(-0.5 * ((outcome[:, None] - y) / noise) ** 2)
    density = likelihood.sum(axis=1)
    seen = density > 1e-12 * density.max()
    weight = likelihood[seen] / density[seen, None]
    alone = (weight**2).sum(axis=1)
    centred = z - z.mean()
    mean = weight @ centred
    spread = weight @ centred**2 - mean**2
    # One law standing says nothing of a spread: there the unbiased form would be 0/0.
    unbiased = np.where(alone < 1 - 1e-6, spread / np.maximum(1 - alone, 1e-6), 0.0)
    share = density[seen] / density[seen].sum()
    return float(share @ unbiased), float(share @ (1 / alone))
