"""The search box of the desk: a page of its own, or the list under the box."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from linge.accounts.doors import door
from linge.kernel.access import Actor, can
from linge.kernel.refusals import Refused
from linge.ui.pages import asked_by_htmx

from .. import actions, permissions, queries
from ..queries import Answer


@door(permissions.VIEW)
def search(request: HttpRequest) -> HttpResponse:
    """Twenty rows at most, masked; under the box when HTMX asks, else a page."""
    words = request.GET.get("q", "").strip()
    template = "registry/_search.html" if asked_by_htmx(request) else "registry/search.html"
    return render(request, template, {"answer": answer(request.actor, words), "words": words})


def answer(actor: Actor, words: str) -> Answer:
    """What is found; the last four of an ID are looked up while the day's limit lasts."""
    if not (queries.asks_for_tail(words) and can(actor, permissions.SEARCH_TAIL)):
        return queries.search(actor, words)
    try:
        actions.note_tail_search(actor)
    except Refused as refusal:
        return replace(queries.search(actor, words), note=refusal.message)
    return queries.search(actor, words, tails=True)
