"""The closed forms of a loss law, each against a second route."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from scalinglaws import laws
from scalinglaws.errors import InputError, OutOfRangeError
from scalinglaws.laws import LossLaw

PUBLISHED = (laws.HOFFMANN_2022, laws.HOFFMANN_2022_UNROUNDED, laws.BESIROGLU_2024)
constants = st.builds(
    LossLaw,
    E=st.floats(0.1, 4),
    A=st.floats(10, 5000),
    B=st.floats(10, 5000),
    alpha=st.floats(0.1, 1),
    beta=st.floats(0.1, 1),
)
budgets = st.floats(1e18, 1e26)


def best_by_search(law: LossLaw, C: float) -> tuple[float, float]:
    """Size and loss of the optimum along 6ND = C, found without the closed form."""

    def loss(log_N: float) -> float:
        N = math.exp(log_N)
        return float(law.loss(N, C / (6 * N), extrapolate=True))

    ends = (math.log(1.0), math.log(C / 6))
    found = minimize_scalar(loss, bounds=ends, method="bounded", options={"xatol": 1e-9})
    return math.exp(found.x), found.fun


@given(constants, budgets)
def test_compute_optimal_is_the_minimum_along_the_budget(law: LossLaw, C: float) -> None:
    product = C / 6
    if not (1 <= law.G * product**law.a <= product):
        return  # the optimum would need less than one parameter or one token
    best = law.compute_optimal(C)
    N, loss = best_by_search(law, C)
    assert math.isclose(float(best.loss), loss, rel_tol=1e-12)
    assert math.isclose(float(best.N), N, rel_tol=2e-3)  # flat bottom: the search stops early
    assert math.isclose(6 * float(best.N) * float(best.D), C, rel_tol=1e-12)


@given(constants, budgets)
def test_cost_of_inverts_the_optimal_loss(law: LossLaw, C: float) -> None:
    reducible = law.A / law.G**law.alpha + law.B * law.G**law.beta
    loss = law.E + reducible * (C / 6) ** -law.frontier_exponent
    if loss - law.E > 1e-6 * law.E:  # else the subtraction keeps too few digits
        assert math.isclose(float(law.compute_for(loss)), C, rel_tol=1e-6)


@given(constants, st.floats(0.05, 20))
def test_waste_is_the_budget_that_was_not_needed(law: LossLaw, f: float) -> None:
    C = 1e22
    N = f * law.G * (C / 6) ** law.a
    if not (1 <= N <= C / 6):
        return
    reached = float(law.loss(N, C / (6 * N), extrapolate=True))
    if reached - law.E > 1e-6 * law.E:
        needed = float(law.compute_for(reached))
        assert math.isclose(float(law.waste(f)), 1 - needed / C, rel_tol=1e-5, abs_tol=1e-5)


@pytest.mark.parametrize("law", PUBLISHED)
@pytest.mark.parametrize("C", [1e21, 1e24])
@pytest.mark.parametrize("f", [0.25, 4.0])
def test_waste_does_not_depend_on_the_budget(law: LossLaw, C: float, f: float) -> None:
    best = law.compute_optimal(C)
    reached = law.loss(f * best.N, best.D / f)
    assert np.isclose(law.waste(f), 1 - law.compute_for(reached) / C, rtol=1e-9)


def test_waste_is_nothing_at_the_best_size_and_grows_both_ways() -> None:
    shares = laws.BESIROGLU_2024.waste([1 / 8, 1 / 4, 1, 4, 8])
    assert shares[2] == 0
    assert shares[0] > shares[1] > 0 < shares[3] < shares[4]


@pytest.mark.parametrize("law", PUBLISHED)
def test_exponents_are_those_of_the_closed_form(law: LossLaw) -> None:
    small, large = law.compute_optimal(1e21), law.compute_optimal(1e22)
    assert np.isclose(large.N / small.N, 10**law.a, rtol=1e-12)
    assert np.isclose(large.D / small.D, 10**law.b, rtol=1e-12)
    assert math.isclose(law.a + law.b, 1)
    assert np.isclose(small.N, law.G * (1e21 / 6) ** law.a, rtol=1e-12)


def test_published_constants_agree_with_the_reference_table(shared: object) -> None:
    import csv
    from pathlib import Path

    folder = Path(str(shared)) / "reference-tables"
    with (folder / "hoffmann2022_approach3_params.csv").open() as file:
        rows = {row["source"]: row for row in csv.DictReader(file)}
    printed = rows["Hoffmann 2022, Appendix D.2 (printed)"]
    for name in ("E", "A", "B", "alpha", "beta"):
        assert getattr(laws.HOFFMANN_2022, name) == float(printed[name])
        published = rows["Besiroglu 2024, published"][name].split(" ")[0]
        assert getattr(laws.BESIROGLU_2024, name) == float(published)
    exact = next(row for source, row in rows.items() if "unrounded" in source)
    for name in ("E", "A", "B"):
        inside = exact[name].split("(")[1].split(")")[0]
        assert math.log(getattr(laws.HOFFMANN_2022_UNROUNDED, name)) == pytest.approx(
            float(inside), abs=1e-12
        )


def test_best_sizes_at_gophers_budget() -> None:
    sizes = [float(law.compute_optimal(5.76e23).N) / 1e9 for law in PUBLISHED]
    assert [round(size, 1) for size in sizes] == [32.2, 40.4, 72.2]


def test_arrays_broadcast() -> None:
    N, D = np.array([[1e9], [2e9]]), np.array([1e10, 2e10, 4e10])
    loss = laws.HOFFMANN_2022.loss(N, D)
    assert loss.shape == (2, 3)
    assert loss[1, 2] == laws.HOFFMANN_2022.loss(2e9, 4e10)
    assert laws.HOFFMANN_2022.compute_optimal([1e20, 1e21]).N.shape == (2,)
    assert laws.HOFFMANN_2022.loss(1e9, 2e10).shape == ()


@pytest.mark.parametrize("bad", [0.5, 0, -1, math.nan, math.inf])
def test_sizes_and_tokens_below_one_are_refused(bad: float) -> None:
    law = laws.HOFFMANN_2022
    with pytest.raises(InputError, match="N = "):
        law.loss(bad, 1e10)
    with pytest.raises(InputError, match="D = "):
        law.loss(1e9, [1e10, bad])


@pytest.mark.parametrize("bad", [0, -1.0, math.nan, math.inf])
def test_budgets_and_ratios_must_be_positive(bad: float) -> None:
    with pytest.raises(InputError, match="C = "):
        laws.HOFFMANN_2022.compute_optimal(bad)
    with pytest.raises(InputError, match="f = "):
        laws.HOFFMANN_2022.waste(bad)


@pytest.mark.parametrize("loss", [1.69, 1.0, math.nan, math.inf])
def test_no_budget_reaches_the_irreducible_loss(loss: float) -> None:
    with pytest.raises(InputError, match=r"irreducible loss E = 1\.69"):
        laws.HOFFMANN_2022.compute_for(loss)


def test_a_published_law_refuses_what_is_far_from_its_runs() -> None:
    law = laws.HOFFMANN_2022
    assert law.fitted_range is not None
    highest = law.fitted_range.N[1]
    law.loss(99 * highest, 1e12)
    with pytest.raises(OutOfRangeError, match="extrapolate=True"):
        law.loss(101 * highest, 1e12)
    with pytest.raises(OutOfRangeError, match="D = 1e"):
        law.loss(1e9, 1e15)
    assert law.loss(101 * highest, 1e12, extrapolate=True) > law.E
    with pytest.raises(OutOfRangeError):
        law.compute_optimal(1e30)
    assert law.compute_optimal(1e30, extrapolate=True).loss > law.E


def test_a_law_of_your_own_has_no_range() -> None:
    assert LossLaw(E=1, A=1, B=1, alpha=0.5, beta=0.5).loss(1e30, 1e30) > 1


@pytest.mark.parametrize("name", ["E", "A", "B", "alpha", "beta"])
@pytest.mark.parametrize("bad", [0, -1.0, math.nan, math.inf, "1"])
def test_a_law_needs_positive_constants(name: str, bad: object) -> None:
    fine: dict[str, object] = {"E": 1.0, "A": 1.0, "B": 1.0, "alpha": 0.5, "beta": 0.5}
    with pytest.raises(InputError, match=rf"{name} = "):
        LossLaw(**{**fine, name: bad})  # type: ignore[arg-type]


def test_errors_are_value_errors() -> None:
    assert issubclass(InputError, ValueError)
    assert issubclass(OutOfRangeError, ValueError)
