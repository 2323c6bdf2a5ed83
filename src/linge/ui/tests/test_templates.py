"""What every template of the house keeps: strict content policy, real icons, documented parts."""

import re
from pathlib import Path

import pytest

UI = Path(__file__).parents[1]
HOUSE = UI.parent
TEMPLATES = sorted(HOUSE.glob("*/templates/**/*.html"))
COMPONENTS = sorted((UI / "templates" / "cotton").glob("*.html"))
ICONS = set(re.findall(r'<symbol id="([\w-]+)"', (UI / "static" / "ui" / "icons.svg").read_text()))


def names(paths):
    return [str(path.relative_to(HOUSE)) for path in paths]


@pytest.mark.parametrize("path", TEMPLATES, ids=names(TEMPLATES))
def test_no_template_carries_script_or_style_of_its_own(path):
    words = path.read_text()
    assert not re.search(
        r"<style|\sstyle=|\son\w+=|hx-on|javascript:|<script(?![^>]*\ssrc=)", words
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=names(TEMPLATES))
def test_every_icon_asked_for_is_drawn(path):
    words = path.read_text()
    asked = re.findall(r'{% icon "([\w-]+)"', words) + re.findall(
        r'<c-icon[^>]* name="([\w-]+)"', words
    )
    assert set(asked) <= ICONS


@pytest.mark.parametrize("path", COMPONENTS, ids=names(COMPONENTS))
def test_every_component_says_what_it_takes(path):
    opening, _, rest = path.read_text().partition("{% endcomment %}")
    assert opening.startswith("{% comment %}\n"), path.name
    taken = re.search(r"<c-vars([^>]*?)/?>", rest)
    asked = re.findall(r"\s:?([\w-]+)(?:=|\s|$)", taken.group(1)) if taken else []
    for name in set(asked) - {"class", "id"}:
        assert name in opening, f"{path.name} does not tell of {name}"


@pytest.mark.parametrize("path", COMPONENTS, ids=names(COMPONENTS))
def test_every_component_is_used_by_a_page_or_shown_in_the_kit(path):
    tag = f"<c-{path.stem.replace('_', '-')}"
    users = [
        each for each in TEMPLATES if each != path and re.search(tag + r"[\s/>]", each.read_text())
    ]
    assert users, f"{tag}> is used nowhere"
