"""Laws of loss: what a published fit predicts, and a law of your own.

>>> from scalinglaws import laws
>>> best = laws.HOFFMANN_2022.compute_optimal(5.76e23)
>>> f"{best.N:.2g} parameters, {best.D:.2g} tokens"
'3.2e+10 parameters, 3e+12 tokens'
"""

import lazy_loader

# What __init__.pyi imports, when it is first asked for: a page depends on what it uses.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
