"""How wrong a fit would have been: fitted to the smaller runs, asked for the largest.

A fit's residuals say how well it describes its runs. What a forecast is for lies beyond them,
and there the form of the law counts as much as its constants.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike

from scalinglaws.arrays import Floats
from scalinglaws.compute import six_nd
from scalinglaws.errors import InputError
from scalinglaws.fits.intervals.draws import draw_pairs
from scalinglaws.fits.intervals.quantiles import equal_tails
from scalinglaws.fits.parametric import fit_parametric, refit
from scalinglaws.fits.parametric.rival_forms import FORMS, fit_form
from scalinglaws.fits.parts import Interval
from scalinglaws.fits.result import Fit
from scalinglaws.laws.log_law import LogLaw
from scalinglaws.runs import Runs
from scalinglaws.seeds import Random, Seed, spawn_seed

# Least compute for the first fit, as shares of the runs ordered by compute.
SHARES = (0.5, 0.6, 0.7, 0.8, 0.9)
FEWEST_RUNS = 10


@dataclass(frozen=True)
class Round:
    """One cutoff: fitted to the runs up to it, scored on the runs beyond.

    Attributes
    ----------
    cutoff_C : float
        The largest C fitted, FLOP.
    fitted, predicted : int
        Runs up to the cutoff, and beyond.
    reach : float
        Largest C predicted over the cutoff.
    coverage : float
        Share of the runs beyond that lie in their predictive interval.
    interval_score : float
        Mean interval score in log loss; lower is better (Gneiting and Raftery 2007,
        Equation 43): the width, and 2/(1 - level) times any miss.
    rms_error, mean_error : mapping of str to float
        Of log loss, measured less predicted, by form.
    """

    cutoff_C: float
    fitted: int
    predicted: int
    reach: float
    coverage: float
    interval_score: float
    rms_error: Mapping[str, float]
    mean_error: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Validation:
    """Rolling rounds, from the lowest cutoff up; ``level`` is that of the intervals."""

    rounds: tuple[Round, ...]
    level: float
    seed: Seed

    def report(self) -> str:
        """A line a round."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"predictive intervals at {self.level:.0%}; errors of log loss, root mean square"
        for each in self.rounds:
            errors = ", ".join(f"{form} {error:.4f}" for form, error in each.rms_error.items())
            yield (
                f"C up to {each.cutoff_C:.2g}: {each.fitted} fitted, {each.predicted} beyond (to "
                f"{each.reach:.3g} x); coverage {each.coverage:.2f}, interval score "
                f"{each.interval_score:.4f}; {errors}"
            )


@dataclass(frozen=True)
class Prediction:
    """The loss of a run not yet trained, and two doubts about it that do not add up to one.

    Attributes
    ----------
    N, D : float
        Parameters and tokens.
    loss : float
        Predicted by Approach 3's law, nats per token.
    sampling : Interval
        From resampled runs and their residuals, the law's form taken as true.
    by_form : mapping of str to float
        What each rival form predicts: the spread is the doubt about the form.
    times_beyond : float
        6ND over the largest C fitted.
    """

    N: float
    D: float
    loss: float
    sampling: Interval
    by_form: Mapping[str, float]
    times_beyond: float

    @property
    def extrapolated(self) -> bool:
        """Whether the run is larger than every run fitted."""
        return self.times_beyond > 1

    def report(self) -> str:
        """The prediction in words, labelled where it is extrapolated."""
        label = f"EXTRAPOLATED {self.times_beyond:.3g} times beyond the largest run: "
        forms = self.by_form.values()
        return (
            f"{label if self.extrapolated else ''}loss {self.loss:.4f}; sampling "
            f"{self.sampling.level:.0%} {self.sampling.low:.4f} to {self.sampling.high:.4f}; "
            f"forms {min(forms):.4f} to {max(forms):.4f}"
        )


def validate(
    runs: Runs,
    *,
    cutoffs: ArrayLike | None = None,
    forms: Sequence[str] = tuple(FORMS),
    level: float = 0.8,
    resamples: int = 500,
    rng: Random,
) -> Validation:
    """Fit the runs below each of several budgets and predict those above.

    Parameters
    ----------
    runs : Runs
        Final losses at many budgets.
    cutoffs : array_like, optional
        Largest C to fit, FLOP; the default takes 50, 60, 70, 80 and 90 percent of the runs.
    forms : sequence of str
        Which of `FORMS` to compare by their errors.
    level : float
        Of the predictive intervals: pairs bootstrap of Approach 3, and a residual for
        each resample.
    resamples : int
        How many.
    rng : int, SeedSequence or Generator
        Where the draws come from; the result keeps the seed.

    Raises
    ------
    InputError
        If a form is unknown, or a cutoff leaves fewer than ten runs below or none above.
    """
    if unknown := [form for form in forms if form not in FORMS]:
        raise InputError(f"forms {unknown}: expected some of {', '.join(FORMS)}")
    ordered = np.sort(runs.C)
    default = [ordered[round(share * len(ordered)) - 1] for share in SHARES]
    chosen = np.unique(default if cutoffs is None else np.asarray(cutoffs, dtype=np.float64))
    seed = spawn_seed(rng)
    streams = seed.generator().spawn(len(chosen))
    rounds = (
        _round(runs, float(cutoff), forms, level, resamples, stream)
        for cutoff, stream in zip(chosen, streams, strict=True)
    )
    return Validation(tuple(rounds), level, seed)


def predict(
    runs: Runs,
    N: float,
    D: float,
    *,
    level: float = 0.8,
    resamples: int = 1000,
    rng: Random,
) -> Prediction:
    """The loss of one run from all the others, with both doubts and its label.

    Parameters
    ----------
    runs : Runs
        What to fit.
    N, D : float
        Parameters and tokens of the run to predict.
    level, resamples, rng
        As for `validate`.
    """
    fit = fit_parametric(runs)
    draws = predictive_draws(runs, fit, [N], [D], resamples, spawn_seed(rng).generator())
    low, high = np.exp(equal_tails(draws[:, 0], level))
    by_form = {
        name: float(np.exp(fit_form(form, runs).log_loss(N, D))) for name, form in FORMS.items()
    }
    assert fit.constants is not None
    return Prediction(
        N=N,
        D=D,
        loss=float(fit.constants.loss(N, D)),
        sampling=Interval(float(low), float(high), level, "pairs bootstrap and residuals"),
        by_form=by_form,
        times_beyond=six_nd(N, D) / float(runs.C.max()),
    )


def predictive_draws(
    runs: Runs, fit: Fit, N: ArrayLike, D: ArrayLike, resamples: int, rng: Generator
) -> Floats:
    """Log losses that runs could have: refits to resampled runs, plus the noise of a run.

    One resample is one draw of the runs, the law fitted to them, and for each run predicted one
    of the fit's residuals.

    Parameters
    ----------
    runs : Runs
        The runs that were fitted.
    fit : Fit
        Approach 3's fit to them.
    N, D : array_like, shape (predicted,)
        Parameters and training tokens of the runs to predict.
    resamples : int
        How many draws.
    rng : Generator
        Where they come from.

    Returns
    -------
    ndarray, shape (resamples, predicted)
        Natural logarithms of nats per token.
    """
    assert fit.residuals is not None
    counts = draw_pairs(len(runs), resamples, rng)
    rows = refit(runs, counts, fit).constants.rows
    predicted = LogLaw(*rows.T[:, :, None]).log_loss(N, D)
    return np.asarray(predicted + rng.choice(fit.residuals.value, predicted.shape))


def interval_score(low: Floats, high: Floats, value: Floats, level: float) -> Floats:
    """Width, and 2/(1 - level) times the miss: Gneiting and Raftery 2007, Equation 43.

    Parameters
    ----------
    low, high : ndarray
        Ends of the intervals.
    value : ndarray
        What came out.
    level : float
        Coverage of the intervals, between 0 and 1.
    """
    missed = np.maximum(low - value, 0) + np.maximum(value - high, 0)
    return np.asarray(high - low + 2 / (1 - level) * missed)


def _round(
    runs: Runs, cutoff: float, forms: Sequence[str], level: float, resamples: int, rng: Generator
) -> Round:
    beyond = cutoff < runs.C
    below = runs.keep(~beyond)
    if len(below) < FEWEST_RUNS or not beyond.any():
        raise InputError(
            f"cutoff C = {cutoff:g}: {len(below)} runs up to it, {beyond.sum()} beyond: expected "
            f"{FEWEST_RUNS} or more, and one or more"
        )
    above = runs.keep(beyond)
    draws = predictive_draws(below, fit_parametric(below), above.N, above.D, resamples, rng)
    low, high = equal_tails(draws, level)
    measured = np.log(above.loss)
    misses = {
        form: measured - fit_form(FORMS[form], below).log_loss(above.N, above.D) for form in forms
    }
    return Round(
        cutoff_C=cutoff,
        fitted=len(below),
        predicted=len(above),
        reach=float(above.C.max() / cutoff),
        coverage=float(((low <= measured) & (measured <= high)).mean()),
        interval_score=float(interval_score(low, high, measured, level).mean()),
        rms_error={form: float(np.sqrt((miss**2).mean())) for form, miss in misses.items()},
        mean_error={form: float(miss.mean()) for form, miss in misses.items()},
    )
