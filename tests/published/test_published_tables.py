"""The shipped tables are the paper's: same bytes, same cells, same counts."""

from __future__ import annotations

import csv
import gzip
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
from scalinglaws.published.hoffmann2022.models import built_models
from scalinglaws.units import parse_count

FIGURES = ("fig1", "fig2", "fig2-curves", "fig3", "fig4", "fig4-right")
BARS = ("fig5", "fig6", "fig7")
TABLES = ("table1", "table2", "table3")
OTHER_TABLES = (
    *("table5", "table6", "table7", "table8", "table9", "table10"),
    *("tableA1", "tableA2", "tableA3", "tableA5", "tableA6", "tableA7"),
)
PACKED = ("fig2-curves",)


def table(name: str) -> Table:
    return load("hoffmann2022", name)


def shipped_bytes(name: str) -> bytes:
    folder = files("scalinglaws.published") / "hoffmann2022"
    return (folder / f"{name}.csv{'.gz' * (name in PACKED)}").read_bytes()


def shipped_rows(name: str) -> list[list[str]]:
    data = shipped_bytes(name)
    text = gzip.decompress(data) if name in PACKED else data
    return list(csv.reader(text.decode().splitlines()))


# Figures: the same bytes as the points that were read off the drawings.


@pytest.mark.parametrize("name", FIGURES)
def test_figure_points_are_byte_for_byte_those_that_were_read(name: str, shared: Path) -> None:
    folder = shared / "data" / "published"
    shipped = shipped_bytes(name)
    file = f"hoffmann2022-{name}.csv{'.gz' * (name in PACKED)}"
    assert shipped == (folder / file).read_bytes()
    readme = (folder / "README.md").read_text(encoding="utf-8")
    listed = re.search(rf"`{re.escape(file)}`  (\d+) bytes  sha256 (\w{{64}})", readme)
    assert listed is not None
    assert (len(shipped), hashlib.sha256(shipped).hexdigest()) == (int(listed[1]), listed[2])


@pytest.mark.parametrize("name", BARS)
def test_bars_are_those_that_were_read(name: str, shared: Path) -> None:
    text = (shared / "data" / "published" / "hoffmann2022-fig5-7-bars.csv").read_text("utf-8")
    read = [row[1:3] for row in csv.reader(text.splitlines()) if row[0] == name[-1]]
    assert [[row[0], row[-1]] for row in shipped_rows(name)[1:]] == read


def test_a_bar_s_side_of_the_axis_is_that_of_its_height() -> None:
    for name in ("fig6", "fig7"):
        sides = table(name)["chinchilla_is"]
        heights = table(name)["relative_improvement"]
        noise = np.abs(heights) < 1e-6
        np.testing.assert_array_equal(sides == "equal", noise)
        np.testing.assert_array_equal(sides == "higher", (heights > 0) & ~noise)


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
    assert len(table("fig4-right")) == 114
    assert len(set(table("fig2-curves")["curve"])) == 212
    assert [len(table(name)) for name in BARS] == [19, 57, 62]
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
    rows = shipped_rows(name)[1:]
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


# Tables 5 to 10 and A1 to A7, but for A4: their sources and their names for a column.

REFERENCE_TABLES = {
    "table6": ("table6_mmlu_average", {"accuracy": "accuracy_pct"}),
    "table7": ("table7_reading", {}),
    "table8": ("table8_common_sense", {}),
    "table9": ("table9_closed_book_qa", {"method": "shots"}),
    "table10": ("table10_winogender", {}),
    "tableA1": ("tableA1_massivetext", {}),
    "tableA2": ("tableA2_other_datasets", {"a": "a_N_exponent", "b": "b_D_exponent"}),
    "tableA3": ("tableA3_approaches_2_3", {"params_N": "label"}),
    "tableA5": ("tableA5_pile_bpb", {}),
    "tableA6": ("tableA6_mmlu", {}),
    "tableA7": ("tableA7_bigbench", {}),
}


def reference_name(header: str, names: dict[str, str], known: list[str]) -> str:
    """What the reference table calls the column."""
    short = header.replace("approach_", "a").removesuffix("_C").removesuffix("_D")
    candidates = (names.get(header, header), short, f"{header}_acc", f"{header}_bpb")
    return next(name for name in candidates if name in known)


def same_cell(ours: str, theirs: str) -> bool:
    """As text, or as numbers: the reference writes 2e10 where the paper prints 20.0 Billion."""
    try:
        return parse_count(ours) == pytest.approx(parse_count(theirs), rel=1e-15)
    except InputError:
        letters = [re.sub(r"\W", "", text).lower() for text in (ours, theirs)]
        return letters[0].removesuffix("shot") == letters[1].removesuffix("shot")


@pytest.mark.parametrize("name", REFERENCE_TABLES)
def test_every_cell_equals_the_reference_table(name: str, shared: Path) -> None:
    file, names = REFERENCE_TABLES[name]
    reference = reference_rows(shared, f"hoffmann2022_{file}.csv")
    header, *rows = shipped_rows(name)
    columns = [reference_name(cell, names, list(reference[0])) for cell in header]
    assert len(rows) == len(reference)
    for row, theirs in zip(rows, reference, strict=True):
        for cell, column in zip(row, columns, strict=True):
            assert same_cell(cell, theirs[column]), (name, column, cell, theirs[column])


def percent_cells(name: str) -> list[list[str]]:
    """The rows as the paper sets them with a per cent sign, which the shipped file omits."""
    return [
        [f"{cell}%" if re.fullmatch(r"\d+\.\d", cell) else cell or "-" for cell in row]
        for row in shipped_rows(name)[1:]
    ]


def as_set(text: str) -> str:
    return without_spaces(re.sub(r"</?[a-z]+>|\*", "", text))


@pytest.mark.parametrize("pattern", ["000_*.txt", "002_*.txt"])
def test_table_5_is_as_printed_in_the_copy(pattern: str, shared: Path) -> None:
    lines = [as_set(line) for line in read_copy(shared, pattern).splitlines()]
    for group, tasks in shipped_rows("table5")[1:]:
        assert any(line.startswith(without_spaces(group + tasks)) for line in lines), group


@pytest.mark.parametrize(
    ("pattern", "name"),
    [(copy, name) for copy in ("000_*.txt", "001_*.txt") for name in ("table6", "table8")],
)
def test_tables_6_and_8_are_as_printed_in_the_copy(pattern: str, name: str, shared: Path) -> None:
    lines = {as_set(line) for line in read_copy(shared, pattern).splitlines()}
    for row in percent_cells(name):
        assert without_spaces("".join(row)) in lines


def test_tables_7_and_10_are_as_printed_in_the_copy(shared: Path) -> None:
    lines = [as_set(line) for line in read_copy(shared, "000_*.txt").splitlines()]
    for row in shipped_rows("table7")[1:]:
        assert without_spaces("".join(cell or "-" for cell in row)) in lines
    for row in percent_cells("table10"):
        assert any(without_spaces("".join(row)) in line for line in lines), row


@pytest.mark.parametrize("pattern", ["000_*.txt", "001_*.txt"])
def test_table_9_is_as_printed_in_the_copy(pattern: str, shared: Path) -> None:
    lines = [as_set(line) for line in read_copy(shared, pattern).splitlines()]
    for _, method, *scores, _ in percent_cells("table9"):
        assert any(without_spaces("".join([method, *scores])) in line for line in lines)


def test_table_a1_is_as_printed_in_the_copy(shared: Path) -> None:
    lines = {as_set(line) for line in read_copy(shared, "002_*.txt").splitlines()}
    for subset, disk, documents, ours, gophers, epochs in shipped_rows("tableA1")[1:]:
        assert f"{subset}{disk}TB{documents}{ours}%({gophers}%){epochs}" in lines


# The table as an object.


@pytest.mark.parametrize("name", FIGURES + BARS + TABLES + OTHER_TABLES)
def test_a_column_is_the_file_s_text_as_numbers_and_cannot_be_changed(name: str) -> None:
    loaded = table(name)
    rows = shipped_rows(name)[1:]
    assert len(loaded) == len(rows)
    for position, column in enumerate(loaded.columns):
        printed, values = loaded.printed(column), loaded[column]
        assert printed == tuple(row[position] for row in rows)
        with pytest.raises(ValueError, match="read-only"):
            values[0] = values[0]
        if values.dtype == np.float64:
            expected = [parse_count(cell.removeprefix("-")) if cell else np.nan for cell in printed]
            np.testing.assert_allclose(np.abs(values), expected, rtol=1e-15)
        else:
            assert tuple(values) == printed


def test_a_quantity_has_one_name_and_one_unit_in_all_tables() -> None:
    units: dict[str, set[str]] = {}
    for name in FIGURES + BARS + TABLES + OTHER_TABLES:
        for column, unit in table(name).units.items():
            units.setdefault(column, set()).add(unit)
    assert all(len(found) == 1 for found in units.values()), units
    assert units["params_N"] == {"parameters"}
    assert units["flops_C"] == units["budget_C"] == {"FLOP"}
    assert units["tokens_D"] == {"tokens"}
    assert units["loss_nats"] == units["loss_colour_nats"] == {"nats per token"}


@pytest.mark.parametrize("name", FIGURES + BARS + TABLES + OTHER_TABLES)
def test_provenance_says_where_from_and_whether_drawn_or_printed(name: str) -> None:
    loaded = table(name)
    drawn = name in FIGURES + BARS
    number = re.sub(r"^(fig|table)|-.*", "", name)
    place = f"{'Figure' if drawn else 'Table'} {number}"
    assert loaded.title.startswith(place)
    assert place in loaded.provenance
    assert "arXiv:2203.15556" in loaded.provenance
    assert ("not the authors' own data" in loaded.provenance) == drawn


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
    with pytest.raises(UnknownNameError, match=r"^no source 'kaplan'; .*hoffmann2022, kaplan2020"):
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


def test_built_models_are_those_of_table_1() -> None:
    printed, built = table("table1"), built_models()
    assert list(built) == ["LaMDA", "GPT-3", "Jurassic", "Gopher", "MT-NLG", "Chinchilla"]
    assert [N for N, _ in built.values()] == printed["params_N"].tolist()
    assert [D for _, D in built.values()] == printed["tokens_D"].tolist()
