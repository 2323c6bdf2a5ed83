"""The built client code: ``{% load assets %}{% asset "desk" %}`` links a face's style and script."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

BUILT = Path(__file__).resolve().parent.parent / "static" / "built"
MANIFEST = BUILT / "manifest.json"


@lru_cache(maxsize=4)
def _entries(stamp: float) -> dict[str, dict[str, Any]]:
    """Entry name → its chunk, read once for each build (``stamp`` is the manifest's own time)."""
    chunks = json.loads(MANIFEST.read_text())
    entries = {chunk["name"]: chunk for chunk in chunks.values() if chunk.get("isEntry")}
    for chunk in entries.values():
        chunk["css"] = _styles(chunk, chunks)
    return entries


def _styles(chunk: dict[str, Any], chunks: dict[str, dict[str, Any]]) -> list[str]:
    """The style sheets of a chunk and of what it imports, the imported first."""
    found: list[str] = []
    for name in chunk.get("imports", ()):
        found += _styles(chunks[name], chunks)
    return [*dict.fromkeys([*found, *chunk.get("css", ())])]


@register.simple_tag
def asset(entry: str) -> SafeString:
    """The style and script of one entry of ``vite.config.ts``; without a build the page is plain.

    A missing build is told once at start by the check ``ui.W001``, not on every page.
    """
    if not MANIFEST.exists():
        return SafeString("")
    chunk = _entries(MANIFEST.stat().st_mtime)[entry]
    styles = format_html_join(
        "\n",
        '<link rel="stylesheet" href="{}">',
        ((static(f"built/{c}"),) for c in chunk["css"]),
    )
    source = static(f"built/{chunk['file']}")
    return format_html('{}\n<script type="module" src="{}"></script>', styles, source)
