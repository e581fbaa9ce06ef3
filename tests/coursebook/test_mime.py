"""What the library's displays give is what the book machine takes, on every page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError, validate

from coursebook.execution.pages import executable_pages, executed
from coursebook.mime import CHART, NUMBERS, SCHEMAS, content
from scalinglaws.display import chart, numbers


def outputs(root: Path) -> Iterator[tuple[Path, str, dict[str, Any]]]:
    """Page, MIME type and content of everything that the pages hand to the machine."""
    for page in executable_pages(root):
        for cell in executed(root, page).cells:
            for output in cell.get("outputs", []):
                for kind in SCHEMAS.keys() & output.get("data", {}).keys():
                    yield page, kind, content(output["data"][kind])


def test_both_sides_name_the_same_types() -> None:
    assert (chart.MIME_TYPE, numbers.MIME_TYPE) == (CHART, NUMBERS)
    assert set(SCHEMAS) == {CHART, NUMBERS}


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=list(SCHEMAS))
def test_the_schemas_are_schemas(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)


def test_everything_on_the_pages_is_as_the_schema_says(root: Path) -> None:
    kinds = []
    for page, kind, found in outputs(root):
        try:
            validate(found, SCHEMAS[kind])
        except ValidationError as fault:
            pytest.fail(f"{page}, {found.get('name', kind)}: {fault.json_path}: {fault.message}")
        kinds.append(kind)
    assert kinds.count(CHART) > 10
    assert kinds.count(NUMBERS) > 10


@pytest.mark.parametrize(
    ("values", "fault"), [({"best": "60e9"}, "not of type 'number'"), ({}, "should be non-empty")]
)
def test_other_numbers_are_refused(values: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        validate({"schema": 1, "values": values}, SCHEMAS[NUMBERS])


def test_a_chart_without_its_description_is_refused(root: Path) -> None:
    found = next(found for _, kind, found in outputs(root) if kind == CHART)
    with pytest.raises(ValidationError, match="should be non-empty"):
        validate({**found, "alt": ""}, SCHEMAS[CHART])
    with pytest.raises(ValidationError, match="'alt' is a required property"):
        validate({key: value for key, value in found.items() if key != "alt"}, SCHEMAS[CHART])


def test_content_is_read_from_text_too() -> None:
    found = numbers.Numbers(best=60e9)._repr_mimebundle_()[NUMBERS]
    assert content(json.dumps(found)) == content(found) == found
