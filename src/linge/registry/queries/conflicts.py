"""Conflicts of offline edits: those one may settle, with both values in words."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from linge.kernel import crypto
from linge.kernel.access import Actor, can

from .. import permissions
from ..models import Conflict, SyncEdit
from ..rules.requests import FACTS
from ..rules.syncing import EditState
from .requests import fact_values, in_words
from .scope import seen


def visible_conflicts(actor: Actor) -> QuerySet[Conflict]:
    """The sender sees the own ones, whoever may settle sees all about people in scope."""
    mine = Q() if can(actor, permissions.SETTLE) else Q(sender=actor.user_id)
    return Conflict.objects.filter(seen(actor), mine).select_related("person", "member")


def reused_edits(actor: Actor) -> QuerySet[SyncEdit]:
    """The actor's edits that came under a used id with another body, kept to be looked at."""
    return SyncEdit.objects.filter(user=actor.user_id, state=EditState.REUSED).order_by("-pk")


@dataclass(frozen=True, slots=True)
class Sides:
    """The two values and what they began from, numbers masked; ``now`` where the record moved on."""

    label: str
    base: str
    ours: str
    mine: str
    now: str


def sides(conflict: Conflict) -> Sides:
    """Both sides of a conflict, in words."""
    base, ours, mine = (crypto.open_field(conflict, name) for name in ("base", "ours", "mine"))
    now = fact_values(conflict.person, conflict.member).get(conflict.fact, "")
    fact = conflict.fact
    return Sides(
        label=str(FACTS[fact].label),
        base=in_words(fact, base),
        ours=in_words(fact, ours),
        mine=in_words(fact, mine),
        now=in_words(fact, now) if now != ours else "",
    )
