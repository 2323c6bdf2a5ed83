"""The four clears of a grid: register and cases side by side, and who may look."""

from datetime import timedelta

import pytest
from django.urls import reverse

from linge.cases.models import Case
from linge.cases.rules import State
from linge.cases.tests.factories import CaseFactory, make_town
from linge.desk.clears import four_clears
from linge.kernel import clock
from linge.registry.rules.items import Clear

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(at):
    at("2026-06-15 09:00")
    return make_town()


def tally(town, clear, day=None):
    found = four_clears(town.actor("grid_a"), town.grid, day)
    return next(each.tally for each in found.clears if each.clear == clear)


@pytest.mark.proves("A8")
def test_a_hazard_is_clear_with_level_agency_and_limit_and_only_while_it_moves(town):
    CaseFactory(town=town, state=State.ACCEPTED, code="0301")
    case = CaseFactory(town=town, state=State.DISPATCHED, code="0302")
    hazards = tally(town, Clear.HAZARDS)
    assert (hazards.asked, hazards.filled, hazards.fresh) == (2, 1, 1)
    Case.objects.filter(pk=case.pk).update(moved_at=clock.now() - timedelta(days=8))
    assert tally(town, Clear.HAZARDS).fresh == 0


def test_other_matters_are_no_hazard(town):
    CaseFactory(town=town, state=State.DISPATCHED, code="0201")
    assert tally(town, Clear.HAZARDS).asked == 0


def test_the_page_lists_what_is_missing_and_only_the_own_grid(town, as_actor):
    case = CaseFactory(town=town, state=State.ACCEPTED, code="0301")
    client = as_actor(town.actor("grid_a"))
    page = client.get(reverse("desk:clears")).content.decode()
    assert case.number in page
    assert "隐患矛盾清" in page
    other = client.get(reverse("desk:clears"), {"grid": town.other_grid.pk})
    assert other.context["grid"] == town.grid
    assert client.get(reverse("desk:clears"), {"as_of": "2099-01-01"}).status_code == 400


def test_an_agency_has_no_business_here(town, as_actor):
    answer = as_actor(town.actor("agency_handler")).get(reverse("desk:clears"))
    assert answer.status_code == 403
