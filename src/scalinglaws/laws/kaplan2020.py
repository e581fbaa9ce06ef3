"""The fits of Kaplan et al. 2020, arXiv:2001.08361, each under its own equation or table.

The paper fits one form at a time, so one letter has several values: N_c is 8.8e13 in L(N),
6.4e13 in L(N, D) and 6.5e13 in L(N, S). Say the equation when you quote one.

>>> from scalinglaws.laws import kaplan2020
>>> float(kaplan2020.EQ_1_1.loss(1e9).round(2))
2.38
>>> f"{kaplan2020.TABLE_6_N_OPT.at(1e21):.3g} non-embedding parameters"
'7.77e+09 non-embedding parameters'
"""

from __future__ import annotations

from scalinglaws.laws.kaplan2020_forms import (
    PF_DAY,
    CriticalBatch,
    Efficient,
    LearningCurveLaw,
    SingleVariableLaw,
    SizeAndDataLaw,
    Trend,
)
from scalinglaws.laws.loss_law import FittedRange

__all__ = [
    "EQ_1_1",
    "EQ_1_2",
    "EQ_1_3",
    "EQ_1_4",
    "EQ_1_5",
    "EQ_1_6",
    "EQ_3_3",
    "EQ_4_4",
    "EQ_6_7",
    "PF_DAY",
    "RUNS",
    "TABLE_5_BATCH",
    "TABLE_6_BATCH",
    "TABLE_6_D_OPT",
    "TABLE_6_N_OPT",
    "TABLE_6_STEPS",
    "CriticalBatch",
    "Efficient",
    "LearningCurveLaw",
    "SingleVariableLaw",
    "SizeAndDataLaw",
    "Trend",
]

# Section 3: "768 to 1.5 billion" non-embedding parameters, "22 million to 23 billion" tokens.
# Ranges of compute, steps and batches are not printed as numbers, so those fits have none.
RUNS = FittedRange(N=(768.0, 1.5e9), D=(22e6, 23e9))
_SIZE, _DATA = "N, non-embedding parameters", "D, tokens"
_COMPUTE = "C_min, FLOP"

EQ_1_1 = SingleVariableLaw(
    X_c=8.8e13, alpha=0.076, quantity=_SIZE, fitted_range=RUNS.N,
    source="Kaplan et al. 2020, Equation 1.1: L(N), data unlimited",
)  # fmt: skip
EQ_1_2 = SingleVariableLaw(
    X_c=5.4e13, alpha=0.095, quantity=_DATA, fitted_range=RUNS.D,
    source="Kaplan et al. 2020, Equation 1.2: L(D), a large model stopped early",
)  # fmt: skip
EQ_1_3 = SingleVariableLaw(
    X_c=3.1e8 * PF_DAY, alpha=0.050, quantity=_COMPUTE,
    source="Kaplan et al. 2020, Equation 1.3: L(C_min), compute spent best at small batches",
)  # fmt: skip
EQ_3_3 = SingleVariableLaw(
    X_c=1.6e7 * PF_DAY, alpha=0.057, quantity="C, FLOP",
    source="Kaplan et al. 2020, Equation 3.3 and Table 5: L(C), batches of one size",
)  # fmt: skip
EQ_1_4 = CriticalBatch(
    B_star=2e8, alpha_B=0.21,
    source="Kaplan et al. 2020, Equations 1.4 and 5.3",
)  # fmt: skip
TABLE_5_BATCH = CriticalBatch(
    B_star=2.1e8, alpha_B=0.21,
    source="Kaplan et al. 2020, Table 5",
)  # fmt: skip
EQ_1_5 = SizeAndDataLaw(
    N_c=6.4e13, D_c=1.8e13, alpha_N=0.076, alpha_D=0.103, fitted_range=RUNS,
    source="Kaplan et al. 2020, Equation 1.5 with the constants of Table 2: L(N, D)",
)  # fmt: skip
EQ_1_6 = LearningCurveLaw(
    N_c=6.5e13, S_c=2.1e3, alpha_N=0.077, alpha_S=0.76, fitted_range=RUNS.N,
    source="Kaplan et al. 2020, Equation 1.6 with the constants of Table 3: L(N, S_min)",
)  # fmt: skip

EQ_4_4 = Trend(
    factor=5e3, exponent=0.74, unit=1, quantity=_DATA, fitted_range=RUNS.D,
    source="Kaplan et al. 2020, Equation 4.4: the least data for N parameters",
)  # fmt: skip
TABLE_6_N_OPT = Trend(
    factor=1.3e9, exponent=0.73, unit=PF_DAY, quantity=_SIZE, fitted_range=RUNS.N,
    source="Kaplan et al. 2020, Table 6: the best size for C_min",
)  # fmt: skip
TABLE_6_BATCH = Trend(
    factor=2.0e6, exponent=0.24, unit=PF_DAY, quantity="B_crit, tokens",
    source="Kaplan et al. 2020, Table 6: the critical batch at the best size",
)  # fmt: skip
TABLE_6_STEPS = Trend(
    factor=5.4e3, exponent=0.03, unit=PF_DAY, quantity="S_min, steps",
    source="Kaplan et al. 2020, Table 6: the fewest steps, a lower bound",
)  # fmt: skip
TABLE_6_D_OPT = Trend(
    factor=2e10, exponent=0.27, unit=PF_DAY, quantity=_DATA, fitted_range=RUNS.D,
    source="Kaplan et al. 2020, Table 6: tokens for C_min, each read once",
)  # fmt: skip
EQ_6_7 = Trend(
    factor=4e10, exponent=0.26, unit=PF_DAY, quantity=_DATA, fitted_range=RUNS.D,
    source="Kaplan et al. 2020, Equation 6.7: tokens at the critical batch, where C = 2 C_min",
)  # fmt: skip
