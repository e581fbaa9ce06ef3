"""The sentences of a row's note, computed from its numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scalinglaws.claims.claim import Claim, Row, Second
from scalinglaws.claims.printed import Printed
from scalinglaws.claims.verdict import WIDEST_RANGE_IN_P, Estimate, Verdict, fit

_SCALES = {"million": 1e6, "billion": 1e9, "trillion": 1e12}
_WORDS = {"m": "million", "b": "billion", "t": "trillion"}
_SHARE = re.compile(r"\d ?%")
_TIMES = re.compile(r"\d[x\u00d7]$")
_BARE = re.compile(r"[<>~]?\d+(?:\.\d+)?")
_FACTORS = ("x", "ratio")
_SCALED = re.compile(rf"\d ?({'|'.join(_SCALES)}|[MBT])\b", re.IGNORECASE)


def judged(
    claim: Claim, published: tuple[Printed, ...], verdict: Verdict, faults: Sequence[str] = ()
) -> str:
    """How the recomputed number came about and how it stands to the printed one.

    Parameters
    ----------
    claim : Claim
        With what was computed.
    published : tuple of Printed
        Every reading of the printed number.
    verdict : Verdict
        By the rule.
    faults : sequence of str
        What a miss lacks.
    """
    estimates = [computation.estimate for computation in claim.computations]
    if verdict in (Verdict.NOT_REPRODUCED, Verdict.PLACES_DIFFER):
        sentences = [_miss(claim, estimates, published[0])]
    elif verdict is Verdict.CONVENTION:
        sentences = [_conventions(estimates, published)]
    else:
        sentences = [_sentence(estimate, published[0].text) for estimate in estimates]
    if verdict is Verdict.NOT_DETERMINED:
        sentences.append(_undetermined(published[0], estimates[0]))
    if faults:
        sentences.append(f"Not yet checked: this lacks {' and '.join(faults)}.")
    return " ".join([*sentences, claim.remark]).strip()


def part(note: str, published: Printed, verdict: Verdict) -> str:
    """The ``note`` of one of several printed numbers, after its ``published`` and ``verdict``."""
    return f"{published.text}, {verdict.value}: {note}"


def unjudged(claim: Claim) -> str:
    """Why nothing is compared, and what we can compute all the same."""
    asides = [_sentence(computation.estimate) for computation in claim.asides]
    return " ".join([claim.because, *asides])


def number(value: float) -> str:
    """A number for a sentence: five significant digits, millions to trillions with their word."""
    rounded = float(f"{value:.5g}")
    if 1e6 <= abs(rounded) < 1e15:
        word = next(word for word, scale in reversed(_SCALES.items()) if abs(rounded) >= scale)
        return _in_words(value, word)
    return f"{rounded:.6g}"


def like(value: float, print_: str) -> str:
    """``value`` written as ``print_`` is: as 1/x, in per cent, or with its "billion"."""
    if print_.startswith("1/"):
        return f"1/{number(1 / value)}"
    if _SHARE.search(print_):
        return f"{number(100 * value)} %"
    if scaled := _SCALED.search(print_):
        return _in_words(value, _WORDS.get(scaled[1].lower(), scaled[1].lower()))
    return number(value)


def print_and_unit(published: str, unit: str) -> tuple[str, str]:
    """The print and the unit to set after it, so that no unit is said twice.

    ``published`` and ``unit`` are as the listing has them.

    >>> print_and_unit("5.5x", "x"), print_and_unit("over 250x", "Gopher budgets")
    (('5.5x', ''), ('over 250', 'Gopher budgets'))
    >>> print_and_unit("4", "x"), print_and_unit("1", "ratio")
    (('4 times', ''), ('1', ''))
    """
    if unit == "x" and _BARE.fullmatch(published):
        return f"{published} times", ""
    if unit in _FACTORS or unit.lower() in published.lower():
        return published, ""
    return published[:-1] if _TIMES.search(published) else published, unit


def recomputed(row: Row) -> list[str]:
    """What we get for each printed number of a row, written as it; empty if not compared."""
    values = row.parts or (() if row.recomputed is None else (row.recomputed,))
    prints = [reading.text for reading in row.readings]
    if len(values) == 1:
        prints = prints[:1]  # all readings have one text
    if len(prints) != len(values):  # a part with two readings
        prints = [""] * len(values)
    return list(map(like, values, prints))


def _in_words(value: float, word: str) -> str:
    return f"{value / _SCALES[word]:.5g} {word}"


def _sentence(estimate: Estimate, print_: str = "") -> str:
    return f"{_capital(estimate.words)}: {_value(estimate, print_)}."


def _value(estimate: Estimate, print_: str = "") -> str:
    """Value and range."""
    nominal, *ends = (
        like(value, print_) for value in (estimate.nominal, estimate.low, estimate.high)
    )
    if ends[0] == nominal == ends[1]:  # no range in the digits shown
        return nominal
    return f"{nominal} (the inputs' rounding allows {ends[0]} to {ends[1]})"


def _undetermined(published: Printed, estimate: Estimate) -> str:
    width = estimate.width
    if published.width > 0 and width > WIDEST_RANGE_IN_P * published.width:
        return f"That range is {width / published.width:.3g} times as wide as the printed number's."
    return f"That range is {width / abs(estimate.nominal):.2g} of the value itself."


def _conventions(estimates: list[Estimate], published: tuple[Printed, ...]) -> str:
    parts = []
    for estimate in estimates:
        verdicts = [fit(reading, estimate) for reading in published]
        met = "meets" if all(verdicts) else "meets one reading of" if any(verdicts) else "misses"
        value = _value(estimate, published[0].text)
        parts.append(f"{_capital(estimate.words)}: {value}; this {met} the print.")
    return " ".join(parts)


def _miss(claim: Claim, estimates: list[Estimate], published: Printed) -> str:
    first = estimates[0]
    ours = _value(first, published.text)
    opening = (
        f"One place prints {ours}, {first.words}"
        if claim.places
        else (f"We get {ours} from {first.words}")
    )
    sentences = (
        f"{opening}; the text prints {published.text}; we do not know why.",
        _distance(first, published),
        *(_sentence(estimate, published.text) for estimate in estimates[1:]),
        _second(claim.second, published.text),
        f"The kindest reading: {claim.charitable}" if claim.charitable else "",
    )
    return " ".join(filter(None, sentences))


def _distance(estimate: Estimate, published: Printed) -> str:
    gap = abs(estimate.nominal - published.nominal)
    share = f"{_two_digits(100 * gap / abs(published.nominal))} %" if published.nominal else ""
    units = f"{_two_digits(gap / published.unit)} units of the last digit" if published.unit else ""
    return f"The two are {' or '.join(filter(None, (share, units)))} apart."


def _two_digits(value: float) -> str:
    """Two significant digits, large numbers written out."""
    return f"{float(f'{value:.2g}'):,.6g}"


def _second(second: Second | None, print_: str) -> str:
    if second is None:
        return ""
    against = f", where {second.published.text} is asked" if second.published else ""
    value = _value(second.computation.estimate, "" if second.published else print_)
    return f"A second computation, {second.computation.words}, gives {value}{against}."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
