"""Who lived where on another day, as was known then, in whose borders."""

from datetime import date

import pytest
from django.urls import reverse

from linge.registry import actions, queries
from linge.registry.models import CollectionRound
from linge.territory import queries as territory
from linge.territory.rules.moments import By, Moment
from linge.territory.tests.actors import officer
from linge.territory.tests.test_queries_moments import LAST_YEAR, TODAY, Redrawn

from .factories import clerk, household, resident, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(at):
    """Two people in the building that stayed, one household in the one that changed grids."""
    at("2025-03-01 09:00")
    town = Redrawn(at)
    at("2025-03-01 09:00")
    stayed, moved = town.kept.dwellings.first(), town.gone_over.dwellings.first()
    town.alone = resident("李建国", home=stayed)
    household(moved)
    CollectionRound.objects.create(community=town.community, name="首轮", since=date(2025, 1, 1))
    visit(moved, day=date(2025, 5, 1))
    at("2026-06-15 09:00")
    return town


def people(town, moment):
    figures = queries.population_by_grid(town.by, town.community, moment)
    return {line.key: (line.residents, line.households) for line in figures.lines}


@pytest.mark.proves("A1")
def test_people_are_counted_by_the_grids_of_then_or_of_now(town):
    one, two = town.one.pk, town.two.pk
    assert people(town, Moment(LAST_YEAR, by=By.THEN)) == {one: (3, 1)}
    assert people(town, Moment(LAST_YEAR, by=By.NOW)) == {one: (1, 0), two: (2, 1)}
    assert people(town, Moment(TODAY, by=By.THEN)) == {one: (1, 0), two: (2, 1)}


def test_who_moved_out_counts_until_that_day(town):
    home = town.alone.residencies.get()
    actions.move_out(home, by=clerk(town.community), on=date(2026, 6, 1))
    assert people(town, Moment(date(2026, 5, 31)))[town.one.pk] == (1, 0)
    assert town.one.pk not in people(town, Moment(date(2026, 6, 1)))


def test_what_became_known_later_was_not_known_then(town, at):
    before = queries_moment("2026-06-14")
    at("2026-06-20 09:00")
    home = town.alone.residencies.get()
    actions.move_out(home, by=clerk(town.community), on=date(2026, 6, 1))
    day = date(2026, 6, 10)
    assert people(town, Moment(day, before))[town.one.pk] == (1, 0)
    assert town.one.pk not in people(town, Moment(day))


def queries_moment(day):
    return territory.moment(known_at=day).known_at


@pytest.mark.proves("A1", "X7")
def test_the_board_is_cut_by_the_division_of_then_or_now(town):
    def grids(by):
        board = queries.collection_board(officer(town.community), town.community, LAST_YEAR, by=by)
        assert (board.total.expected, board.total.collected) == (9, 1)
        return {line.key: (line.expected, line.collected) for line in board.grids}

    assert grids(By.THEN) == {town.one.pk: (9, 1)}
    assert grids(By.NOW) == {town.one.pk: (4, 0), town.two.pk: (5, 1)}


def test_a_visit_voided_since_had_counted_then(town, at):
    call = town.gone_over.dwellings.first().visits.get()
    known = queries_moment("2026-06-14")
    at("2026-06-20 09:00")
    actions.void_visit(call, by=clerk(town.community), reason="登记错了房号")
    by = officer(town.community)
    assert queries.collection_board(by, town.community).total.collected == 0
    then = queries.collection_board(by, town.community, TODAY, known_at=known)
    assert then.total.collected == 1


def test_the_board_page_offers_both_cuts_and_refuses_the_future(town, as_actor):
    client = as_actor(officer(town.community))
    page = reverse("registry:collection")
    then = client.get(page, {"as_of": "2025-07-01", "by": "then"}).content.decode()
    assert '<option value="then" selected>' in then and town.two.name not in then
    now = client.get(page, {"as_of": "2025-07-01"}).content.decode()
    assert town.two.name in now
    answer = client.get(page, {"as_of": "2027-01-01"})
    assert answer.status_code == 400 and "统计日期不能晚于今天。" in answer.content.decode()
