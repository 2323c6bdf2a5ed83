"""The phone app's one page and its service worker; every screen is drawn by the client.

The page holds nothing of anybody, so that the service worker may keep it: who works on the phone is
asked through the API, and nobody signed in is shown the sign-in screen.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

BUILT = Path(__file__).parent / "static" / "built" / "field"
ENTRY = "src/linge/field/client/main.ts"


@require_safe
@ensure_csrf_cookie
def shell(request: HttpRequest, screen: str = "") -> HttpResponse:
    """The shell; the client reads the address and draws the screen."""
    response = render(request, "field/shell.html", {"entry": _entry()})
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def worker(request: HttpRequest) -> FileResponse:
    """The service worker, served from the face's root so that it may serve the whole face."""
    path = BUILT / "sw.js"
    if not path.exists():
        raise Http404
    headers = {"Cache-Control": "no-cache"}
    return FileResponse(path.open("rb"), content_type="text/javascript", headers=headers)


def _entry() -> dict[str, Any] | None:
    """The built script and style; nothing before the first ``npm run build``."""
    manifest = BUILT / "manifest.json"
    return _read(manifest.stat().st_mtime) if manifest.exists() else None


@lru_cache(maxsize=2)
def _read(stamp: float) -> dict[str, Any]:
    """The entry of a build, read once for each (``stamp`` is the manifest's own time)."""
    chunk = json.loads((BUILT / "manifest.json").read_text())[ENTRY]
    return {"script": chunk["file"], "styles": chunk.get("css", [])}
