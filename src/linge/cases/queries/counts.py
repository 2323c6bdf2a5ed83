"""How many wait in each queue, counted in one query."""

from dataclasses import dataclass

from django.db.models import Count, Q

from linge.kernel.access import Actor
from linge.kernel.clock import now

from ..rules import State
from .scope import visible_to


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """Numbers beside the entries of the menu; each opens the queue of its name."""

    intake: int
    confirming: int
    dispatch: int
    agency: int
    verify: int
    closing: int
    overdue: int


def queue_counts(actor: Actor) -> QueueCounts:
    """The sizes of the actor's queues now."""
    own_work = Q(agency_id__in=actor.agencies) | Q(handler_id=actor.user_id)
    counted = (
        visible_to(actor)
        .open()
        .aggregate(
            intake=Count("pk", filter=Q(state__in=(State.REPORTED, State.CONFIRMING))),
            confirming=Count("pk", filter=Q(state=State.CONFIRMING, confirmer_id=actor.user_id)),
            dispatch=Count("pk", filter=Q(state=State.ACCEPTED)),
            agency=Count("pk", filter=Q(state=State.DISPATCHED, agency_id__in=actor.agencies)),
            verify=Count("pk", filter=Q(state=State.HANDLED) & ~own_work),
            closing=Count("pk", filter=Q(state=State.VERIFIED)),
            overdue=Count("pk", filter=Q(current_due_at__lt=now())),
        )
    )
    return QueueCounts(**counted)
