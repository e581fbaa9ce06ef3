"""What a page's cell may hand to the book: two MIME types, and the JSON of each.

A library needs nothing of this package: an object whose ``_repr_mimebundle_`` gives one of these
types is a chart, or numbers to quote, whoever wrote it.
"""

from __future__ import annotations

import json
from typing import Any

CHART = "application/vnd.coursebook.chart+json"
NUMBERS = "application/vnd.coursebook.numbers+json"


def _object(**properties: Any) -> dict[str, Any]:
    """Schema of an object with exactly these keys."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_TEXT = {"type": "string", "minLength": 1}
_SVG = {"type": "string", "pattern": "<svg"}
# None is a blank cell.
_CELL = {"type": ["number", "string", "null"]}
# Lists, not objects by name: tools sort the keys of objects.
_COLUMN = _object(
    name=_TEXT, unit={"type": "string"}, values={"type": "array", "items": _CELL, "minItems": 1}
)
_LAYER = _object(name=_TEXT, columns={"type": "array", "items": _COLUMN, "minItems": 1})
# Where print is drawn: "module:function", called with the whole chart; the rest is its own.
_PRINT = {
    "type": "object",
    "properties": {"by": {"type": "string", "pattern": r"^[\w.]+:\w+$"}},
    "required": ["by"],
}

#: MIME type -> JSON schema of its content.
SCHEMAS: dict[str, dict[str, Any]] = {
    CHART: _object(
        schema={"const": 1},
        name={"type": "string", "pattern": r"^[a-z0-9-]+$"},
        caption=_TEXT,
        alt=_TEXT,
        layers={"type": "array", "items": _LAYER, "minItems": 1},
        svg=_object(light=_SVG, dark=_SVG),
        print=_PRINT,
    ),
    NUMBERS: _object(
        schema={"const": 1},
        values={"type": "object", "additionalProperties": {"type": "number"}, "minProperties": 1},
    ),
}


def content(data: Any) -> dict[str, Any]:
    """What an output of one of the types holds; notebooks keep JSON as text or as it is."""
    return dict(json.loads(data) if isinstance(data, str) else data)
