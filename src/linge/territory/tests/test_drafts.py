"""The draft of a division as JSON: saved whole, by who may, only in its own community."""

import json

import pytest
from django.urls import reverse

from linge.accounts.models import User
from linge.kernel.clock import today
from linge.kernel.refusals import Refused
from linge.territory import actions, ports, queries
from linge.territory.models import GridMember
from linge.territory.rules.codes import next_code
from linge.territory.rules.geometry import with_axes_swapped

from .actors import leader, officer, worker
from .factories import (
    BuildingFactory,
    DivisionFactory,
    GridFactory,
    GridShapeFactory,
    RegionFactory,
    ShopFactory,
    UnitFactory,
    centre,
    square,
)

pytestmark = pytest.mark.django_db


class Draft:
    def __init__(self):
        self.community = RegionFactory()
        self.by = officer(self.community)
        self.grid = GridFactory(community=self.community)
        self.building = BuildingFactory(
            estate__community=self.community, expected_dwellings=10, point=centre(0)
        )
        self.division = DivisionFactory(community=self.community)
        self.address = reverse("territory:division_draft", args=[self.division.uuid])

    def body(self, **more):
        return {
            "version": 1,
            "shapes": {str(self.grid.uuid): square(0)},
            "members": {f"building:{self.building.uuid}": str(self.grid.uuid)},
        } | more

    def post(self, client, **more):
        return client.post(self.address, json.dumps(self.body(**more)), "application/json")


@pytest.fixture
def draft():
    return Draft()


def test_a_draft_is_saved_and_read_back(draft, as_actor):
    client = as_actor(draft.by)
    answer = draft.post(client, since="2027-01-01", reason="试划")
    assert answer.status_code == 200, answer.content
    read = client.get(draft.address).json()
    assert (read["version"], read["since"], read["reason"]) == (2, "2027-01-01", "试划")
    assert read["grids"][0]["shape"] == square(0)
    (member,) = read["members"]
    assert (member["grid"], member["homes"]) == (str(draft.grid.uuid), 10)
    assert read["remarks"] == []


def test_half_done_work_is_kept_and_its_faults_are_told(draft, as_actor):
    bow_tie = square(0)
    ring = bow_tie["coordinates"][0]
    ring[1], ring[2] = ring[2], ring[1]
    answer = draft.post(as_actor(draft.by), shapes={str(draft.grid.uuid): bow_tie}, members={})
    stops = {r["code"]: r["about"] for r in answer.json()["remarks"] if r["stops"]}
    assert stops == {
        "member_without_grid": [f"building:{draft.building.uuid}"],
        "shape_crossing": [f"grid:{draft.grid.uuid}"],
    }


def test_a_building_split_by_units_is_two_members(draft, as_actor):
    unit = UnitFactory(building=draft.building)
    members = {f"unit:{unit.uuid}": str(draft.grid.uuid)}
    assert draft.post(as_actor(draft.by), members=members).status_code == 200
    assert GridMember.objects.get(division=draft.division).unit == unit


def test_a_shop_names_the_building_it_goes_with(draft, as_actor):
    shop = ShopFactory(building=draft.building)
    members = as_actor(draft.by).get(draft.address).json()["members"]
    told = {member["key"]: member["building"] for member in members}
    building = f"building:{draft.building.uuid}"
    assert told == {building: None, f"shop:{shop.uuid}": building}


def test_the_second_to_save_is_told_who_was_first(draft, as_actor):
    user = User.objects.create(name="周敏", phone="12000000002", phone_index="1" * 32)
    client = as_actor(officer(draft.community, user=user))
    saved = draft.post(client).json()["saved"]
    late = draft.post(client)
    assert (late.status_code, late.json()["by"]) == (409, "周敏")
    assert late.json()["at"] == saved["at"] > "2026"


def test_a_new_grid_gets_the_next_code(draft, as_actor):
    address = reverse("territory:division_new_grid", args=[draft.division.uuid])
    client = as_actor(draft.by)
    made = client.post(address, json.dumps({"name": " 第九网格 "}), "application/json")
    assert made.status_code == 201
    assert (made.json()["name"], made.json()["code"]) == ("第九网格", next_code([draft.grid.code]))
    assert made.json()["uuid"] in {one["uuid"] for one in client.get(draft.address).json()["grids"]}
    nameless = client.post(address, json.dumps({"name": " "}), "application/json")
    assert (nameless.status_code, nameless.json()["field"]) == (422, "name")
    theirs = as_actor(worker(draft.grid)).post(address, b"{}", "application/json")
    assert theirs.status_code in (403, 404)


@pytest.mark.parametrize(
    ("taken", "code"), [([], "01"), (["01", "09"], "10"), (["A-007"], "A-008"), (["东"], "东1")]
)
def test_codes_of_grids_go_on_counting(taken, code):
    assert next_code(taken) == code


@pytest.mark.parametrize("kind", ["grid", "building"])
def test_nothing_of_another_community_gets_in(kind, draft, as_actor):
    theirs = BuildingFactory(grid=GridFactory())
    members = {
        "grid": {f"building:{draft.building.uuid}": str(theirs.grid.uuid)},
        "building": {f"building:{theirs.uuid}": str(draft.grid.uuid)},
    }
    answer = draft.post(as_actor(draft.by), members=members[kind])
    assert (answer.status_code, answer.json()["code"]) == (422, "territory.not_of_community")


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{}", '{"version": "x", "shapes": {}, "members": {}}',
     '{"version": 1, "shapes": [], "members": {}}',
     '{"version": 1, "shapes": {}, "members": {}, "since": "2026-02-31"}'],
)  # fmt: skip
def test_a_body_of_another_form_is_refused(body, draft, as_actor):
    answer = as_actor(draft.by).post(draft.address, body, "application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "territory.unread")


def test_five_megabytes_are_too_many(draft, as_actor):
    answer = as_actor(draft.by).post(
        draft.address, "{}", "application/json", CONTENT_LENGTH=5_000_001
    )
    assert answer.status_code == 413


@pytest.mark.proves("X2")
def test_a_worker_reads_but_does_not_draw(draft, as_actor):
    assert draft.post(as_actor(worker(draft.grid))).status_code in (403, 404)
    assert draft.post(as_actor(officer(RegionFactory()))).status_code == 404


def test_a_published_draft_is_closed(draft, as_actor):
    draft.post(as_actor(draft.by), since=today().isoformat())
    draft.division.refresh_from_db()
    actions.publish_division(draft.division, by=leader(draft.community), exception_reason="测试")
    answer = draft.post(as_actor(draft.by), version=2)
    assert answer.json()["code"] == "territory.not_a_draft"


def test_two_who_draw_never_overwrite_one_another(draft):
    stale = queries.divisions(draft.by).get()
    actions.draw(draft.division, by=draft.by, shapes={draft.grid: square(0)})
    with pytest.raises(Refused, match="territory.moved_on"):
        actions.assign(stale, by=draft.by, grid=draft.grid, buildings=[draft.building.pk])


def test_swapped_axes_are_offered_to_be_put_right(draft, as_actor):
    GridShapeFactory(division=draft.division, grid=draft.grid, polygon=with_axes_swapped(square(0)))
    client = as_actor(draft.by)
    page = reverse("territory:division", args=[draft.division.uuid])
    assert "对调经纬度" in client.get(page).content.decode()
    swap = reverse("territory:division_swap_axes", args=[draft.division.uuid])
    assert "已对调1个范围的经纬度。" in client.post(swap, follow=True).content.decode()
    polygon = draft.division.shapes.get().polygon
    assert polygon["coordinates"][0][0] == pytest.approx(square(0)["coordinates"][0][0])


@pytest.mark.parametrize(("people", "shown"), [(0, 0), (4, None), (5, 5)])
def test_fewer_than_five_people_in_care_are_not_told(people, shown, draft, as_actor, monkeypatch):
    stair = (draft.building.pk, None)
    monkeypatch.setattr(ports, "_care_counters", [lambda actor, community: {stair: people}])
    answer = draft.post(as_actor(draft.by)).json()
    assert answer["figures"][str(draft.grid.uuid)]["care"] == shown
