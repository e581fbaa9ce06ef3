"""The ledger as a whole, and the claims of Tables 2 and 3 and of the blog post's losses."""

from __future__ import annotations

import csv
import importlib
import itertools
import math
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scalinglaws import claims, laws, published
from scalinglaws.claims import sources
from scalinglaws.claims.claim import Claim, Computation
from scalinglaws.claims.judging import judge_claim
from scalinglaws.claims.ledger import claims_of, entries
from scalinglaws.claims.listing import entries_of
from scalinglaws.claims.printed import parse
from scalinglaws.claims.propagation import nominal_point
from scalinglaws.claims.sources import SOURCES
from scalinglaws.claims.verdict import NEED_CARE, UNJUDGED, Verdict
from scalinglaws.claims.wording import like
from scalinglaws.errors import InputError
from tests.claims.every import every_claim

BLAME = re.compile(r"\b(wrong|impossible|mis-?plotted|should|mistaken?|errors?|typo)\b", re.I)
# PIQA's tie with Gopher settles that row before GPT-3's cell is looked at.
PASSED_OVER = ("R15", "c2")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?")


@pytest.fixture
def listed(shared: Path) -> dict[str, dict[str, str]]:
    """The claims to check for this paper and what tells its story: ids without a dash."""
    with (shared / "claims" / "claims-to-check.csv").open(encoding="utf-8", newline="") as file:
        return {line["id"]: line for line in csv.DictReader(file) if "-" not in line["id"]}


def test_the_ids_are_those_to_check(listed: dict[str, dict[str, str]]) -> None:
    assert [row.id for row in claims.ledger()] == list(entries())
    assert set(entries()) == set(listed)


def test_every_document_lists_its_own_claims_and_no_id_twice() -> None:
    folders = Path(sources.__path__[0])
    assert {folder.parent.name for folder in folders.glob("*/listing.csv")} == set(SOURCES)
    assert sum(len(entries_of(source)) for source in SOURCES) == len(entries())
    for source in SOURCES:
        assert [claim.id for claim in claims_of(source)] == list(entries_of(source))


def test_an_id_of_two_documents_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module("scalinglaws.claims.ledger")
    monkeypatch.setattr(module, "SOURCES", ("thiriet2023", "thiriet2023"))
    with pytest.raises(InputError, match="Y08 is listed by thiriet2023 and by thiriet2023"):
        module.entries.__wrapped__()


def test_a_listing_and_its_computations_must_match(monkeypatch: pytest.MonkeyPatch) -> None:
    left = dict(list(entries_of("thiriet2023").items())[1:])
    module = importlib.import_module("scalinglaws.claims.ledger")
    monkeypatch.setattr(module, "entries_of", lambda source: left)
    with pytest.raises(InputError, match="thiriet2023: listed or computed, not both: Y08"):
        claims_of("thiriet2023")


def test_one_claim_loads_its_own_document_alone() -> None:
    code = (
        "import sys\n"
        "from scalinglaws import claims\n"
        "claims.find('T3R1')\n"
        "print([m.split('.')[3] for m in sys.modules if m.count('.') == 3 and '.sources.' in m])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['thiriet2023']"


def test_a_claim_alone_is_the_row_of_the_ledger(
    judged: tuple[claims.Row, ...], fresh_ledger: None
) -> None:
    for id in ("K05", "A01", "S01"):
        alone = claims.find(id)
        assert alone in judged
        assert not any(alone is row for row in judged)


def test_the_published_numbers_are_those_to_check(listed: dict[str, dict[str, str]]) -> None:
    compared = 0
    for id, entry in entries().items():
        ours, theirs = _numbers(entry.published), _numbers(listed[id]["published"])
        if len(ours) == len(theirs) == 1:  # elsewhere the first list has notes, not numbers
            ratio = ours[0] / theirs[0]
            power = round(math.log10(ratio))
            assert power in (-12, -9, -2, 0, 2, 9, 12), id  # a unit written out, or in its column
            assert ratio / 10.0**power == pytest.approx(1, rel=1e-9), id
            compared += 1
    assert compared > len(entries()) / 3


def _numbers(text: str) -> list[float]:
    try:
        whole = parse(text.replace(" in ", " "))
    except InputError:
        return [float(number) for number in re.findall(r"\d+\.\d+", text)]
    return [whole.nominal] if whole.is_number and whole.kind != "range" else []


def test_totals_lead_with_agreement_and_count_every_row_but_damage() -> None:
    rows = claims.ledger()
    counts = claims.totals(rows)
    assert list(counts) == [verdict for verdict in Verdict if verdict in counts]
    damaged = sum(row.verdict is Verdict.DAMAGED for row in rows)
    assert sum(counts.values()) + damaged == len(rows)


def test_damage_stays_out_of_the_totals() -> None:
    row = replace(claims.find("T201"), verdict=Verdict.DAMAGED)
    assert claims.totals([row]) == {}


def test_recomputed_by_other_means() -> None:
    table = published.load("hoffmann2022", "table3")
    others = np.array([label != "67 Billion" for label in table.printed("params_N")])
    log_C, log_N, log_D = (
        np.log10(table[column][others]) for column in ("flops_C", "params_N", "tokens_D")
    )
    by_N, by_D = np.polyfit(log_C, log_N, 1), np.polyfit(log_C, log_D, 1)
    points = published.load("hoffmann2022", "fig2").where(panel="center+right")

    def figure_2(column: str, slope: float) -> float:
        distance = np.log(5.76e23) - np.log(points["flops_C"]).mean()
        return float(np.exp(np.log(points[column]).mean() + slope * distance))

    law = laws.HOFFMANN_2022
    expected = {
        "T201": by_N[0],
        "T202": by_D[0],
        "T203": figure_2("params_N", 0.49801),
        "T204": figure_2("tokens_D", 0.51465),
        "T205": 10 ** np.interp(21, np.log10(table["flops_C"]), np.log10(table["params_N"])),
        "T207": 2 ** (0.51 / 0.49),
        "T3F4": 6 * 67e9 * 1.5e12,
        "T3G3": 1.23e22 / 5.76e23,
        "T3R9": 216.2 / 10,
        "T2M3": 1 - (0.454 + 0.455) / 2,
        "S02": float(law.loss(70e9, 1.4e12)),
    }
    for id, value in expected.items():
        assert claims.find(id).recomputed == pytest.approx(value, rel=1e-12), id


def test_ranges_enclose_the_nominal_value() -> None:
    for row in claims.ledger():
        if row.verdict in UNJUDGED:
            assert (row.recomputed, row.recomputed_low, row.recomputed_high) == (None, None, None)
            continue
        low, nominal, high = row.recomputed_low, row.recomputed, row.recomputed_high
        assert low is not None
        assert nominal is not None
        assert high is not None
        assert low <= nominal <= high, row.id


def test_a_range_by_hand() -> None:
    row = claims.find("T3F4")
    assert row.recomputed_low == pytest.approx(6 * 66.5e9 * 1.45e12, rel=1e-12)
    assert row.recomputed_high == pytest.approx(6 * 67.5e9 * 1.55e12, rel=1e-12)


def test_what_is_measured_on_a_figure_is_nearly_exact() -> None:
    for id in ("T203", "T204"):
        for estimate in claims.find(id).conventions:  # only Gopher's budget is rounded
            assert 0.0008 < estimate.width / estimate.nominal < 0.0012


def _computations() -> Iterator[tuple[str, Computation, str]]:
    for claim in every_claim():
        for part in claim.parts or (claim,):
            for computation in _of(part):
                for name in computation.inputs:
                    yield claim.id, computation, name


def _of(claim: Claim) -> tuple[Computation, ...]:
    second = (claim.second.computation,) if claim.second else ()
    return (*claim.computations, *claim.asides, *second)


def _moves(computation: Computation, name: str) -> bool:
    """A count moves only where a cell passes another, or where it meets it."""
    own = computation.inputs[name].nominal
    others = (other.nominal / own for other in computation.inputs.values())
    factors = itertools.chain((1.01, 1000.0, 0.001), others)
    moved = (_shifted(computation, name, factor) for factor in factors)
    scale = 1e-6 * abs(computation.nominal)
    return any(abs(one - computation.nominal) > scale for one in moved)


def _shifted(computation: Computation, name: str, factor: float) -> float:
    inputs = nominal_point(computation.inputs)
    return float(computation.formula(**{**inputs, name: inputs[name] * factor}))


def test_every_input_moves_the_number() -> None:
    cases = list(_computations())
    for id, computation, name in cases:
        assert (id, name) == PASSED_OVER or _moves(computation, name), (id, computation.words, name)
    assert len(cases) > 150


def test_a_constant_of_the_law_moves_the_ledger(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(laws, "HOFFMANN_2022", replace(laws.HOFFMANN_2022, alpha=0.36))
    changed = {claim.id: claim for claim in every_claim()}
    assert judge_claim(changed["S01"], entries()["S01"]).verdict is not Verdict.REPRODUCED
    row = judge_claim(changed["C01"], entries()["C01"])
    assert row.verdict is Verdict.NOT_REPRODUCED
    assert row.faults  # a miss that nobody has looked at


def test_a_cell_of_a_table_moves_the_ledger(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = published.load("hoffmann2022", "table3")
    tokens = tuple(cell.replace("8.0", "8.8") for cell in table.printed("tokens_D"))
    changed = replace(table, _printed={**table._printed, "tokens_D": tokens})
    load = published.load
    monkeypatch.setattr(
        published,
        "load",
        lambda source, name: changed if name == "table3" else load(source, name),
    )
    rows = {claim.id: claim for claim in every_claim()}
    row = judge_claim(rows["T3F1"], entries()["T3F1"])
    assert row.verdict is Verdict.NOT_REPRODUCED
    assert row.faults  # a miss that nobody has looked at


def test_no_row_has_a_fault() -> None:
    assert claims.faults() == ()


def test_a_ledger_with_a_fault_is_judged_whole_and_says_what_is_amiss(
    monkeypatch: pytest.MonkeyPatch, fresh_ledger: None
) -> None:
    """A page that shows the ledger still runs; the fault names the number in every digit."""
    monkeypatch.setattr(laws, "HOFFMANN_2022", replace(laws.HOFFMANN_2022, alpha=0.36))
    assert [row.id for row in claims.ledger()] == list(entries())
    faulty = {fault.split(":")[0]: fault for fault in claims.faults()}
    assert "C01" in faulty
    assert f"not reproduced, recomputed {claims.find('C01').recomputed!r}" in faulty["C01"]
    assert "a second, independent computation" in faulty["C01"]


def test_the_listing_prints_what_the_tables_print() -> None:
    table3 = published.load("hoffmann2022", "table3")
    for number, (flops, units) in enumerate(
        zip(table3.printed("flops_C"), table3.printed("gopher_units"), strict=True), start=1
    ):
        assert entries()[f"T3F{number}"].published == flops
        if number != 4:
            assert entries()[f"T3G{number}"].published == units
    table2 = published.load("hoffmann2022", "table2")
    for number in range(6):
        letter, row = "ab"[number % 2], number // 2
        point, low, high = (table2.printed(f"{letter}{end}")[row] for end in ("", "_p10", "_p90"))
        assert entries()[f"T2I{number + 1}"].published == f"{point} ({low}, {high})"


def test_misses_carry_their_care() -> None:
    for claim, row in zip(every_claim(), claims.ledger(), strict=True):
        if row.verdict in NEED_CARE:
            careful = [part for part in (claim, *claim.parts) if part.second is not None]
            assert careful, row.id
            assert all(part.charitable in row.note for part in careful)
            assert "we do not know why" in row.note
            assert "A second computation" in row.note


def test_conventions_are_shown() -> None:
    for id in ("T3F4", "T203"):
        row = claims.find(id)
        assert len(row.conventions) > 1
        assert "misses the print" in row.note
        assert "meets the print" in row.note
        assert all(like(e.nominal, row.published) in row.note for e in row.conventions)


def test_what_cannot_be_compared_is_shown_in_the_note() -> None:
    assert "2.2562" in claims.find("T208").note
    assert "144.68" in claims.find("S04").note
    assert "0.498 " in claims.find("T2M1").note
    assert "bootstrap" in claims.find("T2W").note


def test_our_own_line_stands_beside_the_projection() -> None:
    assert "gives N = 67.925 billion" in claims.find("T203").note
    assert "gives D = 1.4155 trillion" in claims.find("T204").note


def test_no_row_blames_anybody() -> None:
    for row in claims.ledger():
        assert not BLAME.search(f"{row.note} {row.claim} {row.verdict.value}"), row.id


def test_where_is_a_place_of_the_public_document() -> None:
    place = re.compile(
        r"Table|Section|Appendi(x|ces)|[Ff]ootnote|Abstract|Figure|Equation|Slide|Post:|Comment"
    )
    for entry in entries().values():
        assert place.search(entry.where), entry.id
        assert not re.search(r"\bL\d|\bline\b|\.txt|\d{3} L", entry.where), entry.id


def test_every_source_is_in_the_bibliography(root: Path) -> None:
    bibliography = (root / "readings" / "references.bib").read_text(encoding="utf-8")
    keys = set(re.findall(r"^@\w+\{(\w+),", bibliography, flags=re.M))
    assert {entry.source for entry in entries().values()} <= keys


def test_notes_are_sentences() -> None:
    for row in claims.ledger():
        assert row.note.endswith("."), row.id
        assert re.match(r"[A-Z0-9']", row.note), row.id


def test_find_names_ids_that_come_near() -> None:
    with pytest.raises(InputError, match="T3F4"):
        claims.find("T3F44")
    with pytest.raises(InputError, match=r"near it: T3F4$"):
        claims.find("t3f4")
    with pytest.raises(InputError, match="no claim 'nonsense'"):
        claims.find("nonsense")


def test_the_ledger_is_judged_once() -> None:
    assert claims.ledger() is claims.ledger()
