"""What waits for whom, the nearest due first. One query each, however many rows."""

from django.db.models import QuerySet

from linge.kernel.access import Actor

from ..models import CaseRequest
from ..models.cases import CaseQuerySet
from ..rules import RequestKind, RequestStanding, State
from .scope import visible_to

RELATED = ("community", "grid", "category__parent", "standard", "agency", "handler", "building")


def board(actor: Actor) -> CaseQuerySet:
    """Open cases in scope."""
    return _queue(visible_to(actor).open())


def intake_queue(actor: Actor) -> CaseQuerySet:
    """受理台: reports nobody has taken up, and those a worker is looking at."""
    return _queue(visible_to(actor).filter(state__in=(State.REPORTED, State.CONFIRMING)))


def gridless(actor: Actor) -> CaseQuerySet:
    """待定网格: open cases whose point lies in no grid."""
    return _queue(visible_to(actor).open().filter(grid__isnull=True))


def confirming_queue(actor: Actor) -> CaseQuerySet:
    """What this worker was asked to look at."""
    return _queue(visible_to(actor).filter(state=State.CONFIRMING, confirmer_id=actor.user_id))


def dispatch_queue(actor: Actor) -> CaseQuerySet:
    """派遣台: accepted cases without an agency."""
    return _queue(visible_to(actor).filter(state=State.ACCEPTED))


def agency_queue(actor: Actor) -> CaseQuerySet:
    """我单位: what lies with the actor's agencies."""
    return _queue(visible_to(actor).filter(state=State.DISPATCHED, agency_id__in=actor.agencies))


def verify_queue(actor: Actor) -> CaseQuerySet:
    """Handled cases that somebody else has to look at; one's own work isn't among them."""
    waiting = visible_to(actor).filter(state=State.HANDLED)
    return _queue(
        waiting.exclude(agency_id__in=actor.agencies).exclude(handler_id=actor.user_id)
        if actor.user_id
        else waiting
    )


def closing_queue(actor: Actor) -> CaseQuerySet:
    """Verified cases that wait for their end."""
    return _queue(visible_to(actor).filter(state=State.VERIFIED))


def ledger(actor: Actor) -> CaseQuerySet:
    """事件台账: every case in scope, the latest report first."""
    return visible_to(actor).select_related(*RELATED).order_by("-reported_at", "-id")


def forced(actor: Actor) -> QuerySet[CaseRequest]:
    """强制结案: the granted requests with who asked and who agreed, the latest first."""
    rows = CaseRequest.objects.filter(
        case__in=visible_to(actor), kind=RequestKind.FORCE_CLOSE, standing=RequestStanding.GRANTED
    )
    related = ("case__category__parent", "case__community", "case__grid", "asked_by", "decided_by")
    return rows.select_related(*related).order_by("-decided_at", "-id")


def _queue(cases: CaseQuerySet) -> CaseQuerySet:
    return cases.select_related(*RELATED).urgent_first()
