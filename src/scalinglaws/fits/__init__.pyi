from .envelope.fit import LAST_SHARE, Envelope, fit_envelope
from .envelope.published import PublishedEnvelope, fit_published_envelope
from .frontier.loss_frontier import LossFrontier, fit_loss_frontier
from .frontier.power_law import fit_power_law
from .intervals.bca import bca_interval
from .intervals.bootstrap import Draws, bootstrap
from .intervals.joint import (
    Approach,
    ApproachSummary,
    Difference,
    JointComparison,
    compare,
)
from .intervals.profile_likelihood import profile_interval
from .isoflop.bias import IsoflopBias, isoflop_bias
from .isoflop.fit import IsoflopProfiles, fit_isoflop
from .isoflop.parabola import Parabola, fit_parabola, fit_parabolas
from .parametric import LawDraws, ParametricRefit, fit_parametric, refit
from .parts import DegenerateFitWarning, Evidence, Interval
from .result import Fit
from .validation import Prediction, Round, Validation, predict, validate

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
