"""The tree of divisions, one level at a time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from linge.accounts.doors import door
from linge.kernel.access import can

from .. import permissions, queries
from ..models import Region
from ..rules.changes import ChangeKind


@door(permissions.VIEW)
def tree(request: HttpRequest) -> HttpResponse:
    """The tree opened down to where one works."""
    context = {
        "title": _("区划"),
        "section": "housing",
        "nodes": queries.region_tree(request.actor),
    }
    return render(request, "territory/regions.html", context)


def _may_reshape(request: HttpRequest, region: Region) -> bool:
    subject = permissions.subject_facts(region)
    return region.until is None and can(request.actor, permissions.RESHAPE, subject)


@door(permissions.VIEW)
def branch(request: HttpRequest, uuid: str) -> HttpResponse:
    """The divisions right below one, fetched when it is opened; a page of its own without script."""
    region = get_object_or_404(queries.visible_to(request.actor, Region), uuid=uuid)
    context = {
        "title": region.name,
        "section": "housing",
        "region": region,
        "chain": queries.ancestors(region),
        "children": queries.children(request.actor, region),
        "former": queries.former_states(region),
        "paths": queries.path_history(region),
        "kinds": ChangeKind.choices if _may_reshape(request, region) else (),
    }
    whole = "HX-Request" not in request.headers
    return render(request, f"territory/{'region' if whole else '_branch'}.html", context)
