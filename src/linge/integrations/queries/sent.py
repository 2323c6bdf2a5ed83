"""Where our cases may be sent, and how they stand there."""

from django.db.models import OuterRef, QuerySet, Subquery

from linge.cases import permissions as case_permissions
from linge.cases import queries as cases
from linge.cases.models import Case
from linge.kernel.access import Actor, can

from .. import permissions
from ..models import RemoteServer, SentCase, SentUpdate


def servers(actor: Actor) -> QuerySet[RemoteServer]:
    """Every server once named, for whoever looks after the ways out."""
    rows = RemoteServer.objects.select_related("community")
    return rows if can(actor, permissions.KEYS) else rows.none()


def servers_for(case: Case) -> QuerySet[RemoteServer]:
    """Where this case may go."""
    return RemoteServer.objects.filter(community=case.community, is_active=True)


def sendable(actor: Actor) -> QuerySet[Case]:
    """Cases in scope of whoever may forward them."""
    rows = cases.visible_to(actor)
    return rows if can(actor, case_permissions.FORWARD) else rows.none()


def sent_cases(actor: Actor) -> QuerySet[SentCase]:
    """Cases sent out of the actor's scope of forwarding, with the last word from over there."""
    last = SentUpdate.objects.filter(sent=OuterRef("pk")).order_by("-at", "-id")
    rows = SentCase.objects.filter(case__in=sendable(actor)).select_related("case", "server")
    return rows.annotate(
        last_words=Subquery(last.values("words")[:1]), last_at=Subquery(last.values("at")[:1])
    )
