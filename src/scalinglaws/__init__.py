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

import lazy_loader

__version__ = "0.1.0"
# What __init__.pyi imports, when it is first asked for: importing this alone needs no NumPy.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
