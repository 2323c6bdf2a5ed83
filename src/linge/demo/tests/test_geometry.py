"""The placed communities: every building in its grid, grids that cover the ground without overlap."""

import pytest
from shapely import coverage_is_valid
from shapely.geometry import Point, shape

from linge.demo.geometry import base_map, placement

SLUGS = ("xingfuli", "guizishan")
A_HAND = 1.5 / 111_320  # metres as degrees: outlines are smoothed by half a metre and rounded
BUILDINGS = {
    "锦绣花园": 24, "阳光家园": 27, "翠湖苑": 16, "金桂新村": 18, "银杏里": 64, "学府雅苑": 8,
    "铁路宿舍": 31,
}  # fmt: skip
GRIDS = {
    "锦绣花园": 3, "阳光家园": 3, "翠湖苑": 2, "金桂新村": 2, "银杏里": 2, "学府雅苑": 1,
    "铁路宿舍": 1,
}  # fmt: skip
MOST_BYTES = 400_000
MOSTLY = 0.995


@pytest.mark.proves("A2")
@pytest.mark.parametrize("slug", SLUGS)
def test_grids_tile_the_community_without_overlap(slug: str) -> None:
    placed = placement(slug)
    grids = [shape(grid.polygon) for grid in placed.grids]
    assert coverage_is_valid(grids)
    assert all(grid.geom_type == "Polygon" and not grid.interiors for grid in grids)
    assert sum(grid.area for grid in grids) == pytest.approx(shape(placed.outline).area, rel=0.01)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_building_stands_in_its_grid(slug: str) -> None:
    placed = placement(slug)
    grids = {grid.number: shape(grid.polygon) for grid in placed.grids}
    for estate in placed.estates:
        for building in estate.buildings:
            grid, footprint = grids[building.grid], shape(building.footprint)
            inside = grid.intersection(footprint).area / footprint.area
            assert inside > MOSTLY, (estate.name, building.number)
            assert grid.covers(Point(building.point))


@pytest.mark.proves("A1")
def test_seven_estates_hold_188_buildings_in_14_grids() -> None:
    placed = placement("xingfuli")
    assert {one.name: len(one.buildings) for one in placed.estates} == BUILDINGS
    assert {one.name: len({b.grid for b in one.buildings}) for one in placed.estates} == GRIDS
    assert sum(BUILDINGS.values()) == 188
    assert [grid.number for grid in placed.grids] == list(range(1, 15))


def test_each_site_lies_in_one_grid_and_on_no_building() -> None:
    placed = placement("xingfuli")
    grids = {grid.number: shape(grid.polygon) for grid in placed.grids}
    homes = [shape(b.footprint) for estate in placed.estates for b in estate.buildings]
    for site in placed.sites:
        ground = shape(site.outline)
        assert grids[site.grid].buffer(A_HAND).covers(ground), site.name
        assert not any(ground.intersects(home) for home in homes), site.name


def test_fronts_and_seats_are_enough_for_every_shop_and_organisation() -> None:
    placed = placement("xingfuli")
    fronts = sum(len(b.fronts) for estate in placed.estates for b in estate.buildings)
    stalls = sum(len(place.stalls) for place in placed.places)
    assert (fronts + stalls, len(placed.seats), len(placed.sites)) == (2_224, 328, 6)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_base_map_stays_small(slug: str) -> None:
    assert len(base_map(slug)) < MOST_BYTES
