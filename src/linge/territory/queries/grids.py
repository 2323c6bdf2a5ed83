"""Grids with what they hold, and the grid a point lies in."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from linge.kernel.access import Actor
from linge.kernel.clock import today

from ..models import (
    Building,
    Division,
    Grid,
    GridMember,
    GridShape,
    Region,
    Unit,
)
from ..rules import geometry
from ..rules.kinds import DwellingUseKind
from .divisions import division_on
from .lists import OPEN_DWELLINGS, OPEN_ORGANISATIONS, OPEN_PLACES, OPEN_SHOPS
from .scope import visible_to


@dataclass(frozen=True, slots=True)
class GridCounts:
    """How much a grid holds today."""

    dwellings: int
    buildings: int
    shops: int
    organisations: int
    places: int


def grids(actor: Actor) -> QuerySet[Grid]:
    """The open grids the actor may see, each with what it holds, in one query.

    Columns added: ``dwelling_count``, ``building_count``, ``shop_count``, ``organisation_count``.
    """
    return (
        visible_to(actor, Grid)
        .filter(until__isnull=True)
        .select_related("community")
        .annotate(
            dwelling_count=_count(OPEN_DWELLINGS.all()),
            building_count=_count(Building.objects.all()),
            shop_count=_count(OPEN_SHOPS.all()),
            organisation_count=_count(OPEN_ORGANISATIONS.all()),
        )
        .order_by("community__path", "code")
    )


def grid_counts(grid: Grid) -> GridCounts:
    """What one grid holds today."""
    return GridCounts(
        dwellings=OPEN_DWELLINGS.filter(grid=grid).count(),
        buildings=Building.objects.filter(grid=grid).count(),
        shops=OPEN_SHOPS.filter(grid=grid).count(),
        organisations=OPEN_ORGANISATIONS.filter(grid=grid).count(),
        places=OPEN_PLACES.filter(grid=grid).count(),
    )


def members_of(grid: Grid) -> dict[str, QuerySet[Any]]:
    """What lies in a grid today, kind by kind, in the order of addresses."""
    return {
        "buildings": Building.objects.filter(grid=grid)
        .select_related("estate", "lane", "street_front")
        .order_by("path"),
        "shops": OPEN_SHOPS.filter(grid=grid).select_related("building").order_by("path"),
        "organisations": OPEN_ORGANISATIONS.filter(grid=grid).order_by("name"),
        "places": OPEN_PLACES.filter(grid=grid).select_related("estate").order_by("name"),
    }


def grid_history(grid: Grid) -> QuerySet[Division]:
    """The divisions that gave this grid its members, the latest first, with how many homes."""
    homes = (
        GridMember.objects.filter(division=OuterRef("pk"), grid=grid, building__isnull=False)
        .order_by()
        .values("division")
        .annotate(homes=Sum("building__expected_dwellings"))
        .values("homes")
    )
    return (
        Division.objects.filter(members__grid=grid, applied_at__isnull=False)
        .distinct()
        .annotate(homes=Coalesce(Subquery(homes), 0))
        .order_by("-since")
    )


def grid_of_point(
    community: Region, lon: float, lat: float, day: date | None = None
) -> Grid | None:
    """The grid a point (WGS-84) lies in on a day, today by default; nothing outside all grids."""
    division = division_on(community, day or today())
    if division is None:
        return None
    rows = GridShape.objects.filter(division=division).select_related("grid")
    shapes = {row.grid: row.polygon for row in rows.order_by("grid__code")}
    return geometry.home_of_point(shapes, lon, lat)


def units_of(building: Building, actor: Actor) -> QuerySet[Unit]:
    """The staircases of a building the actor may see, with ``dwelling_count``."""
    doors = Count("dwellings", filter=~Q(dwellings__use=DwellingUseKind.DEMOLISHED))
    rows = visible_to(actor, Unit).filter(building=building).select_related("grid")
    return rows.annotate(dwelling_count=doors).order_by("path")


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.filter(grid=OuterRef("pk")).order_by().values("grid").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), Value(0))
