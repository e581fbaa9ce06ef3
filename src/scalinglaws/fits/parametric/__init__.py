"""Approach 3: the five constants of the parametric loss law from all runs at once.

``fit_parametric(runs)`` fits; ``refit(runs, counts, fit)`` fits resamples, warm started:

    refit(runs: Runs, counts: (resamples, n) integers, start: Fit) -> LawDraws
    LawDraws.constants   a LogLaw, its arrays of shape (resamples,)
    LawDraws.objective   (resamples,): the sum
    LawDraws.flags       flag -> (resamples,) bool

``ParametricRefit(runs, fit)`` is what a bootstrap calls.
"""

from scalinglaws.fits.parametric.fit import fit_parametric
from scalinglaws.fits.parametric.refit import LawDraws, ParametricRefit, refit

__all__ = ["LawDraws", "ParametricRefit", "fit_parametric", "refit"]
