"""Claims C, K, P, S and X: the fitted formula, the text beside the tables, the posts."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest

from scalinglaws import claims, laws, published
from scalinglaws.laws import kaplan2020


def beside(id: str, place: int) -> float:
    return claims.find(id).beside[place].nominal


def convention(id: str, place: int) -> float:
    return claims.find(id).conventions[place].nominal


def test_the_optimum_by_search_instead_of_equation_4() -> None:
    """A grid over N and the law's own loss: neither exponents nor G are used."""
    for id, law in (("C04", laws.HOFFMANN_2022), ("C05", laws.HOFFMANN_2022_UNROUNDED)):
        N = np.geomspace(1e10, 1e11, 400_001)
        best = N[np.argmin(law.loss(N, 5.76e23 / (6 * N)))]
        assert claims.find(id).recomputed == pytest.approx(best, rel=1e-4)
    assert beside("C09", 1) == pytest.approx(beside("C09", 0), rel=1e-11)
    assert beside("C11", 0) == pytest.approx(5.76e23, rel=1e-8)
    assert beside("C16", 0) == pytest.approx(beside("C16", 1), rel=1e-12)


def test_the_rounding_box_of_the_best_size_by_its_corners() -> None:
    def best(alpha: float, beta: float, A: float, B: float, C: float) -> float:
        G = (alpha * A / (beta * B)) ** (1 / (alpha + beta))
        return float(G * (C / 6) ** (beta / (alpha + beta)))

    found = [
        best(alpha, beta, A, B, C)
        for alpha in (0.335, 0.345)
        for beta in (0.275, 0.285)
        for A in (406.35, 406.45)
        for B in (410.65, 410.75)
        for C in (5.755e23, 5.765e23)
    ]
    row = claims.find("C04")
    assert row.recomputed_low == pytest.approx(min(found), rel=1e-12)
    assert row.recomputed_high == pytest.approx(max(found), rel=1e-12)


def test_kaplans_size_by_the_law_that_ships() -> None:
    law = kaplan2020.TABLE_6_N_OPT
    assert convention("K10", 0) == pytest.approx(float(law.at(5e20)), rel=1e-12)
    assert convention("K10", 1) == pytest.approx(float(law.at(1e21)), rel=1e-12)
    assert convention("K10", 2) == pytest.approx(convention("K10", 0), rel=1e-4)


def test_gpt3s_two_terms_by_the_law_that_ships() -> None:
    """With one term at a time, L(N, D) is the term to the power alpha_D."""
    law = kaplan2020.EQ_1_5
    far = 1e30
    terms = [float(law.loss(N, D, extrapolate=True)) for N, D in ((175e9, far), (far, 300e9))]
    assert convention("P15", 0) == pytest.approx((terms[0] / terms[1]) ** (1 / 0.103), rel=1e-2)


def test_the_story_of_180_petabytes() -> None:
    by_law, by_rule = (estimate.nominal for estimate in claims.find("S08").conventions)
    law = laws.HOFFMANN_2022
    C = law.compute_for(law.loss(1e14, 5.190139e16, extrapolate=True))
    assert float(law.compute_optimal(C, extrapolate=True).N) == pytest.approx(1e14, rel=1e-4)
    assert by_law / by_rule == pytest.approx(5.190139e16 / (20 * 1e14), rel=1e-6)
    disk = np.array([1.9, 2.1, 0.75, 2.7, 3.1, 0.001]) * [1.24, 0.75, 0.77, 0.21, 0.13, 3.40]
    assert by_rule == pytest.approx(20e14 * disk.sum() * 1e12 / 1.4e12 / 1e15, rel=1e-12)


def test_the_entropy_comment_by_other_means() -> None:
    assert claims.find("P17").recomputed == pytest.approx(math.log2(math.exp(1.69)), rel=1e-12)
    disk = np.array([1.9, 2.1, 0.75, 2.7, 3.1, 0.001]) * [1.24, 0.75, 0.77, 0.21, 0.13, 3.40]
    bits = math.log2(math.exp(1.69)) / (disk.sum() / 1.4)
    assert claims.find("P21").recomputed == pytest.approx(bits, rel=1e-12)


def test_table_a3_by_other_means() -> None:
    table = published.load("hoffmann2022", "tableA3")
    others = np.array([label != "175 Billion" for label in table.printed("params_N")])
    sizes = np.array([4e8, 1e9, 1e10, 6.7e10, 1.75e11, 2.8e11, 5.2e11, 1e12, 1e13])
    C = table["approach_3_flops_C"]
    slope = np.polyfit(np.log(C[others]), np.log(sizes[others]), 1)[0]
    assert claims.find("X07").recomputed == pytest.approx(slope, rel=1e-12)
    assert claims.find("X05").recomputed == pytest.approx(10 * C[4], rel=1e-12)
    tokens = np.interp(math.log(540), np.log([520, 1000]), np.log([13.4e12, 26.5e12]))
    assert claims.find("S06").recomputed == pytest.approx(math.exp(tokens), rel=1e-12)


def test_several_numbers_in_one_claim() -> None:
    row = claims.find("C15")
    assert row.parts == pytest.approx(
        [math.exp(0.5267228), math.exp(6.0073404), 410.7229], rel=1e-6
    )
    assert row.recomputed == row.parts[0]
    assert len(row.readings) == 3
    assert all(f"{text}, reproduced: " in row.note for text in ("1.69", "406.4", "410.7"))


def test_what_follows_from_about_inherits_its_width() -> None:
    (squared,) = claims.find("K07").readings
    assert (squared.low, squared.high) == pytest.approx((4.5**2, 5.5**2))


def test_a_fresh_ledger_takes_seconds(fresh_ledger: None) -> None:
    start = time.perf_counter()
    claims.ledger()
    assert time.perf_counter() - start < 30  # about one; a slow machine may take longer
