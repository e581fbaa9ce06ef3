"""Fits of measured runs: the three approaches of Hoffmann et al. 2022, and how sure they are.

Approach 1, the training-curve envelope: `fit_envelope`. Approach 2, IsoFLOP profiles:
`fit_isoflop`. Approach 3, the parametric loss law: `fit_parametric`. Each returns a `Fit`, and
`bootstrap` says how sure it is. What can be fitted again with options of its own (`Envelope`,
`IsoflopProfiles`, `ParametricRefit`) goes to `bootstrap` and `compare`; `validate` asks how wrong
the fit would have been. The pieces stand alone as well:
the parabola of one budget, the compute-optimal frontier, the loss along it.
"""

import lazy_loader

# What __init__.pyi imports, when it is first asked for: a page depends on what it uses.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
