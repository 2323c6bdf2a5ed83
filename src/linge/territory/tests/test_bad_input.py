"""Bad input of the territory: said in Chinese, by name, and never half done (registry.md §16)."""

import copy

import pytest
from django.urls import reverse

from linge.kernel.clock import today
from linge.kernel.refusals import Refused
from linge.territory import actions
from linge.territory.models import Building, Place
from linge.territory.rules.geometry import with_axes_swapped
from linge.territory.rules.kinds import DivisionState

from .actors import leader, officer
from .factories import (
    BuildingFactory,
    DivisionFactory,
    GridFactory,
    GridShapeFactory,
    OrganisationFactory,
    PlaceFactory,
    RegionFactory,
    centre,
    square,
)

pytestmark = pytest.mark.django_db


def open_ring():
    shape = copy.deepcopy(square(0))
    shape["coordinates"][0].pop()
    return shape


def bow_tie():
    shape = copy.deepcopy(square(0))
    ring = shape["coordinates"][0]
    ring[1], ring[2] = ring[2], ring[1]
    return shape


SHAPES = {
    "没有闭合": open_ring(),
    "自相交叉": bow_tie(),
    "经纬度似乎颠倒": with_axes_swapped(square(0)),
    "离本社区超过1公里": square(40),
    "无法识别": {"type": "Point", "coordinates": centre(0)},
}


@pytest.mark.parametrize("words", SHAPES)
def test_a_broken_outline_is_refused_and_named(words):
    community = RegionFactory()
    grid = GridFactory(community=community, name="第3网格")
    building = BuildingFactory(estate__community=community, point=centre(0), expected_dwellings=10)
    held = DivisionFactory(community=community, in_force=True)
    GridShapeFactory(division=held, grid=grid, polygon=square(0))
    division = DivisionFactory(community=community, since=today())
    by = leader(community)
    actions.draw(division, by=by, shapes={grid: SHAPES[words]})
    actions.assign(division, by=by, grid=grid, buildings=[building.pk])
    with pytest.raises(Refused, match="territory.division_faults") as refusal:
        actions.publish_division(division, by=by, exception_reason="试")
    assert words in refusal.value.message and "第3网格" in refusal.value.message
    division.refresh_from_db()
    assert division.state == DivisionState.DRAFT
    assert Building.objects.get().grid is None


@pytest.mark.parametrize("text", ["%", "_", "'", "\\", "; DROP TABLE"])
def test_signs_of_the_database_are_searched_as_text(text, as_actor):
    shop = OrganisationFactory(name="便民超市")
    client = as_actor(officer(shop.community))
    page = client.get(reverse("territory:organisations"), {"name": text})
    assert page.status_code == 200 and "便民超市" not in page.content.decode()


@pytest.mark.parametrize(
    ("name", "shown"),
    [("<script>alert(1)</script>", "&lt;script&gt;"), ("新园" * 31, "")],
)
def test_names_are_escaped_or_too_long(name, shown, as_actor):
    community = RegionFactory()
    client = as_actor(officer(community))
    sent = {"community": community.pk, "name": name, "state": "handed_over"}
    answer = client.post(reverse("territory:estate_new"), sent, follow=True)
    page = answer.content.decode()
    assert "<script>alert" not in page
    assert answer.status_code == (200 if shown else 422)
    assert shown in page


def test_a_place_that_is_gone_is_listed_no_more(as_actor):
    place = PlaceFactory(name="旧市场")
    client = as_actor(officer(place.community))
    edit = reverse("territory:place_edit", args=[place.uuid])
    sent = {"name": "旧市场", "kind": "market", "closed_on": "2026-06-15"}
    assert client.post(edit, sent | {"closed_on": "2026-02-31"}).status_code == 422
    assert "旧市场" not in client.post(edit, sent, follow=True).content.decode()
    assert Place.objects.get().closed_on is not None
