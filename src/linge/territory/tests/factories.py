"""Places for tests, straight into the tables: fast, and valid by the tables' own constraints."""

from datetime import date

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from linge.territory.actions.paths import take_path
from linge.territory.models import (
    Building,
    Division,
    Dwelling,
    Estate,
    Grid,
    GridShape,
    GridSizeRule,
    Organisation,
    Place,
    Region,
    Shop,
    Unit,
)
from linge.territory.rules import addresses, codes, paths
from linge.territory.rules.kinds import CODE_DIGITS, DivisionState, Level

SINCE = date(2025, 1, 1)
WEST, SOUTH, SIDE = 121.485, 31.233, 0.001


def square(column: int, row: int = 0) -> dict:
    """A square outline about a hundred metres wide; neighbours touch."""
    west, south = WEST + column * SIDE, SOUTH + row * SIDE
    east, north = west + SIDE, south + SIDE
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def centre(column: int, row: int = 0) -> list[float]:
    """A point in the middle of ``square(column, row)``."""
    return [WEST + (column + 0.5) * SIDE, SOUTH + (row + 0.5) * SIDE]


class RegionFactory(DjangoModelFactory):
    """A division of any level; the levels above it are made when no parent is given."""

    class Meta:
        model = Region

    class Params:
        serial = factory.Sequence(lambda n: n + 1)

    level = Level.COMMUNITY
    parent = factory.LazyAttribute(lambda me: _parent(me.level))
    code = factory.LazyAttribute(lambda me: _code(me.level, me.parent, me.serial))
    name = factory.LazyAttribute(lambda me: f"第{me.serial}{Level(me.level).label[-2:]}")
    since = SINCE
    path = factory.LazyAttribute(lambda me: take_path(me.parent.path if me.parent else ""))


def _parent(level: str) -> Region | None:
    above = codes.parent_level(Level(level))
    if above is None:
        return None
    return Region.objects.filter(level=above).first() or RegionFactory(level=above)


def _code(level: str, parent: Region | None, serial: int) -> str:
    start = parent.code if parent else ""
    digits = CODE_DIGITS[Level(level)] - len(start)
    return start + str(serial % 10**digits or 1).zfill(digits)


class EstateFactory(DjangoModelFactory):
    class Meta:
        model = Estate

    community = factory.SubFactory(RegionFactory)
    name = factory.Sequence(lambda n: f"锦绣花园{n + 1}期")
    path = factory.LazyAttribute(lambda me: take_path(me.community.path))


class GridFactory(DjangoModelFactory):
    class Meta:
        model = Grid

    community = factory.SubFactory(RegionFactory)
    code = factory.Sequence(lambda n: f"{n + 1:02d}")
    name = factory.LazyAttribute(lambda me: f"第{int(me.code)}网格")
    since = SINCE


class BuildingFactory(DjangoModelFactory):
    class Meta:
        model = Building

    estate = factory.SubFactory(EstateFactory)
    community = factory.LazyAttribute(lambda me: me.estate.community)
    number = factory.Sequence(lambda n: str(n + 1))
    number_key = factory.LazyAttribute(lambda me: addresses.number_key(me.number))
    floors_up = 6
    path = factory.LazyAttribute(lambda me: take_path(me.estate.path))


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    building = factory.SubFactory(BuildingFactory)
    community = factory.LazyAttribute(lambda me: me.building.community)
    grid = factory.LazyAttribute(lambda me: me.building.grid)
    number = factory.Sequence(lambda n: str(n + 1))
    path = factory.LazyAttribute(lambda me: take_path(me.building.path))


class DwellingFactory(DjangoModelFactory):
    """A home in a unit; pass ``unit`` or ``building``, or neither for a new building."""

    class Meta:
        model = Dwelling

    unit = factory.Maybe("building", None, factory.SubFactory(UnitFactory))
    building = None
    floor = 5
    room = factory.Sequence(lambda n: str(501 + n))

    @classmethod
    def _create(cls, model_class, *args, **facts):
        unit = facts.get("unit")
        building = facts["building"] = facts["building"] or unit.building
        stair = unit.path if unit else building.path + paths.NO_UNIT
        number = unit.number if unit else ""
        facts = {
            "community": building.community,
            "estate": building.estate,
            "grid": unit.grid if unit else building.grid,
            "key": addresses.short_key(building.number, number, facts["room"]),
            "path": take_path(stair),
            **facts,
        }
        return super()._create(model_class, *args, **facts)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    community = factory.SubFactory(RegionFactory)
    name = factory.Sequence(lambda n: f"示范单位{n + 1}")
    kind = "enterprise"
    path = factory.LazyAttribute(lambda me: take_path(me.community.path))


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = Place

    community = factory.SubFactory(RegionFactory)
    name = factory.Sequence(lambda n: f"示范公园{n + 1}")
    kind = "park"
    path = factory.LazyAttribute(lambda me: take_path(me.community.path))


class ShopFactory(DjangoModelFactory):
    class Meta:
        model = Shop

    building = factory.SubFactory(BuildingFactory)
    community = factory.LazyAttribute(lambda me: me.building.community)
    grid = factory.LazyAttribute(lambda me: me.building.grid)
    name = factory.Sequence(lambda n: f"便民店{n + 1}")
    front_no = factory.Sequence(lambda n: str(n + 1))
    path = factory.LazyAttribute(lambda me: take_path(me.building.path))


class DivisionFactory(DjangoModelFactory):
    """A draft by default; ``in_force=True`` for one that holds since ``since``."""

    class Meta:
        model = Division

    class Params:
        in_force = factory.Trait(
            state=DivisionState.IN_FORCE,
            approved_at=factory.LazyFunction(timezone.now),
            applied_at=factory.LazyFunction(timezone.now),
        )

    community = factory.SubFactory(RegionFactory)
    since = SINCE
    drafted_at = factory.LazyFunction(timezone.now)


class GridShapeFactory(DjangoModelFactory):
    class Meta:
        model = GridShape

    division = factory.SubFactory(DivisionFactory)
    grid = factory.LazyAttribute(lambda me: GridFactory(community=me.division.community))
    polygon = factory.Sequence(lambda n: square(n))


class GridSizeRuleFactory(DjangoModelFactory):
    class Meta:
        model = GridSizeRule

    region = factory.SubFactory(RegionFactory)
    minimum = 1000
    since = SINCE
