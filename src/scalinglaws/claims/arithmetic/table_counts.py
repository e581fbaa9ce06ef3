"""What claims count and average over the rows of a table.

Cells come by name, a letter for the column and a number for the row: ``a1, b1, a2, b2, ...``.
None of these functions knows its answer.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache

from scalinglaws.claims.printed import Printed, parse
from scalinglaws.errors import InputError

# Differences of decimal fractions carry so much; no table prints as finely.
NOISE = 1e-9
MOST_TRIALS = 10**4


def column(letter: str, texts: Sequence[str], *, exact: bool = False) -> dict[str, Printed]:
    """The cells of a column as inputs ``a1, a2, ...``, each read beside the others.

    Parameters
    ----------
    letter : str
        The column's name.
    texts : sequence of str
        Its cells as printed; blank ones are left out, and the others keep their numbers.
    exact : bool
        Counts: no rounding.
    """
    filled = [text for text in texts if text]
    return {
        f"{letter}{number}": parse(text, exact=exact, column=filled)
        for number, text in enumerate(texts, start=1)
        if text
    }


def difference(a: float, b: float) -> float:
    """``a`` less ``b``, in their common unit."""
    return a - b


def total(**cells: float) -> float:
    """The sum of all cells."""
    return sum(cells.values())


def mean(**cells: float) -> float:
    """The plain mean of all cells."""
    return sum(cells.values()) / len(cells)


def largest(**cells: float) -> float:
    """The largest cell."""
    return max(cells.values())


def weighted_mean(**cells: float) -> float:
    """The mean of column a with the weights w."""
    pairs = _pairs(tuple(cells), "w")
    return sum(cells[a] * cells[w] for a, w in pairs) / sum(cells[w] for _, w in pairs)


def mean_gain(**cells: float) -> float:
    """The mean of a - b over the rows."""
    gaps = _gaps(cells)
    return sum(gaps) / len(gaps)


def weighted_gain(**cells: float) -> float:
    """The mean of a - b over the rows, with the weights w."""
    weights = [cells[w] for _, w in _pairs(tuple(cells), "w")]
    gaps = zip(_gaps(cells), weights, strict=True)
    return sum(gap * weight for gap, weight in gaps) / sum(weights)


def smallest_lead(**cells: float) -> float:
    """The smallest a - b over the rows that have both."""
    return min(_gaps(cells))


def higher(**cells: float) -> float:
    """In how many rows a lies above b."""
    return sum(gap > NOISE for gap in _gaps(cells))


def equal(**cells: float) -> float:
    """In how many rows a and b are the same."""
    return sum(abs(gap) <= NOISE for gap in _gaps(cells))


def lower(**cells: float) -> float:
    """In how many rows a lies below b."""
    return sum(gap < -NOISE for gap in _gaps(cells))


def differing(**cells: float) -> float:
    """In how many rows a and b are not the same."""
    return sum(abs(gap) > NOISE for gap in _gaps(cells))


def higher_than_both(**cells: float) -> float:
    """In how many rows a lies above b, and above c where there is a c."""
    rows = [name[1:] for name in cells if name.startswith("a")]
    return sum(
        all(cells[f"a{row}"] > cells[other + row] for other in "bc" if other + row in cells)
        for row in rows
    )


def above(bound: float, **cells: float) -> float:
    """How many cells lie above ``bound``."""
    return sum(value > bound for value in cells.values())


def share_above(bound: float, **cells: float) -> float:
    """The share of the cells that lie above ``bound``."""
    return above(bound, **cells) / len(cells)


def share_within(low: float, high: float, **cells: float) -> float:
    """The share of the cells from ``low`` to ``high``, ends included."""
    return sum(low <= value <= high for value in cells.values()) / len(cells)


def kinds(**cells: float) -> float:
    """How many different numbers there are."""
    return len(set(cells.values()))


def fewest_trials(shares: Sequence[str]) -> int:
    """The smallest n of which every printed percentage is a whole number of parts.

    Raises
    ------
    InputError
        If a share is no number, or no n up to 10,000 gives them all.
    """
    cells = [parse(share + "%") for share in shares]
    for cell in cells:
        if not cell.is_number:
            raise InputError(f"{cell.text!r}: expected a percentage such as '62.5'")
    for n in range(1, MOST_TRIALS + 1):
        if all(cell.contains(round(cell.nominal * n) / n) for cell in cells):
            return n
    raise InputError(f"{', '.join(shares)}: no number of trials up to {MOST_TRIALS:,} gives them")


def pooled(shares: Sequence[str], n: int) -> float:
    """The percentage of right answers in tests of ``n`` each, from ``shares``, each in per cent."""
    return 100 * sum(round(float(share) / 100 * n) for share in shares) / (n * len(shares))


def in_standard_deviations(p: float, q: float, n: float) -> float:
    """``p`` - ``q`` over its standard deviation, if both are shares of ``n`` independent trials."""
    return (p - q) / math.sqrt((p * (1 - p) + q * (1 - q)) / n)


def _gaps(cells: Mapping[str, float]) -> list[float]:
    """a - b over the rows that have both."""
    return [cells[a] - cells[b] for a, b in _pairs(tuple(cells), "b")]


@cache
def _pairs(names: tuple[str, ...], other: str) -> list[tuple[str, str]]:
    """The names of a and of another column in the rows that have both.

    Remembered: the search for a range asks for every point of it.
    """
    rows = (name[1:] for name in names if name.startswith("a"))
    return [(f"a{row}", f"{other}{row}") for row in rows if f"{other}{row}" in names]
