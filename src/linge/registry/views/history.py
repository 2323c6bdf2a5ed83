"""The history of a record: taking back one edit, and what was known on an earlier day."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from linge.accounts.doors import door
from linge.kernel.access import Actor
from linge.kernel.refusals import Outside, Refused
from linge.kernel.zone import day_begins
from linge.territory.models import Dwelling
from linge.ui.pages import Tab, say

from .. import actions, permissions, queries
from ..models import Household, Resident
from .days import read_day

UNDONE = _("已改回原值。")
WAITS = _("原值已转为变更申请，由另一人核对后生效。")


def _of_person(person: Resident, actor: Actor) -> dict[str, Any]:
    return {
        "changes": queries.history(person),
        "may_undo": permissions.may(actor, permissions.EDIT, person),
        "undo_href": reverse("registry:resident_undo", args=[person.uuid]),
    }


def _of_household(household: Household, actor: Actor) -> dict[str, Any]:
    return {
        "changes": queries.household_history(household),
        "may_undo": permissions.may(actor, permissions.EDIT, household),
        "undo_href": reverse("registry:household_undo", args=[household.uuid]),
    }


def _of_dwelling(dwelling: Dwelling, actor: Actor) -> dict[str, Any]:
    return {"changes": queries.dwelling_history(dwelling, actor)}


TITLE, TEMPLATE = _("变更记录"), "registry/_history.html"
PERSON_TAB = Tab("history", TITLE, "registry/_person_history.html", _of_person)
HOUSEHOLD_TAB = Tab("history", TITLE, TEMPLATE, _of_household)
DWELLING_TAB = Tab("history", TITLE, TEMPLATE, _of_dwelling)


def known_then(person: Resident, request: HttpRequest) -> dict[str, Any]:
    """The record as it was known at the end of the day the address names, if it names one."""
    try:
        day = read_day(request.GET.get("known", ""))
    except Refused as refusal:
        return {"known_refused": refusal.message}
    if day is None:
        return {}
    midnight = day_begins(day + timedelta(days=1))
    return {"known_on": day, "known": queries.record_then(person, midnight)}


@require_POST
@door(permissions.EDIT)
def undo_of_person(request: HttpRequest, uuid: str) -> HttpResponse:
    """Take back one edit of a person's record."""
    person = get_object_or_404(queries.visible_to(request.actor), uuid=uuid)
    return _undo(request, person, reverse("registry:resident", args=[person.uuid]))


@require_POST
@door(permissions.EDIT)
def undo_of_household(request: HttpRequest, uuid: str) -> HttpResponse:
    """Take back one edit of a household or a membership."""
    household = get_object_or_404(queries.visible_households(request.actor), uuid=uuid)
    return _undo(request, household, reverse("registry:household", args=[household.uuid]))


def _undo(request: HttpRequest, bearer: Resident | Household, page: str) -> HttpResponse:
    sent = request.POST.get("event", "")
    number = int(sent) if sent.isdigit() else 0
    event = get_object_or_404(queries.events_of(bearer), pk=number)
    try:
        waits = actions.undo_change(event, by=request.actor)
        say(request, str(WAITS if waits else UNDONE))
    except Outside:
        raise
    except Refused as refusal:
        say(request, refusal.message)
    return HttpResponseRedirect(f"{page}?tab=history")
