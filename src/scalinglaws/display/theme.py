"""Colours and type of the charts, for a light page and a dark one."""

from __future__ import annotations

from dataclasses import dataclass
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
        name, low, high = self.ramp
        steps = [low + (high - low) * i / max(count - 1, 1) for i in range(count)]
        return [to_hex(colormaps[name](step)) for step in steps]


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
