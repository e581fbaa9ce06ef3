"""Approach 3, the formula: the five constants of the law from all runs at once.

``fit_parametric(runs)`` fits; ``refit(runs, counts, fit)`` fits resamples, warm started:

    refit(runs: Runs, counts: (resamples, n) integers, start: Fit) -> LawDraws
    LawDraws.constants   (resamples, 5): columns COLUMNS = E, log_A, log_B, alpha, beta
    LawDraws.objective   (resamples,): the sum
    LawDraws.flags       flag -> (resamples,) bool
"""

from scalinglaws.fits.parametric.fit import fit_parametric
from scalinglaws.fits.parametric.refit import COLUMNS, LawDraws, refit

__all__ = ["COLUMNS", "LawDraws", "fit_parametric", "refit"]
