"""Communities and buildings as anybody may name them; who lives there is never part of it."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from linge.kernel.access import Actor
from linge.registry.rules import addresses
from linge.registry.rules.addresses import Address
from linge.territory import queries as territory
from linge.territory.models import Building, Dwelling, Grid, Region
from linge.territory.rules.kinds import Level

BUILDING_PARENTS = ("estate", "lane", "street_front")
PARENTS = tuple(f"building__{parent}" for parent in BUILDING_PARENTS)
FEW = 5
GROUND = "cases_portal:ground"


def open_communities() -> QuerySet[Region]:
    """The communities that take reports: those with grids."""
    gridded = Grid.objects.filter(community=OuterRef("pk"), until__isnull=True)
    rows = Region.objects.filter(Exists(gridded), level=Level.COMMUNITY, until__isnull=True)
    return rows.order_by("code")


def buildings_in(community: Region) -> QuerySet[Building]:
    """The buildings of a community, for the address of a report."""
    return _named(Building.objects.filter(community=community))


def buildings_for(actor: Actor) -> QuerySet[Building]:
    """The buildings an actor may name when writing down a report."""
    return _named(territory.visible_to(actor, Building))


@dataclass(frozen=True, slots=True)
class Found:
    """A place an address means: its building, its grid, and how it is written in full."""

    building: Building
    grid: Grid | None
    text: str


@dataclass(frozen=True, slots=True)
class Ground:
    """The map a place can be picked on: where its drawing is, and west, south, east, north."""

    base: str
    around: tuple[float, ...]


def ground_of(community: Region) -> Ground | None:
    """The map of a community; none where no grid is drawn."""
    around = territory.extent(community)
    if around is None:
        return None
    drawn = territory.base_map(community).exists()
    return Ground(reverse(GROUND, args=[community.code]) if drawn else "", around)


def grids_of(community: Region) -> QuerySet[Grid]:
    """The grids of a community today, by code."""
    return Grid.objects.filter(community=community, until__isnull=True).order_by("code")


def places_at(actor: Actor, community: Region, text: str) -> list[Found] | None:
    """What a written address may mean in a community, at most a few; None when it isn't one.

    A door leads to the grid of its staircase, a building to its own.
    """
    address = addresses.parse(text)
    if address is None or not address.building:
        return None
    buildings = _of_estate(buildings_for(actor).filter(community=community), address)
    buildings = buildings.filter(number_key=address.building)
    if not address.room:
        return [_found(row) for row in buildings[:FEW]]
    doors = Dwelling.objects.filter(building__in=buildings, room=address.room)
    doors = doors.filter(unit__number=address.unit) if address.unit else doors
    homes = territory.with_address(doors).select_related("grid", "building__grid", *PARENTS)
    return [_found(home.building, home) for home in homes.order_by("path")[:FEW]]


def _of_estate(rows: QuerySet[Building], address: Address) -> QuerySet[Building]:
    """Only the buildings of the estate, lane or street that was written, if one was."""
    if not address.estate:
        return rows
    named = (Q(**{f"{parent}__name__contains": address.estate}) for parent in BUILDING_PARENTS)
    return rows.filter(reduce(or_, named))


def _found(building: Building, home: Dwelling | None = None) -> Found:
    if home is None:
        return Found(building, building.grid, territory.building_text(building))
    return Found(building, home.grid or building.grid, territory.address_text(home))


def _named(rows: QuerySet[Building]) -> QuerySet[Building]:
    named = rows.select_related(*BUILDING_PARENTS, "grid", "community")
    return named.order_by(*(f"{parent}__name" for parent in BUILDING_PARENTS), "path")
