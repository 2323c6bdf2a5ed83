"""The box on top finds cases by number for everybody, people for those who may see the register."""

from dataclasses import replace

import pytest
from django.urls import reverse

from linge.cases.tests.factories import CaseFactory, make_town
from linge.registry.tests.factories import homes, resident
from linge.territory.tests.factories import GridFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(at):
    at("2026-06-15 09:00")
    return make_town()


def found(browser, words):
    page = browser.post(reverse("desk:search"), {"q": words})
    return [row.name for group in page.context["answer"].groups for row in group.rows]


def test_a_case_is_found_by_its_number_whole_or_from_its_day_on(town, as_actor):
    case = CaseFactory(town=town)
    browser = as_actor(town.dispatcher)
    assert found(browser, case.number) == [case.number]
    assert found(browser, case.number.partition("-")[2]) == [case.number]


def test_an_agency_finds_no_people(town, as_actor):
    resident("张桂兰", home=homes(GridFactory(community=town.community))[0])
    assert found(as_actor(town.agency_handler), "张桂兰") == []


def test_a_case_of_elsewhere_is_not_found(town, as_actor):
    case = CaseFactory(town=town)
    elsewhere = town.actor("dispatcher")
    grant = elsewhere.grants[0]
    stranger = replace(elsewhere, grants=(replace(grant, node="9999"),))
    assert found(as_actor(stranger), case.number) == []


def test_words_in_the_address_are_not_looked_up(town, as_actor):
    case = CaseFactory(town=town)
    page = as_actor(town.dispatcher).get(reverse("desk:search"), {"q": case.number})
    assert page.context["answer"].groups == ()
