"""What the phone's first page and its messages show."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from linge.cases import queries as cases
from linge.cases.models import CaseStep
from linge.kernel.access import Actor
from linge.kernel.clock import now
from linge.kernel.models import OutboxMessage
from linge.territory import queries as territory
from linge.territory.models import Grid

ABOUT_STEP = re.compile(r"cases\.step:(\d+):")


@dataclass(frozen=True, slots=True)
class Message:
    """A message to somebody, with the case it is about where that can be opened."""

    uuid: str
    subject: str
    body: str
    at: datetime
    read: bool
    case: str


def own_grids(actor: Actor) -> QuerySet[Grid]:
    """The grids somebody works in today."""
    rows = territory.visible_to(actor, Grid).filter(pk__in=actor.grids)
    return rows.select_related("community").order_by("community__path", "code")


def inbox(actor: Actor) -> QuerySet[OutboxMessage]:
    """In-app messages to somebody that have arrived, the latest first."""
    return OutboxMessage.objects.filter(
        kind=OutboxMessage.Kind.IN_APP, recipient_id=actor.user_id, not_before__lte=now()
    ).order_by("-not_before", "-id")


def messages(actor: Actor, rows: Iterable[OutboxMessage]) -> list[Message]:
    """Messages with the cases they are about. Two queries however many."""
    listed = list(rows)
    about = {row.pk: int(found[1]) for row in listed if (found := ABOUT_STEP.match(row.key))}
    numbers = _numbers(actor, about.values())
    return [
        Message(
            uuid=str(row.uuid),
            subject=row.subject,
            body=row.body,
            at=row.not_before,
            read=row.read_at is not None,
            case=numbers.get(about.get(row.pk, 0), ""),
        )
        for row in listed
    ]


def _numbers(actor: Actor, steps: Iterable[int]) -> Mapping[int, str]:
    """The numbers of the cases of some steps, as far as they are in scope."""
    rows = CaseStep.objects.filter(pk__in=list(steps), case__in=cases.visible_to(actor))
    return dict(rows.values_list("pk", "case__number"))
