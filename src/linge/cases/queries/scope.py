"""Which cases an actor may see. Out of scope is as if it were not there."""

from django.db.models import Exists, OuterRef, Q

from linge.kernel.access import Actor
from linge.kernel.scope import within

from ..models import Assignment, Case
from ..models.cases import CaseQuerySet
from ..permissions import LIVE_OUTCOMES


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
    return Q(Exists(sent))


def _own(actor: Actor) -> Q:
    reported = Q(pk__in=[])
    if actor.user_id is not None:
        reported |= Q(reporter_user_id=actor.user_id)
    if actor.holds.startswith("cases.case:"):
        reported |= Q(uuid=actor.holds.removeprefix("cases.case:"))
    return reported
