"""Item groups: what is asked of whom, what fills it, how long it holds. Worked numbers of §6."""

from datetime import date, timedelta

import pytest

from linge.kernel import clock
from linge.kernel.refusals import Refused
from linge.registry import actions
from linge.registry.models import CareAnswer, CareKind, Household, HouseholdMember, ItemLimit, Phone
from linge.registry.queries.items import Tally, grid_items, item_board
from linge.registry.rules.drafts import NewHukou
from linge.registry.rules.items import DAYS, REQUIRED_PLACES, Clear, Item
from linge.registry.rules.kinds import HukouState, Left, Outcome
from linge.registry.tests.factories import clerk, homes, household, resident, visit
from linge.territory.models import Dwelling
from linge.territory.tests.actors import officer, worker
from linge.territory.tests.factories import GridFactory

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=400)


def shares(line, clear):
    tally = line.of(clear)
    return str(tally.completeness), str(tally.freshness)


def age(rows, days=400):
    rows.update(confirmed_at=clock.now() - timedelta(days=days))


@pytest.fixture
def grid():
    return GridFactory()


@pytest.mark.proves("A8")
def test_four_dwellings_nine_filled_six_fresh(grid):
    """The worked example: 4 dwellings in own use, F1–F3 = 12; 9 filled, 6 fresh."""
    four = homes(grid)
    for home in four:
        visit(home, Outcome.MET, day=clock.today())
    for home in four[:3]:
        household(home)
    Phone.objects.filter(person__residencies__dwelling=four[2]).delete()
    age(Household.objects.filter(dwelling__in=four[:2]))
    age(Phone.objects.filter(person__residencies__dwelling=four[0]))
    line = grid_items(worker(grid), grid)
    tally = line.of(Clear.HOUSEHOLD)
    assert (tally.asked, tally.filled, tally.fresh) == (12, 9, 6)
    assert shares(line, Clear.HOUSEHOLD) == ("75.00%", "50.00%")


def test_a_grid_without_rows_has_no_share(grid):
    assert shares(grid_items(worker(grid), grid), Clear.HOUSEHOLD) == ("—", "—")


def test_a_household_without_a_head_is_not_filled(grid):
    home = homes(grid, floors=1, rooms=1)[0]
    household(home)
    assert grid_items(worker(grid), grid).items[Item.F2].filled == 1
    HouseholdMember.objects.filter(relation="02").delete()
    assert grid_items(worker(grid), grid).items[Item.F2].filled == 0


def test_a_vacant_home_is_asked_for_its_use_alone(grid):
    home = homes(grid, floors=1, rooms=1)[0]
    Dwelling.objects.filter(pk=home.pk).update(use="vacant")
    items = grid_items(worker(grid), grid).items
    assert [items[item].asked for item in (Item.F1, Item.F2, Item.F3, Item.F4)] == [1, 0, 0, 0]


@pytest.mark.parametrize(
    ("facts", "filled"),
    [
        ({"state": HukouState.HERE}, 1),
        ({"state": HukouState.ELSEWHERE, "region_code": "990102"}, 0),
        ({"state": HukouState.ELSEWHERE, "region_code": "990102", "left": Left.NO}, 1),
        (
            {
                "state": HukouState.ELSEWHERE,
                "region_code": "990102",
                "left": Left.YES,
                "left_street_on": date(2025, 1, 1),
            },
            1,
        ),
    ],
)
def test_a_hukou_elsewhere_needs_when_its_street_was_left(grid, facts, filled):
    home = homes(grid, floors=1, rooms=1)[0]
    person = resident(home=home)
    actions.set_hukou(person, NewHukou(since=date(2025, 1, 1), **facts), by=clerk(grid.community))
    assert grid_items(worker(grid), grid).items[Item.P2].filled == filled


def test_work_is_asked_from_16_to_59_only(grid):
    rooms = homes(grid)
    today = clock.today()
    born = [(16, 0), (60, -1), (16, -1), (60, 0)]
    for home, (years, off) in zip(rooms, born, strict=True):
        day = today.replace(year=today.year - years) - timedelta(days=off)
        resident("李建国", home=home, born=day, sex="1")
    assert grid_items(worker(grid), grid).items[Item.P3].asked == 2


def test_who_one_is_stays_true_once_it_is_known(grid):
    person = resident(home=homes(grid, floors=1, rooms=1)[0])
    age(type(person).objects.filter(pk=person.pk), 2000)
    assert grid_items(worker(grid), grid).items[Item.P1].fresh == 1


@pytest.mark.parametrize(("days", "fresh"), [(180, 1), (181, 0)])
def test_the_last_day_of_a_limit_still_counts(grid, days, fresh):
    home = homes(grid, floors=1, rooms=1)[0]
    visit(home, Outcome.MET, day=clock.today() - timedelta(days=days))
    assert DAYS[Item.F1] == 180
    assert grid_items(worker(grid), grid).items[Item.F1].fresh == fresh


def test_a_community_has_limits_of_its_own(grid):
    home = homes(grid, floors=1, rooms=1)[0]
    visit(home, Outcome.MET, day=clock.today() - timedelta(days=100))
    ItemLimit.objects.create(community=grid.community, item=Item.F1, days=90)
    assert grid_items(worker(grid), grid).items[Item.F1].fresh == 0


def test_places_are_counted_kind_by_kind_and_none_is_an_answer(grid):
    by = worker(grid)
    some = dict.fromkeys(REQUIRED_PLACES[1:], 0)
    actions.count_places(grid, by=by, counts=some)
    assert grid_items(by, grid).items[Item.A4].filled == 0
    actions.count_places(grid, by=by, counts={REQUIRED_PLACES[0]: 2})
    assert grid_items(by, grid).items[Item.A4].fresh == 1


def test_the_board_adds_up_along_every_division(grid):
    other = GridFactory(community=grid.community)
    for home in [*homes(grid), *homes(other)]:
        visit(home, Outcome.MET)
    board = item_board(officer(grid.community), grid.community)
    whole = board.total.items[Item.F1]
    assert (whole.asked, whole.filled) == (8, 8)
    for lines in (board.grids, board.buildings):
        assert sum(line.items[Item.F1].asked for line in lines if Item.F1 in line.items) == 8
    assert item_board(worker(grid), grid.community).total.items[Item.F1].asked == 4


def test_a_confirmation_of_later_does_not_help_a_day_before_it(grid):
    home = homes(grid, floors=1, rooms=1)[0]
    visit(home, Outcome.MET)
    yesterday = clock.today() - timedelta(days=1)
    assert item_board(officer(grid.community), grid.community).total.items[Item.F1].filled == 1
    before = item_board(officer(grid.community), grid.community, yesterday)
    assert before.total.items[Item.F1].filled == 0
    with pytest.raises(Refused, match="registry.as_of_future"):
        item_board(officer(grid.community), grid.community, clock.today() + timedelta(days=1))


def test_the_board_costs_the_same_for_one_home_and_for_many(grid, django_assert_num_queries):
    by = officer(grid.community)
    homes(grid, floors=1, rooms=1)
    with django_assert_num_queries(11):
        item_board(by, grid.community)
    for home in homes(GridFactory(community=grid.community)):
        household(home)
    with django_assert_num_queries(11):
        item_board(by, grid.community)


def test_care_is_asked_when_every_published_kind_was(grid):
    person = resident(home=homes(grid, floors=1, rooms=1)[0])
    by = worker(grid)
    assert grid_items(by, grid).items.get(Item.P4, Tally()).asked == 0
    kinds = [publishable(code) for code in ("LN80", "DJ")]
    CareAnswer.objects.create(person=person, kind=kinds[0], answer="no")
    assert grid_items(by, grid).items[Item.P4].filled == 0
    CareAnswer.objects.create(person=person, kind=kinds[1], answer="unwilling")
    assert grid_items(by, grid).items[Item.P4].fresh == 1
    CareAnswer.objects.update(asked_on=clock.today() - LONG_AGO)
    assert grid_items(by, grid).items[Item.P4].fresh == 0


def publishable(code):
    return CareKind.objects.create(
        code=code, name=code, purpose="上门看望", basis="consent", service="助餐", visit_days=30,
        review_days=365, line="care", keep_days=0, published_at=clock.now(),
    )  # fmt: skip
