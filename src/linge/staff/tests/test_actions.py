from datetime import date

import pytest

from linge.kernel.refusals import Outside, Refused
from linge.staff import actions, queries
from linge.staff.models import Post
from linge.staff.rules import Role
from linge.territory.tests.actors import leader, officer, staff
from linge.territory.tests.factories import GridFactory, RegionFactory

from .factories import AgencyFactory, PostFactory, WorkerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _summer(at):
    at("2026-06-15 09:00")


@pytest.fixture
def grid():
    return GridFactory(name="第3网格")


@pytest.fixture
def head(grid):
    """The community leader, who appoints."""
    return leader(grid.community)


def test_a_worker_is_appointed_from_today(grid, head):
    wang = WorkerFactory(name="王芳")
    post = actions.appoint(grid, by=head, user=wang, role=Role.A)
    assert (post.since, post.until) == (date(2026, 6, 15), None)
    assert queries.team(grid).a.user == wang


def test_an_occupied_post_is_refused_until_its_holder_is_gone(grid, head):
    post = PostFactory(grid=grid, role=Role.A)
    zhao = WorkerFactory(name="赵磊")
    with pytest.raises(Refused, match="staff.occupied"):
        actions.appoint(grid, by=head, user=zhao, role=Role.A)
    actions.end_post(post, by=head, until=date(2026, 7, 1))
    new = actions.appoint(grid, by=head, user=zhao, role=Role.A, since=date(2026, 7, 1))
    assert queries.team(grid, date(2026, 6, 30)).a == post
    assert queries.team(grid, date(2026, 7, 1)).a == new


def test_a_and_b_of_a_grid_are_two_people(grid, head):
    wang = PostFactory(grid=grid, role=Role.A).user
    with pytest.raises(Refused, match="staff.both_workers") as refusal:
        actions.appoint(grid, by=head, user=wang, role=Role.B)
    assert refusal.value.field == "user"


def test_one_person_may_hold_posts_in_two_grids(grid, head):
    wang = PostFactory(grid=grid, role=Role.A).user
    other = GridFactory(community=grid.community)
    assert actions.appoint(other, by=head, user=wang, role=Role.B).pk


def test_two_leaders_do_not_end_one_post_twice(grid, head):
    post = PostFactory(grid=grid)
    stale = Post.objects.get(pk=post.pk)
    actions.end_post(post, by=head, until=date(2026, 7, 1))
    with pytest.raises(Refused, match="staff.moved_on"):
        actions.end_post(stale, by=head, until=date(2026, 8, 1))


def test_a_post_does_not_end_before_it_began(grid, head):
    post = PostFactory(grid=grid, since=date(2026, 6, 1))
    with pytest.raises(Refused, match="staff.dates"):
        actions.end_post(post, by=head, until=date(2026, 5, 1))


def test_only_the_leader_of_the_community_appoints(grid):
    wang = WorkerFactory()
    with pytest.raises(Refused, match="access.no_capability"):
        actions.appoint(grid, by=officer(grid.community), user=wang, role=Role.A)
    with pytest.raises(Outside):
        actions.appoint(grid, by=leader(RegionFactory()), user=wang, role=Role.A)


@pytest.mark.proves("A4")
def test_a_stand_in_covers_exactly_the_days_arranged(grid, head):
    absent = PostFactory(grid=grid, role=Role.A).user
    qian = WorkerFactory(name="钱进")
    actions.arrange_stand_in(
        grid,
        by=head,
        absent=absent,
        stand_in=qian,
        since=date(2026, 6, 16),
        until=date(2026, 6, 18),
        reason="年休假",
    )
    days = [date(2026, 6, day) for day in (15, 16, 17, 18)]
    covered = [[row.stand_in for row in queries.team(grid, day).stand_ins] for day in days]
    assert covered == [[], [qian], [qian], []]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"until": date(2026, 6, 1)}, "staff.dates"),
        ({"stand_in": "absent"}, "staff.same_person"),
        ({"absent": "stranger"}, "staff.not_in_team"),
    ],
)
def test_a_stand_in_that_makes_no_sense_is_refused(grid, head, changes, code):
    people = {
        "absent": PostFactory(grid=grid).user,
        "stand_in": WorkerFactory(),
        "stranger": WorkerFactory(),
    }
    asked = {
        "absent": "absent",
        "stand_in": "stand_in",
        "since": date(2026, 6, 16),
        "until": date(2026, 6, 18),
        **changes,
    }
    asked |= {who: people[asked[who]] for who in ("absent", "stand_in")}
    with pytest.raises(Refused, match=code):
        actions.arrange_stand_in(grid, by=head, reason="培训", **asked)


def test_the_same_days_are_stood_in_for_once(grid, head):
    absent = PostFactory(grid=grid).user
    days = {"since": date(2026, 6, 16), "until": date(2026, 6, 20), "reason": "病假"}
    first = actions.arrange_stand_in(grid, by=head, absent=absent, stand_in=WorkerFactory(), **days)
    with pytest.raises(Refused, match="staff.stand_in_twice"):
        actions.arrange_stand_in(grid, by=head, absent=absent, stand_in=WorkerFactory(), **days)
    actions.end_stand_in(first, by=head)
    assert first.until == first.since
    assert actions.arrange_stand_in(
        grid, by=head, absent=absent, stand_in=WorkerFactory(), **days
    ).pk


def test_an_agency_is_named_once_in_its_territory():
    community = RegionFactory()
    head = leader(community)
    agency = actions.create_agency(community, by=head, name="城市照明所", lines=["lighting"])
    assert agency.short_name == "城市照明所"
    with pytest.raises(Refused, match="已有同名责任单位"):
        actions.create_agency(community, by=head, name="城市照明所")
    actions.amend_agency(agency, by=head, active=False)
    assert not queries.agencies_of_community(community).exists()


def test_an_agency_of_another_community_is_not_ours_to_change():
    agency = AgencyFactory()
    with pytest.raises(Outside):
        actions.amend_agency(agency, by=leader(RegionFactory()), name="别名")
    with pytest.raises(Refused):
        stranger = staff("grid_worker", agency.community.path)
        actions.amend_agency(agency, by=stranger, name="别名")
