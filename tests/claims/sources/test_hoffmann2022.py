"""The claims A, B, D, F, R, V and Y: abstract, runs, data mix, FLOP, results, slides."""

from __future__ import annotations

import csv
import math
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scalinglaws import claims, published
from scalinglaws.claims.arithmetic.table_counts import fewest_trials
from scalinglaws.claims.ledger import entries
from scalinglaws.claims.sources.hoffmann2022 import mmlu
from scalinglaws.claims.verdict import NEED_CARE
from scalinglaws.errors import InputError

LETTERS = "ABDFRVY"
WRITTEN_OTHERWISE = ("A08", "R35", "Y04")  # 1/4 for 0.25, 0 for "all", a range for its end
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:[eE][+-]?\d+)?")
MILLIONS = re.compile(r"\b(billion|trillion|b|t|m)\b|(?<=\d)[BTM]\b", re.IGNORECASE)


@pytest.fixture
def listed(shared: Path) -> dict[str, dict[str, str]]:
    with (shared / "claims" / "claims-to-check.csv").open(encoding="utf-8", newline="") as file:
        rows = {line["id"]: line for line in csv.DictReader(file)}
    return {id: line for id, line in rows.items() if id[0] in LETTERS and "-" not in id}


def test_the_published_numbers_are_those_to_check(listed: dict[str, dict[str, str]]) -> None:
    for id, theirs in listed.items():
        wanted = _numbers(theirs["published"])
        for number in _numbers(entries()[id].published):
            if wanted and id not in WRITTEN_OTHERWISE:
                assert any(math.isclose(number, one, rel_tol=1e-9) for one in wanted), (id, number)


def _numbers(text: str) -> list[float]:
    """Every number of a text, billions and the like left out: 5 of "5B", 5.76 of "5.76e+23"."""
    return [_mantissa(match) for match in NUMBER.findall(MILLIONS.sub("", text))]


def _mantissa(text: str) -> float:
    value = float(text.replace(",", ""))
    return value / 10 ** math.floor(math.log10(value)) if value else 0.0


def _column(table: str, column: str, source: str = "hoffmann2022") -> np.ndarray:
    return published.load(source, table)[column]


def test_mmlu_by_other_means() -> None:
    right, asked = {}, 0
    sizes = dict(
        zip(
            published.load("hendrycks2020", "test-sizes").printed("task"),
            _column("test-sizes", "questions", "hendrycks2020"),
            strict=True,
        )
    )
    sizes["high_school_gov_and_politics"] = sizes["high_school_government_and_politics"]
    for model in ("chinchilla", "gopher"):
        tasks = zip(
            published.load("hoffmann2022", "tableA6").printed("task"),
            _column("tableA6", model),
            strict=True,
        )
        counts = [(sizes[task] * share / 100, sizes[task], share) for task, share in tasks]
        for count, n, share in counts:  # every cell is a whole number of right answers
            assert abs(100 * round(count) / n - share) <= 0.05 + 1e-9
        right[model] = sum(round(count) for count, _, _ in counts)
        asked = int(sum(n for _, n, _ in counts))
    assert asked == 14042
    weighted = {
        model: claims.find(id).conventions[1]
        for model, id in (("chinchilla", "R03"), ("gopher", "R04"))
    }
    for model, estimate in weighted.items():
        assert 100 * right[model] / asked == pytest.approx(estimate.nominal, abs=0.01)
    assert f"{100 * right['gopher'] / asked:.1f}" == "60.0"
    assert f"{100 * right['chinchilla'] / asked:.1f}" == "67.6"


def test_averages_and_counts_by_other_means() -> None:
    for id, table in (("R03", "tableA6"), ("R10", "tableA7")):
        plain = _column(table, "chinchilla").mean()
        assert claims.find(id).recomputed == pytest.approx(plain, rel=1e-12)
    gap = _column("tableA6", "chinchilla") - _column("tableA6", "gopher")
    assert claims.find("R06").parts == ((gap > 0).sum(), (gap == 0).sum(), (gap < 0).sum())
    assert claims.find("R02").recomputed == pytest.approx(gap.mean(), rel=1e-12)
    bars = np.sort(_column("fig7", "relative_improvement"))
    assert claims.find("R12").recomputed == (bars < 0).sum()


def test_shapes_by_hand() -> None:
    layers, d, heads, s = 80, 16384, 128, 2048
    N = layers * (13 * d**2 + 10 * d) + 32000 * d
    assert claims.find("F04").recomputed == N
    assert claims.find("F04").conventions[1].nominal == 12 * layers * d**2
    forward = layers * (24 * d**2 + 4 * s * d + 3 * heads * s)
    twice = claims.find("A12")
    assert twice.recomputed == pytest.approx(4 * forward * 300e9, rel=1e-12)
    once = 3 * (forward + 4 * 32000 * d) * 300e9
    assert twice.conventions[1].nominal == pytest.approx(once, rel=1e-12)
    assert claims.find("A10").recomputed == 6 * 280e9 * 300e9


def test_the_data_mix_by_hand() -> None:
    tokens = 1.4e12 * np.array([0.45, 0.30, 0.10, 0.10, 0.04, 0.01])
    tokens /= np.array([1.24, 0.75, 0.77, 0.21, 0.13, 3.40])
    disk = np.array([1.9, 2.1, 0.75, 2.7, 3.1, 0.001]) * 1e12
    implied = [claims.find(f"D0{number}").beside[0].nominal for number in range(3, 8)]
    assert implied == pytest.approx(list((disk / tokens)[:5]), rel=1e-12)
    assert claims.find("D10").recomputed == pytest.approx(1.4e12 / tokens.sum(), rel=1e-12)
    small = claims.find("D08")
    fewest = (disk / tokens)[:5].min()
    assert small.recomputed == pytest.approx(tokens[5] * fewest / 1e12, rel=1e-12)
    documents = np.array([604e6, 4e6, 361e6, 1.1e9, 142e6])
    assert small.beside[-1].nominal == pytest.approx(
        6e6 * (disk[:5] / documents).min() / 1e12, rel=1e-12
    )


def test_floors_of_figure_3_by_other_means() -> None:
    fig3 = published.load("hoffmann2022", "fig3")
    center, right = fig3.where(panel="center"), fig3.where(panel="right")
    log_C = np.log(center["flops_C"])
    a = np.polyfit(log_C, np.log(center["params_N"]), 1)[0]
    b = np.polyfit(log_C, np.log(right["tokens_D"]), 1)[0]
    row = claims.find("B02")
    values = [estimate.nominal for estimate in row.conventions]
    assert values == pytest.approx([a, 1 - a, b], rel=1e-9)
    assert "0.894 C" in row.note


def test_which_term_pulls_more_by_hand() -> None:
    for place, (N, D) in enumerate(((280e9, 300e9), (70e9, 1.4e12))):
        pull = 0.28 * 410.7 / D**0.28 / (0.34 * 406.4 / N**0.34)
        assert claims.find("V01").beside[place].nominal == pytest.approx(pull, rel=1e-12)


def test_the_fewest_trials() -> None:
    assert fewest_trials(["50.0", "33.3"]) == 6
    assert fewest_trials(["0.0"]) == 1
    assert fewest_trials(_gotcha_cells()) == 120
    assert "out of 120, and out of no fewer" in claims.find("R28").note
    (z,) = claims.find("R28").beside
    p, q, n = 0.712, 0.680, 240
    assert z.nominal == pytest.approx((p - q) / math.sqrt((p * (1 - p) + q * (1 - q)) / n))


def _gotcha_cells() -> list[str]:
    table = published.load("hoffmann2022", "table10")
    rows = [i for i, group in enumerate(table.printed("group")) if "gotcha" in group]
    return [table.printed(model)[row] for model in ("chinchilla", "gopher") for row in rows]


@pytest.mark.parametrize(
    ("shares", "message"),
    [(["50.0", "abc"], "'abc%': expected a percentage"), (["50.000001"], "no number of trials")],
)
def test_shares_that_no_count_of_trials_gives(shares: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        fewest_trials(shares)


def test_the_copies_are_those_of_the_slides(shared: Path) -> None:
    # "seeds" holds the texts that the ledger quotes, one file a document: 001 is the slides.
    (deck,) = (shared / "seeds").glob("001_*.txt")
    text = deck.read_text(encoding="utf-8")
    lines = [re.sub(r"(?<=\d) |(?<=[+,]) | (?=\+)", "", line) for line in text.splitlines()]
    for name in ("table3", "table8", "table9"):
        for row in _numbers_of_slides(name):
            wanted = [cell.replace("400 M", "400M") for cell in row if cell]
            squeezed = [re.sub(r"(?<=\d) ", "", cell) for cell in wanted]
            assert any(all(cell in line for cell in squeezed) for line in lines), row
    for (cell,) in _numbers_of_slides("table6"):
        assert f"\t{cell}%" in text


def _numbers_of_slides(name: str) -> list[tuple[str, ...]]:
    table = published.load("lalwani_kalisipudi", name)
    names = ("entry", "task", "dataset", "method")
    columns = [table.printed(column) for column in table.columns if column not in names]
    return list(zip(*columns, strict=True))


def test_a_changed_cell_changes_the_count(
    monkeypatch: pytest.MonkeyPatch, fresh_ledger: None
) -> None:
    table = published.load("hoffmann2022", "tableA6")
    cells = tuple("99.0" if cell == "32.0" else cell for cell in table.printed("chinchilla"))
    changed = replace(table, _printed={**table._printed, "chinchilla": cells})
    load = published.load
    monkeypatch.setattr(
        published, "load", lambda source, name: changed if name == "tableA6" else load(source, name)
    )
    rows = {claim.id: claim for claim in mmlu.claims()}
    assert [one.nominal for one in rows["R06"].computations] == [52, 2, 3]
    assert rows["R07"].computations[0].nominal == 5


def test_misses_name_a_reading_that_is_kind() -> None:
    misses = {
        row.id for row in claims.ledger() if row.id[0] in LETTERS and row.verdict in NEED_CARE
    }
    assert misses == {"A10", "D08", "R10", "R18", "R32"}
    for id in misses:
        assert "The kindest reading: " in claims.find(id).note


def test_withdrawn_leads_are_no_misses() -> None:
    for id in ("A03", "A04", "A12", "D10", "V01"):
        assert claims.find(id).verdict not in NEED_CARE


def test_gophers_size_says_how_many_sizes_of_table_a9_come_out() -> None:
    met = claims.find("X10").beside[1].nominal
    sizes = len(published.load("hoffmann2022", "tableA9"))
    for id in ("F04", "F05", "F06"):
        assert f"{met:.0f} of the {sizes} sizes of Table A9" in claims.find(id).note


def test_pooled_answers_of_gopher_by_hand() -> None:
    assert f"{100 * (71 + 92) / 240:.2f} %, and 68.0 is printed" in claims.find("R28").note
