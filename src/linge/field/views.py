"""The phone app's one page and its service worker; every screen is drawn by the client."""

from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linge.accounts.doors import door

BUILT = Path(__file__).parent / "static" / "built" / "field"


@require_safe
@door()
@never_cache
def shell(request: HttpRequest, screen: str = "") -> HttpResponse:
    """The shell; the client reads the address and draws the screen."""
    return render(request, "field/shell.html")


@require_safe
def worker(request: HttpRequest) -> FileResponse:
    """The service worker, served from the face's root so that it may serve the whole face."""
    path = BUILT / "sw.js"
    if not path.exists():
        raise Http404
    headers = {"Cache-Control": "no-cache"}
    return FileResponse(path.open("rb"), content_type="text/javascript", headers=headers)
