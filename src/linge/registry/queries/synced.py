"""What phones and the house know of each other: who a uuid born on a phone means, own grids."""

from uuid import UUID

from django.db.models import QuerySet

from linge.kernel.access import Actor
from linge.territory.models import Grid
from linge.territory.queries import visible_to as territory_visible_to

from ..models import Resident, SyncEdit
from .scope import visible_to


def person_named(uuid: UUID, by: Actor) -> Resident | None:
    """A person in scope by uuid, also by one born on a second phone."""
    seen = visible_to(by).select_related("community")
    person = seen.filter(uuid=uuid).first()
    if person:
        return person
    led = SyncEdit.objects.filter(subject=uuid, person__isnull=False).values("person")
    return seen.filter(pk__in=led).first()


def grids_to_hold(actor: Actor) -> QuerySet[Grid]:
    """The grids whose doors a phone may hold: those the actor works in today, no others."""
    own = territory_visible_to(actor, Grid).filter(pk__in=actor.grids)
    return own.select_related("community")
