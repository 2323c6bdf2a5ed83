"""Where a case is, asked at the desk and in the portal: address, map, grid, or why not."""

import gzip
from uuid import uuid4

import pytest
from django.urls import reverse

from linge.cases.models import Case
from linge.cases.rules import State
from linge.cases.tests.factories import CaseFactory, kind_of
from linge.territory import queries as territory
from linge.territory.tests.factories import BuildingFactory, EstateFactory, centre

pytestmark = pytest.mark.django_db
DIALOG = {"HX-Request": "true", "HX-Target": "dialog-body"}
CHOICE = {"HX-Request": "true", "HX-Target": "choice"}


@pytest.fixture
def lost(town):
    """A report that says in words where it is."""
    return CaseFactory(town=town, lon=None, lat=None, place_text="菜场后门")


def move(case, action):
    return reverse("cases:move", args=[case.uuid, action])


def sent(case, **asked):
    return {"request_id": uuid4(), "seen": f"{case.state}:{case.seq}"} | asked


def taken_up(case, **asked):
    category, standard = kind_of("0201")
    return sent(case, category=category.pk, standard=standard.pk, seen_candidates="") | asked


def test_the_case_says_that_nobody_knows_its_grid_and_offers_to_tell(town, as_actor, lost):
    page = as_actor(town.intake_clerk).get(reverse("cases:case", args=[lost.uuid]))
    assert [link.label for link in page.context["moves"]][:2] == ["受理", "定位"]
    assert "待定网格" in page.text


def test_the_dialog_asks_for_address_map_or_grid_of_this_community(town, as_actor, lost):
    dialog = as_actor(town.dispatcher).get(move(lost, "place"), headers=DIALOG).text
    assert "菜场后门" in dialog
    assert town.other_grid.name in dialog
    assert "<place-picker" in dialog


@pytest.mark.parametrize("way", ["grid", "point", "address"])
def test_each_way_of_telling_leads_to_the_grid(town, as_actor, lost, way):
    estate = EstateFactory(community=town.community, name="锦绣花园")
    BuildingFactory(estate=estate, number="3", grid=town.other_grid)
    lon, lat = centre(1)
    told = {"grid": town.other_grid.pk, "point": f"{lon},{lat}", "address": "锦绣花园3号楼"}
    answer = as_actor(town.dispatcher).post(move(lost, "place"), sent(lost, **{way: told[way]}))
    assert answer.status_code == 302
    assert Case.objects.get().grid == town.other_grid


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({}, "还没有定位到网格"),
        ({"address": "菜场后门"}, "没有看懂这个地址"),
        ({"address": "99号楼"}, "没有找到这个地址"),
        ({"point": "31.2335,121.4853"}, "经度和纬度像是写反了"),
        ({"point": "121.9,31.9"}, "这个位置不在任何网格内"),
    ],
)
def test_what_is_not_a_place_is_told_and_the_form_comes_back(town, as_actor, lost, told, sentence):
    answer = as_actor(town.dispatcher).post(move(lost, "place"), sent(lost, **told))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert Case.objects.get().grid is None


def test_two_buildings_of_one_number_are_a_question(town, as_actor, lost):
    for name in ("锦绣花园", "春风里"):
        BuildingFactory(estate=EstateFactory(community=town.community, name=name), number="3")
    answer = as_actor(town.dispatcher).post(move(lost, "place"), sent(lost, address="3号楼"))
    assert "有多处符合：" in answer.text
    assert "春风里3号楼" in answer.text


def test_whoever_comes_second_reads_that_somebody_was_first(town, as_actor, lost):
    form = sent(lost, grid=town.grid.pk)
    as_actor(town.intake_clerk).post(move(lost, "place"), sent(lost, grid=town.other_grid.pk))
    answer = as_actor(town.dispatcher).post(move(lost, "place"), form)
    assert "该案件刚刚被其他人处理" in answer.text
    assert Case.objects.get().grid == town.other_grid


def test_the_form_weighs_a_place_before_the_click(town, as_actor, lost):
    desk = as_actor(town.intake_clerk)
    weighed = desk.post(move(lost, "place"), sent(lost, grid=town.grid.pk), headers=CHOICE)
    assert f"将归入 {town.grid.name}" in weighed.text
    assert Case.objects.get().grid is None


def test_what_is_similar_at_the_new_place_is_shown_before_it_is_taken_up(town, as_actor, lost):
    other = CaseFactory(town=town, words="这里的灯早有人报过")
    desk, (lon, lat) = as_actor(town.intake_clerk), centre(0)
    point = {"point": f"{lon},{lat}"}
    unseen = desk.post(move(lost, "accept"), taken_up(lost, **point))
    assert "刚刚又有相近的上报" in unseen.text
    assert "这里的灯早有人报过" in unseen.text
    desk.post(move(lost, "accept"), taken_up(lost, **point, seen_candidates=str(other.pk)))
    assert Case.objects.get(pk=lost.pk).grid == town.grid


def test_a_reason_stands_in_for_the_grid_and_is_in_the_story(town, as_actor, lost):
    desk = as_actor(town.intake_clerk)
    desk.post(move(lost, "accept"), taken_up(lost, no_grid="跨社区的道路"))
    assert Case.objects.get().state == State.ACCEPTED
    assert "跨社区的道路" in desk.get(reverse("cases:case", args=[lost.uuid])).text


def test_a_case_with_a_grid_is_taken_up_without_asking_for_it(town, as_actor):
    case = CaseFactory(town=town)
    page = as_actor(town.intake_clerk).get(move(case, "accept"))
    assert "address" not in page.context["form"].fields
    as_actor(town.intake_clerk).post(move(case, "accept"), taken_up(case))
    assert Case.objects.get().state == State.ACCEPTED


def test_the_portal_offers_the_map_and_keeps_the_point(town, client):
    address = f"{reverse('cases_portal:report')}?in={town.community.code}"
    assert "<place-picker" in client.get(address).text
    lon, lat = centre(1)
    client.post(address, {"request_id": uuid4(), "words": "灯坏了", "lon": lon, "lat": lat})
    assert Case.objects.get().grid == town.other_grid


def test_where_no_grid_is_drawn_the_words_suffice(town, client):
    division = territory.open_division(town.community)
    division.shapes.all().delete()
    address = f"{reverse('cases_portal:report')}?in={town.community.code}"
    assert "<place-picker" not in client.get(address).text
    client.post(address, {"request_id": uuid4(), "words": "灯坏了", "place_text": "菜场后门"})
    assert Case.objects.get().place_text == "菜场后门"


def test_anybody_may_see_the_ground_beneath_a_community_that_takes_reports(
    town, client, settings, tmp_path
):
    settings.DATA_DIR = tmp_path
    address = reverse("cases_portal:ground", args=[town.community.code])
    assert client.get(address).status_code == 404
    file = territory.base_map(town.community)
    file.parent.mkdir()
    file.write_bytes(gzip.compress(b'{"type": "FeatureCollection", "features": []}'))
    assert client.get(address)["Content-Type"] == "application/geo+json"
    assert client.get(reverse("cases_portal:ground", args=["999"])).status_code == 404
