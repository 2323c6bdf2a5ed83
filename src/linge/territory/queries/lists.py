"""The registers of places as their pages list them, each row with its counts, in one query."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from linge.kernel.access import Actor

from ..models import Building, Dwelling, Estate, Organisation, Place, Region, Shop
from ..rules.kinds import (
    AHEAD_OF_HANDOVER,
    DwellingUseKind,
    EstateState,
    OrganisationState,
    ShopState,
)
from .scope import visible_to

OPEN_DWELLINGS = Dwelling.objects.exclude(use=DwellingUseKind.DEMOLISHED)
OPEN_SHOPS = Shop.objects.exclude(state=ShopState.CLOSED)
OPEN_ORGANISATIONS = Organisation.objects.exclude(state=OrganisationState.DISSOLVED)
OPEN_PLACES = Place.objects.filter(closed_on=None)


def estates(actor: Actor) -> QuerySet[Estate]:
    """Estates not demolished, with ``building_count`` and ``home_count`` (expected homes)."""
    buildings = Building.objects.filter(estate=OuterRef("pk")).order_by().values("estate")
    return (
        visible_to(actor, Estate)
        .exclude(state=EstateState.DEMOLISHED)
        .select_related("community", "manager")
        .annotate(
            building_count=_number(buildings.annotate(n=Count("pk"))),
            home_count=_number(buildings.annotate(n=Sum("expected_dwellings"))),
        )
    )


def handovers(actor: Actor) -> QuerySet[Estate]:
    """Estates still to be handed over (在建交付)."""
    return estates(actor).filter(state__in=AHEAD_OF_HANDOVER)


def buildings(actor: Actor) -> QuerySet[Building]:
    """Buildings with ``dwelling_count`` (doors on record)."""
    doors = OPEN_DWELLINGS.filter(building=OuterRef("pk")).order_by().values("building")
    return (
        visible_to(actor, Building)
        .select_related("community", "estate", "lane", "street_front", "grid")
        .annotate(dwelling_count=_number(doors.annotate(n=Count("pk"))))
    )


def organisations(actor: Actor) -> QuerySet[Organisation]:
    """Organisations not dissolved."""
    rows = visible_to(actor, Organisation).exclude(state=OrganisationState.DISSOLVED)
    return rows.select_related("community", "grid", "building")


def shops(actor: Actor) -> QuerySet[Shop]:
    """Shop fronts that still exist."""
    rows = visible_to(actor, Shop).exclude(state=ShopState.CLOSED)
    return rows.select_related(
        "community",
        "grid",
        "place",
        *(f"building__{parent}" for parent in ("estate", "lane", "street_front")),
    )


def places(actor: Actor) -> QuerySet[Place]:
    """Places people go to or must mind, those that are still there."""
    rows = visible_to(actor, Place).filter(closed_on=None)
    return rows.select_related("community", "grid", "estate")


def contents_of(buildings: Collection[int]) -> dict[str, set[int]]:
    """The shops and organisations in some buildings, by kind: where a building goes, they go."""
    return {
        "shop": set(OPEN_SHOPS.filter(building__in=buildings).values_list("pk", flat=True)),
        "organisation": set(
            OPEN_ORGANISATIONS.filter(building__in=buildings).values_list("pk", flat=True)
        ),
    }


def buildings_of_contents(community: Region) -> dict[tuple[str, int], int]:
    """The building of each shop and organisation of a community that stands in one, by its key."""
    found: dict[str, QuerySet[Any]] = {
        "shop": OPEN_SHOPS,
        "organisation": OPEN_ORGANISATIONS,
    }
    return {
        (kind, pk): building
        for kind, rows in found.items()
        for pk, building in rows.filter(community=community, building__isnull=False).values_list(
            "pk", "building"
        )
    }


def _number(counted: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), Value(0))
