"""A community with homes to import people into, and who imports them."""

import pytest

from linge.territory.tests import actors
from linge.territory.tests.factories import (
    BuildingFactory,
    DwellingFactory,
    EstateFactory,
    RegionFactory,
    UnitFactory,
)

from . import messy

BUILDINGS, UNITS, FLOORS, DOORS = ("3", "5"), ("1", "2"), range(1, 16), (1, 2)


@pytest.fixture
def community(db):
    """幸福里 with one estate of two buildings; 桂子苑 lies in the community beside it."""
    here = RegionFactory(name="幸福里社区")
    estate = EstateFactory(community=here, name="锦绣花园", aliases=["锦绣"])
    for number in BUILDINGS:
        building = BuildingFactory(estate=estate, number=number)
        for name in UNITS:
            unit = UnitFactory(building=building, number=name)
            for floor in FLOORS:
                for door in DOORS:
                    DwellingFactory(unit=unit, floor=floor, room=f"{floor}{door:02}")
    there = RegionFactory(name="桂子山社区", parent=here.parent)
    EstateFactory(community=there, name="桂子苑")
    return here


@pytest.fixture
def places():
    return [
        messy.Place("锦绣花园", building, unit, f"{floor}{door:02}")
        for building in BUILDINGS
        for unit in UNITS
        for floor in FLOORS
        for door in DOORS
    ]


@pytest.fixture
def officer(community):
    return actors.officer(community)


@pytest.fixture
def leader(community):
    return actors.leader(community)
