"""The map page and what it draws: layers in the actor's scope, and the base map of the place."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page

from linge.accounts.doors import door
from linge.cases import queries as case_queries
from linge.cases.rules import OPEN, State
from linge.kernel.access import Actor, can
from linge.territory import permissions, queries
from linge.territory.models import Region
from linge.territory.permissions import subject_facts
from linge.territory.rules.kinds import DivisionState
from linge.ui.pages import Crumb

from .listing import groups

SHOWN_LAYERS = (
    ("cases", _("未结事件")),
    ("grids", pgettext_lazy("list", "网格")),
    ("estates", pgettext_lazy("list", "小区")),
    ("buildings", pgettext_lazy("list", "楼栋")),
    ("base", _("底图")),
)
TOOLS = (
    ("pick", _("选择")),
    ("lasso", _("圈选")),
    ("draw", _("画范围")),
    ("split", _("拆分")),
    ("corners", _("改边线")),
)
OPEN_DIVISIONS = (DivisionState.DRAFT, DivisionState.SUBMITTED)
MOST_COMMUNITIES = 50


@door(permissions.VIEW)
def choose(request: HttpRequest) -> HttpResponse:
    """With one community its map opens at once; with several the first, the others beside it."""
    first = queries.communities(_actor(request)).first()
    if first is None:
        return render(request, "desk/map/page.html", {"communities": []})
    return redirect("desk_map:of_community", code=first.code)


@door(permissions.VIEW)
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The map of a community and its list."""
    actor, community = _actor(request), _community(request, code)
    drawn = queries.map_layers(actor, community)
    points = case_queries.case_points(actor, community)
    context = {
        "community": community,
        "communities": queries.communities(actor)[:MOST_COMMUNITIES],
        "groups": groups(drawn, points),
        "layers": SHOWN_LAYERS,
        "states": [state for state in State if state in OPEN],
        "has_base": queries.base_map(community).exists(),
    }
    return render(request, "desk/map/page.html", context)


@door(permissions.DRAFT)
def division(request: HttpRequest, uuid: str) -> HttpResponse:
    """The editor of a draft; what is no draft any more opens its own page."""
    actor = _actor(request)
    row = get_object_or_404(queries.divisions(actor), uuid=uuid)
    if not (row.state in OPEN_DIVISIONS and can(actor, permissions.DRAFT, subject_facts(row))):
        return redirect("territory:division", uuid=uuid)
    context = {
        "row": row,
        "crumbs": [
            Crumb(str(_("网格划分")), reverse("territory:divisions")),
            Crumb(str(_("草案")), reverse("territory:division", args=[uuid])),
        ],
        "has_base": queries.base_map(row.community).exists(),
        "tools": TOOLS,
    }
    return render(request, "desk/map/division.html", context)


@door(permissions.VIEW)
@gzip_page
def layers(request: HttpRequest, code: str) -> HttpResponse:
    """Grids, estates and buildings in scope, as GeoJSON."""
    drawn = queries.map_layers(_actor(request), _community(request, code))
    return JsonResponse(
        {"grids": drawn.grids, "estates": drawn.estates, "buildings": drawn.buildings}
    )


@door(permissions.VIEW)
@gzip_page
def cases(request: HttpRequest, code: str) -> HttpResponse:
    """Open cases in scope, as GeoJSON points."""
    return JsonResponse(case_queries.case_points(_actor(request), _community(request, code)))


@door(permissions.VIEW)
@cache_control(private=True, max_age=86_400)
def base(request: HttpRequest, code: str) -> HttpResponse:
    """The map beneath, as it was put into the data folder: water, green, streets, buildings."""
    file = queries.base_map(_community(request, code))
    if not file.exists():
        raise Http404
    answer = HttpResponse(file.read_bytes(), content_type="application/geo+json")
    answer["Content-Encoding"] = "gzip"
    return answer


def _community(request: HttpRequest, code: str) -> Region:
    return get_object_or_404(queries.communities(_actor(request)), code=code)


def _actor(request: HttpRequest) -> Actor:
    actor: Any = request.actor  # type: ignore[attr-defined]  # set by the middleware
    return actor
