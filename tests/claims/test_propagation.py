"""The full range of a formula over a box, against brute force."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scalinglaws.claims.printed import Printed, parse
from scalinglaws.claims.propagation import full_range
from scalinglaws.errors import InputError


def box(**ends: tuple[float, float]) -> dict[str, Printed]:
    return {
        name: Printed(f"{low} to {high}", (low + high) / 2, low, high, "range")
        for name, (low, high) in ends.items()
    }


def brute_force(
    formula: Callable[..., float], inputs: dict[str, Printed], steps: int = 41
) -> tuple[float, float]:
    axes = [np.linspace(printed.low, printed.high, steps) for printed in inputs.values()]
    values = [
        formula(**dict(zip(inputs, point, strict=True))) for point in itertools.product(*axes)
    ]
    return min(values), max(values)


FORMULAS: list[tuple[Callable[..., float], dict[str, Printed]]] = [
    (lambda x, y: x * y, box(x=(-1, 2), y=(-3, 1))),
    (lambda x: x * (1 - x), box(x=(0.3, 0.9))),
    (lambda x, y: (x - 0.3) ** 2 + (y - 0.2) ** 2, box(x=(0, 1), y=(-1, 1))),
    (lambda x, y: -((x + y - 1) ** 2), box(x=(0, 2), y=(0, 1))),
    (lambda x, y: x / (x + y), box(x=(0.275, 0.285), y=(0.335, 0.345))),
    (lambda x, y: math.sin(3 * x) * y, box(x=(0, 1), y=(1, 2))),
    (lambda x, y, z: x * y - z, box(x=(1, 2), y=(-1, 1), z=(0, 5))),
]


@pytest.mark.parametrize(("formula", "inputs"), FORMULAS)
def test_covers_a_grid_and_no_more(
    formula: Callable[..., float], inputs: dict[str, Printed]
) -> None:
    low, high = full_range(formula, inputs)
    grid_low, grid_high = brute_force(formula, inputs)
    assert low <= grid_low + 1e-9
    assert high >= grid_high - 1e-9
    assert low == pytest.approx(grid_low, abs=2e-3)
    assert high == pytest.approx(grid_high, abs=2e-3)


def test_many_inputs_reach_their_corners() -> None:
    inputs = box(**{f"x{n}": (n - 1.0, n + 1.0) for n in range(1, 15)})

    def alternating(**x: float) -> float:
        return sum((-1.0) ** int(name[1:]) * value for name, value in x.items())

    middle = alternating(**{name: printed.nominal for name, printed in inputs.items()})
    assert full_range(alternating, inputs) == pytest.approx((middle - 14, middle + 14))


def test_a_lone_corner_is_found() -> None:
    def lone(w: float, x: float, y: float, z: float) -> float:
        return max(0.0, w) * max(0.0, -x) * max(0.0, y) * max(0.0, -z)

    assert full_range(lone, box(w=(-1, 1), x=(-1, 1), y=(-1, 1), z=(-1, 1))) == (0, 1)


def test_many_inputs_are_climbed_from_a_corner_too() -> None:
    inputs = box(**{f"x{n}": (-1.0, 1.0) for n in range(14)})

    def flat_at_the_nominal(x0: float, x1: float, **others: float) -> float:
        signs = sum((-1.0) ** n * value for n, value in enumerate(others.values()))
        return x0 * x1 * (2 + signs / 20)

    assert full_range(flat_at_the_nominal, inputs) == pytest.approx((-2.6, 2.6))


def test_many_inputs_find_the_inside() -> None:
    inputs = box(**{f"x{n}": (-1.0, 2.0) for n in range(12)})
    low, high = full_range(lambda **x: float(sum(value**2 for value in x.values())), inputs)
    assert low == pytest.approx(0, abs=1e-6)
    assert high == pytest.approx(48)


def test_exact_inputs_give_a_point() -> None:
    inputs = {"x": parse("97", exact=True), "y": parse("97", exact=True)}
    assert full_range(lambda x, y: x * y, inputs) == (9409, 9409)


def test_an_open_input_gives_an_open_range() -> None:
    low, high = full_range(lambda x: 2 * x, {"x": parse("over 4 trillion")})
    assert (low, high) == (8e12, math.inf)


def test_words_and_nan_are_refused() -> None:
    with pytest.raises(InputError, match="similar"):
        full_range(lambda x: x, {"x": parse("similar")})
    with pytest.raises(InputError, match="no number"):
        full_range(lambda x: math.nan, {"x": parse("1.0")})


ends = st.tuples(st.floats(0.1, 10), st.floats(0, 3))


@settings(max_examples=50, deadline=None)
@given(st.lists(ends, min_size=1, max_size=4), st.floats(0, 1), st.integers(0, 3))
def test_widening_an_input_never_shrinks_the_range(
    boxes: list[tuple[float, float]], extra: float, which: int
) -> None:
    def formula(**x: float) -> float:
        return math.prod(value ** (1 if n % 2 else -1) for n, value in enumerate(x.values()))

    narrow = box(**{f"x{n}": (low, low + width) for n, (low, width) in enumerate(boxes)})
    name = f"x{which % len(boxes)}"
    old = narrow[name]
    wide = narrow | {
        name: Printed(old.text, old.nominal, old.low / (1 + extra), old.high + extra, "range")
    }
    low, high = full_range(formula, narrow)
    wider_low, wider_high = full_range(formula, wide)
    nominal = formula(**{key: printed.nominal for key, printed in narrow.items()})
    assert low <= nominal <= high
    assert wider_low <= low * (1 + 1e-12)
    assert wider_high >= high * (1 - 1e-12)


def test_twice_is_the_same() -> None:
    formula, inputs = FORMULAS[5]
    assert full_range(formula, inputs) == full_range(formula, inputs)
