"""Communities and buildings as anybody may name them; who lives there is never part of it."""

from django.db.models import Exists, OuterRef, QuerySet

from linge.kernel.access import Actor
from linge.territory import queries as territory
from linge.territory.models import Building, Grid, Region
from linge.territory.rules.kinds import Level

BUILDING_PARENTS = ("estate", "lane", "street_front")


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


def _named(rows: QuerySet[Building]) -> QuerySet[Building]:
    named = rows.select_related(*BUILDING_PARENTS, "grid", "community")
    return named.order_by(*(f"{parent}__name" for parent in BUILDING_PARENTS), "path")
