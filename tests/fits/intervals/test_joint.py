"""The approaches beside each other: joint resamples and the intervals of differences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from scalinglaws.errors import InputError
from scalinglaws.fits.frontier.frontiers_of_draws import LineFrontiers
from scalinglaws.fits.intervals.joint import Approach, JointComparison, compare
from scalinglaws.fits.isoflop.fit import IsoflopProfiles
from scalinglaws.fits.parametric import fit_parametric
from scalinglaws.published import load
from scalinglaws.published.hoffmann2022.runs import figure_4_runs, size_labels
from scalinglaws.studies.three_approaches import entries, figure_2_envelope, figure_3_profiles

GOPHER = 5.76e23


@pytest.fixture(scope="module")
def paper() -> JointComparison:
    return compare(entries(), C=GOPHER, level=0.8, resamples=400, rng=0)


def test_the_rows_are_the_fits_on_one_count_of_flop(paper: JointComparison) -> None:
    envelope, valleys, formula = paper.rows
    assert envelope.a == pytest.approx(figure_2_envelope().fit().a, abs=1e-12)
    assert valleys.a == pytest.approx(figure_3_profiles().fit().a, abs=1e-12)
    assert formula.a == pytest.approx(fit_parametric(figure_4_runs()).a, abs=1e-6)
    for row in paper.rows:
        assert row.a + row.b == pytest.approx(1, abs=1e-9)  # C = 6ND for all of them
        assert row.a_interval.low < row.a < row.a_interval.high
        assert row.N_opt_interval.low < row.N_opt < row.N_opt_interval.high


def test_beside_table_2_the_first_two_agree_and_the_third_does_not(paper: JointComparison) -> None:
    printed = load("hoffmann2022", "table2")["a"][:3]
    found = [row.a for row in paper.rows]
    assert found[:2] == pytest.approx(printed[:2], abs=0.015)
    assert paper.rows[2].a_interval.low > printed[2] + 0.02
    # And its interval is not a thousandth wide.
    assert paper.rows[2].a_interval.high - paper.rows[2].a_interval.low > 0.02


def test_differences_come_from_joint_resamples(paper: JointComparison) -> None:
    assert [(d.first[0], d.second[0]) for d in paper.differences] == [
        ("1", "2"),
        ("1", "3"),
        ("2", "3"),
    ]
    for each in paper.differences:
        first, second = (paper.draws[name] for name in (each.first, each.second))
        apart = first.values("a") - second.values("a")
        ends = np.nanquantile(apart, [0.1, 0.9])
        assert (each.a_interval.low, each.a_interval.high) == pytest.approx(tuple(ends))
        assert each.a == pytest.approx(first.estimate("a") - second.estimate("a"))
    text = paper.report()
    assert "joint bootstrap of 50 groups, 400 resamples" in text
    assert text.count("failed") == 3


def test_an_approach_differs_from_itself_by_nothing() -> None:
    valleys = figure_3_profiles()
    labels = size_labels(valleys.table.N)
    twice = [Approach(name, valleys, labels) for name in ("one", "other")]
    (difference,) = compare(twice, C=GOPHER, resamples=60, rng=1).differences
    assert (difference.a_interval.low, difference.a_interval.high) == (0, 0)
    assert (difference.N_opt_factor_interval.low, difference.N_opt_factor) == (1, 1)


def test_approaches_to_the_same_runs_differ_by_less_than_their_intervals_say() -> None:
    valleys = figure_3_profiles()
    akima = IsoflopProfiles.from_runs(valleys.table, convention="6ND", weighing="vertex")
    names = [str(k) for k in range(valleys.runs)]
    both = [Approach("equal", valleys, names), Approach("vertex", akima, names)]
    result = compare(both, C=GOPHER, resamples=300, rng=2)
    apart = result.draws["equal"].values("a") - result.draws["vertex"].values("a")
    alone = [np.nanvar(each.values("a")) for each in result.draws.values()]
    assert np.nanvar(apart) < 0.9 * sum(alone)


@pytest.mark.parametrize("wrong", ["one entry", "one name", "labels"])
def test_entries_that_cannot_be_compared_are_refused(wrong: str) -> None:
    valleys = figure_3_profiles()
    labels = size_labels(valleys.table.N)
    cases = {
        "one entry": [Approach("a", valleys, labels)],
        "one name": [Approach("a", valleys, labels), Approach("a", valleys, labels)],
        "labels": [Approach("a", valleys, labels), Approach("b", valleys, labels[1:])],
    }
    with pytest.raises(InputError):
        compare(cases[wrong], C=GOPHER, resamples=10, rng=0)


def test_entries_that_share_no_group_are_refused() -> None:
    valleys = figure_3_profiles()
    sizes = size_labels(valleys.table.N)
    budgets = [f"budget {code}" for code in valleys.code]
    both = [Approach("sizes", valleys, sizes), Approach("budgets", valleys, budgets)]
    with pytest.raises(InputError, match="sizes and budgets share no group"):
        compare(both, C=GOPHER, resamples=10, rng=0)


@dataclass(frozen=True)
class Failing:
    """A fit of which every third resample, but `offset`, fails."""

    runs: int
    offset: int
    rough: str = ""

    def __call__(self, weights: NDArray[np.float64]) -> LineFrontiers:
        a = weights @ np.linspace(0.4, 0.6, self.runs) / weights.sum(axis=1)
        if len(a) > 1:
            a[self.offset :: 3] = np.nan
        one = np.ones_like(a)
        return LineFrontiers(1.0, a, a, 1 - a, one, one, one, one, np.zeros(len(a), dtype=bool))


def test_a_difference_of_fits_that_rarely_both_succeed_is_refused() -> None:
    labels = [str(k) for k in range(30)]
    both = [Approach(f"but {k}", Failing(30, k), labels) for k in range(2)]
    with pytest.raises(InputError, match=r"but 0 less but 1, a: 60 of 90 resamples lack one"):
        compare(both, C=1e20, resamples=90, rng=0)


def test_the_intervals_of_a_comparison_know_rule_and_budget() -> None:
    labels = [str(k) for k in range(12)]
    both = [Approach(name, Failing(12, 0), labels) for name in ("one", "other")]
    found = compare(both, C=1e20, resamples=90, rng=0)
    assert found.rows[0].a_interval.method.endswith("percentiles")  # few units or not
    assert (found.rows[0].a_interval.C, found.rows[0].N_opt_interval.C) == (None, 1e20)
    assert found.differences[0].N_opt_factor_interval.C == 1e20
