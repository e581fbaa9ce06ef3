"""Fits of measured runs: the three approaches of Hoffmann et al. 2022, and how sure they are.

Approach 1, the envelope: `fit_envelope`. Approach 2, the valleys: `fit_isoflop`. Approach 3, the
formula: `fit_parametric`. Each returns a `Fit`. What can be fitted
again to resampled runs (`read_envelope`, `read_valleys`, `FormulaRefit`) goes to `resample` and
`compare`; `validate` asks how wrong the fit would have been. The pieces stand alone as well: the
valley of one budget, the line of floors, the loss along it.
"""

from scalinglaws.fits.bca import bca_interval
from scalinglaws.fits.comparison import Comparison, Difference, Entry, Row, compare
from scalinglaws.fits.envelope import LAST_SHARE, Envelope, fit_envelope, read_envelope
from scalinglaws.fits.extracted import (
    ExtractedEnvelope,
    fit_extracted_envelope,
    read_extracted_envelope,
)
from scalinglaws.fits.floor_loss import FloorLoss, fit_floor_loss
from scalinglaws.fits.formula_refit import FormulaRefit
from scalinglaws.fits.intervals import Resamples, resample
from scalinglaws.fits.isoflop import Valleys, fit_isoflop, read_valleys
from scalinglaws.fits.parametric import Refits, fit_parametric, refit
from scalinglaws.fits.power_line import PowerLine, fit_power_line
from scalinglaws.fits.profile import profile_interval
from scalinglaws.fits.result import DegenerateFitWarning, Evidence, Fit, Interval
from scalinglaws.fits.stopped_search import StoppedSearch, stopped_search
from scalinglaws.fits.validation import Prediction, Round, Validation, predict, validate
from scalinglaws.fits.valley import Valley, fit_valley, fit_valleys
from scalinglaws.fits.valley_bias import ValleyBias, valley_bias

__all__ = [
    "LAST_SHARE",
    "Comparison",
    "DegenerateFitWarning",
    "Difference",
    "Entry",
    "Envelope",
    "Evidence",
    "ExtractedEnvelope",
    "Fit",
    "FloorLoss",
    "FormulaRefit",
    "Interval",
    "PowerLine",
    "Prediction",
    "Refits",
    "Resamples",
    "Round",
    "Row",
    "StoppedSearch",
    "Validation",
    "Valley",
    "ValleyBias",
    "Valleys",
    "bca_interval",
    "compare",
    "fit_envelope",
    "fit_extracted_envelope",
    "fit_floor_loss",
    "fit_isoflop",
    "fit_parametric",
    "fit_power_line",
    "fit_valley",
    "fit_valleys",
    "predict",
    "profile_interval",
    "read_envelope",
    "read_extracted_envelope",
    "read_valleys",
    "refit",
    "resample",
    "stopped_search",
    "validate",
    "valley_bias",
]
