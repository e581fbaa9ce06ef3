"""Neural scaling laws you can check.

``laws``       what published fits predict, and laws of your own
``published``  points and tables read from papers, with units and provenance
``flops``      parameters and FLOP of a transformer, by named conventions
``planning``   what to train with a budget, how sure that is, and what to run next
``datasets``   runs that others published, fetched and checked (needs the extra ``data``)
``claims``     what papers print beside what we recompute
``figures``    charts that describe themselves (needs the extra ``figures``)
"""

__version__ = "0.1.0"
