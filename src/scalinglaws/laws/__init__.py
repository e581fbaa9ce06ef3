"""Laws of loss: what a published fit predicts, and a law of your own.

>>> from scalinglaws import laws
>>> best = laws.HOFFMANN_2022.compute_optimal(5.76e23)
>>> f"{best.N:.2g} parameters, {best.D:.2g} tokens"
'3.2e+10 parameters, 3e+12 tokens'
"""

from scalinglaws.laws import kaplan2020
from scalinglaws.laws.besiroglu2024 import BESIROGLU_2024
from scalinglaws.laws.hoffmann2022 import HOFFMANN_2022, HOFFMANN_2022_UNROUNDED
from scalinglaws.laws.loss_law import Allocation, FittedRange, LossLaw
from scalinglaws.laws.muennighoff2023 import MUENNIGHOFF_2023, DataConstrainedLaw

__all__ = [
    "BESIROGLU_2024",
    "HOFFMANN_2022",
    "HOFFMANN_2022_UNROUNDED",
    "MUENNIGHOFF_2023",
    "Allocation",
    "DataConstrainedLaw",
    "FittedRange",
    "LossLaw",
    "kaplan2020",
]
