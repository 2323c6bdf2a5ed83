"""The first page of the portal, and who works in the grid of a building."""

import pytest
from django.test import Client
from django.urls import reverse

from linge.cases.tests.factories import make_building, make_town
from linge.staff.tests.factories import AgencyFactory
from linge.territory.tests.factories import BuildingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(at):
    at("2026-06-15 09:00")
    return make_town()


def test_the_first_page_has_a_door_for_each_thing_a_resident_comes_for(town):
    AgencyFactory(community=town.community, name="值守室", lines=["desk"], phone="021-60000001")
    page = Client().get(reverse("portal:home"))
    for words in (town.community.name, "上报问题", "查进度", "我的网格员", "021-60000001"):
        assert words in page.text


def test_the_front_door_leads_somebody_without_an_account_to_the_portal(town):
    assert Client().get("/")["Location"] == reverse("portal:home")


def test_a_building_tells_its_grid_and_who_works_there(town):
    building = make_building(town)
    asked = {"in": town.community.code, "building": str(building.uuid)}
    page = Client().get(reverse("portal:my_grid"), asked)
    for words in (town.grid.name, "王芳", "赵磊", "李强"):
        assert words in page.text


def test_a_building_outside_every_grid_says_so(town):
    building = make_building(town)
    type(building).objects.filter(pk=building.pk).update(grid=None)
    asked = {"in": town.community.code, "building": str(building.uuid)}
    assert "还没有划进网格" in Client().get(reverse("portal:my_grid"), asked).text


def test_a_building_of_another_community_is_no_choice(town):
    elsewhere = BuildingFactory()
    asked = {"in": town.community.code, "building": str(elsewhere.uuid)}
    page = Client().get(reverse("portal:my_grid"), asked)
    assert page.context["found"] is None
