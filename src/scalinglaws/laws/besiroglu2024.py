"""The refit of Besiroglu et al. 2024, arXiv:2404.10102, to the runs of Figure 4."""

from __future__ import annotations

from scalinglaws.laws.hoffmann2022 import FIGURE_4_RUNS
from scalinglaws.laws.loss_law import FittedRange, LossLaw

# Their fit leaves out the five highest losses of Figure 4, those of the fewest tokens among them.
FIGURE_4_WITHOUT_FIVE = FittedRange(N=FIGURE_4_RUNS.N, D=(818675700.0, FIGURE_4_RUNS.D[1]))

BESIROGLU_2024 = LossLaw(
    E=1.8172,
    A=482.01,
    B=2085.43,
    alpha=0.3478,
    beta=0.3658,
    name="Besiroglu et al. 2024",
    source="Besiroglu et al. 2024, refit of Hoffmann et al. 2022, Figure 4",
    fitted_range=FIGURE_4_WITHOUT_FIVE,
)
