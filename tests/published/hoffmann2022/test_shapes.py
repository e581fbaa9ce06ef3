"""The tables that counting FLOP rests on hold what the copies of the papers hold."""

from __future__ import annotations

import csv
import re
import shutil
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import pytest

from scalinglaws import published
from scalinglaws.errors import DamagedDataError
from scalinglaws.published.loader import load_from, sources
from scalinglaws.published.manifest import load_manifest

REFERENCE_HEADERS = {
    "tableA4": {
        "params": "params_label", "num_layers": "num_layers", "d_model": "d_model",
        "ffw_size": "ffw_size", "num_heads": "num_heads", "kq_size": "kq_size",
        "flop_ratio": "flop_ratio_published",
    },
    "tableA9": {
        "params_million": "params_million", "d_model": "d_model", "ffw_size": "ffw_size",
        "kv_size": "kv_size", "n_heads": "n_heads", "n_layers": "n_layers",
    },
}  # fmt: skip
OTHER_SOURCES = tuple(source for source in sources() if source != "hoffmann2022")


def read_rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def shipped_rows(source: str, table: str) -> list[dict[str, str]]:
    with as_file(files("scalinglaws.published") / source / f"{table}.csv") as path:
        return read_rows(path)


@pytest.mark.parametrize(
    ("table", "reference"),
    [("tableA4", "tableA4_flop_ratio"), ("tableA9", "tableA9_models")],
)
def test_every_cell_equals_the_reference_table(table: str, reference: str, shared: Path) -> None:
    theirs = read_rows(shared / "reference-tables" / f"hoffmann2022_{reference}.csv")
    headers = REFERENCE_HEADERS[table]
    ours = shipped_rows("hoffmann2022", table)
    assert [{headers[key]: cell for key, cell in row.items()} for row in ours] == [
        {key: row[key] for key in headers.values()} for row in theirs
    ]


def table_4_line(row: dict[str, str]) -> str:
    """The row with every sign dropped that conversions of the paper write differently."""
    rate = row["max_lr"].replace("e-", "×10-")
    sizes = (row["layers"], row["num_heads"], row["key_value_size"], row["d_model"])
    batch = f"{row['batch_size_first']}→{row['batch_size_then']}"
    return "".join((row["model"], *sizes, rate, batch)).replace(" ", "")


def normalised(line: str) -> str:
    signs = {r"\times": "×", r"\rightarrow": "→"}
    for written, sign in signs.items():
        line = line.replace(written, sign)
    return re.sub(r"<[^>]*>|[\s${}^]", "", line)


@pytest.mark.parametrize("pattern", ["000_*.txt", "001_*.txt"])
def test_table_4_is_as_printed_in_the_copy(pattern: str, shared: Path) -> None:
    (path,) = (shared / "seeds").glob(pattern)
    lines = {normalised(line) for line in path.read_text(encoding="utf-8").splitlines()}
    for row in shipped_rows("hoffmann2022", "table4"):
        assert table_4_line(row) in lines


def test_tables_4_a4_and_a9_call_the_same_thing_by_one_name() -> None:
    tables = [published.load("hoffmann2022", name) for name in ("table4", "tableA4", "tableA9")]
    for name in ("layers", "d_model", "heads", "key_size"):
        assert all(name in table.columns for table in tables)


def test_the_feed_forward_size_is_four_times_the_width_in_both_tables() -> None:
    for name in ("tableA4", "tableA9"):
        table = published.load("hoffmann2022", name)
        np.testing.assert_array_equal(table["ffw"], 4 * table["d_model"])


def test_rae_s_own_value_is_marked_as_secondary() -> None:
    rows = published.load("rae2021", "training_flops")
    own = rows.where(quantity="Gopher, with rematerialisation")
    assert "Rae 2021" in own["where"][0]
    assert "secondary" in own["read_in"][0]
    assert all("full copies" in text for text in rows["read_in"][:2])


def test_rae_s_table_equals_the_reference_table(shared: Path) -> None:
    rows = read_rows(shared / "reference-tables" / "rae2021_training_flops.csv")
    first, second, third = (row["value"] for row in rows[:3])
    ours = published.load("rae2021", "training_flops")["flops_C"]
    assert ours[0] == float(first)
    assert f"{ours[1]:.1e}".replace("+", "") in second
    assert ours[2] == float(third) * 1e15  # printed in PFLOP


# Other sources than Hoffmann et al. 2022 are checked on loading in the same way.

TABLES = [
    (source, name)
    for source in OTHER_SOURCES
    for name in load_manifest(Path(str(files("scalinglaws.published") / source)))
]


@pytest.mark.parametrize(("source", "table"), TABLES)
def test_a_changed_cell_is_refused(source: str, table: str, tmp_path: Path) -> None:
    with as_file(files("scalinglaws.published") / source) as shipped:
        folder = Path(shutil.copytree(shipped, tmp_path / source))
    assert len(load_from(folder, table)) == len(shipped_rows(source, table))
    path = folder / f"{table}.csv"
    data = path.read_bytes()
    for place in range(data.index(b"\n") + 1, len(data), 7):
        damaged = bytearray(data)
        damaged[place] ^= 1
        path.write_bytes(damaged)
        with pytest.raises(DamagedDataError, match="reinstall"):
            load_from(folder, table)


@pytest.mark.parametrize("source", OTHER_SOURCES)
def test_the_manifest_lists_every_file_that_ships(source: str) -> None:
    with as_file(files("scalinglaws.published") / source) as folder:
        listed = {spec.file for spec in load_manifest(folder).values()}
        assert listed == {path.name for path in folder.glob("*.csv")}
