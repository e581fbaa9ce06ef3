"""The printed session, read back from its PDFs: what lies where, and what must not be there."""

from __future__ import annotations

import csv
import importlib.util
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pypdf import PdfReader

from coursebook.__main__ import main
from coursebook.project import course
from coursebook.sheets import SHEETS, documents, typeset
from scalinglaws import published

MM = 72 / 25.4
FLAP = 34 * MM
SIZES = {"a4": (297, 210), "letter": (279.4, 215.9)}
BUDGETS, TILES, LAST_PAGES = 6, 4, 5
ODD_SIGNS = 'a & b % c_d #e <f> $g$ *h* [i] @j \\k "l" // ~ = π λόγος слово'


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / SHEETS


@pytest.fixture(scope="module")
def sheets(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("compute_optimal", folder / "compute_optimal.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def said(folder: Path) -> dict[str, Any]:
    return documents(folder / "compute_optimal.py", "3")


@pytest.fixture(scope="module")
def files(folder: Path, said: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("session")
    for name, fields in said.items():
        for paper in SIZES:
            (place / f"{name}-{paper}.pdf").write_bytes(typeset(folder, fields, paper))
    return place


@pytest.fixture(scope="module", params=sorted(SIZES))
def of_class(files: Path, request: pytest.FixtureRequest) -> PdfReader:
    return PdfReader(files / f"class-{request.param}.pdf")


def test_there_are_two_documents(said: dict[str, Any]) -> None:
    assert sorted(said) == ["class", "facilitator"]


@pytest.mark.parametrize("paper", sorted(SIZES))
def test_pages_are_counted_and_of_one_size(files: Path, paper: str) -> None:
    long_side, short_side = (side * MM for side in SIZES[paper])
    of_class = PdfReader(files / f"class-{paper}.pdf")
    assert len(of_class.pages) == BUDGETS + TILES + LAST_PAGES
    for page in of_class.pages:
        assert tuple(map(float, page.mediabox)) == pytest.approx((0, 0, long_side, short_side))
    answers = PdfReader(files / f"facilitator-{paper}.pdf")
    assert len(answers.pages) == 3
    for page in answers.pages:
        assert tuple(map(float, page.mediabox)) == pytest.approx((0, 0, short_side, long_side))


def test_a_budget_sheet_holds_all_its_runs_and_losses_lie_on_flaps_only(
    of_class: PdfReader, said: dict[str, Any]
) -> None:
    table = published.load("hoffmann2022", "fig3").where(panel="left")
    handed_out = 0
    for page, sheet in zip(of_class.pages, said["class"]["budgets"], strict=False):
        own = table.where(flops_C=sheet["budget"])
        losses = sorted(f"{loss:.3f}" for loss in own["loss_nats"])
        fold = float(page.mediabox.width) - FLAP
        printed = list(pieces(page))
        on_flaps = [
            text for text, x, _ in printed if x > fold and re.fullmatch(r"[23]\.\d{3}", text)
        ]
        assert sorted(on_flaps) == losses
        elsewhere = " ".join(text for text, x, _ in printed if x <= fold)
        assert not set(losses) & set(elsewhere.split())
        sizes = [text for text, _, _ in printed if text in {r["size_text"] for r in sheet["runs"]}]
        assert len(sizes) >= len(own)
        handed_out += len(own)
    assert handed_out == sum(
        len(table.where(flops_C=C)) for C in (6e18, 3e19, 6e19, 3e20, 1e21, 3e21)
    )


def test_a_flap_stands_in_the_row_of_its_size(of_class: PdfReader, said: dict[str, Any]) -> None:
    for page, sheet in zip(of_class.pages, said["class"]["budgets"], strict=False):
        printed = list(pieces(page))
        left = float(page.mediabox.width) - 2 * FLAP - 53 * MM
        for run in sheet["runs"]:
            (loss_row,) = {round(y) for text, _, y in printed if text == run["loss_text"]
                           and any(t == run["size_text"] and abs(v - y) < 2 and x > left
                                   for t, x, v in printed)}  # fmt: skip
            assert any(
                t == run["letter"] and abs(v - loss_row) < 3 and x > left for t, x, v in printed
            )


def test_every_loss_can_be_drawn_on_its_axes(of_class: PdfReader, said: dict[str, Any]) -> None:
    for page, sheet in zip(of_class.pages, said["class"]["budgets"], strict=False):
        labels = [float(text) for text, _, _ in pieces(page) if re.fullmatch(r"[23]\.\d\d", text)
                  and float(text) > 2.1 and text not in {r["tokens_text"] for r in sheet["runs"]}
                  and text not in {r["size_text"] for r in sheet["runs"]}]  # fmt: skip
        losses = [run["loss"] for run in sheet["runs"]]
        assert min(labels) <= min(losses)
        assert max(losses) <= max(labels)


def test_a_class_sees_no_answer(of_class: PdfReader, said: dict[str, Any]) -> None:
    text = " ".join(page.extract_text() for page in of_class.pages)
    answers = said["facilitator"]
    for row in answers["floors"]:
        assert row[1] not in text
    for _, words in answers["readings"]:
        assert words.split(";")[0] not in text
    for row in answers["models"]:
        assert row[3] not in text
    assert "answer" not in text.lower()
    losses = {run["loss_text"] for sheet in answers["keys"] for run in sheet["runs"]}
    for page in of_class.pages[BUDGETS:]:
        assert not losses & set(page.extract_text().split())


def test_the_facilitator_has_the_answers(files: Path, said: dict[str, Any]) -> None:
    text = " ".join(p.extract_text() for p in PdfReader(files / "facilitator-a4.pdf").pages)
    flat = " ".join(text.split())
    answers = said["facilitator"]
    for row in answers["floors"] + answers["models"]:
        for words in row[1:]:
            assert words in flat or re.fullmatch(r"[\d.]+e\+\d+", words)
    for sheet in answers["keys"]:
        for run in sheet["runs"]:
            assert run["loss_text"] in flat
    for _, heading, say in answers["minutes"]:
        assert heading in flat
        assert say.split(".")[0] in flat


def test_signs_of_the_markup_are_printed_as_they_are(
    folder: Path, said: dict[str, Any], tmp_path: Path
) -> None:
    fields = said["class"] | {"wall_title": ODD_SIGNS, "title": ODD_SIGNS}
    fields["models"] = [fields["models"][0] | {"name": "A&B_#$"}, *fields["models"][1:]]
    file = tmp_path / "odd.pdf"
    file.write_bytes(typeset(folder, fields, "a4"))
    read = PdfReader(file)
    assert ODD_SIGNS in " ".join(read.pages[BUDGETS + TILES].extract_text().split())
    assert "A&B_#$" in read.pages[BUDGETS + TILES + 1].extract_text()
    assert read.metadata is not None
    assert read.metadata.title == ODD_SIGNS


def test_the_same_bytes_twice_and_no_trace_of_the_machine(
    root: Path, folder: Path, files: Path, said: dict[str, Any]
) -> None:
    for name, fields in documents(folder / "compute_optimal.py", "3").items():
        assert fields == said[name]
        content = (files / f"{name}-a4.pdf").read_bytes()
        assert typeset(folder, fields, "a4") == content
        read = PdfReader(files / f"{name}-a4.pdf")
        decoded = [bytes(page.get_contents().get_data()) for page in read.pages]  # type: ignore[union-attr]
        for trace in (root, Path.home()):
            assert all(str(trace).encode() not in part for part in [content, *decoded])
        assert read.metadata is not None
        assert read.metadata.creation_date is None


def test_fonts_are_embedded(of_class: PdfReader, files: Path) -> None:
    for read in (of_class, PdfReader(files / "facilitator-a4.pdf")):
        found = set()
        for page in read.pages:
            for font in page["/Resources"].get("/Font", {}).values():  # type: ignore[attr-defined]
                (descendant,) = font.get_object()["/DescendantFonts"]
                descriptor = descendant.get_object()["/FontDescriptor"].get_object()
                assert {"/FontFile2", "/FontFile3"} & set(descriptor)
                found.add(str(descriptor["/FontName"]).split("+")[-1])
        assert found
        assert all(name.startswith("LibertinusSerif") for name in found)


def test_the_minutes_add_up(root: Path, sheets: ModuleType) -> None:
    (week,) = (week for week in course(root).weeks if week.slug == "compute-optimal")
    page = (root / "facilitating" / f"{week.slug}.md").read_text(encoding="utf-8")
    steps = [tuple(map(int, span.split("–"))) for span, _, _ in sheets.minutes(page)]
    assert len(steps) == len(re.findall(r"^### ", page, flags=re.M))
    assert steps[0][0] == 0
    assert all(end == start for (_, end), (start, _) in pairwise(steps))
    assert sum(end - start for start, end in steps) == week.minutes["evening"]
    assert len(sheets.cuts(page)) >= 3


def test_sheets_bear_the_number_that_the_course_gives_the_week(
    folder: Path,
) -> None:
    script = folder / "compute_optimal.py"
    text = json.dumps(documents(script, "3")["class"], ensure_ascii=False)
    moved = json.dumps(documents(script, "5")["class"], ensure_ascii=False)
    renumbered = text.replace("Week 4", "Week 6").replace("Week 3", "Week 5")
    assert moved == renumbered.replace("week 3", "week 5")


def test_palm_stands_as_its_paper_prints_it(sheets: ModuleType, shared: Path) -> None:
    with (shared / "reference-tables" / "chowdhery2022_palm.csv").open(newline="") as file:
        (row,) = (row for row in csv.DictReader(file) if row["model"] == "PaLM 540B")
    _, N, D = sheets.PALM
    assert pytest.approx(float(row["params_billion"])) == N / 1e9
    assert pytest.approx(float(row["training_tokens_billion"])) == D / 1e9


@pytest.mark.parametrize(
    ("option", "value"), [("--week", "9"), ("--week", "../3"), ("--paper", "a5")]
)
def test_what_there_is_not_is_one_line_and_status_2(
    root: Path,
    option: str,
    value: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(root)
    assert main(["session", "--week", "3", option, value]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert value in said.err


def test_the_command_names_the_files_it_wrote(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    assert main(["session", "--week", "3"]) == 0
    names = capsys.readouterr().out.split()
    assert names == [
        "_build/session/compute-optimal-class.pdf",
        "_build/session/compute-optimal-facilitator.pdf",
    ]
    assert all((root / name).read_bytes().startswith(b"%PDF") for name in names)


def pieces(page: Any) -> Iterator[tuple[str, float, float]]:
    """Each piece of text with its place in points from the lower left corner."""
    found: list[tuple[str, float, float]] = []

    def keep(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        if text.strip():
            x = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
            y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
            found.append((text.strip(), x, y))

    page.extract_text(visitor_text=keep)
    yield from found
