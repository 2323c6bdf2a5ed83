"""The wall of 幸福里: figures without anybody's name."""

import pytest
from django.urls import reverse

from linge.cases.rules import State
from linge.cases.tests.factories import CaseFactory, make_town
from linge.screen import queries
from linge.territory.tests.factories import RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(at):
    at("2026-06-15 09:00")
    return make_town()


def wall(town):
    return reverse("screen:overview", args=[town.community.code])


def test_with_one_community_its_wall_opens_at_once(town, as_actor):
    response = as_actor(town.community_leader).get(reverse("screen:choose"))
    assert response["Location"] == wall(town)


def test_the_wall_counts_what_is_open_came_and_was_closed_today(town):
    CaseFactory.create_batch(2, town=town, state=State.REPORTED)
    CaseFactory(town=town, state=State.CLOSED)
    today = queries.overview(town.community_leader, town.community).today
    assert (today.open, today.reported, today.closed, today.overdue) == (2, 3, 1, 0)


def test_what_came_yesterday_is_not_told_as_todays(town, at):
    CaseFactory(town=town, state=State.REPORTED)
    at("2026-06-16 09:00")
    today = queries.overview(town.community_leader, town.community).today
    assert (today.reported, today.overdue) == (0, 1)


def test_each_grid_is_drawn_with_its_open_cases(town):
    CaseFactory.create_batch(2, town=town, state=State.REPORTED)
    shapes = queries.overview(town.community_leader, town.community).shapes
    assert [shape.label for shape in shapes] == ["2", ""]


def test_the_wall_shows_no_place_no_words_and_no_number_of_a_case(town, as_actor):
    case = CaseFactory(town=town, state=State.DISPATCHED)
    content = as_actor(town.community_leader).get(wall(town)).content.decode()
    assert "路灯" in content
    for hidden in (case.number, case.words, case.place_text):
        assert hidden not in content


def test_refreshing_swaps_the_figures_alone(town, as_actor):
    client = as_actor(town.community_leader)
    content = client.get(wall(town), headers={"HX-Request": "true"}).content.decode()
    assert content.lstrip().startswith('<div class="wall-grid"')


def test_another_community_has_no_wall_for_me(town, as_actor):
    other = RegionFactory(name="桂子山社区")
    response = as_actor(town.community_leader).get(reverse("screen:overview", args=[other.code]))
    assert response.status_code == 404


def test_signed_out_there_is_no_wall(town, client):
    assert client.get(wall(town)).status_code == 302
