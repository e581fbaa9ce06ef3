"""The book machine: charts and numbers from executed pages, and the checks of both."""

from __future__ import annotations

from typing import Any

from coursebook.numbers_in_prose import FillNumbers, number_role

__version__ = "0.1.0"


def setup(app: Any) -> dict[str, Any]:
    """Register the `number` role with Sphinx; the renderers are entry points of MyST-NB."""
    app.add_role("number", number_role)
    app.add_transform(FillNumbers)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
