"""Colours and type of the charts, for a light page and a dark one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from matplotlib import colormaps
from matplotlib.colors import to_hex


@dataclass(frozen=True)
class Theme:
    """Colours that stand out from one background.

    ``series`` are five hues told apart by readers with the common forms of colour blindness;
    ``ramp`` is the stretch of a colour map whose both ends still reach a contrast of 3:1.
    """

    name: str
    background: str
    ink: str
    faint: str
    series: tuple[str, ...]
    ramp: tuple[str, float, float]

    def settings(self) -> dict[Any, Any]:
        """Matplotlib settings: transparent, vector text, the same bytes at every build."""
        return {
            "axes.edgecolor": self.ink,
            "axes.facecolor": "none",
            "axes.grid": True,
            "axes.labelcolor": self.ink,
            "axes.spines.right": False,
            "axes.spines.top": False,
            "figure.facecolor": "none",
            "font.size": 11,
            "grid.alpha": 0.5,
            "grid.color": self.faint,
            "grid.linewidth": 0.5,
            "legend.framealpha": 0,
            "pdf.fonttype": 42,
            "savefig.facecolor": "none",
            "svg.fonttype": "path",
            "svg.hashsalt": "scaling-and-emergence",
            "text.color": self.ink,
            "xtick.color": self.ink,
            "ytick.color": self.ink,
        }

    def sequence(self, count: int) -> list[str]:
        """Colours for an ordered series, such as budgets from small to large."""
        return [self._step(count, index) for index in range(count)]

    def _step(self, count: int, index: int) -> str:
        return _colour(*self.ramp, index / max(count - 1, 1))

    def worn(self, drawing: str) -> str:
        """A drawing made with `PLACES`, each place filled with this theme's colour."""
        fixed = dict(zip(_places(PLACES), _places(self), strict=True))

        def colour(found: re.Match[str]) -> str:
            place = found[0]
            return fixed.get(place) or self._step(int(place[2:4], 16), int(place[4:], 16))

        return _PLACE.sub(colour, drawing)


LIGHT = Theme(
    name="light",
    background="#ffffff",
    ink="#333333",
    faint="#c8c8c8",
    series=("#0060A8", "#B84A00", "#00785A", "#A0457A", "#333333"),
    ramp=("plasma", 0.0, 0.62),
)
DARK = Theme(
    name="dark",
    background="#131416",
    ink="#e6e6e6",
    faint="#4a4a4a",
    series=("#56B4E9", "#FF8A4C", "#2FC79A", "#E59AC6", "#F0E442"),
    ramp=("plasma", 0.4, 1.0),
)


class _Places(Theme):
    """Colours that stand for places in a theme: one drawing then serves every theme."""

    def _step(self, count: int, index: int) -> str:
        """A place for each step: the count and the step are written into the colour."""
        return f"#a{count:02x}{index:03x}"


PLACES = _Places(
    name="places",
    background="#b00000",
    ink="#b00001",
    faint="#b00002",
    series=("#b00010", "#b00011", "#b00012", "#b00013", "#b00014"),
    ramp=("", 0.0, 0.0),
)
_PLACE = re.compile(r"#a[0-9a-f]{5}\b|#b000[01][0-4]\b")


@cache
def _colour(name: str, low: float, high: float, share: float) -> str:
    return to_hex(colormaps[name](low + (high - low) * share))


def _places(theme: Theme) -> tuple[str, ...]:
    # In small letters, as Matplotlib writes colours.
    return tuple(map(str.lower, (theme.background, theme.ink, theme.faint, *theme.series)))
