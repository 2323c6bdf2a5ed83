"""What may be seen, what is counted, what it costs."""

from datetime import date
from decimal import Decimal

import pytest

from linge.kernel.refusals import Refused
from linge.registry import actions, queries
from linge.registry.actions.hukou import place_hukou
from linge.registry.actions.people import correct
from linge.registry.models import Visit
from linge.registry.rules.drafts import NewHome, NewHukou
from linge.registry.rules.kinds import HukouState, Left, Outcome
from linge.registry.tests.factories import (
    SINCE,
    clerk,
    collection_round,
    homes,
    household,
    resident,
    visit,
)
from linge.territory.models import Building
from linge.territory.tests.actors import officer, worker
from linge.territory.tests.factories import DwellingFactory, GridFactory, RegionFactory

pytestmark = pytest.mark.django_db
PHOTO = {"kind": "photo", "file": "019ab2f0-0000-7000-8000-000000000001"}


@pytest.fixture
def grid():
    return GridFactory()


@pytest.fixture
def next_grid(grid):
    return GridFactory(community=grid.community)


def test_a_worker_sees_the_people_of_the_own_grid_only(grid, next_grid):
    ours, theirs = resident(home=homes(grid)[0]), resident(home=homes(next_grid)[0])
    assert list(queries.visible_to(worker(grid))) == [ours]
    assert set(queries.visible_to(officer(grid.community))) == {ours, theirs}


def test_a_list_holds_whom_a_record_may_be_opened_of(grid, next_grid):
    """However wide the scope: gathered from the scopes, or asked of each person."""
    people = {resident(home=homes(one)[0]) for one in (grid, next_grid)}
    seen_twice = next(iter(people))
    actions.record_ownership(homes(grid)[0], seen_twice, by=clerk(grid.community), since=SINCE)
    community = grid.community
    for actor in (worker(grid), officer(community), officer(community.parent)):
        listed = list(queries.residents(actor))
        assert len(listed) == len(set(listed))
        assert set(listed) == set(queries.visible_to(actor))
    assert set(listed) == people


def test_two_communities_never_see_one_another(grid):
    resident(home=homes(grid)[0])
    away = GridFactory(community=RegionFactory())
    assert not queries.visible_to(officer(away.community)).exists()
    assert not queries.households(officer(away.community)).exists()
    assert not queries.dwellings(officer(away.community)).exists()


def test_who_moved_out_is_no_longer_seen_who_owns_still_is(grid):
    home = homes(grid)[0]
    tenant, owner = resident(home=home), resident("李建国", home=home)
    by = clerk(home.community)
    actions.record_ownership(home, owner, by=by, since=SINCE)
    for person in (tenant, owner):
        actions.move_out(person.residencies.get(), by=by, on=date(2026, 1, 1))
    assert list(queries.visible_to(worker(grid))) == [owner]


@pytest.mark.parametrize(
    "ask",
    [
        lambda actor: [(p.name, p.main_homes, p.main_phones) for p in queries.residents(actor)],
        lambda actor: [(h.pk, h.open_members) for h in queries.households(actor)],
        lambda actor: [(d.key, d.collected, d.people) for d in queries.dwellings(actor)],
        lambda actor: [(v.pk, v.dwelling.building.estate) for v in queries.visits(actor)],
    ],
)
def test_queries_do_not_grow_with_the_rows(ask, grid, django_assert_max_num_queries):
    first, *others = homes(grid, floors=3)
    household(first)
    visit(first)
    with django_assert_max_num_queries(4) as few:
        ask(worker(grid))
    for place in others:
        household(place)
        visit(place)
    with django_assert_max_num_queries(len(few)):
        ask(worker(grid))


def test_the_board_counts_with_a_constant_number_of_queries(grid, django_assert_max_num_queries):
    collection_round(grid.community)
    visit(homes(grid)[0])
    with django_assert_max_num_queries(7) as few:
        queries.collection_board(officer(grid.community), grid.community)
    for _ in range(3):
        for home in homes(GridFactory(community=grid.community)):
            visit(home)
    with django_assert_max_num_queries(len(few)):
        queries.collection_board(officer(grid.community), grid.community)


def board_of(grid, actor=None, as_of=None):
    return queries.collection_board(actor or officer(grid.community), grid.community, as_of)


def test_what_counts_as_collected(grid):
    collection_round(grid.community)
    met, twice, vacant, approved, nobody, void, *_rest = homes(grid, floors=4)
    visit(met)
    visit(twice)
    visit(twice, Outcome.REFUSED)
    visit(vacant, Outcome.VACANT, evidence=[PHOTO])
    paid = visit(approved, Outcome.VACANT, evidence=[PHOTO])
    Visit.objects.filter(pk=paid.pk).update(approved_at=paid.at)
    visit(nobody, Outcome.NOBODY)
    actions.void_visit(visit(void), by=clerk(grid.community), reason="走错门")
    total = board_of(grid).total
    assert (total.expected, total.collected, total.missing) == (8, 3, 5)
    assert total.share.percent == Decimal("37.50")


def test_a_visit_before_the_round_does_not_count(grid):
    collection_round(grid.community, since=date(2026, 1, 1))
    home, other = homes(grid)[:2]
    visit(home, day=date(2025, 12, 31))
    visit(other, day=date(2026, 1, 1))
    assert board_of(grid).total.collected == 1


def test_a_household_that_ended_makes_the_home_due_again(grid):
    collection_round(grid.community)
    home = homes(grid)[0]
    visit(home, day=date(2026, 3, 1))
    family = household(home)
    for member in family.members.all():
        actions.leave_household(member, by=clerk(grid.community), on=date(2026, 4, 1))
    assert board_of(grid, as_of=date(2026, 3, 31)).total.collected == 1
    assert board_of(grid, as_of=date(2026, 4, 1)).total.collected == 0
    visit(home, day=date(2026, 4, 1))
    assert board_of(grid, as_of=date(2026, 4, 1)).total.collected == 1


def test_without_a_round_and_without_homes(grid):
    visit(homes(grid)[0])
    assert board_of(grid).total.collected == 0
    empty = GridFactory(community=RegionFactory())
    assert str(board_of(empty).total.share) == "—"


def test_homes_surveyed_but_not_on_file_are_expected(grid):
    collection_round(grid.community)
    home = homes(grid)[0]
    Building.objects.update(expected_dwellings=6)
    board = board_of(grid)
    assert (board.total.expected, board.total.unlisted) == (6, 2)
    assert queries.unlisted(officer(grid.community)) == 2
    assert queries.unlisted(worker(grid), building=str(home.building_id)) == 2
    assert queries.unlisted(worker(GridFactory(community=grid.community))) == 0
    Building.objects.update(expected_dwellings=3)
    board = board_of(grid)
    assert board.total.expected == 4
    assert len(board.doubtful) == 1


def test_a_demolished_home_is_not_expected(grid):
    home = homes(grid)[0]
    home.use = "demolished"
    home.save()
    Building.objects.update(expected_dwellings=0)
    assert board_of(grid).total.expected == 3


def test_a_worker_sees_the_own_count_only(grid, next_grid):
    collection_round(grid.community)
    visit(homes(grid)[0])
    homes(next_grid, floors=5)
    board = board_of(grid, worker(grid))
    assert board.total.expected == 4
    assert [line.key for line in board.grids] == [grid.pk]


def test_the_sums_agree_by_grid_estate_and_building(grid, next_grid):
    collection_round(grid.community)
    for place in (grid, next_grid):
        visit(homes(place)[0])
    shared = Building.objects.first()
    DwellingFactory(unit=None, building=shared, grid=next_grid, floor=9, room="901")
    board = board_of(grid)
    for lines in (board.grids, board.estates, board.buildings):
        assert sum(line.expected for line in lines) == board.total.expected
        assert sum(line.collected for line in lines) == board.total.collected


def test_figures_refuse_the_future(grid):
    with pytest.raises(Refused, match="registry.as_of_future"):
        board_of(grid, as_of=date(2999, 1, 1))


def test_the_wall_has_a_state_for_every_home(grid):
    collection_round(grid.community)
    met, vacant, *_rest = homes(grid)
    visit(met)
    paid = visit(vacant, Outcome.VACANT, evidence=[PHOTO])
    Visit.objects.filter(pk=paid.pk).update(approved_at=paid.at)
    wall = queries.stack(worker(grid), met.building)
    assert wall.counts == {"collected": 1, "vacant": 1, "none": 2}
    assert [storey.floor for storey in wall.storeys] == [2, 1]
    assert [cell.dwelling.room for cell in wall.storeys[1].units[0]] == ["101", "102"]


def test_the_label_of_a_person_comes_from_the_facts(grid):
    person = resident(home=homes(grid)[0])
    by = clerk(grid.community)
    read = queries.resident_record(by)
    assert queries.status(read.get(pk=person.pk)).label == "待核实"
    actions.set_hukou(person, NewHukou(HukouState.HERE, SINCE, left=Left.NO), by=by)
    assert queries.status(read.get(pk=person.pk)).label == "常住·户籍"
    moved = NewHukou(
        HukouState.ELSEWHERE,
        date(2026, 1, 1),
        region_code="420102",
        left=Left.YES,
        left_street_on=date(2025, 1, 1),
    )
    place_hukou(person, moved, by=by)
    assert queries.status(read.get(pk=person.pk), as_of=date(2026, 2, 1)).label == "常住·流动"


def test_the_history_of_a_record_hides_numbers(grid):
    person = resident(home=homes(grid)[0])
    by = clerk(grid.community)
    correct(person, {"marital": "20", "birth_date": date(1953, 3, 15)}, by=by, version=1)
    actions.set_phone(person, "12099990001", by=by)
    told = " ".join(f"{c.what}{c.old}{c.new}" for c in queries.history(person))
    assert "已婚" in told
    assert "岁" in told
    assert "1953" not in told
    assert "12099990001" not in told


def test_item_groups_of_a_home(grid):
    home = homes(grid)[0]
    household(home)
    record = queries.dwelling_record(worker(grid)).get(pk=home.pk)
    assert {group.code: group.filled for group in queries.item_groups(record)} == {
        "F1": True, "F2": True, "F3": True,
    }  # fmt: skip
    other = queries.dwelling_record(worker(grid)).exclude(pk=home.pk).first()
    assert [group.filled for group in queries.item_groups(other)] == [True, False, False]


def test_who_lives_here_without_a_household_is_named(grid):
    home = homes(grid)[0]
    household(home)
    loose = resident("王强", home=home)
    assert queries.people_without_household(home) == [loose]
    actions.move_in(
        loose,
        NewHome(DwellingFactory(unit=home.unit, room="909").pk, date(2026, 1, 1)),
        by=clerk(home.community),
        leaving=True,
    )
    assert queries.people_without_household(home) == []
