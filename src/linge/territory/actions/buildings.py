"""Raising buildings and correcting doors: building, unit, dwelling."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused

from .. import permissions
from ..models import AddressAlias, Building, Dwelling, Estate, Grid, Lane, StreetFront, Unit
from ..rules import addresses, paths
from ..rules.kinds import AliasSource, DwellingUseKind
from .paths import count_children, take_path
from .rows import keep, keep_all
from .seats import seat

Parent = Estate | Lane | StreetFront
MOST_HOMES = 5_000


@dataclass(frozen=True, slots=True)
class Plan:
    """How a building is divided: units × floors × homes on a floor; no units: homes hang on it."""

    units: int = 1
    floors: int = 1
    homes: int = 1
    lifts: int = 0

    @property
    def dwellings(self) -> int:
        return max(self.units, 1) * self.floors * self.homes


@transaction.atomic
def raise_building(
    parent: Parent,
    *,
    by: Actor,
    number: str,
    plan: Plan,
    grid: Grid | None = None,
    **facts: Any,
) -> Building:
    """Add a building with its units and dwellings, a handful of statements however many homes.

    ``facts`` are further columns of the building. The expected dwellings are those of the plan
    unless the survey says otherwise. Refuses with ``territory.plan_size``.
    """
    permissions.require(by, permissions.CHANGE, parent)
    _plan_is_buildable(plan)
    building = Building(
        community=parent.community,
        grid=grid,
        number=number.strip(),
        number_key=addresses.number_key(number),
        path=take_path(parent.path),
        **{_parent_field(parent): parent, "floors_up": plan.floors},
        **{"expected_dwellings": plan.dwellings, **facts},
    )
    keep(building)
    _furnish(building, plan)
    seat([building])
    record(by, "territory.raise_building", building, dwellings=plan.dwellings)
    return building


@transaction.atomic
def add_unit(building: Building, *, by: Actor, number: str, lifts: int = 0) -> Unit:
    """Add a staircase (单元) to a building."""
    permissions.require(by, permissions.CHANGE, building)
    unit = keep(
        Unit(
            building=building,
            community=building.community,
            grid=building.grid,
            number=addresses.number_key(number),
            lifts=lifts,
            path=take_path(building.path),
        )
    )
    record(by, "territory.add_unit", unit)
    return unit


@transaction.atomic
def add_dwelling(
    building: Building,
    *,
    by: Actor,
    floor: int,
    room: str,
    unit: Unit | None = None,
    area_m2: Decimal | None = None,
    use: str = DwellingUseKind.OWN_USE,
) -> Dwelling:
    """Add one door to a building. It lies in the grid of its unit, or of its building."""
    permissions.require(by, permissions.CHANGE, building)
    under = unit.path if unit else building.path + paths.NO_UNIT
    dwelling = keep(
        Dwelling(
            **_place_of(building, unit),
            floor=floor,
            room=room.strip().upper(),
            area_m2=area_m2,
            use=use,
            key=addresses.short_key(building.number, unit.number if unit else "", room),
            path=take_path(under),
        )
    )
    record(by, "territory.add_dwelling", dwelling)
    return dwelling


@transaction.atomic
def remove_dwelling(dwelling: Dwelling, *, by: Actor) -> None:
    """Take back a door added by mistake. One that anything refers to can only be demolished."""
    permissions.require(by, permissions.CHANGE, dwelling)
    record(by, "territory.remove_dwelling", dwelling, key=dwelling.key)
    dwelling.delete()


@transaction.atomic
def renumber_building(building: Building, *, by: Actor, number: str) -> Building:
    """Give a building another number; the short addresses of its dwellings follow."""
    permissions.require(by, permissions.CHANGE, building)
    before, building.number = building.number, number.strip()
    building.number_key = addresses.number_key(number)
    keep(building)
    doors = list(building.dwellings.select_related("unit"))
    for door in doors:
        stair = door.unit.number if door.unit else ""
        door.key = addresses.short_key(building.number, stair, door.room)
    Dwelling.objects.bulk_update(doors, ["key"], batch_size=500)
    record(by, "territory.renumber_building", building, number=[before, building.number])
    return building


@transaction.atomic
def name_address(
    dwelling: Dwelling, *, by: Actor, text: str, source: str = AliasSource.COLLOQUIAL
) -> AddressAlias:
    """Note another way of writing an address; refuses a text that means another dwelling."""
    permissions.require(by, permissions.SURVEY, dwelling)
    alias = keep(
        AddressAlias(
            community=dwelling.community,
            dwelling=dwelling,
            text=text.strip(),
            text_key=addresses.text_key(text),
            source=source,
        )
    )
    record(by, "territory.name_address", dwelling)
    return alias


def _plan_is_buildable(plan: Plan) -> None:
    if not 0 <= plan.dwellings <= MOST_HOMES:
        raise Refused(
            "territory.plan_size",
            str(_("一栋楼最多登记%(most)s户，请核对单元、楼层和每层户数。") % {"most": MOST_HOMES}),
            "homes",
        )


def _parent_field(parent: Parent) -> str:
    return {Estate: "estate", Lane: "lane", StreetFront: "street_front"}[type(parent)]


def _place_of(building: Building, unit: Unit | None) -> dict[str, Any]:
    """The columns by which a dwelling of this building and unit is found."""
    return {
        "community_id": building.community_id,
        "estate_id": building.estate_id,
        "grid_id": unit.grid_id if unit else building.grid_id,
        "building": building,
        "unit": unit,
    }


def _furnish(building: Building, plan: Plan) -> None:
    """Fill a new building with the units and dwellings of its plan."""
    units: list[Unit | None] = [*_units(building, plan)] or [None]
    doors = [door for unit in units for door in _doors(building, unit, plan)]
    keep_all(Dwelling, doors)
    counts = {building.path: plan.units}
    counts |= {_stair(building, unit): plan.floors * plan.homes for unit in units}
    count_children(counts)


def _units(building: Building, plan: Plan) -> list[Unit]:
    if not plan.units:
        return []
    return keep_all(
        Unit,
        (
            Unit(
                building=building,
                community_id=building.community_id,
                grid_id=building.grid_id,
                number=str(number),
                lifts=plan.lifts,
                path=paths.child(building.path, number),
            )
            for number in range(1, plan.units + 1)
        ),
    )


def _doors(building: Building, unit: Unit | None, plan: Plan) -> list[Dwelling]:
    doors: list[Dwelling] = []
    for floor in range(1, plan.floors + 1):
        for position in range(1, plan.homes + 1):
            room = addresses.room_number(floor, position)
            doors.append(
                Dwelling(
                    **_place_of(building, unit),
                    floor=floor,
                    room=room,
                    key=addresses.short_key(building.number, unit.number if unit else "", room),
                    path=paths.child(_stair(building, unit), len(doors) + 1),
                )
            )
    return doors


def _stair(building: Building, unit: Unit | None) -> str:
    """The path dwellings hang on: their unit's, or the building's place for “no unit”."""
    return str(unit.path) if unit else f"{building.path}{paths.NO_UNIT}"
