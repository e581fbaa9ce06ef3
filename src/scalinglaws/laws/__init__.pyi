from . import kaplan2020
from .besiroglu2024 import BESIROGLU_2024
from .hoffmann2022 import HOFFMANN_2022, HOFFMANN_2022_UNROUNDED
from .loss_law import Allocation, FittedRange, LossLaw
from .muennighoff2023 import MUENNIGHOFF_2023, DataConstrainedLaw

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
