"""Neural scaling laws you can check.

``Runs``                            training runs, from arrays, a CSV file or a table
``fit_envelope``, ``fit_isoflop``, ``fit_parametric``   the three approaches; each returns a ``Fit``
``bootstrap``                       the same on resampled runs: intervals for each of its numbers
``LossLaw``, ``plan``               a law of your own, and what it would train with a budget

``laws``       what published fits predict, and laws of your own
``published``  points and tables read from papers, with units and provenance
``flops``      parameters and FLOP of a transformer, by named conventions
``fits``       the approaches in full, intervals, differences, validation
``planning``   what to train with a budget, how sure that is, and what to run next
``datasets``   runs that others published, fetched and checked (needs the extra ``data``)
``claims``     what papers print beside what we recompute
``figures``    charts that describe themselves (needs the extra ``figures``)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scalinglaws.fits.envelope.fit import fit_envelope
    from scalinglaws.fits.intervals.bootstrap import bootstrap
    from scalinglaws.fits.isoflop.fit import fit_isoflop
    from scalinglaws.fits.parametric.fit import fit_parametric
    from scalinglaws.fits.result import Fit
    from scalinglaws.laws.loss_law import LossLaw
    from scalinglaws.planning.budget import plan
    from scalinglaws.runs.table import Runs

__version__ = "0.1.0"
__all__ = [
    "Fit",
    "LossLaw",
    "Runs",
    "bootstrap",
    "fit_envelope",
    "fit_isoflop",
    "fit_parametric",
    "plan",
]

# Where each name lives; imported when it is first asked for, so that this needs no NumPy.
HOMES = {
    "Fit": "fits.result",
    "LossLaw": "laws.loss_law",
    "Runs": "runs.table",
    "bootstrap": "fits.intervals.bootstrap",
    "fit_envelope": "fits.envelope.fit",
    "fit_isoflop": "fits.isoflop.fit",
    "fit_parametric": "fits.parametric.fit",
    "plan": "planning.budget",
}
SUBPACKAGES = (
    "claims",
    "datasets",
    "display",
    "figures",
    "fits",
    "flops",
    "laws",
    "planning",
    "published",
    "runs",
    "units",
)


def __getattr__(name: str) -> Any:
    if name in SUBPACKAGES:
        return import_module(f"{__name__}.{name}")
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *SUBPACKAGES})
