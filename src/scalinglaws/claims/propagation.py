"""The full range of a recomputed value as every input runs through its interval."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from scipy.optimize import minimize_scalar

from scalinglaws.claims.printed import Printed
from scalinglaws.errors import InputError

Formula = Callable[..., float]
Point = dict[str, float]

# 2^10 corners are a thousand calls; above that the climb from a few corners takes over.
MOST_INPUTS_FOR_ALL_CORNERS = 10
# Where a formula rises or falls along all of these, its extreme is at an end of the interval.
SAMPLES = (0.0, 0.25, 0.5, 0.75, 1.0)


def full_range(formula: Formula, inputs: Mapping[str, Printed]) -> tuple[float, float]:
    """The smallest and largest value of a formula over the box of its inputs.

    Up to ten inputs that vary, every corner of the box is tried; beyond, the ends are climbed
    to one input at a time from several corners. Both are then followed into the interior, so
    that a formula with its extreme inside the box is not cut short. No randomness.

    Parameters
    ----------
    formula : callable
        Takes the inputs by name and returns one number.
    inputs : mapping of str to Printed
        Each input's interval and nominal value.

    Returns
    -------
    (float, float)
        Ends of the range; the nominal value always lies between them.

    Raises
    ------
    InputError
        If an input is no number, or the formula returns NaN inside the box.
    """
    for name, printed in inputs.items():
        if not printed.is_number:
            raise InputError(f"input {name} = {printed.text!r} is no number")
    starts = list(_starting_points(formula, inputs))
    lowest = 0.0 - _highest(lambda **point: -formula(**point), inputs, starts)  # never -0.0
    return lowest, _highest(formula, inputs, starts)


def nominal_point(inputs: Mapping[str, Printed]) -> Point:
    """Every input at the value it prints."""
    return {name: printed.nominal for name, printed in inputs.items()}


def _highest(formula: Formula, inputs: Mapping[str, Printed], starts: Sequence[Point]) -> float:
    nominal = nominal_point(inputs)
    best_corner = max(starts, key=lambda point: _value(formula, point))
    climbed = [_climb(formula, inputs, start) for start in (nominal, best_corner)]
    different = [point for i, point in enumerate(climbed) if point not in climbed[:i]]
    inside = [_follow_inside(formula, inputs, point) for point in (nominal, *different)]
    return max(_value(formula, point) for point in (nominal, best_corner, *climbed, *inside))


def _starting_points(formula: Formula, inputs: Mapping[str, Printed]) -> Iterable[Point]:
    """All corners of a small box; of a large one, the corners that single steps point to."""
    nominal, varying = nominal_point(inputs), _varying(inputs)
    if len(varying) <= MOST_INPUTS_FOR_ALL_CORNERS:
        for ends in itertools.product(*((inputs[n].low, inputs[n].high) for n in varying)):
            yield nominal | dict(zip(varying, ends, strict=True))
        return
    yield nominal | {name: inputs[name].low for name in varying}
    yield nominal | {name: inputs[name].high for name in varying}
    rising = {name: _rises(formula, inputs, nominal, name) for name in varying}
    for up in (True, False):
        yield nominal | {
            name: inputs[name].high if rising[name] is up else inputs[name].low for name in varying
        }


def _rises(formula: Formula, inputs: Mapping[str, Printed], at: Point, name: str) -> bool:
    above = _value(formula, at | {name: inputs[name].high})
    return above >= _value(formula, at | {name: inputs[name].low})


def _climb(formula: Formula, inputs: Mapping[str, Printed], start: Point) -> Point:
    """Move one input at a time to the best of its ends and nominal value, until none gains."""
    point, best = start, _value(formula, start)
    gained = True
    while gained:
        gained = False
        for name in _varying(inputs):
            for level in (inputs[name].low, inputs[name].nominal, inputs[name].high):
                candidate = point | {name: level}
                value = _value(formula, candidate)
                if value > best:
                    point, best, gained = candidate, value, True
    return point


def _follow_inside(formula: Formula, inputs: Mapping[str, Printed], start: Point) -> Point:
    """Two rounds of a bounded search along each input, for extremes inside the box."""
    point, best = start, _value(formula, start)
    for _ in range(2):
        before = best
        for name in [name for name in _varying(inputs) if math.isfinite(inputs[name].width)]:
            found = _best_along(formula, inputs[name], point, name)
            value = _value(formula, found)
            if value > best:
                point, best = found, value
        if best == before:  # a second round would repeat the first
            break
    return point


def _best_along(formula: Formula, printed: Printed, point: Point, name: str) -> Point:
    # In units of the interval: bounds such as 5.755e23 are beyond the search's absolute steps.
    def at(share: float) -> Point:
        inside = printed.low + share * printed.width
        return point | {name: min(max(inside, printed.low), printed.high)}

    samples = [_value(formula, at(share)) for share in SAMPLES]
    if samples == sorted(samples) or samples == sorted(samples, reverse=True):
        return at(SAMPLES[samples.index(max(samples))])
    found = minimize_scalar(
        lambda share: -_value(formula, at(share)), bounds=(0, 1), method="bounded"
    )
    return at(float(found.x))


def _varying(inputs: Mapping[str, Printed]) -> list[str]:
    return [name for name, printed in inputs.items() if printed.low < printed.high]


def _value(formula: Formula, point: Point) -> float:
    value = float(formula(**point))
    if math.isnan(value):
        raise InputError(f"the formula gives no number at {point}")
    return value
