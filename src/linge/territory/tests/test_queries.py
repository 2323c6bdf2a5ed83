from datetime import date

import pytest

from linge.territory import queries
from linge.territory.models import (
    Building,
    Division,
    Dwelling,
    Estate,
    Grid,
    Organisation,
    Place,
    Region,
    Shop,
    Unit,
)
from linge.territory.rules.kinds import EstateState, Level

from .actors import officer, staff, worker
from .factories import (
    BuildingFactory,
    DivisionFactory,
    DwellingFactory,
    EstateFactory,
    GridFactory,
    GridShapeFactory,
    OrganisationFactory,
    PlaceFactory,
    RegionFactory,
    ShopFactory,
    UnitFactory,
    centre,
    square,
)

pytestmark = pytest.mark.django_db

MODELS = (
    Building, Division, Dwelling, Estate, Grid, Organisation, Place, Region, Shop, Unit,
)  # fmt: skip


class Neighbourhood:
    """A community with one of everything in one grid, on the map's n-th square."""

    def __init__(self, n=0, community=None):
        self.community = community or RegionFactory()
        self.grid = GridFactory(community=self.community)
        self.estate = EstateFactory(community=self.community)
        self.building = BuildingFactory(estate=self.estate, grid=self.grid, point=centre(n))
        self.unit = UnitFactory(building=self.building)
        self.dwelling = DwellingFactory(unit=self.unit, building=self.building)
        self.shop = ShopFactory(building=self.building)
        self.organisation = OrganisationFactory(community=self.community, grid=self.grid)
        self.place = PlaceFactory(community=self.community, grid=self.grid)
        self.division = DivisionFactory(community=self.community, in_force=community is None)
        GridShapeFactory(division=self.division, grid=self.grid, polygon=square(n))

    def rows(self):
        return {row._meta.model: row for row in vars(self).values()}


@pytest.mark.proves("X2")
@pytest.mark.parametrize("model", MODELS)
def test_two_communities_never_see_one_another(model):
    ours, theirs = Neighbourhood(), Neighbourhood(5)
    seen = queries.visible_to(officer(ours.community), model)
    assert ours.rows()[model] in seen
    assert theirs.rows()[model] not in seen


@pytest.mark.proves("X2")
@pytest.mark.parametrize("model", [model for model in MODELS if model not in (Region, Division)])
def test_a_grid_worker_sees_the_own_grid_and_not_the_next(model):
    ours = Neighbourhood()
    next_door = Neighbourhood(1, community=ours.community)
    seen = queries.visible_to(worker(ours.grid), model)
    assert ours.rows()[model] in seen
    assert next_door.rows()[model] not in seen


def test_a_street_officer_sees_every_community_of_the_street():
    ours, theirs = Neighbourhood(), Neighbourhood(5)
    seen = queries.visible_to(staff("street_officer", ours.community.parent.path), Dwelling)
    assert {ours.dwelling, theirs.dwelling} <= set(seen)


def test_a_site_in_the_own_grid_shows_the_estate_that_rises_there():
    ours = Neighbourhood()
    site = EstateFactory(
        community=ours.community,
        state=EstateState.UNDER_CONSTRUCTION,
        planned_units=960,
        handover_on=date(2027, 6, 30),
    )
    PlaceFactory(community=ours.community, grid=ours.grid, estate=site, kind="site")
    assert site in queries.visible_to(worker(ours.grid), Estate)


def test_the_tree_opens_down_to_where_one_works_in_one_query(django_assert_num_queries):
    community = RegionFactory()
    sibling = RegionFactory()
    stranger = RegionFactory(level=Level.PROVINCE)
    with django_assert_num_queries(1):
        [province] = queries.region_tree(officer(community))
    chain = [province]
    while chain[-1].children:
        assert len(chain[-1].children) == 1
        chain.append(chain[-1].children[0])
    assert chain[-1].region == community
    assert not {sibling, stranger} & {node.region for node in chain}


def test_children_are_listed_one_level_at_a_time():
    community = RegionFactory()
    street = community.parent
    actor = staff("street_officer", street.path)
    assert list(queries.children(actor, street)) == [community]
    assert queries.children(actor, street.parent).get().has_children
    assert not queries.children(actor, community).exists()


def test_a_path_knows_its_community():
    ours = Neighbourhood()
    assert queries.community_of(ours.dwelling.path) == ours.community
    assert queries.community_of(ours.community.parent.path) is None


def test_grids_are_listed_with_what_they_hold_in_one_query(django_assert_num_queries):
    ours = Neighbourhood()
    DwellingFactory(unit=ours.unit, building=ours.building)
    DwellingFactory(unit=ours.unit, building=ours.building, use="demolished")
    ShopFactory(building=ours.building, state="closed")
    empty = GridFactory(community=ours.community)
    with django_assert_num_queries(1):
        full, bare = queries.grids(officer(ours.community))
    counts = ("dwelling_count", "building_count", "shop_count", "organisation_count")
    assert [getattr(full, count) for count in counts] == [2, 1, 1, 1]
    assert (bare, [getattr(bare, count) for count in counts]) == (empty, [0, 0, 0, 0])
    assert queries.grid_counts(ours.grid) == queries.GridCounts(2, 1, 1, 1, 1)


def test_the_load_of_a_grid_grows_when_a_site_is_handed_over():
    ours = Neighbourhood()
    Building.objects.filter(pk=ours.building.pk).update(expected_dwellings=600)
    for handover, homes in ((date(2026, 12, 31), 1280), (date(2028, 3, 31), 1720)):
        site = EstateFactory(
            community=ours.community,
            state=EstateState.UNDER_CONSTRUCTION,
            planned_units=homes,
            handover_on=handover,
        )
        PlaceFactory(community=ours.community, grid=ours.grid, estate=site, kind="site")
    days = (date(2026, 12, 30), date(2026, 12, 31), date(2028, 3, 31))
    assert [queries.grid_load(ours.grid, day) for day in days] == [600, 1880, 3600]


def test_a_point_finds_its_grid_and_the_river_has_none():
    ours = Neighbourhood(3)
    assert queries.grid_of_point(ours.community, *centre(3)) == ours.grid
    assert queries.grid_of_point(ours.community, *centre(30)) is None
    assert queries.grid_of_point(RegionFactory(), *centre(3)) is None


def test_the_map_draws_what_one_may_see():
    ours = Neighbourhood(3)
    Neighbourhood(4, community=ours.community)
    layers = queries.map_layers(worker(ours.grid), ours.community)
    [grid] = layers.grids["features"]
    assert grid["properties"]["name"] == ours.grid.name
    assert grid["geometry"] == square(3)
    [building] = layers.buildings["features"]
    assert building["geometry"] == {"type": "Point", "coordinates": centre(3)}
    assert building["properties"]["grid"] == ours.grid.pk
    assert (
        len(queries.map_layers(officer(ours.community), ours.community).buildings["features"]) == 2
    )
    assert queries.map_layers(officer(RegionFactory()), ours.community).buildings["features"] == []


def test_a_short_address_finds_its_door_and_never_one_out_of_scope():
    ours = Neighbourhood()
    key = ours.dwelling.key
    found = queries.dwelling_by_address(
        officer(ours.community), community_id=ours.community.pk, key=key
    )
    assert found.get() == ours.dwelling
    stranger = officer(RegionFactory())
    assert not queries.dwelling_by_address(
        stranger, community_id=ours.community.pk, key=key
    ).exists()
