"""The search box of the desk: a page of its own, or the list under the box."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from linge.accounts.doors import door
from linge.audit.actions import record
from linge.kernel.access import can
from linge.ui.pages import asked_by_htmx

from .. import permissions, queries
from ..models import IdentityDocument


@door(permissions.VIEW)
def search(request: HttpRequest) -> HttpResponse:
    """Twenty rows at most, masked. A look-up by the last four of an ID is put on the trail."""
    words = request.GET.get("q", "")
    tails = can(request.actor, permissions.SEARCH_TAIL)
    answer = queries.search(request.actor, words, tails=tails)
    if answer.by_tail:
        record(request.actor, "registry.search_tail", IdentityDocument, found=answer.count)
    part = asked_by_htmx(request)
    template = "registry/_search.html" if part else "registry/search.html"
    return render(request, template, {"answer": answer, "words": words.strip()})
