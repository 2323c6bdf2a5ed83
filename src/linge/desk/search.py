"""The search box of the desk: a page of its own, or the list under the box."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linge.accounts.doors import door
from linge.cases import permissions as case_permissions
from linge.cases import queries as cases
from linge.kernel.access import Actor, can
from linge.registry import actions, permissions
from linge.registry.queries import Answer, Group, Row
from linge.ui.pages import asked_by_htmx


@door()
def search(request: HttpRequest) -> HttpResponse:
    """Twenty rows of a sort at most, masked; under the box when HTMX asks, else a page.

    Words are posted: numbers of people may not stand in an address, a history or a log.
    """
    words = request.POST.get("q", "").strip()
    template = "desk/_search.html" if asked_by_htmx(request) else "desk/search.html"
    return render(request, template, {"answer": look_up(request.actor, words), "words": words})


def look_up(actor: Actor, words: str) -> Answer:
    """People, addresses, organisations and cases, each for whoever may see such things."""
    seen = can(actor, permissions.VIEW)
    answer = actions.look_up(actor, words) if seen else Answer(())
    return Answer((*_cases(actor, words), *answer.groups), answer.note)


def _cases(actor: Actor, words: str) -> list[Group]:
    """The case a number means, written whole or from its day on (``20261124-0005``)."""
    if not can(actor, case_permissions.VIEW):
        return []
    rows = [
        Row("cases:case", str(case.uuid), case.number, case.get_state_display())
        for case in cases.numbered(actor, words)
    ]
    return [Group(str(_("事件")), tuple(rows))] if rows else []
