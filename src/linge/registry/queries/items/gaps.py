"""Which rows miss what: the list behind each figure, from the rows that were counted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from linge.kernel.access import Actor
from linge.territory.models import Building, Grid, Region
from linge.territory.queries import WITH_ADDRESS
from linge.territory.queries import visible_to as territory_visible_to
from linge.territory.rules.kinds import DwellingUseKind

from ...models import Household, Residency, Visit
from ...rules.items import ITEMS_OF, Clear, Item
from ...rules.kinds import Outcome
from ..boards import PARENTS
from ..homes import dwellings
from . import asking
from .counting import place_states, question
from .states import EMPTY, STALE, Asked

Rows = QuerySet[Any, Any]
STATES = {"empty": EMPTY, "stale": STALE}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Where to look: any of a grid, an estate, a building; None everywhere."""

    grid: int | None = None
    estate: int | None = None
    building: int | None = None


def lacking(
    actor: Actor,
    community: Region,
    item: Item,
    state: str,
    *,
    where: Narrowed | None = None,
    day: date | None = None,
) -> Rows:
    """The rows whose item group is ``empty`` or ``stale``, with what their list shows."""
    asked, where = question(actor, community, day), where or Narrowed()
    if item == Item.A4:
        return _grids(asked, STATES[state], where)
    rows = SOURCES[item](asked).filter(**{item.value: STATES[state]})
    return _narrowed(rows, item, where)


def _homes(asked: Asked) -> Rows:
    return asking.homes(asked).select_related(*WITH_ADDRESS, "grid")


def _people(asked: Asked) -> Rows:
    named = (f"dwelling__{name}" for name in WITH_ADDRESS)
    return asking.people(asked).select_related("person", "dwelling__grid", *named)


def _buildings(asked: Asked) -> Rows:
    return asking.buildings(asked).select_related(*PARENTS, "grid")


def _shops(asked: Asked) -> Rows:
    named = (f"building__{name}" for name in PARENTS)
    return asking.shops(asked).select_related("grid", "place", *named)


def _organisations(asked: Asked) -> Rows:
    return asking.organisations(asked).select_related("grid")


SOURCES: Mapping[Item, Callable[[Asked], Rows]] = {
    **dict.fromkeys(ITEMS_OF[Clear.HOUSEHOLD], _homes),
    **dict.fromkeys(ITEMS_OF[Clear.CATEGORIES], _people),
    Item.A1: _buildings,
    Item.A2: _shops,
    Item.A3: _organisations,
}


def _narrowed(rows: Rows, item: Item, where: Narrowed) -> Rows:
    building = "pk" if item == Item.A1 else "building"
    estate = "estate"
    if item in ITEMS_OF[Clear.CATEGORIES]:
        estate = "dwelling__building__estate"
    elif item != Item.A1:
        estate = "building__estate"
    asked = {"grid": where.grid, building: where.building, estate: where.estate}
    return rows.filter(**{name: key for name, key in asked.items() if key is not None})


def _grids(asked: Asked, state: int, where: Narrowed) -> Rows:
    states = place_states(asked)
    found = [key for key, held in states.items() if held == state]
    rows = territory_visible_to(asked.actor, Grid).filter(pk__in=found)
    return rows.filter(pk=where.grid) if where.grid else rows


def unrecorded(actor: Actor, community: Region) -> Rows:
    """Homes on file of which nothing is on record: nobody lives there, nobody ever called."""
    home = OuterRef("pk")
    return dwellings(actor).filter(
        ~Exists(Residency.objects.filter(dwelling=home)),
        ~Exists(Household.objects.filter(dwelling=home)),
        ~Exists(Visit.objects.filter(dwelling=home, voided_at=None)),
        community=community,
    )


def unproved(actor: Actor, community: Region) -> Rows:
    """Homes called vacant or non-residential by a visit whose evidence nobody has accepted."""
    waiting = Visit.objects.filter(
        dwelling=OuterRef("pk"), outcome=Outcome.VACANT, approved_at=None, voided_at=None
    )
    bare = Visit.objects.filter(
        dwelling=OuterRef("pk"),
        outcome__in=(Outcome.VACANT, Outcome.NONRESIDENTIAL),
        evidence=[],
        voided_at=None,
    )
    rows = dwellings(actor).filter(community=community)
    return rows.filter(Exists(waiting) | Exists(bare))


def too_low(actor: Actor, community: Region) -> QuerySet[Building]:
    """Buildings with more homes on file than their survey expects (`expected_too_low`)."""
    on_file = Count("dwellings", filter=~Q(dwellings__use=DwellingUseKind.DEMOLISHED))
    rows = territory_visible_to(actor, Building).filter(community=community)
    return (
        rows.annotate(rows_total=on_file)
        .filter(rows_total__gt=F("expected_dwellings"))
        .select_related(*PARENTS, "grid")
    )
