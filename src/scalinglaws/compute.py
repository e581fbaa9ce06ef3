"""Training compute, counted once: C = 6ND.

Kaplan et al. 2020, Section 2.1: a weight costs a token 2 FLOP forward and 4 backward.
"""

from __future__ import annotations

FLOP_PER_PARAMETER_AND_TOKEN = 6.0
