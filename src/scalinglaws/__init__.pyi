from . import (
    claims,
    datasets,
    display,
    figures,
    fits,
    flops,
    laws,
    planning,
    published,
    runs,
    units,
)
from .fits.envelope.fit import fit_envelope
from .fits.intervals.bootstrap import bootstrap
from .fits.isoflop.fit import fit_isoflop
from .fits.parametric.fit import fit_parametric
from .fits.result import Fit
from .laws.loss_law import LossLaw
from .planning.budget import plan
from .runs.table import Runs

__version__: str
__all__ = [
    "Fit",
    "LossLaw",
    "Runs",
    "bootstrap",
    "claims",
    "datasets",
    "display",
    "figures",
    "fit_envelope",
    "fit_isoflop",
    "fit_parametric",
    "fits",
    "flops",
    "laws",
    "plan",
    "planning",
    "published",
    "runs",
    "units",
]
