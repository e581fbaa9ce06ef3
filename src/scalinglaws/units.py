"""Counts as papers print them, "400 Million" or "1/29,968", and back: "70B"."""

from __future__ import annotations

import math
import re

from scalinglaws.errors import InputError

_SCALES = {"Million": 1e6, "Billion": 1e9, "Trillion": 1e12, "M": 1e6, "B": 1e9, "T": 1e12}
# Some text copies of a paper put a space after the comma that groups digits: "1/29, 968".
_DIGITS = r"\d{1,3}(?:, ?\d{3})+|\d+"
_NUMBER = rf"(?:{_DIGITS})(?:\.\d+)?(?:[eE][+-]?\d+)?"
_COUNT = re.compile(rf"({_NUMBER}) ?({'|'.join(_SCALES)}|)", re.ASCII)
_UNIT_FRACTION = re.compile(rf"1/({_DIGITS})", re.ASCII)


def parse_count(text: str) -> float:
    """Read a printed count as a number.

    Parameters
    ----------
    text : str
        A number with or without grouped digits, an exponent or a scale word, or a unit
        fraction: "22515.9", "1,400", "1.92e+19", "8.0 Billion", "1.4T", "1/29,968".

    Returns
    -------
    float
        The count, zero or more: 8e9 for "8.0 Billion", 1/29968 for "1/29,968".

    Raises
    ------
    InputError
        If the text is none of these, divides by zero, or is too large for a float.

    Examples
    --------
    >>> parse_count("400 Million"), parse_count("1.5T"), parse_count("1/46") * 46
    (400000000.0, 1500000000000.0, 1.0)
    """
    stripped = text.strip()
    if fraction := _UNIT_FRACTION.fullmatch(stripped):
        return 1 / _checked(_plain(fraction[1]) or math.inf, text)
    if match := _COUNT.fullmatch(stripped):
        return _checked(_plain(match[1]) * _SCALES.get(match[2], 1.0), text)
    raise _not_a_count(text)


def format_count(value: float, digits: int = 2) -> str:
    """Write a count for people: the inverse of `count`, up to rounding.

    Parameters
    ----------
    value : float
        A count, zero or more.
    digits : int
        Significant digits to keep, at least 1.

    Returns
    -------
    str
        "70B", "1.4T", "530B"; below a million the number itself, "1,400"; from 1e15 on
        the exponent form, "5.8e+23".

    Raises
    ------
    InputError
        If the value is negative, infinite or NaN, or fewer than 1 digit is asked for.

    Examples
    --------
    >>> format_count(70e9), format_count(1.4e12), format_count(5.76e23)
    ('70B', '1.4T', '5.8e+23')
    >>> format_count(174.6e9, digits=3)
    '175B'
    """
    if not (math.isfinite(value) and value >= 0 and digits >= 1):
        raise InputError(
            f"value = {value!r}, digits = {digits!r}: expected a finite number, zero or more, "
            "and at least 1 digit"
        )
    # Round before choosing the letter, or 999.9 million would become "1000M".
    rounded = float(f"{value:.{digits - 1}e}")
    if rounded >= 1e15:
        return f"{rounded:.{digits}g}"
    for letter in ("T", "B", "M"):
        if rounded >= _SCALES[letter]:
            return f"{rounded / _SCALES[letter]:.12g}{letter}"
    return f"{rounded:,.12g}"


def _plain(digits: str) -> float:
    return float(digits.replace(",", "").replace(" ", ""))


def _checked(number: float, text: str) -> float:
    if not math.isfinite(number):
        raise _not_a_count(text)
    return number


def _not_a_count(text: str) -> InputError:
    return InputError(
        f'{text!r} is not a count: expected a form like "1,400", "1.92e+19", "8.0 Billion", '
        '"1.4T" or "1/29,968"'
    )
