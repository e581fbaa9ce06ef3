"""A shipped file that is changed in any way is refused, and the message says what it can."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import pytest

from scalinglaws.errors import DamagedDataError
from scalinglaws.published.loader import check_row, load_from
from scalinglaws.published.manifest import ColumnSpec, TableSpec, load_manifest
from scalinglaws.units import parse_count

with as_file(files("scalinglaws.published") / "hoffmann2022") as shipped:
    SHIPPED = shipped
WHOLE = load_manifest(SHIPPED)
every_table = pytest.mark.parametrize("name", WHOLE)
# A table of tens of thousands of rows is damaged in a copy that has every 97th: a row is checked
# by itself, so the others would tell nothing more. Undamaged it is checked whole, in every row.
LONG = {name for name, spec in WHOLE.items() if spec.rows > 10_000}
THINNED = 97

Rows = list[list[str]]


def text_of(name: str, folder: Path = SHIPPED) -> bytes:
    """The table's text: what is in the file, unpacked if the file is packed."""
    data = (folder / WHOLE[name].file).read_bytes()
    return gzip.decompress(data) if WHOLE[name].file.endswith(".gz") else data


@cache
def read_rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows to damage, after the header: all of a table, or every so-many-th of a long one."""
    header, *rows = map(tuple, csv.reader(text_of(name).decode().splitlines()))
    return header, *(rows[::THINNED] if name in LONG else rows)


MANIFEST = {name: replace(spec, rows=len(read_rows(name)) - 1) for name, spec in WHOLE.items()}


@pytest.fixture(scope="module")
def undamaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped folder, its long tables thinned and its manifest of those."""
    folder = Path(shutil.copytree(SHIPPED, tmp_path_factory.mktemp("published") / "hoffmann2022"))
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for name in LONG:
        data = packed(name, written(read_rows(name)))
        (folder / WHOLE[name].file).write_bytes(data)
        manifest[name] |= {"rows": MANIFEST[name].rows, "sha256": sha256(data).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """The shipped folder as it is."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "hoffmann2022"))


@pytest.fixture
def folder(undamaged: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(undamaged, tmp_path / "hoffmann2022"))


def rows_of(name: str) -> Rows:
    return [list(cells) for cells in read_rows(name)]


def written(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def packed(name: str, content: bytes) -> bytes:
    return gzip.compress(content, 0) if WHOLE[name].file.endswith(".gz") else content


def refusal(folder: Path, name: str, content: Rows | bytes) -> str:
    """Write the content as the table's file and return the message that refuses it."""
    data = content if isinstance(content, bytes) else written(content)
    assert data != written(read_rows(name)), "nothing was damaged"
    return refusal_of_file(folder, name, packed(name, data))


def refusal_of_file(folder: Path, name: str, data: bytes) -> str:
    """Write the bytes as the table's file and return the message that refuses it."""
    file = MANIFEST[name].file
    assert data != (SHIPPED / file).read_bytes(), "nothing was damaged"
    (folder / file).write_bytes(data)
    with pytest.raises(DamagedDataError) as caught:
        load_from(folder, name)
    message = str(caught.value)
    assert message.startswith(f"hoffmann2022/{file}: ")
    assert "reinstall" in message
    return message


def names_place(message: str, row: int, header: str) -> bool:
    """Whether the message names data row ``row``, from 1, and the column by its header."""
    place = f"row {row} (line {row + 1} of the file)"
    return place in message and re.search(rf"\b{re.escape(header)} = ", message) is not None


def only_checksum_told(message: str) -> bool:
    return "every value is in its range" in message


def numeric(spec: TableSpec) -> list[tuple[int, ColumnSpec]]:
    return [(n, column) for n, column in enumerate(spec.columns) if column.kind != "text"]


def filled_cells(name: str) -> Iterator[tuple[int, int, ColumnSpec, str]]:
    """Row (from 1), position, column and text of every filled numeric cell."""
    rows = rows_of(name)
    for row in range(1, len(rows)):
        for position, column in numeric(MANIFEST[name]):
            if rows[row][position]:
                yield row, position, column, rows[row][position]


def with_cell(rows: Rows, row: int, position: int, cell: str) -> Rows:
    changed = list(rows)
    changed[row] = [*rows[row][:position], cell, *rows[row][position + 1 :]]
    return changed


def flipped(cell: str) -> str:
    return cell.removeprefix("-") if cell.startswith("-") else f"-{cell}"


def scaled(cell: str, factor: float) -> str:
    """The cell times a factor, in a form that its column can hold."""
    sign = -1 if cell.startswith("-") else 1
    return f"{sign * parse_count(cell.removeprefix('-')) * factor:.9g}"


def row_message(name: str, row: int, cells: list[str]) -> str:
    """What the row alone tells, "" if nothing: the loader's own check, without the file."""
    spec = MANIFEST[name]
    named = {column.header: cell for column, cell in zip(spec.columns, cells, strict=True)}
    try:
        check_row(spec, f"hoffmann2022/{spec.file}", row, named)
    except DamagedDataError as problem:
        return str(problem)
    return ""


def untold(name: str, factor: float) -> list[tuple[str, int]]:
    """Cells whose scaling by the factor their row does not tell, by header and row."""
    rows = rows_of(name)
    cells = []
    for row, position, column, cell in filled_cells(name):
        damaged = with_cell([rows[row]], 0, position, scaled(cell, factor))[0]
        if not names_place(row_message(name, row, damaged), row, column.header):
            cells.append((column.header, row))
    return cells


@every_table
def test_an_undamaged_copy_loads(name: str, folder: Path) -> None:
    assert len(load_from(folder, name)) == len(rows_of(name)) - 1
    assert len(load_from(SHIPPED, name)) == WHOLE[name].rows


@every_table
def test_the_checks_accept_every_row_that_ships(name: str) -> None:
    """Loading an undamaged file skips them, so they are asked here."""
    _, *rows = csv.reader(text_of(name).decode().splitlines())
    assert len(rows) == WHOLE[name].rows
    for row, cells in enumerate(rows, start=1):
        assert row_message(name, row, cells) == ""


# A bit here and there.


@every_table
def test_a_flipped_bit_anywhere_is_refused(name: str, whole: Path) -> None:
    data = (SHIPPED / MANIFEST[name].file).read_bytes()
    dice = random.Random(2203_15556)
    header_end = data.index(b"\n")
    places = [0, header_end // 2, header_end, header_end + 1, len(data) - 2, len(data) - 1]
    places += dice.sample(range(len(data)), 20)
    for place in places:
        damaged = bytearray(data)
        damaged[place] ^= 1 << dice.randrange(8)
        refusal_of_file(whole, name, bytes(damaged))


@every_table
def test_a_header_cell_misspelt_is_named_as_the_header(name: str, folder: Path) -> None:
    header = rows_of(name)[0]
    for position in range(len(header)):
        damaged = with_cell(rows_of(name), 0, position, header[position] + "x")
        assert "line 1 of the file: header" in refusal(folder, name, damaged)


@every_table
def test_a_byte_that_is_no_text_is_placed(name: str, folder: Path) -> None:
    lines = text_of(name, folder).split(b"\n")
    lines[2] = b"\xff" + lines[2]
    assert "line 3 of the file: byte 0xff" in refusal(folder, name, b"\n".join(lines))


@every_table
def test_other_line_ends_leave_the_values_but_not_the_bytes(name: str, folder: Path) -> None:
    data = text_of(name, folder)
    assert only_checksum_told(refusal(folder, name, data.replace(b"\n", b"\r\n")))


def test_an_open_quote_an_empty_file_and_a_missing_file(folder: Path) -> None:
    data = (SHIPPED / "fig1.csv").read_bytes()
    broken = data.replace(b"GPT-3", b'"GPT-3"x')
    assert "line 8 of the file" in refusal(folder, "fig1", broken)
    assert "header ''" in refusal(folder, "fig1", b"")
    (folder / "fig1.csv").unlink()
    with pytest.raises(DamagedDataError, match=r"hoffmann2022/fig1\.csv: the file cannot be read"):
        load_from(folder, "fig1")


# Rows.


@every_table
def test_a_row_dropped_or_doubled_is_counted(name: str, folder: Path) -> None:
    rows, expected = rows_of(name), MANIFEST[name].rows
    middle = len(rows) // 2
    dropped = refusal(folder, name, rows[:middle] + rows[middle + 1 :])
    assert f"{expected - 1} rows of data: expected {expected}" in dropped
    doubled = refusal(folder, name, rows[: middle + 1] + rows[middle:])
    assert f"{expected + 1} rows of data: expected {expected}" in doubled


@every_table
def test_two_rows_swapped_are_told_by_the_checksum(name: str, folder: Path) -> None:
    rows = rows_of(name)
    rows[1], rows[-1] = rows[-1], rows[1]
    assert only_checksum_told(refusal(folder, name, rows))


@every_table
def test_a_row_with_a_cell_too_many_or_too_few_is_named(name: str, folder: Path) -> None:
    for wrong in (lambda cells: [*cells, ""], lambda cells: cells[:-1]):
        rows = rows_of(name)
        rows[2] = wrong(rows[2])
        message = refusal(folder, name, rows)
        assert f"row 2 (line 3 of the file): {len(rows[2])} cells" in message


# Cells.


@every_table
def test_a_cell_that_may_not_be_blank_is_named(name: str, folder: Path) -> None:
    rows = rows_of(name)
    for position, column in enumerate(MANIFEST[name].columns):
        row = next(n for n in range(1, len(rows)) if rows[n][position])
        message = refusal(folder, name, with_cell(rows, row, position, ""))
        assert names_place(message, row, column.header) or f"where {column.header} is ''" in message


@every_table
def test_a_value_where_a_blank_belongs_is_named(name: str, folder: Path) -> None:
    rows = rows_of(name)
    for position, column in numeric(MANIFEST[name]):
        blanks = [n for n in range(1, len(rows)) if not rows[n][position]]
        assert bool(blanks) == bool(column.blank_where)
        if blanks:
            damaged = with_cell(rows, blanks[0], position, f"{column.low:g}")
            message = refusal(folder, name, damaged)
            assert f"row {blanks[0]} (line {blanks[0] + 1} of the file)" in message
            assert column.header in message


@every_table
@pytest.mark.parametrize("wrong", ["many", "nan", "inf", "1e999", "0"])
def test_a_cell_that_is_no_number_in_the_range_is_named(
    name: str, wrong: str, folder: Path
) -> None:
    rows = rows_of(name)
    for position, column in numeric(MANIFEST[name]):
        row = next(n for n in range(len(rows) - 1, 0, -1) if rows[n][position])
        message = refusal(folder, name, with_cell(rows, row, position, wrong))
        assert names_place(message, row, column.header)
        assert repr(wrong) in message


@every_table
def test_a_flipped_sign_is_named_in_every_numeric_column(name: str, folder: Path) -> None:
    rows = rows_of(name)
    for position, column in numeric(MANIFEST[name]):
        row = next(n for n in range(1, len(rows)) if rows[n][position])
        damaged = with_cell(rows, row, position, flipped(rows[row][position]))
        assert names_place(refusal(folder, name, damaged), row, column.header)


@every_table
def test_a_flipped_sign_is_named_in_every_single_cell(name: str) -> None:
    rows = rows_of(name)
    for row, position, column, cell in filled_cells(name):
        damaged = with_cell([rows[row]], 0, position, flipped(cell))[0]
        assert names_place(row_message(name, row, damaged), row, column.header)


@every_table
@pytest.mark.parametrize("factor", [1e3, 1e-3])
def test_a_cell_a_thousand_times_off_is_named_in_every_numeric_column(
    name: str, factor: float, folder: Path
) -> None:
    rows = rows_of(name)
    for position, column in numeric(MANIFEST[name]):
        row = next(n for n in range(1, len(rows)) if rows[n][position])
        damaged = with_cell(rows, row, position, scaled(rows[row][position], factor))
        assert names_place(refusal(folder, name, damaged), row, column.header)


@every_table
@pytest.mark.parametrize("factor", [1e3, 1e-3])
def test_which_cells_a_thousand_times_off_only_the_checksum_tells(name: str, factor: float) -> None:
    assert untold(name, factor) == []


def test_bounds_alone_would_miss_some_cells_a_thousand_times_off() -> None:
    """What the relations are for: computed, the columns wider than a factor of 1000."""
    wide = {
        (name, column.header)
        for name, spec in MANIFEST.items()
        for _, column in numeric(spec)
        if column.low > 0 and column.high / column.low >= 1e3
    }
    related = {
        (name, header)
        for name, spec in MANIFEST.items()
        for c in spec.checks
        for header in c.powers
    }
    assert wide
    assert wide <= related


@every_table
def test_a_column_a_thousand_times_off_is_named(name: str, folder: Path) -> None:
    for position, column in numeric(MANIFEST[name]):
        rows = rows_of(name)
        for cells in rows[1:]:
            cells[position] = cells[position] and scaled(cells[position], 1e3)
        first = next(n for n in range(1, len(rows)) if rows[n][position])
        assert names_place(refusal(folder, name, rows), first, column.header)


def test_a_packed_file_cut_short_says_that_it_cannot_be_unpacked(whole: Path) -> None:
    (name,) = LONG
    data = (SHIPPED / MANIFEST[name].file).read_bytes()
    for damaged in (data[:1000], b"no archive", data + b"more"):
        assert "the file cannot be unpacked" in refusal_of_file(whole, name, damaged)


@every_table
def test_a_last_digit_changed_is_refused_even_if_only_the_checksum_tells(
    name: str, folder: Path
) -> None:
    dice = random.Random(71)
    cells = list(filled_cells(name))
    for row, position, _, cell in dice.sample(cells, min(8, len(cells))):
        digits = [n for n, character in enumerate(cell.split("e")[0]) if character.isdigit()]
        place = digits[-1]
        changed = cell[:place] + str((int(cell[place]) + 1) % 10) + cell[place + 1 :]
        refusal(folder, name, with_cell(rows_of(name), row, position, changed))


@every_table
def test_a_text_cell_is_named_where_its_values_are_listed(name: str, folder: Path) -> None:
    rows = rows_of(name)
    for position, column in enumerate(MANIFEST[name].columns):
        if column.kind == "text":
            row = next(n for n in range(1, len(rows)) if rows[n][position])
            message = refusal(folder, name, with_cell(rows, row, position, "elsewhere"))
            named = names_place(message, row, column.header)
            assert named if column.values else only_checksum_told(message)


def test_relations_are_named_with_their_values(folder: Path) -> None:
    rows = rows_of("fig2")
    message = refusal(folder, "fig2", with_cell(rows, 1, 1, "1e21"))
    assert "row 1 (line 2 of the file)" in message
    assert "flops_C = 1e+21: 6 N D / C = 0.000873929: expected 0.8739 to 1.015" in message


# The manifest.


@every_table
def test_bounds_are_the_data_s_own_rounded_outwards_by_at_most_one_per_cent(name: str) -> None:
    table = load_from(SHIPPED, name)
    for _, column in numeric(MANIFEST[name]):
        values = table[column.name]
        low, high = np.nanmin(values), np.nanmax(values)
        assert low - 0.01 * abs(low) <= column.low <= low
        assert high <= column.high <= high + 0.01 * abs(high)
        for other, ranges in column.range_where.items():
            assert set(ranges) == set(table[other])
            for cell, (lowest, highest) in ranges.items():
                there = values[table[other] == cell]
                assert there.min() - 0.01 * abs(there.min()) <= lowest <= there.min()
                assert there.max() <= highest <= there.max() + 0.01 * abs(there.max())


def test_a_bar_on_the_wrong_side_of_the_axis_is_named(folder: Path) -> None:
    rows = rows_of("fig6")
    assert rows[1][:2] == ["college_mathematics", "lower"]
    message = refusal(folder, "fig6", with_cell(rows, 1, 2, "13.5135"))
    assert "a number from -13.6 to -6.66 where chinchilla_is is 'lower'" in message


@pytest.mark.parametrize("content", ["{", "[]", '{"fig1": {}}', '{"fig1": 3}'])
def test_a_damaged_manifest_is_named(content: str, folder: Path) -> None:
    (folder / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(DamagedDataError, match=r"hoffmann2022/manifest\.json.*reinstall"):
        load_from(folder, "fig1")


def test_a_missing_manifest_is_named(folder: Path) -> None:
    (folder / "manifest.json").unlink()
    with pytest.raises(DamagedDataError, match=r"hoffmann2022/manifest\.json.*reinstall"):
        load_from(folder, "fig1")


def test_the_manifest_lists_every_file_that_ships() -> None:
    listed = {
        fields["file"] for fields in json.loads((SHIPPED / "manifest.json").read_text()).values()
    }
    assert listed == {path.name for path in SHIPPED.glob("*.csv*")}
