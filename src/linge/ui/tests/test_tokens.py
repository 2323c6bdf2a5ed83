"""Every pair of the table in the specification keeps its contrast, in light, dark and on the wall."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[1] / "static" / "ui" / "tokens.css").read_text()
STYLES = Path(__file__).parents[1] / "styles"

# (sign, ground, least contrast in light, in dark): the numbers of experience.md §4.
PAIRS = [
    ("text", "bg", 13.8, 15.3),
    ("muted", "bg", 6.0, 8.6),
    ("line", "surface", 3.5, 4.0),
    ("brand", "surface", 6.4, 8.0),
    ("brand", "brand-soft", 5.5, 6.2),
    ("on-brand", "brand", 6.4, 8.3),
    ("link", "surface", 6.5, 7.7),
    ("focus", "bg", 6.1, 11.4),
    ("danger", "danger-soft", 5.7, 7.7),
    ("warn", "warn-soft", 5.9, 7.9),
    ("ok", "ok-soft", 5.8, 7.6),
    ("info", "info-soft", 6.2, 7.5),
]
# Not in the table, but met on pages.
MORE_PAIRS = [
    ("muted", "shade", 4.5),
    ("muted", "surface", 4.5),
    ("text", "brand-soft", 7.0),
    ("text", "warn-soft", 7.0),
    ("link", "bg", 4.5),
    ("link", "shade", 4.5),
    ("on-danger", "danger", 4.5),
    ("brand", "shade", 4.5),
    *(
        (sign, ground, 4.5)
        for sign in ("danger", "warn", "ok", "info")
        for ground in ("surface", "shade")
    ),
    *((f"series-{number}", "surface", 3.0) for number in range(1, 8)),
]
WALL_PAIRS = [
    ("text", "bg", 14.6),
    ("text", "surface", 11.8),
    ("muted", "surface", 4.5),
]


def block(opening: str) -> dict[str, str]:
    """The tokens of the first block that begins with ``opening``."""
    start = TOKENS.index(opening) + len(opening)
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", TOKENS[start : TOKENS.index("}", start)]))


LIGHT = block(":root {")
DARK = block(':root[data-theme="dark"] {')
SYSTEM = block(':root[data-theme="system"] {')
WALL = block(':root[data-face="screen"] {')


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.proves("U10")
@pytest.mark.parametrize(("sign", "ground", "light", "dark"), PAIRS)
def test_each_pair_of_the_table_keeps_its_contrast(sign, ground, light, dark):
    assert round(contrast(LIGHT[sign], LIGHT[ground]), 1) >= light
    assert round(contrast(DARK[sign], DARK[ground]), 1) >= dark


@pytest.mark.parametrize(("sign", "ground", "least"), MORE_PAIRS)
def test_the_other_pairs_stay_readable(sign, ground, least):
    assert contrast(LIGHT[sign], LIGHT[ground]) >= least
    assert contrast(DARK[sign], DARK[ground]) >= least


@pytest.mark.parametrize(("sign", "ground", "least"), WALL_PAIRS)
def test_the_wall_is_readable_from_afar(sign, ground, least):
    assert round(contrast(WALL[sign], WALL[ground]), 1) >= least


def test_a_system_in_dark_looks_like_dark_chosen_by_hand():
    assert SYSTEM == DARK


def test_colours_are_named_in_the_tokens_only():
    named = re.compile(r"#[0-9a-fA-F]{3,8}\b|rgba?\(")
    for sheet in STYLES.glob("*.scss"):
        words = sheet.read_text().replace("#{", "")
        assert not named.search(words), sheet.name


def test_every_token_a_style_asks_for_exists():
    known = set(re.findall(r"--([\w-]+):", TOKENS))
    for sheet in STYLES.glob("*.scss"):
        words = sheet.read_text()
        own = set(re.findall(r"--([\w-]+):", words))
        asked = set(re.findall(r"var\(--([\w-]+)[,)]", words))
        assert asked <= known | own, (sheet.name, asked - known - own)
