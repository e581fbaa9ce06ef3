"""The shipped tables are the paper's: same bytes, same cells, same counts."""

from __future__ import annotations

import csv
import hashlib
import re
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from scalinglaws.errors import InputError
from scalinglaws.laws.besiroglu2024 import FIGURE_4_WITHOUT_FIVE
from scalinglaws.laws.hoffmann2022 import FIGURE_4_RUNS
from scalinglaws.published import Table, UnknownNameError, load
from scalinglaws.units import count

FIGURES = ("fig1", "fig2", "fig3", "fig4")
TABLES = ("table1", "table2", "table3")


def table(name: str) -> Table:
    return load("hoffmann2022", name)


def shipped_bytes(name: str) -> bytes:
    return (files("scalinglaws.published") / "hoffmann2022" / f"{name}.csv").read_bytes()


# Figures: the same bytes as the points that were read off the drawings.


@pytest.mark.parametrize("name", FIGURES)
def test_figure_points_are_byte_for_byte_those_that_were_read(name: str, shared: Path) -> None:
    folder = shared / "data" / "published"
    shipped = shipped_bytes(name)
    assert shipped == (folder / f"hoffmann2022-{name}.csv").read_bytes()
    readme = (folder / "README.md").read_text(encoding="utf-8")
    listed = re.search(rf"`hoffmann2022-{name}\.csv`  (\d+) bytes  sha256 (\w{{64}})", readme)
    assert listed is not None
    assert (len(shipped), hashlib.sha256(shipped).hexdigest()) == (int(listed[1]), listed[2])


def test_slopes_of_figure_2_are_those_that_were_read(shared: Path) -> None:
    readme = (shared / "data" / "published" / "README.md").read_text(encoding="utf-8")
    drawn = re.search(r"Figure 2 drawn lines: (\.\d+) \(N\), (\.\d+) \(D\)", readme)
    assert drawn is not None
    assert tuple(float(text) for text in drawn.groups()) == tuple(table("fig2-lines")["exponent"])


def test_figures_hold_the_points_they_are_said_to_hold() -> None:
    assert len(table("fig1").where(kind="line")) == len(table("fig1").where(kind="star")) == 4
    assert len(table("fig2").where(panel="center+right")) == 1510
    assert len(table("fig2").where(panel="left")) == 450
    panels = [len(table("fig3").where(panel=panel)) for panel in ("left", "center", "right")]
    assert panels == [128, 9, 9]
    assert len(table("fig4")) == 245
    assert np.isfinite(table("fig4")["loss_right_panel_nats"]).sum() == 114


def test_the_law_knows_the_smallest_and_largest_run_of_figure_4() -> None:
    runs = table("fig4")
    assert (runs["params_N"].min(), runs["params_N"].max()) == FIGURE_4_RUNS.N
    assert (runs["tokens_D"].min(), runs["tokens_D"].max()) == FIGURE_4_RUNS.D
    kept = np.argsort(runs["loss_colour_nats"])[:-5]
    for column, known in (("params_N", "N"), ("tokens_D", "D")):
        ends = (runs[column][kept].min(), runs[column][kept].max())
        assert ends == getattr(FIGURE_4_WITHOUT_FIVE, known)


def test_the_two_drawings_of_figure_3_agree_on_size_and_tokens() -> None:
    center, right = (table("fig3").where(panel=panel) for panel in ("center", "right"))
    assert np.array_equal(center["flops_C"], right["flops_C"])
    ratio = 6 * center["params_N"] * right["tokens_D"] / right["flops_C"]
    noted = [float(note.removeprefix("6ND/C = ")) for note in right["note"]]
    assert ratio == pytest.approx(noted, abs=5e-5)


# Tables: every cell in every copy of the paper that prints it. The first copy holds all
# three tables with tabs between cells; the second holds Tables 2 and 3 in the same form;
# the third holds Tables 1 and 2 with nothing between cells.

COPIES = {
    "000_*.txt": ("table1", "table2", "table3"),
    "001_*.txt": ("table2", "table3"),
    "002_*.txt": ("table1", "table2"),
}
PAPER_HEADERS = {
    "table1": r"Model\t?Size \(# Parameters\)\t?Training Tokens",
    "table2": r"Approach\t?Coeff\..*Coeff\..*",
    "table3": r"Parameters\t?FLOPs\t?FLOPs \(in .*\t?Tokens",
}


def printed_lines(copy: str, name: str) -> list[str]:
    """The rows of a table in a copy: the lines from its header down to the first empty one."""
    lines = [without_markup(line) for line in copy.splitlines()]
    starts = [n for n, line in enumerate(lines) if re.fullmatch(PAPER_HEADERS[name], line)]
    if not starts:
        return []
    (start,) = starts
    return lines[start + 1 : lines.index("", start)]


def without_markup(line: str) -> str:
    return re.sub(r"</?[a-z][^>]*>", "", line).strip()


def without_spaces(text: str) -> str:
    """Copies differ in spaces only: "1/29, 968", "1.21e + 20", cells run together."""
    return re.sub(r"\s", "", text)


def cells_as_the_paper_sets_them(name: str) -> list[list[str]]:
    rows = list(csv.reader(shipped_bytes(name).decode().splitlines()))[1:]
    if name != "table2":
        return rows
    return [[row[0], exponent(*row[1:4]), exponent(*row[4:7])] for row in rows]


def exponent(value: str, p10: str, p90: str) -> str:
    return f"{value} ({p10}, {p90})" if p10 else value


def read_copy(shared: Path, pattern: str) -> str:
    (path,) = (shared / "seeds").glob(pattern)
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("pattern", COPIES)
def test_which_copies_hold_which_tables(pattern: str, shared: Path) -> None:
    copy = read_copy(shared, pattern)
    held = tuple(name for name in TABLES if printed_lines(copy, name))
    assert held == COPIES[pattern]


@pytest.mark.parametrize(
    ("pattern", "name"), [(pattern, name) for pattern, held in COPIES.items() for name in held]
)
def test_every_cell_is_as_printed_in_the_copy(pattern: str, name: str, shared: Path) -> None:
    lines = printed_lines(read_copy(shared, pattern), name)
    ours = cells_as_the_paper_sets_them(name)
    assert len(lines) == len(ours)
    for line, cells in zip(lines, ours, strict=True):
        if "\t" in line:
            theirs = [without_spaces(cell) for cell in line.split("\t")]
            assert [without_spaces(cell) for cell in cells] == theirs
        else:
            assert without_spaces("".join(cells)) == without_spaces(line)


def reference_rows(shared: Path, file: str) -> list[dict[str, str]]:
    text = (shared / "reference-tables" / file).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_table_2_equals_the_reference_table(shared: Path) -> None:
    reference = reference_rows(shared, "hoffmann2022_table2_exponents.csv")
    for column in ("a", "a_p10", "a_p90", "b", "b_p10", "b_p90"):
        theirs = [float(row[column] or "nan") for row in reference]
        np.testing.assert_array_equal(table("table2")[column], theirs)


def test_table_3_equals_the_reference_table(shared: Path) -> None:
    reference = reference_rows(shared, "hoffmann2022_table3_approach1.csv")
    assert table("table3").printed("params_N") == tuple(row["label"] for row in reference)
    for ours, theirs in (("params_N", "params"), ("flops_C", "flops"), ("tokens_D", "tokens")):
        numbers = [float(row[theirs]) for row in reference]
        np.testing.assert_allclose(table("table3")[ours], numbers, rtol=1e-15)


# The table as an object.


@pytest.mark.parametrize("name", FIGURES + TABLES)
def test_a_column_is_the_file_s_text_as_numbers_and_cannot_be_changed(name: str) -> None:
    loaded = table(name)
    rows = list(csv.reader(shipped_bytes(name).decode().splitlines()))[1:]
    assert len(loaded) == len(rows)
    for position, column in enumerate(loaded.columns):
        printed, values = loaded.printed(column), loaded[column]
        assert printed == tuple(row[position] for row in rows)
        with pytest.raises(ValueError, match="read-only"):
            values[0] = values[0]
        if values.dtype == np.float64:
            expected = [count(cell.removeprefix("-")) if cell else np.nan for cell in printed]
            np.testing.assert_allclose(np.abs(values), expected, rtol=1e-15)
        else:
            assert tuple(values) == printed


def test_a_quantity_has_one_name_and_one_unit_in_all_tables() -> None:
    units: dict[str, set[str]] = {}
    for name in FIGURES + TABLES:
        for column, unit in table(name).units.items():
            units.setdefault(column, set()).add(unit)
    assert all(len(found) == 1 for found in units.values()), units
    assert units["params_N"] == {"parameters"}
    assert units["flops_C"] == units["budget_C"] == {"FLOP"}
    assert units["tokens_D"] == {"tokens"}
    assert units["loss_nats"] == units["loss_colour_nats"] == {"nats per token"}


@pytest.mark.parametrize("name", FIGURES + TABLES)
def test_provenance_says_where_from_and_whether_drawn_or_printed(name: str) -> None:
    loaded = table(name)
    place = f"{'Figure' if name in FIGURES else 'Table'} {name[-1]}"
    assert loaded.title.startswith(place)
    assert place in loaded.provenance
    assert "arXiv:2203.15556" in loaded.provenance
    assert ("not the authors' own data" in loaded.provenance) == (name in FIGURES)


def test_where_takes_text_as_printed_or_a_number() -> None:
    projections = table("table3")
    by_text = projections.where(params_N="67 Billion")
    assert by_text.printed("tokens_D") == ("1.5 Trillion",)
    assert by_text["tokens_D"].tolist() == projections.where(params_N=67e9)["tokens_D"].tolist()
    with pytest.raises(ValueError, match="read-only"):
        by_text["tokens_D"][0] = 1.0


def test_where_with_two_values_keeps_the_rows_that_have_both() -> None:
    rows = table("fig3").where(panel="left", flops_C=3e21)
    assert set(rows["panel"]) == {"left"}
    assert set(rows["flops_C"]) == {3e21}
    both = (table("fig3")["panel"] == "left") & (table("fig3")["flops_C"] == 3e21)
    assert len(rows) == both.sum() > 0


def test_where_names_the_column_and_the_values_it_has() -> None:
    with pytest.raises(UnknownNameError, match=r"panel = 'up'.*'left', 'center', 'right'"):
        table("fig3").where(panel="up")


def test_a_long_list_of_values_is_cut_and_counted() -> None:
    with pytest.raises(UnknownNameError, match=r"1\.0, 2\.0, .* and 233 more$"):
        table("fig4").where(run=300)


def test_an_unknown_name_says_which_names_there_are() -> None:
    with pytest.raises(UnknownNameError, match=r"^no source 'kaplan'; the sources are hoffmann"):
        load("kaplan", "fig1")
    with pytest.raises(UnknownNameError, match=r"no table 'fig9'.*fig1.*table3"):
        load("hoffmann2022", "fig9")
    for ask in (table("fig1").__getitem__, table("fig1").printed):
        with pytest.raises(UnknownNameError, match=r"no column 'N'.*params_N"):
            ask("N")
    assert issubclass(UnknownNameError, InputError)
    assert issubclass(UnknownNameError, KeyError)


def test_a_table_is_loaded_once_and_shows_its_rows_columns_and_units() -> None:
    assert table("fig4") is table("fig4")
    assert repr(table("table1")) == (
        "<Table hoffmann2022/table1: 6 rows; model, params_N [parameters], tokens_D [tokens]>"
    )
