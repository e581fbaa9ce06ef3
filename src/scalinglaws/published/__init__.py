"""Tables and figure points of published papers, checked value by value on loading.

>>> from scalinglaws import published
>>> runs = published.load("hoffmann2022", "fig4")
>>> len(runs), runs.units["flops_C"]
(245, 'FLOP')
>>> published.load("hoffmann2022", "table3").where(params_N="67 Billion").printed("tokens_D")
('1.5 Trillion',)
"""

from scalinglaws.published.hoffmann2022.models import built_models
from scalinglaws.published.loader import load
from scalinglaws.published.table import Table, UnknownNameError

__all__ = ["Table", "UnknownNameError", "built_models", "load"]
