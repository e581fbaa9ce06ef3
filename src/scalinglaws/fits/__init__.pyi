from .envelope.fit import Envelope, fit_envelope
from .envelope.published import PublishedEnvelope
from .frontier.loss_frontier import fit_loss_frontier
from .frontier.power_law import fit_power_law
from .intervals.bca import bca_interval
from .intervals.bootstrap import Draws, bootstrap
from .intervals.joint import Approach, compare
from .intervals.profile_likelihood import profile_interval
from .isoflop.bias import isoflop_bias
from .isoflop.fit import IsoflopProfiles, fit_isoflop
from .isoflop.parabola import Parabola, fit_parabola, fit_parabolas
from .parametric import ParametricRefit, fit_parametric
from .parts import DegenerateFitWarning, Interval
from .result import Fit
from .validation import predict, validate

__all__ = [
    "Approach",
    "DegenerateFitWarning",
    "Draws",
    "Envelope",
    "Fit",
    "Interval",
    "IsoflopProfiles",
    "Parabola",
    "ParametricRefit",
    "PublishedEnvelope",
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
    "isoflop_bias",
    "predict",
    "profile_interval",
    "validate",
]
