"""The wall of a community: a view for each number key."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from linge.screen import queries
from linge.territory import queries as territory
from linge.ui.pages import asked_by_htmx


@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """With one community its wall opens at once; with several one chooses."""
    found = list(territory.communities(request.actor)[:50])
    if len(found) == 1:
        return redirect("screen:overview", place=found[0].code)
    return render(request, "screen/choose.html", {"communities": found})


@login_required
def overview(request: HttpRequest, place: str) -> HttpResponse:
    """总览: what is open, what is late, what the community holds, on its own map."""
    community = get_object_or_404(territory.communities(request.actor), code=place)
    seen = {"seen": queries.overview(request.actor, community)}
    part = asked_by_htmx(request)
    return render(request, "screen/_overview.html" if part else "screen/overview.html", seen)
