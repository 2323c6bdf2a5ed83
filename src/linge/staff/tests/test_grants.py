from datetime import date

import pytest

from linge.accounts.actors import actor_of
from linge.staff.grants import grants_of
from linge.staff.rules import Role
from linge.territory.tests.factories import GridFactory

from .factories import PostFactory, StandInFactory

pytestmark = pytest.mark.django_db


def june(day):
    return date(2026, 6, day)


@pytest.mark.proves("A4")
def test_a_post_opens_its_grid_and_nothing_else():
    post = PostFactory(role=Role.A)
    [grant] = grants_of(post.user, june(15))
    assert (grant.grid, grant.node) == (post.grid_id, post.grid.community.path)
    assert (grant.post, grant.role) == ("a", "grid_worker")


def test_each_post_opens_the_role_of_the_table():
    roles = {role: grants_of(PostFactory(role=role).user, june(15))[0].role for role in Role}
    assert roles == {
        Role.LEAD: "grid_lead",
        Role.A: "grid_worker",
        Role.B: "grid_worker",
        Role.ASSISTANT: "grid_assistant",
        Role.SUPERVISOR: "grid_supervisor",
    }


@pytest.mark.proves("A4")
def test_a_stand_in_opens_the_grid_on_exactly_those_days():
    row = StandInFactory(since=date(2026, 6, 15), until=date(2026, 6, 18))
    opened = [bool(grants_of(row.stand_in, june(day))) for day in (14, 15, 17, 18)]
    assert opened == [False, True, True, False]
    [grant] = grants_of(row.stand_in, june(16))
    assert (grant.post, grant.grid) == ("stand_in", row.grid_id)


def test_a_grid_closes_at_midnight_in_shanghai(at):
    post = PostFactory(until=june(16))
    at("2026-06-15 23:59")
    assert actor_of(post.user).grids == {post.grid_id}
    at("2026-06-16 00:00")
    assert actor_of(post.user).grids == frozenset()


def test_several_posts_are_read_in_two_queries(django_assert_num_queries):
    user = PostFactory().user
    for _ in range(3):
        PostFactory(user=user, grid=GridFactory())
    with django_assert_num_queries(2):
        assert len(grants_of(user, june(15))) == 4
