from datetime import date

import pytest

from linge.audit.models import AuditEntry
from linge.kernel.refusals import Outside, Refused
from linge.territory import actions, queries
from linge.territory.models import Dwelling, GridMember, PathHistory, Unit
from linge.territory.rules import paths
from linge.territory.rules.kinds import DwellingUseKind, EstateState, Level

from .actors import admin, officer, staff, worker
from .factories import (
    BuildingFactory,
    DivisionFactory,
    DwellingFactory,
    EstateFactory,
    GridFactory,
    RegionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def community():
    return RegionFactory(level=Level.COMMUNITY, name="幸福里社区")


def test_a_building_is_raised_with_every_door_it_has(community):
    estate = EstateFactory(community=community, name="锦绣花园")
    plan = actions.Plan(units=2, floors=18, homes=4, lifts=2)
    building = actions.raise_building(estate, by=officer(community), number="3", plan=plan)
    doors = Dwelling.objects.filter(building=building)
    assert (building.expected_dwellings, doors.count()) == (144, 144)
    assert Unit.objects.filter(building=building).count() == 2
    door = doors.get(key="3-2-501")
    assert door.path.startswith(door.unit.path) and door.unit.path.startswith(building.path)
    assert queries.address_text(door) == "锦绣花园3号楼2单元501室"
    assert len(set(doors.values_list("path", flat=True))) == 144


def test_a_building_is_raised_in_few_statements(community, django_assert_max_num_queries):
    estate, by = EstateFactory(community=community), officer(community)
    with django_assert_max_num_queries(30):
        plan = actions.Plan(units=2, floors=18, homes=4)
        actions.raise_building(estate, by=by, number="1", plan=plan)


def test_a_building_without_units_hangs_its_doors_on_no_unit(community):
    estate = EstateFactory(community=community)
    plan = actions.Plan(units=0, floors=2, homes=17)
    building = actions.raise_building(estate, by=officer(community), number="31", plan=plan)
    door = building.dwellings.get(key="31--117")
    assert door.unit is None
    assert paths.parent(door.path) == building.path + paths.NO_UNIT


def test_a_door_added_later_gets_a_path_of_its_own(community):
    estate, by = EstateFactory(community=community), officer(community)
    building = actions.raise_building(estate, by=by, number="1", plan=actions.Plan(1, 2, 2))
    unit = building.units.get()
    door = actions.add_dwelling(building, by=by, unit=unit, floor=3, room="301")
    assert door.key == "1-1-301"
    assert Dwelling.objects.filter(path=door.path).count() == 1


def test_the_same_number_is_one_building_however_it_is_written(community):
    estate, by = EstateFactory(community=community), officer(community)
    actions.raise_building(estate, by=by, number="12", plan=actions.Plan())
    with pytest.raises(Refused, match="这个楼号已经登记"):
        actions.raise_building(estate, by=by, number="十二号楼", plan=actions.Plan())


def test_a_building_of_a_million_homes_is_refused(community):
    with pytest.raises(Refused, match="territory.plan_size"):
        actions.raise_building(
            EstateFactory(community=community),
            by=officer(community),
            number="1",
            plan=actions.Plan(100, 100, 100),
        )


def test_a_renumbered_building_takes_its_doors_along(community):
    estate, by = EstateFactory(community=community), officer(community)
    building = actions.raise_building(estate, by=by, number="8", plan=actions.Plan(1, 1, 1))
    actions.renumber_building(building, by=by, number="9")
    assert building.dwellings.get().key == "9-1-101"


def test_a_site_without_a_handover_date_is_refused(community):
    with pytest.raises(Refused, match="未交付的小区要填写规划套数和交付日期"):
        actions.open_estate(
            community, by=officer(community), name="云栖里", state=EstateState.UNDER_CONSTRUCTION
        )


def test_an_estate_opens_under_its_community(community):
    estate = actions.open_estate(
        community,
        by=officer(community),
        name="云栖里",
        state=EstateState.UNDER_CONSTRUCTION,
        planned_units=1280,
        handover_on=date(2026, 12, 31),
    )
    assert paths.parent(estate.path) == community.path


def test_estates_lie_in_communities_only(community):
    with pytest.raises(Refused, match="territory.not_a_community"):
        actions.open_estate(community.parent, by=admin(), name="云栖里")


def test_an_officer_of_another_community_finds_nothing_to_build_on(community):
    with pytest.raises(Outside):
        actions.open_estate(community, by=officer(RegionFactory()), name="云栖里")


def test_a_grid_worker_does_not_raise_buildings(community):
    estate = EstateFactory(community=community)
    with pytest.raises(Refused):
        actions.raise_building(
            estate, by=worker(GridFactory(community=community)), number="1", plan=actions.Plan()
        )


def test_a_grid_worker_registers_a_shop_in_own_grid_and_it_joins_the_division(community):
    grid = GridFactory(community=community)
    division = DivisionFactory(community=community, in_force=True)
    building = BuildingFactory(estate__community=community, grid=grid)
    shop = actions.open_shop(building, by=worker(grid), front_no="12-1", name="便民理发")
    assert shop.grid == grid
    assert GridMember.objects.get(division=division, shop=shop).grid == grid


def test_a_grid_worker_registers_no_shop_in_the_next_grid(community):
    mine, next_door = GridFactory.create_batch(2, community=community)
    building = BuildingFactory(estate__community=community, grid=next_door)
    with pytest.raises(Outside):
        actions.open_shop(building, by=worker(mine), front_no="1")


def test_a_front_holds_one_open_shop(community):
    building, by = BuildingFactory(estate__community=community), officer(community)
    first = actions.open_shop(building, by=by, front_no="1")
    with pytest.raises(Refused, match="这个门面号已登记店面"):
        actions.open_shop(building, by=by, front_no="1")
    actions.amend(first, by=by, state="closed")
    assert actions.open_shop(building, by=by, front_no="1").pk


def test_a_credit_code_is_checked_and_belongs_to_one_open_organisation(community):
    by = officer(community)
    register = actions.register_organisation
    with pytest.raises(Refused, match="校验位不对") as refusal:
        register(community, by=by, name="甲", kind="enterprise", uscc="91990101MA0000015D")
    assert refusal.value.field == "uscc"
    first = register(community, by=by, name="甲", kind="enterprise", uscc="91990101ma0000015c")
    assert first.uscc == "91990101MA0000015C"
    with pytest.raises(Refused, match="已登记在另一家单位名下"):
        register(community, by=by, name="乙", kind="enterprise", uscc="91990101MA0000015C")
    actions.amend(first, by=by, state="dissolved")
    assert register(community, by=by, name="乙", kind="enterprise", uscc="91990101MA0000015C").pk


def test_many_shops_and_organisations_are_entered_at_once(community):
    by, grid = officer(community), GridFactory(community=community)
    buildings = BuildingFactory.create_batch(2, estate__community=community, grid=grid)
    found = [actions.ShopFound(buildings[n % 2], str(n), {"trade": "零售"}) for n in range(40)]
    shops = actions.open_shops(community, found, by=by)
    assert len({shop.path for shop in shops}) == 40
    assert all(shop.path.startswith(shop.building.path) for shop in shops)
    companies = actions.register_organisations(
        community,
        [
            actions.OrganisationFound(f"单位{n}", "enterprise", {"building": buildings[0]})
            for n in range(10)
        ],
        by=by,
    )
    assert {company.grid for company in companies} == {grid}


def test_only_some_facts_are_amended_and_the_number_is_not_one_of_them(community):
    building = BuildingFactory(estate__community=community)
    actions.amend(building, by=officer(community), floors_up=11)
    with pytest.raises(Refused, match="territory.not_amendable"):
        actions.amend(building, by=officer(community), number="99")
    building.refresh_from_db()
    assert building.floors_up == 11


def test_a_written_address_that_means_another_door_is_refused(community):
    by = officer(community)
    building = BuildingFactory(estate__community=community, number="3")
    first, second = (DwellingFactory(building=building) for _ in range(2))
    actions.name_address(first, by=by, text="老三栋 东头")
    with pytest.raises(Refused, match="已指向另一套房屋"):
        actions.name_address(second, by=by, text="老三栋东头")


def test_vacant_needs_evidence(community):
    dwelling = DwellingFactory(unit__building__estate__community=community)
    with pytest.raises(Refused, match="territory.vacant_needs_evidence") as refusal:
        actions.set_use(dwelling, by=officer(community), use=DwellingUseKind.VACANT)
    assert refusal.value.field == "evidence"


def test_a_new_use_ends_the_one_before(community, at):
    at("2026-06-15 09:00")
    dwelling = DwellingFactory(unit__building__estate__community=community)
    by = officer(community)
    actions.set_use(dwelling, by=by, use=DwellingUseKind.LET, since=date(2026, 1, 1))
    actions.set_use(dwelling, by=by, use=DwellingUseKind.VACANT, evidence=["邻居老陈", "楼长"])
    let, vacant = dwelling.uses.order_by("since")
    assert (let.until, vacant.since, vacant.until) == (vacant.since, date(2026, 6, 15), None)
    assert dwelling.use == DwellingUseKind.VACANT


@pytest.mark.parametrize("since", [date(2026, 6, 16), date(2025, 12, 31)])
def test_a_use_begins_neither_tomorrow_nor_before_the_last_one(community, at, since):
    at("2026-06-15 09:00")
    dwelling, by = DwellingFactory(unit__building__estate__community=community), officer(community)
    actions.set_use(dwelling, by=by, use=DwellingUseKind.LET, since=date(2026, 1, 1))
    with pytest.raises(Refused):
        actions.set_use(dwelling, by=by, use=DwellingUseKind.OWN_USE, since=since)


def test_a_moved_estate_keeps_its_rows_and_remembers_where_it_lay(community, at):
    at("2026-06-15 09:00")
    other = RegionFactory()
    grid = GridFactory(community=community)
    dwelling = DwellingFactory(unit__building__estate__community=community)
    Dwelling.objects.update(grid=grid)
    estate, old = dwelling.estate, dwelling.estate.path
    by = staff("community_leader", community.parent.path)
    actions.move_node(estate, by=by, to=other)
    dwelling.refresh_from_db()
    assert dwelling.path.startswith(estate.path) and estate.path.startswith(other.path)
    assert (dwelling.community, dwelling.grid) == (other, None)
    remembered = PathHistory.objects.get(node=estate.uuid)
    assert (remembered.path, remembered.until) == (old, date(2026, 6, 15))


def test_a_moved_street_takes_its_communities_along(community):
    street, district = community.parent, RegionFactory(level=Level.DISTRICT)
    building = BuildingFactory(estate__community=community)
    actions.move_node(street, by=staff("community_leader", ""), to=district)
    building.refresh_from_db()
    community.refresh_from_db()
    assert building.path.startswith(community.path) and community.path.startswith(street.path)
    assert building.community == community


def test_a_node_never_hangs_below_itself_nor_on_the_wrong_level(community):
    by, street = staff("community_leader", ""), community.parent
    with pytest.raises(Refused, match="territory.under_itself"):
        actions.move_node(street, by=by, to=community)
    with pytest.raises(Refused, match="territory.wrong_parent"):
        actions.move_node(community, by=by, to=RegionFactory(level=Level.DISTRICT))


def test_regions_are_created_by_their_codes():
    by = admin()
    province = actions.create_region(by=by, code="99", name="示范省")
    city = actions.create_region(by=by, code="9901", name="示范市", parent=province)
    assert (city.level, city.code12) == (Level.CITY, "990100000000")
    assert paths.parent(city.path) == province.path
    with pytest.raises(Refused, match="territory.code_level"):
        actions.create_region(by=by, code="990101001", name="示范街道", parent=city)
    with pytest.raises(Refused, match="territory.code_parent"):
        actions.create_region(by=by, code="980101", name="别处", parent=city)


def test_a_deed_is_on_the_trail_and_what_people_wrote_is_not(community):
    by = officer(community)
    company = actions.register_organisation(community, by=by, name="张记早点", kind="self_employed")
    actions.amend(company, by=by, name="李记早点", kind="enterprise")
    entry = AuditEntry.objects.get(act="territory.amend")
    assert entry.what == {"changes": {"name": [], "kind": ["self_employed", "enterprise"]}}
