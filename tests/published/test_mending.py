"""Whoever mends a cell is told what to do, and what the file's new checksum is."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from scalinglaws.errors import DamagedDataError
from scalinglaws.published import loader
from scalinglaws.published.loader import check_row, load_from, sources
from scalinglaws.published.manifest import load_manifest

SHIPPED = Path(loader.__file__).parent
SECTION = "A value of a published table"


def test_the_refusal_gives_the_new_checksum_and_it_is_then_taken(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "hoffmann2022"
    shutil.copytree(SHIPPED / "hoffmann2022", folder)
    file, manifest = folder / "table3.csv", folder / "manifest.json"
    old = hashlib.sha256(file.read_bytes()).hexdigest()
    file.write_bytes(file.read_bytes().replace(b",8.0 Billion", b",8.1 Billion"))
    new = hashlib.sha256(file.read_bytes()).hexdigest()
    with pytest.raises(
        DamagedDataError, match=rf"table3\.csv: .* {new}, .*CONTRIBUTING.*{SECTION}"
    ):
        load_from(folder, "table3")
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert load_from(folder, "table3").printed("tokens_D")[0] == "8.1 Billion"


@pytest.mark.parametrize("folder", [SHIPPED / source for source in sources()], ids=sources())
def test_every_row_as_it_stands_is_in_its_ranges(folder: Path) -> None:
    """Loading a file with its checksum skips these checks, so they are asked here."""
    for name, spec in load_manifest(folder).items():
        printed = load_from(folder, name).printed
        columns = [printed(column.name) for column in spec.columns]
        headers = [column.header for column in spec.columns]
        for number, cells in enumerate(zip(*columns, strict=True), start=1):
            check_row(spec, f"{folder.name}/{name}", number, dict(zip(headers, cells, strict=True)))


def test_the_section_that_the_refusal_names_is_there(root: Path) -> None:
    told = (root / "CONTRIBUTING.md").read_text(encoding="utf-8").split(f"## {SECTION}\n")[1]
    section = told.split("\n## ")[0]
    for word in ("manifest.json", "sha256sum", "make accept"):
        assert word in section
