"""The front door, and whether the house stands."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render


def home(request: HttpRequest) -> HttpResponse:
    """Send everybody to their own face: the portal without an account, the phone for a grid."""
    actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    if actor.kind in ("public", "resident"):
        return redirect("portal:home")
    return redirect("field:shell" if actor.grids and not actor.nodes else "desk:today")


def healthy(request: HttpRequest) -> JsonResponse:
    """Answers when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address or form nobody could have meant."""
    return render(request, "400.html", status=400)
