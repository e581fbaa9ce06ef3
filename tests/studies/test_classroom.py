"""Simulated classes against every class there could be, one by one."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from scalinglaws import published
from scalinglaws.arrays import Floats
from scalinglaws.errors import InputError
from scalinglaws.fits import fit_parabola, fit_power_law
from scalinglaws.runs import Runs
from scalinglaws.studies import classroom
from scalinglaws.studies.classroom import Quarters, thread_weights

LEFT_OUT = (1e19, 1e20, 6e20)
GOPHER = 6 * 280e9 * 300e9


@pytest.fixture(scope="module")
def six() -> Runs:
    """The runs of the six budgets that the session hands out."""
    table = published.load("hoffmann2022", "fig3").where(panel="left")
    rows = ~np.isin(table["flops_C"], LEFT_OUT)
    return Runs.from_arrays(
        table["params_N"][rows], C=table["flops_C"][rows], loss=table["loss_nats"][rows]
    )


def every_mark(N: Floats, loss: Floats, quarter: NDArray[np.intp]) -> Floats:
    """log N of the floor of each choice of one run a quarter: `fit_parabola`, once a choice."""
    marks = []
    for choice in product(*(np.flatnonzero(quarter == each) for each in range(4))):
        rows = list(choice)
        try:
            floor = fit_parabola(1.0, N[rows], loss[rows]).N
        except InputError:
            floor = np.inf
        inside = N[rows].min() < floor < N[rows].max()
        marks.append(np.log(floor if inside else N[rows][loss[rows].argmin()]))
    return np.array(marks)


@pytest.mark.parametrize("by", ["axis", "list"])
def test_the_readings_scatter_as_all_possible_classes_do(six: Runs, by: Quarters) -> None:
    drawn = classroom.simulate_classes(six, GOPHER, by=by, classes=4000, rng=1)
    marks = []
    for budget in six.budgets:
        own = np.isclose(six.C, budget)
        marks.append(every_mark(six.N[own], six.loss[own], classroom.quarters(six.N[own], by=by)))
    weights = thread_weights(six.budgets, GOPHER)
    # The reading's logarithm is linear in independent floors, so its moments are exact sums.
    mean = sum(w * m.mean() for w, m in zip(weights, marks, strict=True))
    variance = sum(w**2 * m.var() for w, m in zip(weights, marks, strict=True))
    log_readings = np.log(drawn.readings)
    assert abs(log_readings.mean() - mean) < 4 * np.sqrt(variance / 4000)
    assert log_readings.std() == pytest.approx(np.sqrt(variance), rel=0.05)
    for pair, possible in enumerate(marks):
        found = np.unique(np.log(drawn.floors[:, pair]).round(9))
        assert np.isin(found, possible.round(9)).all()


def test_the_thread_is_the_line_through_the_floors(six: Runs) -> None:
    drawn = classroom.simulate_classes(six, GOPHER, classes=5, more=1, rng=2)
    for floors, reading in zip(drawn.floors, drawn.readings, strict=True):
        assert reading == pytest.approx(float(fit_power_law(drawn.budgets, floors).at(GOPHER)))


def test_with_every_flap_open_each_class_is_all_the_runs() -> None:
    table = published.load("hoffmann2022", "fig3").where(panel="left")
    rows = np.isin(table["flops_C"], (6e18, 3e20))  # eleven runs each
    runs = Runs.from_arrays(
        table["params_N"][rows], C=table["flops_C"][rows], loss=table["loss_nats"][rows]
    )
    drawn = classroom.simulate_classes(runs, GOPHER, more=7, where="anywhere", classes=3, rng=0)
    whole = [fit_parabola(C, runs.N[runs.C == C], runs.loss[runs.C == C]).N for C in (6e18, 3e20)]
    np.testing.assert_allclose(drawn.floors, [whole] * 3, rtol=1e-9)
    assert drawn.flaps == 11
    with pytest.raises(InputError, match="11 sizes at a budget: 12 cannot be opened"):
        classroom.simulate_classes(runs, GOPHER, more=8, rng=0)


def test_what_the_session_is_told_to_expect(six: Runs) -> None:
    by_list = classroom.simulate_classes(six, GOPHER, by="list", rng=0)
    assert 0.78 < by_list.share_within(44e9, 61e9) < 0.86
    assert 52e9 < by_list.median < 56e9
    by_axis, wider = (classroom.simulate_classes(six, GOPHER, more=n, rng=0) for n in (0, 2))
    spread = {each: np.log(each.readings).std() for each in (by_list, by_axis, wider)}
    assert spread[wider] < spread[by_axis] < spread[by_list]
    low, high = by_axis.interval()
    assert low < by_axis.median < high
    assert by_axis.share_within(low, high) == pytest.approx(0.8, abs=0.001)


def test_a_pair_without_a_floor_is_counted_and_marks_its_lowest_loss(six: Runs) -> None:
    by_list = classroom.simulate_classes(six, GOPHER, by="list", rng=0)
    assert 0 < by_list.floorless.sum() < 0.05 * by_list.floorless.size
    row, pair = np.argwhere(by_list.floorless)[0]
    own = np.isclose(six.C, by_list.budgets[pair])
    assert np.isclose(six.N[own], by_list.floors[row, pair]).any()
    assert np.isfinite(by_list.readings).all()
    assert not classroom.simulate_classes(six, GOPHER, by="axis", rng=0).floorless.any()


def test_choices_repeat_with_their_seed_and_differ_without(six: Runs) -> None:
    first, again, other = (classroom.simulate_classes(six, GOPHER, rng=s) for s in (7, 7, 8))
    np.testing.assert_array_equal(first.readings, again.readings)
    assert first.seed == again.seed != other.seed
    assert not np.array_equal(first.readings, other.readings)
    shared = np.random.default_rng(7)
    one, two = (classroom.simulate_classes(six, GOPHER, rng=shared) for _ in range(2))
    assert not np.array_equal(one.readings, two.readings)


def test_quarters() -> None:
    sizes = [1e8, 2e8, 3e8, 4e8, 7e8, 12e8, 16e8]
    assert classroom.quarters(sizes, by="axis").tolist() == [0, 0, 1, 1, 2, 3, 3]
    assert classroom.quarters(sizes, by="list").tolist() == [0, 0, 1, 1, 2, 2, 3]
    with pytest.raises(InputError, match="a quarter holds none"):
        classroom.quarters([1e8, 1.1e8, 1.2e8, 9e8])
    with pytest.raises(InputError, match="by = 'rank'"):
        classroom.quarters(sizes, by="rank")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [({"C": 0.0}, "C ="), ({"C": np.nan}, "C ="), ({"more": -1}, "more"), ({"classes": 0}, "class"),
     ({"where": "near"}, "where"), ({"by": "size"}, "by =")],
)  # fmt: skip
def test_questions_that_are_none(six: Runs, wrong: dict[str, object], named: str) -> None:
    asked = {"C": GOPHER, "rng": 0} | wrong
    with pytest.raises(InputError, match=named):
        classroom.simulate_classes(six, **asked)  # type: ignore[arg-type]


def test_a_level_that_is_none(six: Runs) -> None:
    drawn = classroom.simulate_classes(six, GOPHER, classes=10, rng=0)
    with pytest.raises(InputError, match="level"):
        drawn.interval(80)
