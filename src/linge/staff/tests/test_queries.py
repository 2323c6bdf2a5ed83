from datetime import date

import pytest

from linge.staff import queries
from linge.staff.rules import Role
from linge.territory.tests.actors import leader, officer, staff, worker
from linge.territory.tests.factories import GridFactory, RegionFactory

from .factories import AgencyFactory, PostFactory, StandInFactory, WorkerFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def _summer(at):
    at("2026-06-15 09:00")


@pytest.fixture
def grid():
    return GridFactory()


def test_a_team_shows_every_post_of_the_day(grid):
    posts = {role: PostFactory(grid=grid, role=role) for role in Role}
    PostFactory(grid=grid, role=Role.A, since=date(2024, 1, 1), until=date(2025, 1, 1))
    PostFactory(grid=grid, role=Role.ASSISTANT, since=date(2026, 7, 1))
    team = queries.team(grid, DAY)
    assert (team.lead, team.a, team.b) == (posts[Role.LEAD], posts[Role.A], posts[Role.B])
    assert team.assistants == [posts[Role.ASSISTANT]]
    assert team.supervisors == [posts[Role.SUPERVISOR]]
    assert [post.since for post in queries.posts_to_come(grid)] == [date(2026, 7, 1)]


def test_many_teams_cost_two_queries(django_assert_num_queries):
    posts = PostFactory.create_batch(5)
    with django_assert_num_queries(2):
        teams = queries.teams([post.grid for post in posts], DAY)
    assert all(teams[post.grid_id].a == post for post in posts)


@pytest.mark.proves("A4")
def test_a_grid_without_an_a_post_is_uncovered_unless_somebody_stands_in(grid):
    PostFactory(grid__community=grid.community)
    stood_in = StandInFactory(grid__community=grid.community, since=DAY).grid
    head = leader(grid.community)
    assert list(queries.uncovered_grids(head, DAY)) == [grid]
    assert stood_in in queries.uncovered_grids(head, date(2026, 6, 18))
    assert not queries.uncovered_grids(leader(RegionFactory()), DAY).exists()


def test_who_is_on_duty(grid):
    wang = PostFactory(grid=grid, role=Role.A).user
    lead = PostFactory(grid=grid, role=Role.LEAD).user
    qian = StandInFactory(grid=grid, since=DAY).stand_in
    assert set(queries.workers_on_duty(grid)) == {wang, qian}
    assert queries.on_duty(wang) and queries.on_duty(wang, grid)
    assert not queries.on_duty(wang, GridFactory())
    assert not queries.on_duty(lead, grid)
    assert queries.on_duty(qian, grid)
    assert list(queries.grids_of(lead)) == [grid]


@pytest.mark.proves("X2")
def test_posts_and_stand_ins_of_other_grids_are_not_seen(grid):
    post, arranged = PostFactory(grid=grid), StandInFactory(grid=grid)
    next_door = GridFactory(community=grid.community)
    for actor in (worker(grid), officer(grid.community)):
        assert post in queries.visible_posts(actor)
        assert arranged in queries.visible_stand_ins(actor)
    for actor in (worker(next_door), officer(RegionFactory())):
        assert not queries.visible_posts(actor).exists()
        assert not queries.visible_stand_ins(actor).exists()


@pytest.mark.proves("X2")
def test_agencies_serve_their_community_and_those_below_them():
    community, other = RegionFactory(), RegionFactory()
    own = AgencyFactory(community=community)
    of_street = AgencyFactory(community=community.parent)
    foreign = AgencyFactory(community=other)
    off = AgencyFactory(community=community, active=False)
    assert set(queries.agencies_of_community(community)) == {own, of_street}
    assert set(queries.visible_agencies(officer(community))) == {own, of_street, off}
    street_officer = staff("street_officer", community.parent.path)
    assert foreign in queries.visible_agencies(street_officer)


def test_people_near_a_grid_are_those_of_its_community(grid):
    wang = PostFactory(grid=GridFactory(community=grid.community)).user
    stranger = PostFactory().user
    WorkerFactory()
    people = queries.people_near(grid)
    assert wang in people and stranger not in people
