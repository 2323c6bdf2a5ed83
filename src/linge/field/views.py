"""The phone app's one page and its service worker; every screen is drawn by the client."""

from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from linge.accounts.doors import door

BUILT = Path(__file__).parent / "static" / "built" / "field"


@door()
@never_cache
def shell(request: HttpRequest, screen: str = "") -> HttpResponse:
    """The shell; the client reads the address and draws the screen."""
    return render(request, "field/shell.html")


def worker(request: HttpRequest) -> FileResponse:
    """The service worker, served from the face's root so that it may serve the whole face."""
    path = BUILT / "sw.js"
    if not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), content_type="text/javascript")
