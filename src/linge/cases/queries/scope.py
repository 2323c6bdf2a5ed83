"""Which cases an actor may see. Out of scope is as if it were not there."""

import re

from django.db.models import Exists, OuterRef, Q

from linge.kernel.access import Actor
from linge.kernel.scope import within
from linge.territory.queries import communities

from ..models import Assignment, Case, WhistleUnit
from ..models.cases import CaseQuerySet
from ..permissions import LIVE_OUTCOMES

NUMBER = re.compile(r"(\d{12}-)?\d{8}-\d{4}")


def visible_to(actor: Actor) -> CaseQuerySet:
    """Cases in the actor's territory or grids, sent to the actor's agencies, reported by the actor,
    or followed by the code the actor bears."""
    return Case.objects.filter(
        within(actor, path="path", grid="grid_id") | _sent_to(actor) | _own(actor)
    )


def _sent_to(actor: Actor) -> Q:
    if not actor.agencies:
        return Q(pk__in=[])
    sent = Assignment.objects.filter(
        case=OuterRef("pk"), agency__in=actor.agencies, outcome__in=LIVE_OUTCOMES
    )
    called = WhistleUnit.objects.filter(whistle__case=OuterRef("pk"), agency__in=actor.agencies)
    return Q(Exists(sent)) | Q(Exists(called))


def _own(actor: Actor) -> Q:
    reported = Q(pk__in=[])
    if actor.user_id is not None:
        reported |= Q(reporter_user_id=actor.user_id)
    if actor.holds.startswith("cases.case:"):
        reported |= Q(uuid=actor.holds.removeprefix("cases.case:"))
    return reported


def numbered(actor: Actor, words: str) -> CaseQuerySet:
    """The cases in scope whose number was written, whole or from its day on."""
    read = NUMBER.fullmatch(words)
    if read is None:
        return Case.objects.none()
    if read[1]:
        return visible_to(actor).filter(number=words)
    codes = communities(actor).values_list("code", flat=True)
    return visible_to(actor).filter(number__in=[f"{code}-{words}" for code in codes])
