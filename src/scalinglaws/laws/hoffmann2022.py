"""The law of Hoffmann et al. 2022, arXiv:2203.15556: as printed, and unrounded."""

from __future__ import annotations

import math

from scalinglaws.laws.loss_law import FittedRange, LossLaw

# The smallest and largest N and D among the 245 runs drawn in Figure 4 (left),
# with D = C/(6N). A test reads them off the shipped points again.
FIGURE_4_RUNS = FittedRange(N=(57334210.0, 16183280000.0), D=(245104600.0, 317756300000.0))

HOFFMANN_2022 = LossLaw(
    E=1.69,
    A=406.4,
    B=410.7,
    alpha=0.34,
    beta=0.28,
    name="Hoffmann et al. 2022, as printed",
    source="Hoffmann et al. 2022, Appendix D.2, Equation 10",
    fitted_range=FIGURE_4_RUNS,
)

# The paper's TeX source keeps log E, log A and log B to eight digits. Two decimals of
# alpha and beta move the compute-optimal size at Gopher's budget from 40 to 32 billion.
HOFFMANN_2022_UNROUNDED = LossLaw(
    E=math.exp(0.5267228),
    A=math.exp(6.0073404),
    B=math.exp(6.0179186),
    alpha=0.33917084,
    beta=0.2849083,
    name="Hoffmann et al. 2022, unrounded",
    source="Hoffmann et al. 2022, TeX source of Appendix D.2; Besiroglu et al. 2024",
    fitted_range=FIGURE_4_RUNS,
)
