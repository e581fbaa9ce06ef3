"""Neural scaling laws you can check.

``laws``       what published fits predict, and laws of your own
``published``  points and tables read from papers, with units and provenance
``claims``     what papers print beside what we recompute
``figures``    charts that describe themselves (needs the extra ``figures``)
"""

__version__ = "0.1.0"
