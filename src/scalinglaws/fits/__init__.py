"""Fits of measured runs: the three approaches of Hoffmann et al. 2022, and how sure they are.

Approach 1, the envelope: `fit_envelope`. Approach 2, the valleys: `fit_isoflop`. Approach 3, the
formula: `fit_parametric`. Each returns a `Fit`, and `bootstrap` says how sure it is. What can be
fitted again with options of its own (`Envelope`, `IsoflopProfiles`, `ParametricRefit`) goes to
`bootstrap` and `compare`; `validate` asks how wrong the fit would have been. The pieces stand
alone as well: the valley of one budget, the line of floors, the loss along it.
"""

from scalinglaws.fits.envelope.fit import LAST_SHARE, Envelope, fit_envelope
from scalinglaws.fits.envelope.published import PublishedEnvelope, fit_published_envelope
from scalinglaws.fits.frontier.loss_frontier import LossFrontier, fit_loss_frontier
from scalinglaws.fits.intervals.bca import bca_interval
from scalinglaws.fits.intervals.bootstrap import Draws, bootstrap
from scalinglaws.fits.intervals.joint import (
    Approach,
    ApproachSummary,
    Difference,
    JointComparison,
    compare,
)
from scalinglaws.fits.intervals.profile_likelihood import profile_interval
from scalinglaws.fits.isoflop.bias import IsoflopBias, isoflop_bias
from scalinglaws.fits.isoflop.fit import IsoflopProfiles, fit_isoflop
from scalinglaws.fits.isoflop.parabola import Parabola, fit_parabola, fit_parabolas
from scalinglaws.fits.parametric import LawDraws, ParametricRefit, fit_parametric, refit
from scalinglaws.fits.parts import DegenerateFitWarning, Evidence, Interval
from scalinglaws.fits.result import Fit
from scalinglaws.fits.validation import Prediction, Round, Validation, predict, validate
from scalinglaws.laws.power_law import PowerLaw, fit_power_law

__all__ = [
    "LAST_SHARE",
    "Approach",
    "ApproachSummary",
    "DegenerateFitWarning",
    "Difference",
    "Draws",
    "Envelope",
    "Evidence",
    "Fit",
    "Interval",
    "IsoflopBias",
    "IsoflopProfiles",
    "JointComparison",
    "LawDraws",
    "LossFrontier",
    "Parabola",
    "ParametricRefit",
    "PowerLaw",
    "Prediction",
    "PublishedEnvelope",
    "Round",
    "Validation",
    "bca_interval",
    "bootstrap",
    "compare",
    "fit_envelope",
    "fit_isoflop",
    "fit_loss_frontier",
    "fit_parabola",
    "fit_parabolas",
    "fit_parametric",
    "fit_power_law",
    "fit_published_envelope",
    "isoflop_bias",
    "predict",
    "profile_interval",
    "refit",
    "validate",
]
