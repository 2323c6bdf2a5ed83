"""幸福里 in small, to import people into: one estate, two buildings, 120 homes."""

from linge.territory.tests.factories import (
    BuildingFactory,
    DwellingFactory,
    EstateFactory,
    RegionFactory,
    UnitFactory,
)

from .messy import Place

ESTATE = "锦绣花园"
PLACES = [
    Place(ESTATE, building, unit, f"{floor}{door:02}")
    for building in ("3", "5")
    for unit in ("1", "2")
    for floor in range(1, 16)
    for door in (1, 2)
]


def make_community():
    """The community with its homes; 桂子苑 lies in the community beside it."""
    here = RegionFactory(name="幸福里社区")
    estate = EstateFactory(community=here, name=ESTATE, aliases=["锦绣"])
    for number in ("3", "5"):
        building = BuildingFactory(estate=estate, number=number)
        for name in ("1", "2"):
            unit = UnitFactory(building=building, number=name)
            for place in PLACES:
                if (place.building, place.unit) == (number, name):
                    DwellingFactory(unit=unit, floor=int(place.room[:-2]), room=place.room)
    there = RegionFactory(name="桂子山社区", parent=here.parent)
    EstateFactory(community=there, name="桂子苑")
    return here
