"""Constants and exponents of Kaplan et al. 2020 as inputs, and the growth they stand for."""

from __future__ import annotations

from scalinglaws import published
from scalinglaws.claims.claim import Computation, using
from scalinglaws.claims.inputs.hoffmann2022 import table_2
from scalinglaws.claims.printed import parse

KAPLAN_ROW = 4


def constant(where: str, symbol: str) -> str:
    """The constant ``symbol``, "alpha_N", as ``where`` prints it, "Equation 1.1"."""
    constants = published.load("kaplan2020", "constants")
    return constants.where(where=where, symbol=symbol).printed("value")[0]


def exponent(letter: str) -> str:
    """Kaplan's exponent a or b as Table 2 of Hoffmann et al. 2022 prints it."""
    return table_2(KAPLAN_ROW)[letter]


def growth(times: str, printed: str, where: str = "in Table 2") -> Computation:
    """By what factor size or tokens grow when the compute does.

    Parameters
    ----------
    times : str
        The factor of the compute, exact.
    printed : str
        The exponent as printed.
    where : str
        The place that prints it, for the note.
    """
    words = f"{times} times the compute, exponent {printed} {where}"
    return using(
        words,
        lambda factor, exponent: factor**exponent,
        factor=parse(times, exact=True),
        exponent=printed,
    )
