"""A number as a document prints it, and the interval of values it can stand for."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from scalinglaws.errors import InputError

Kind = Literal[
    "count", "rounded", "about", "power of ten", "one-sided", "range", "read off", "words"
]

# Interval ends are the floats nearest to exact decimals, but a recomputed value carries the
# noise of arithmetic: without this slack two ends that touch on paper would miss each other.
ARITHMETIC_NOISE = 1e-12

_SUFFIXES = {
    "thousand": 10**3,
    "k": 10**3,
    "million": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "b": 10**9,
    "trillion": 10**12,
    "t": 10**12,
    "x": 1,
    "\u00d7": 1,
    "": 1,
}
_ABOUT = r"~|≈|about|roughly|approximately|around"
_OVER = r"over|more than|at least|above|>=|>|≥"
_UNDER = r"under|less than|at most|below|up to|<=|<|≤"
_MANTISSA = r"-?(?:\d{1,3}(?:,\s?\d{3})+|\d+)(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?P<word>{_ABOUT}|{_OVER}|{_UNDER})?\s*"
    rf"(?P<fraction>1\s*/\s*)?(?P<mantissa>{_MANTISSA})"
    r"(?:\s?[eE]\s?(?P<e>[+-]?\s?\d+)|\s*(?:\u00d7|x|\*|\\times)\s*10\^\{?(?P<ten>-?\d+)\}?)?"
    r"\s*(?P<suffix>[a-z%\u00d7]*)",
    re.IGNORECASE,
)
_POWER = re.compile(rf"(?:{_ABOUT})?\s*10\^\{{?(?P<ten>-?\d+)\}}?", re.IGNORECASE)
_END = r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"
# Only in parentheses does a comma part two ends: "22,516" is one number.
_RANGE = re.compile(
    rf"(?P<open>\()?\s*(?P<low>{_END})(?(open)\s*,\s*|\s*(?:-|\u2013|to)\s*)"
    rf"(?P<high>{_END})\s*(?(open)\))\s*(?P<suffix>[a-z%\u00d7]*)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Printed:
    """A printed number and the interval P of values it can stand for.

    Attributes
    ----------
    text : str
        The number as the document prints it.
    nominal : float
        Its value read literally; the middle of a range; NaN for words.
    low, high : float
        The ends of P, both included; infinite on the open side of "over" or "at most".
    kind : str
        Which reading gave the interval.
    unit : float
        One unit of the last printed digit, 0 where there is none.
    """

    text: str
    nominal: float
    low: float
    high: float
    kind: Kind
    unit: float = 0.0

    @property
    def is_number(self) -> bool:
        """Whether the text holds a number at all."""
        return self.kind != "words"

    @property
    def width(self) -> float:
        """Length of P: 0 for a count, infinite for a one-sided number."""
        return self.high - self.low

    @property
    def _slack(self) -> float:
        return ARITHMETIC_NOISE * max(
            (abs(end) for end in (self.low, self.high) if math.isfinite(end)), default=0.0
        )

    def contains(self, value: float) -> bool:
        """Whether a value lies in P, ends included."""
        return self.meets(value, value)

    def meets(self, low: float, high: float) -> bool:
        """Whether the interval from ``low`` to ``high`` and P have a point in common."""
        return low <= self.high + self._slack and high >= self.low - self._slack


def parse(text: str, *, exact: bool = False, column: Sequence[str] = ()) -> Printed:
    """The interval a printed number stands for.

    A plain number is rounded: half a unit of its last digit each way. Trailing zeros of an
    integer are not digits unless the ``column`` it stands in shows finer ones. "about" widens
    to half a unit of the last non-zero digit or 10 %, whichever is more; "10^22" to a factor
    sqrt(10) each way; "over" and "at most" are open on one side, with the printed bound as
    their end; a range keeps its ends, each widened by half a unit; "1/46" rounds in its
    denominator; "67.6 %" is 0.676.

    Parameters
    ----------
    text : str
        For example ``"1.4 Trillion"``, ``"5.76e+23"``, ``"(0.488, 0.502)"``, ``"~20"``.
    exact : bool
        Read a count: no rounding.
    column : sequence of str
        The numbers of the same column or sentence, this one included.

    Returns
    -------
    Printed
        With kind "words" where the text holds no number.

    Raises
    ------
    InputError
        If the text starts like a number and cannot be read as one.
    """
    text = text.strip()
    if exact:
        return _exactly(text)
    if power := _POWER.fullmatch(text):
        return _power_of_ten(text, int(power["ten"]))
    if ends := _RANGE.fullmatch(text):
        return _range(text, ends)
    if number := _NUMBER.fullmatch(text):
        return _number(text, number, column)
    if re.match(rf"\s*(?:{_ABOUT}|{_OVER}|{_UNDER})?\s*-?\d", text, re.IGNORECASE):
        raise InputError(f"{text!r}: expected a number such as '8.0 Billion', '1/46' or '~10^22'")
    return Printed(text, math.nan, math.nan, math.nan, "words")


def readings(text: str, *, column: Sequence[str] = ()) -> tuple[Printed, ...]:
    """Every reading of a printed number whose trailing zeros may or may not be digits.

    ``text`` and ``column`` are as `parse` takes them.

    Returns
    -------
    tuple of Printed
        The coarser reading first; one element where both agree.
    """
    coarse, fine = parse(text, column=column), parse(text, column=(*column, "1"))
    return (coarse,) if coarse == fine else (coarse, fine)


def measured(value: float, *, error: float) -> Printed:
    """A ``value`` measured on a figure; the ``error`` of the reading is its half width."""
    return Printed(f"{value:.6g}", value, value - error, value + error, "read off", 2 * error)


def _exactly(text: str) -> Printed:
    if power := _POWER.fullmatch(text):
        value = float(Decimal(10) ** int(power["ten"]))
        return Printed(text, value, value, value, "count")
    number = _NUMBER.fullmatch(text)
    if number is None:
        raise InputError(f"{text!r}: expected one number to read exactly")
    value = float(_reciprocal_if(number, _value(number)))
    return Printed(text, value, value, value, "count", float(_scale(number)))


def _power_of_ten(text: str, exponent: int) -> Printed:
    value, factor = float(Decimal(10) ** exponent), math.sqrt(10)
    return Printed(text, value, value / factor, value * factor, "power of ten")


def _range(text: str, match: re.Match[str]) -> Printed:
    suffix = _suffix(match["suffix"], text)
    low, high = Decimal(match["low"]), Decimal(match["high"])
    unit_low, unit_high = _unit(match["low"]), _unit(match["high"])
    if low > high:
        raise InputError(f"{text!r}: a range must run from its lower to its upper end")
    return Printed(
        text,
        float((low + high) / 2 * suffix),
        float((low - unit_low / 2) * suffix),
        float((high + unit_high / 2) * suffix),
        "range",
        float(max(unit_low, unit_high) * suffix),
    )


def _number(text: str, match: re.Match[str], column: Sequence[str]) -> Printed:
    word = (match["word"] or "").lower()
    if re.fullmatch(_OVER, word):
        return _one_sided(text, match, above=True)
    if re.fullmatch(_UNDER, word):
        return _one_sided(text, match, above=False)
    if word:
        return _about(text, match)
    unit = _unit(match["mantissa"], column) * _scale(match)
    return _within(text, match, unit / 2, "rounded", unit)


def _about(text: str, match: re.Match[str]) -> Printed:
    unit = _last_nonzero_unit(match["mantissa"]) * _scale(match)
    half = max(unit / 2, abs(_value(match)) / 10)
    return _within(text, match, half, "about", unit)


def _within(text: str, match: re.Match[str], half: Decimal, kind: Kind, unit: Decimal) -> Printed:
    value = _value(match)
    ends = [_reciprocal_if(match, end) for end in (value - half, value + half)]
    return Printed(
        text,
        float(_reciprocal_if(match, value)),
        float(min(ends)),
        float(max(ends)),
        kind,
        float(abs(ends[1] - ends[0]) if match["fraction"] else unit),
    )


def _one_sided(text: str, match: re.Match[str], *, above: bool) -> Printed:
    bound = float(_reciprocal_if(match, _value(match)))
    low, high = (bound, math.inf) if above else (-math.inf, bound)
    return Printed(text, bound, low, high, "one-sided")


def _value(match: re.Match[str]) -> Decimal:
    return _decimal(match["mantissa"]) * _scale(match)


def _reciprocal_if(match: re.Match[str], value: Decimal) -> Decimal:
    if not match["fraction"]:
        return value
    if value <= 0:
        raise InputError(f"{match.string!r}: the denominator must stay above 0")
    return 1 / value


def _decimal(mantissa: str) -> Decimal:
    return Decimal(re.sub(r",\s?", "", mantissa))


def _scale(match: re.Match[str]) -> Decimal:
    exponent = (match["e"] or match["ten"] or "0").replace(" ", "")
    return Decimal(10) ** int(exponent) * _suffix(match["suffix"], match.string)


def _suffix(suffix: str, text: str) -> Decimal:
    if suffix.lower() in ("%", "percent"):
        return Decimal("0.01")
    if suffix.lower() not in _SUFFIXES:
        raise InputError(f"{text!r}: {suffix!r} is none of Million, Billion, Trillion, M, B, T, %")
    return Decimal(_SUFFIXES[suffix.lower()])


def _unit(mantissa: str, column: Sequence[str] = ()) -> Decimal:
    """One unit of the last digit; the zeros that end an integer count only if others show it."""
    if "." in mantissa:
        return Decimal(1).scaleb(int(Decimal(mantissa.replace(",", "")).as_tuple().exponent))
    places = [_zeros_at_the_end(mantissa), *(_finest_place(other) for other in column)]
    return Decimal(1).scaleb(min(places))


def _finest_place(text: str) -> int:
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return 99
    return 0 if "." in match["mantissa"] else _zeros_at_the_end(match["mantissa"])


def _zeros_at_the_end(mantissa: str) -> int:
    digits = re.sub(r"\D", "", mantissa)
    return len(digits) - len(digits.rstrip("0")) if digits.strip("0") else 0


def _last_nonzero_unit(mantissa: str) -> Decimal:
    number = _decimal(mantissa)
    if number == 0:
        return _unit(mantissa)
    return Decimal(1).scaleb(int(number.normalize().as_tuple().exponent))
