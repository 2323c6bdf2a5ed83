"""The residents' own pages: the first one, and who works in my grid."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linge.cases.queries.places import open_communities
from linge.cases.views.portal import place_of_report

from .. import queries
from ..forms import BuildingForm


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One large door each for what a resident comes for."""
    community = place_of_report(request)
    desk = queries.duty_desk(community) if community else None
    return render(request, "portal/home.html", {"community": community, "desk": desk})


@require_safe
def my_grid(request: HttpRequest) -> HttpResponse:
    """我的网格员: choose the building, read who works there and whom to ring."""
    community = place_of_report(request)
    if community is None:
        context: dict[str, Any] = {"communities": open_communities()}
        return render(request, "portal/my_grid.html", context)
    form = BuildingForm(request.GET if "building" in request.GET else None, community=community)
    found = queries.neighbourhood(form.cleaned_data["building"]) if form.is_valid() else None
    several = open_communities().count() > 1
    context = {"community": community, "form": form, "found": found, "several": several}
    return render(request, "portal/my_grid.html", context)
