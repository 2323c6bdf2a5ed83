"""Hazards by case and by place; none is anybody's."""

from django.db.models import Exists, OuterRef, QuerySet

from linge.kernel.access import Actor
from linge.territory.models import Place, Shop

from ..models import Hazard
from ..rules.hazards import HazardState
from .scope import visible_to


def hazards(actor: Actor) -> QuerySet[Hazard]:
    """Hazards of the cases in the actor's scope."""
    seen = visible_to(actor).filter(pk=OuterRef("case"))
    rows = Hazard.objects.filter(Exists(seen))
    return rows.select_related("case__community", "place", "shop")


def open_hazards_of(spot: Place | Shop) -> QuerySet[Hazard]:
    """What hasn't passed yet at a place or in a shop, the gravest first."""
    rows = Hazard.objects.exclude(state=HazardState.PASSED)
    found = rows.filter(place=spot) if isinstance(spot, Place) else rows.filter(shop=spot)
    return found.order_by("-level", "id")
