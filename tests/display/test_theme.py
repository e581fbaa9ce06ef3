"""Colours stand out from their page, and one drawing can wear either theme's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scalinglaws.display.theme import DARK, LIGHT, PLACES, Theme

COLOURS = {"background", "ink", "faint", "series", "sequence"}

each_theme = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@each_theme
def test_every_colour_stands_out_from_its_page(theme: Theme) -> None:
    for colour in (*theme.series, *theme.sequence(9)):
        assert contrast(colour, theme.background) >= 3, colour
    assert contrast(theme.ink, theme.background) >= 7


@each_theme
@pytest.mark.parametrize("count", [1, 2, 9, 12, 50])
def test_a_drawing_wears_the_theme_s_own_colours(theme: Theme, count: int) -> None:
    def colours(own: Theme) -> list[str]:
        named = (own.background, own.ink, own.faint, *own.series, *own.sequence(count))
        return [colour.lower() for colour in named]

    assert theme.worn(" ".join(colours(PLACES))) == " ".join(colours(theme))


@each_theme
def test_settings_differ_in_colours_alone(theme: Theme) -> None:
    def worn(value: object) -> object:
        return theme.worn(value).lower() if isinstance(value, str) else value

    ours = {key: worn(value) for key, value in PLACES.settings().items()}
    assert ours == {
        key: value.lower() if isinstance(value, str) else value
        for key, value in theme.settings().items()
    }


def test_drawings_ask_a_theme_for_colours_alone(root: Path) -> None:
    """Else a chart could look otherwise in the theme that no test draws."""
    package = root / "src" / "scalinglaws"
    for path in [*package.glob("figures/**/*.py"), package / "display" / "axes.py"]:
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r"\btheme\.(\w+)", text)) <= COLOURS
        assert not re.search(r"\b(LIGHT|DARK|PLACES)\b", text), path
