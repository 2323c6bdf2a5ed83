"""What follows a visit, what was heard at the doors, which entries are looked at again."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from linge.kernel import clock, crypto
from linge.kernel.access import Actor
from linge.kernel.scope import within
from linge.territory.models import Dwelling
from linge.territory.queries import WITH_ADDRESS

from ..models import Heard, QuietDoor, SampleCheck, SampledVisit, Visit
from ..rules import collection
from ..rules.collection import NextCall

HOME = tuple(f"visit__dwelling__{name}" for name in WITH_ADDRESS)


@dataclass(frozen=True, slots=True)
class Guidance:
    """What whoever calls next should know: the last visit, and what follows it."""

    last: Visit
    next: NextCall
    quiet: QuietDoor | None


def guidance(home: Dwelling) -> Guidance | None:
    """What follows the last visit of a dwelling; None when nothing but the age of facts does."""
    paid = list(Visit.objects.filter(dwelling=home, voided_at=None).order_by("-day", "-pk")[:10])
    if not paid:
        return None
    last = paid[0]
    at = (last.device_at or last.at).astimezone(clock.SHANGHAI)
    tries = [visit.day for visit in paid if visit.outcome in collection.VAIN]
    follows = collection.next_call(last.outcome, at, tries)
    return Guidance(last, follows, quiet_of(home)) if follows else None


def quiet_of(home: Dwelling) -> QuietDoor | None:
    """The hours in which the household does not want to be called on."""
    return QuietDoor.objects.filter(dwelling=home, until=None).first()


def heard(actor: Actor) -> QuerySet[Heard]:
    """What was heard in the actor's scope, the latest first, with the place it was said at."""
    return (
        Heard.objects.filter(within(actor), visit__voided_at=None)
        .select_related("by", "grid", "community", "visit__dwelling", *HOME)
        .order_by("-at", "-pk")
    )


def words_of(said: Heard) -> str:
    """The sealed words in clear, for those in whose scope they were said."""
    return crypto.open_field(said, "words")


def samples(actor: Actor) -> QuerySet[Any, Any]:
    """Sample checks in scope, those still open first; ``left`` entries wait for a look."""
    looked_at = SampledVisit.objects.select_related("visit", *HOME).order_by("pk")
    return (
        SampleCheck.objects.filter(within(actor))
        .select_related("grid", "worker")
        .annotate(left=Count("sampled", filter=Q(sampled__result="")))
        .prefetch_related(Prefetch("sampled", looked_at, to_attr="entries"))
    )
