"""上报: the portal's report without account, and its receipt."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from linge.kernel.access import Actor
from linge.territory import queries as territory
from linge.territory.models import Region

from .. import actions
from ..forms.fields import map_on, photo_of
from ..forms.reports import PortalReportForm
from ..queries.places import ground_of, open_communities
from ..rules import emergency_numbers
from .case import picture
from .progress import secret

PLACE_COOKIE = "linge_place"
OTHER = "other"  # in the address: let me choose another community
A_YEAR = 365 * 24 * 3600


def reporter(request: HttpRequest) -> Actor:
    """Whoever reports here: a signed-in resident, anybody else without a name.

    Somebody of the staff is a neighbour here, not an officer.
    """
    actor: Actor = request.actor
    return actor if actor.kind == "resident" else Actor.public()


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Four steps on one page: what, where, which kind, who."""
    community = place_of_report(request)
    if community is None:
        context = {"communities": open_communities()}
        return render(request, "cases/portal/communities.html", context)
    if request.method == "POST":
        return _take(request, community)
    response = _show(request, PortalReportForm(community=community))
    response.set_cookie(PLACE_COOKIE, community.code, max_age=A_YEAR, samesite="Lax")
    return response


def place_of_report(request: HttpRequest) -> Region | None:
    """The community named by the address, by the last visit, or the only one there is."""
    rows = open_communities()
    asked = request.GET.get("in", "") or request.COOKIES.get(PLACE_COOKIE, "")
    if asked != OTHER and (found := rows.filter(code=asked).first()):
        return found
    only = list(rows[:2])
    return only[0] if len(only) == 1 else None


def _take(request: HttpRequest, community: Region) -> HttpResponse:
    by = reporter(request)
    form = PortalReportForm(request.POST, request.FILES, community=community)
    form.is_valid()
    refused = form.keep_photos(by=by, community=community)
    if form.is_valid():
        with form.refusals():
            made = actions.report_case(form.report(), by=by)
    if not form.is_valid():
        for fault in refused:
            form.add_error("photos", fault)
        return _show(request, form, status=422)
    for fault in refused:
        messages.warning(request, fault)
    return redirect("cases_public:receipt", code=made.code)


def _show(request: HttpRequest, form: PortalReportForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "community": form.community,
        "picker": map_on(ground_of(form.community)),
        "several": open_communities().count() > 1,
        "emergency": emergency_numbers(form["words"].value() or ""),
        "action": f"{reverse('cases_portal:report')}?{urlencode({'in': form.community.code})}",
    }
    return render(request, "cases/portal/report.html", context, status=status)


@require_GET
@cache_control(public=True, max_age=86_400)
def ground(request: HttpRequest, code: str) -> HttpResponse:
    """The map beneath a community that takes reports: water, green, streets, houses; no people."""
    file = territory.base_map(get_object_or_404(open_communities(), code=code))
    if not file.exists():
        raise Http404
    headers = {"Content-Encoding": "gzip"}
    return HttpResponse(file.read_bytes(), content_type="application/geo+json", headers=headers)


@require_GET
def kept_photo(request: HttpRequest, ticket: str) -> HttpResponse:
    """A photo that a form in hand already brought, for that form alone."""
    photo = photo_of(ticket)
    if photo is None:
        raise Http404
    return secret(picture(photo, thumb=True, kept="no-store"))
