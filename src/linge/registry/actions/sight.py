"""Where people are seen because of a tie: opened with the tie, closed when no other keeps it."""

from datetime import date
from typing import Any

from django.db.models import Q, Value
from django.db.models.functions import Greatest

from linge.territory.models import Dwelling, Organisation, Region, Shop

from ..models import Resident, ResidentScope
from ..rules.kinds import ScopeReason

Place = Dwelling | Shop | Organisation | Region


def see(
    person: Any, place: Place, reason: ScopeReason, since: date, until: date | None = None
) -> None:
    """Let a person tied to the place be seen there; a party that is no person passes by."""
    if not isinstance(person, Resident):
        return
    ResidentScope.objects.get_or_create(
        person=person,
        path=place.path,
        reason=reason,
        until=until,
        defaults={
            "community_id": place.pk if isinstance(place, Region) else place.community_id,
            "grid_id": getattr(place, "grid_id", None),
            "dwelling_id": place.pk if isinstance(place, Dwelling) else None,
            "since": since,
        },
    )


def unsee(person: Any, place: Place, reason: ScopeReason, on: date) -> None:
    """The tie ended: the person is no longer seen there for that reason."""
    if isinstance(person, Resident):
        ResidentScope.objects.filter(
            Q(until=None) | Q(until__gt=on), person=person, path=place.path, reason=reason
        ).update(until=Greatest("since", Value(on)))
