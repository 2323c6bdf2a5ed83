from datetime import date

import pytest

from linge.kernel.refusals import Outside, Refused
from linge.territory import actions, jobs, queries
from linge.territory.models import Dwelling, Shop, Unit
from linge.territory.rules.divisions import stops
from linge.territory.rules.kinds import DivisionState

from .actors import leader, officer, staff, worker
from .factories import (
    BuildingFactory,
    DwellingFactory,
    GridFactory,
    GridSizeRuleFactory,
    OrganisationFactory,
    RegionFactory,
    ShopFactory,
    UnitFactory,
    square,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _summer(at):
    at("2026-06-15 09:00")


@pytest.fixture
def community():
    return RegionFactory(name="幸福里社区")


@pytest.fixture
def grids(community):
    return [GridFactory(community=community, code=code) for code in ("01", "02")]


@pytest.fixture
def buildings(community):
    return [
        BuildingFactory(estate__community=community, number=number, expected_dwellings=10)
        for number in ("1", "2")
    ]


def drawn(community, grids, buildings, **more):
    """A draft that puts each building in the grid of its place."""
    by = officer(community)
    division = actions.draft_division(community, by=by, **more)
    actions.draw(division, by=by, shapes={grid: square(n) for n, grid in enumerate(grids)})
    for grid, building in zip(grids, buildings, strict=True):
        actions.assign(division, by=by, grid=grid, buildings=[building.pk])
    return division


def test_a_published_division_tells_every_row_its_grid(community, grids, buildings):
    door = DwellingFactory(building=buildings[0], unit=UnitFactory(building=buildings[0]))
    shop = ShopFactory(building=buildings[1])
    division = drawn(community, grids, buildings)
    actions.publish_division(division, by=leader(community))
    assert [row.grid for row in Dwelling.objects.all()] == [grids[0]]
    assert Unit.objects.get(pk=door.unit_id).grid == grids[0]
    assert Shop.objects.get(pk=shop.pk).grid == grids[1]
    division.refresh_from_db()
    assert division.state == DivisionState.IN_FORCE and division.applied_at is not None


def test_a_building_split_by_units_lies_in_two_grids(community, grids, buildings):
    doors = [DwellingFactory(unit=UnitFactory(building=buildings[0])) for _ in range(2)]
    division = drawn(community, grids, buildings)
    for grid, door in zip(grids, doors, strict=True):
        actions.assign(division, by=officer(community), grid=grid, units=[door.unit_id])
    actions.publish_division(division, by=leader(community))
    buildings[0].refresh_from_db()
    assert buildings[0].grid is None
    assert [Dwelling.objects.get(pk=door.pk).grid for door in doors] == grids
    assert buildings[0] in queries.visible_to(worker(grids[0]), type(buildings[0]))
    assert buildings[0] in queries.visible_to(worker(grids[1]), type(buildings[0]))


def test_publishing_is_refused_while_a_building_has_no_grid(community, grids, buildings):
    division = drawn(community, grids[:1], buildings[:1])
    with pytest.raises(Refused, match="territory.division_faults") as refusal:
        actions.publish_division(division, by=leader(community))
    assert "2号楼还没有划入网格" in refusal.value.message
    assert len(stops(refusal.value.facts["remarks"])) == 1


def test_an_organisation_outside_buildings_needs_a_grid_too(community, grids, buildings):
    OrganisationFactory(community=community, name="示范小学")
    division = drawn(community, grids, buildings)
    with pytest.raises(Refused, match="示范小学还没有划入网格"):
        actions.publish_division(division, by=leader(community))


def test_a_size_outside_the_rule_needs_a_reason(community, grids, buildings):
    GridSizeRuleFactory(region=community.parent, minimum=1)
    GridSizeRuleFactory(region=community, minimum=1000)
    division = drawn(community, grids, buildings)
    with pytest.raises(Refused, match="territory.reason_needed") as refusal:
        actions.publish_division(division, by=leader(community))
    assert refusal.value.field == "exception_reason"
    actions.publish_division(division, by=leader(community), exception_reason="沿江地块待交付")
    assert queries.division_on(community, date(2026, 6, 15)) == division


def test_a_new_division_ends_the_old_one_and_history_stays(community, grids, buildings, at):
    first = drawn(community, grids, buildings)
    actions.publish_division(first, by=leader(community))
    at("2026-07-01 09:00")
    second = actions.draft_division(community, by=officer(community))
    actions.assign(second, by=officer(community), grid=grids[0], buildings=[buildings[1].pk])
    actions.publish_division(second, by=leader(community))
    first.refresh_from_db()
    assert (first.state, first.until) == (DivisionState.SUPERSEDED, date(2026, 7, 1))
    assert queries.division_on(community, date(2026, 6, 30)) == first
    assert queries.division_on(community, date(2026, 7, 1)) == second
    assert [row.homes for row in queries.grid_history(grids[0])] == [20, 10]
    buildings[1].refresh_from_db()
    assert buildings[1].grid == grids[0]


def test_a_division_of_next_month_waits_for_its_morning(community, grids, buildings, at):
    division = drawn(community, grids, buildings, since=date(2026, 7, 1))
    actions.publish_division(division, by=leader(community))
    buildings[0].refresh_from_db()
    assert buildings[0].grid is None
    assert jobs.begin_divisions() == 0
    at("2026-07-01 00:05")
    assert jobs.begin_divisions() == 1
    assert jobs.begin_divisions() == 0
    buildings[0].refresh_from_db()
    assert buildings[0].grid == grids[0]


def test_a_first_day_in_the_past_is_for_loading_history_only(community, grids, buildings):
    division = drawn(community, grids, buildings, since=date(2025, 1, 1))
    with pytest.raises(Refused, match="territory.in_the_past"):
        actions.publish_division(division, by=leader(community))
    with pytest.raises(Refused, match="access"):
        actions.publish_division(division, by=leader(community), history=True)


def test_the_second_of_two_leaders_reads_that_somebody_was_first(community, grids, buildings):
    division = drawn(community, grids, buildings)
    stale = queries.visible_to(leader(community), type(division)).get()
    actions.publish_division(division, by=leader(community))
    with pytest.raises(Refused, match=r"territory\.(before_current|moved_on)"):
        actions.publish_division(stale, by=leader(community))


def test_a_published_division_is_not_drawn_any_more(community, grids, buildings):
    division = drawn(community, grids, buildings)
    actions.publish_division(division, by=leader(community))
    with pytest.raises(Refused, match="territory.not_a_draft"):
        actions.draw(division, by=officer(community), shapes={grids[0]: square(5)})


def test_the_officer_drafts_and_the_leader_publishes(community, grids, buildings):
    division = drawn(community, grids, buildings)
    with pytest.raises(Refused, match="access.no_capability"):
        actions.publish_division(division, by=officer(community))
    with pytest.raises(Refused):
        actions.draft_division(community, by=worker(grids[0]))
    with pytest.raises(Outside):
        actions.publish_division(division, by=leader(RegionFactory()))


def test_a_withdrawn_draft_stays_to_be_read(community, grids, buildings):
    division = drawn(community, grids, buildings)
    actions.submit_division(division, by=officer(community))
    actions.withdraw_division(division, by=officer(community))
    assert division.state == DivisionState.WITHDRAWN
    with pytest.raises(Refused, match="territory.moved_on"):
        actions.submit_division(division, by=officer(community))


def test_a_draft_begins_as_a_copy_of_the_division_in_force(community, grids, buildings, at):
    first = drawn(community, grids, buildings)
    actions.publish_division(first, by=leader(community))
    at("2026-07-01 09:00")
    copy = actions.draft_division(community, by=officer(community))
    assert copy.members.count() == first.members.count() == 2
    assert queries.division_remarks(copy) == []


def test_grid_codes_are_unique_within_a_community(community):
    by = staff("community_officer", community.parent.path)
    actions.create_grid(community, by=by, code="01", name="第一网格")
    with pytest.raises(Refused, match="本社区已有这个网格编码"):
        actions.create_grid(community, by=by, code="01", name="又一网格")
    assert actions.create_grid(RegionFactory(), by=by, code="01", name="第一网格").pk


def test_checking_a_division_takes_as_many_queries_for_two_buildings_as_for_many(
    community, grids, buildings, django_assert_max_num_queries
):
    division = drawn(community, grids, buildings)
    more = BuildingFactory.create_batch(30, estate__community=community)
    actions.assign(
        division, by=officer(community), grid=grids[0], buildings=[row.pk for row in more]
    )
    with django_assert_max_num_queries(14):
        queries.division_remarks(division)
