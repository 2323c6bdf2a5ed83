"""Who stands in a ledger on which day, who may open it, what a bad day is told."""

from datetime import date

import pytest
from django.urls import reverse

from linge.kernel import clock
from linge.registry import actions
from linge.registry.models import Residency
from linge.registry.queries import ledgers
from linge.registry.rules.drafts import NewHukou
from linge.registry.rules.kinds import HukouState, Left
from linge.registry.tests.factories import SINCE, clerk, homes, resident
from linge.territory.tests.actors import leader, officer, worker
from linge.territory.tests.factories import GridFactory

YESTERDAY = date(2026, 11, 23)


@pytest.fixture
def street(at):
    """Somebody of the street, somebody who left home long ago, somebody six months ago today."""
    at("2026-11-24 10:00")
    grid = GridFactory()
    by = clerk(grid.community)
    doors = homes(grid)
    actions.set_hukou(resident("张桂兰", home=doors[0]), NewHukou(HukouState.HERE, SINCE), by=by)
    for door, left in zip(doors[1:], (date(2024, 1, 1), date(2026, 5, 24)), strict=False):
        told = NewHukou(HukouState.ELSEWHERE, SINCE, "420106", left=Left.YES, left_street_on=left)
        actions.set_hukou(resident("王强", home=door), told, by=by)
    return officer(grid.community)


@pytest.mark.django_db
def test_the_floating_population_is_that_of_the_day(street):
    today = clock.today()
    assert ledgers.hukou_people(street, today).count() == 1
    assert ledgers.floating_people(street, today).count() == 2
    assert ledgers.floating_people(street, YESTERDAY).count() == 1, "not yet six months away"


@pytest.mark.django_db
def test_who_moved_out_since_still_stands_in_the_ledger_of_an_earlier_day(street):
    Residency.objects.update(until=clock.today())
    assert ledgers.floating_people(street, clock.today()).count() == 0
    assert ledgers.floating_people(street, YESTERDAY).count() == 1


def test_each_ledger_opens_to_those_who_may(db, as_actor):
    grid = GridFactory()
    page = reverse("ledgers:list")
    assert as_actor(worker(grid)).get(page).status_code == 403
    listed = as_actor(leader(grid.community)).get(page)
    codes = {ledger.code for ledger in listed.context["ledgers"]}
    assert {"hukou", "floating", "dwellings"} <= codes
    assert "care" not in codes, "a leader sees no list of those in care"
    care = reverse("ledgers:ledger", args=["care"])
    assert as_actor(leader(grid.community)).get(care).status_code == 404


@pytest.mark.parametrize("day", ["2026-02-31", "next week", "2999-01-01"])
def test_a_day_that_cannot_be_is_said(day, db, as_actor):
    client = as_actor(officer(GridFactory().community))
    answer = client.get(reverse("ledgers:ledger", args=["hukou"]), {"as_of": day})
    assert answer.status_code == 400
    assert "日期" in answer.content.decode()
