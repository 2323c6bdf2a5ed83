"""Every page of the territory: does the door open, in words people understand?"""

import pytest
from django.urls import reverse

from linge.territory import actions
from linge.territory.actions.loading import packaged_days
from linge.territory.models import Building, Division, Estate, Organisation, Place, Shop
from linge.territory.rules.kinds import DivisionState

from .actors import admin, leader, officer, worker
from .factories import BuildingFactory, EstateFactory, GridFactory, RegionFactory
from .test_queries import Neighbourhood

pytestmark = pytest.mark.django_db

LISTS = (
    "estates", "handovers", "buildings", "places", "organisations", "shops", "grids", "divisions",
    "regions", "calendar", "changes", "forecast",
)  # fmt: skip
DETAILS = ("estate", "building", "place", "organisation", "shop", "grid", "region")


@pytest.fixture
def ours():
    return Neighbourhood()


def named(ours, page):
    """The row a detail page shows; a region's is the community."""
    return ours.community if page == "region" else getattr(ours, page)


@pytest.mark.parametrize("page", LISTS)
def test_each_list_opens_and_shows_the_own_rows(page, ours, as_actor):
    answer = as_actor(officer(ours.community)).get(reverse(f"territory:{page}"))
    assert answer.status_code == 200
    row = getattr(ours, page[:-1], None)
    if page not in ("divisions", "shops", "buildings") and row is not None:
        assert str(row) in answer.content.decode()


@pytest.mark.parametrize("page", DETAILS)
def test_each_record_opens_for_its_own_team(page, ours, as_actor):
    address = reverse(f"territory:{page}", args=[named(ours, page).uuid])
    assert as_actor(worker(ours.grid)).get(address).status_code == 200


@pytest.mark.proves("X2")
@pytest.mark.parametrize("page", [page for page in DETAILS if page != "region"])
def test_a_record_of_the_next_grid_is_not_there(page, ours, as_actor):
    next_door = Neighbourhood(1, community=ours.community)
    address = reverse(f"territory:{page}", args=[named(next_door, page).uuid])
    assert as_actor(worker(ours.grid)).get(address).status_code == 404


@pytest.mark.proves("X2")
@pytest.mark.parametrize("page", [*DETAILS, "division"])
def test_a_record_of_another_community_is_not_there(page, ours, as_actor):
    theirs = Neighbourhood(5)
    address = reverse(f"territory:{page}", args=[named(theirs, page).uuid])
    assert as_actor(officer(ours.community)).get(address).status_code == 404


def test_every_tab_of_a_grid_opens(ours, as_actor):
    client = as_actor(officer(ours.community))
    address = reverse("territory:grid", args=[ours.grid.uuid])
    for tab in ("overview", "team", "members", "history"):
        answer = client.get(address, {"tab": tab})
        assert answer.status_code == 200
        assert f"{ours.community.name}党委" in answer.content.decode()


def test_an_estate_is_opened_and_corrected_on_its_pages(ours, as_actor):
    client = as_actor(officer(ours.community))
    sent = {
        "community": ours.community.pk,
        "name": "云栖里",
        "state": "under_construction",
        "planned_units": "1280",
        "handover_on": "20261231",
    }
    assert client.post(reverse("territory:estate_new"), sent).status_code == 302
    estate = Estate.objects.get(name="云栖里")
    assert "云栖里" in client.get(reverse("territory:handovers")).content.decode()
    edit = reverse("territory:estate_edit", args=[estate.uuid])
    assert "1280" in client.get(edit).content.decode()
    client.post(edit, {**sent, "planned_units": "1300"})
    estate.refresh_from_db()
    assert estate.planned_units == 1300


def test_a_refusal_stands_in_the_form_with_what_was_typed(ours, as_actor):
    sent = {"community": ours.community.pk, "name": "云栖里", "state": "planned"}
    answer = as_actor(officer(ours.community)).post(reverse("territory:estate_new"), sent)
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "未交付的小区要填写规划套数和交付日期" in words and "云栖里" in words


def test_a_building_is_raised_on_its_page(ours, as_actor):
    client = as_actor(officer(ours.community))
    sent = {
        "estate": ours.estate.pk,
        "number": "九十九号楼",
        "use": "residential",
        "units": "2",
        "floors": "6",
        "homes": "2",
        "lifts": "0",
    }
    assert client.post(reverse("territory:building_new"), sent).status_code == 302
    assert Building.objects.get(number_key="99").dwellings.count() == 24


def test_a_building_is_verified_by_its_grid_worker(ours, as_actor):
    edit = reverse("territory:building_edit", args=[ours.building.uuid])
    sent = {"use": "mixed", "floors_up": "7", "floors_down": "1", "expected_dwellings": "84"}
    assert as_actor(worker(ours.grid)).post(edit, sent).status_code == 302
    ours.building.refresh_from_db()
    assert (ours.building.use, ours.building.expected_dwellings) == ("mixed", 84)


def test_an_organisation_is_registered_and_its_code_checked(ours, as_actor):
    client = as_actor(officer(ours.community))
    sent = {
        "name": "示范小学",
        "kind": "institution",
        "state": "operating",
        "uscc": "91990101MA0000015D",
        "community": ours.community.pk,
        "building": ours.building.pk,
    }
    new = reverse("territory:organisation_new")
    answer = client.post(new, sent)
    assert answer.status_code == 422 and "校验位不对" in answer.content.decode()
    assert client.post(new, {**sent, "uscc": "91990101MA0000015C"}).status_code == 302
    school = Organisation.objects.get(name="示范小学")
    assert school.grid == ours.grid
    edit = reverse("territory:organisation_edit", args=[school.uuid])
    client.post(edit, {**sent, "uscc": "", "state": "dissolved"})
    school.refresh_from_db()
    assert (school.state, school.uscc) == ("dissolved", None)


def test_a_shop_and_a_place_are_registered_by_the_grid_worker(ours, as_actor):
    client = as_actor(worker(ours.grid))
    shop = {"building": ours.building.pk, "front_no": "88", "name": "便民理发", "state": "trading"}
    assert client.post(reverse("territory:shop_new"), shop).status_code == 302
    assert Shop.objects.get(front_no="88").grid == ours.grid
    edit = reverse("territory:shop_edit", args=[Shop.objects.get(front_no="88").uuid])
    assert client.post(edit, {"name": "新店", "state": "suspended"}).status_code == 302
    place = {
        "name": "口袋公园",
        "kind": "park",
        "community": ours.community.pk,
        "grid": ours.grid.pk,
    }
    assert client.post(reverse("territory:place_new"), place).status_code == 302
    assert Place.objects.get(name="口袋公园").grid == ours.grid


def test_lists_are_narrowed_by_their_filters(ours, as_actor):
    BuildingFactory(estate=ours.estate, number="77")
    client = as_actor(officer(ours.community))
    found = client.get(reverse("territory:buildings"), {"number": "七十七号楼"})
    assert "共 1 条" in found.content.decode()
    none = client.get(reverse("territory:shops"), {"trade": "没有的行当"})
    assert "没有符合" in none.content.decode()


def test_a_division_is_drafted_filled_and_published_without_the_map(ours, as_actor, at):
    at("2026-06-15 09:00")
    client = as_actor(leader(ours.community))
    sent = {"community": ours.community.pk, "since": "2026-06-15", "reason": "年度调整"}
    assert client.post(reverse("territory:division_new"), sent).status_code == 302
    draft = Division.objects.get(state=DivisionState.DRAFT)
    page = reverse("territory:division", args=[draft.uuid])
    publish = reverse("territory:division_publish", args=[draft.uuid])
    assert "还没有划入网格" in client.get(page).content.decode()
    assert client.post(publish, {}).status_code == 422
    members = reverse("territory:division_members", args=[draft.uuid])
    assert "未划入" in client.get(members).content.decode()
    ticked = [
        f"{kind}:{getattr(ours, kind).pk}" for kind in ("building", "shop", "organisation", "place")
    ]
    moved = client.post(members, {"grid": ours.grid.pk, "member": ticked})
    assert moved.status_code == 302
    assert "核对通过" in client.get(publish).content.decode()
    assert client.post(publish, {"exception_reason": ""}).status_code == 302
    draft.refresh_from_db()
    assert draft.state == DivisionState.IN_FORCE


def test_a_draft_is_submitted_and_withdrawn_from_its_page(ours, as_actor):
    client = as_actor(officer(ours.community))
    draft = actions.draft_division(ours.community, by=officer(ours.community))
    for deed, state in (
        ("submit", "submitted"),
        ("withdraw", "withdrawn"),
        ("submit", "withdrawn"),
    ):
        address = reverse(f"territory:division_{deed}", args=[draft.uuid])
        assert client.post(address).status_code == 302
        draft.refresh_from_db()
        assert draft.state == state


def test_a_grid_is_added_and_renamed(ours, as_actor):
    client = as_actor(officer(ours.community))
    sent = {"community": ours.community.pk, "code": "15", "name": "第十五网格"}
    assert client.post(reverse("territory:grid_new"), sent).status_code == 302
    edit = reverse("territory:grid_edit", args=[ours.grid.uuid])
    assert client.post(edit, {"name": "滨河网格"}).status_code == 302
    ours.grid.refresh_from_db()
    assert ours.grid.name == "滨河网格"


def test_the_tree_opens_a_branch_when_asked(ours, as_actor):
    client = as_actor(officer(ours.community))
    street = reverse("territory:region", args=[ours.community.parent.uuid])
    whole, part = client.get(street), client.get(street, HTTP_HX_REQUEST="true")
    assert "<html" in whole.content.decode() and "<html" not in part.content.decode()
    assert ours.community.name in part.content.decode()


def test_the_next_notice_is_loaded_from_a_file_and_nonsense_is_refused(as_actor, upload):
    actions.load_calendar(packaged_days("workdays-2026.csv"), by=admin())
    client = as_actor(admin())
    load = reverse("territory:calendar_load")
    refused = client.post(load, {"sheet": upload("通知.csv", "日期,安排\n2027-01-01,休")})
    assert refused.status_code == 422 and "读不出这份通知" in refused.content.decode()
    notice = "date,kind,name,notice_url\n2027-01-01,off,元旦,\n"
    assert client.post(load, {"sheet": upload("2027.csv", notice)}).status_code == 302
    assert "2027-12-31" in client.get(reverse("territory:calendar")).content.decode()


def test_a_leader_of_two_communities_may_choose_between_them(as_actor):
    one, other = RegionFactory(), RegionFactory()
    GridFactory(community=one)
    actor = leader(one.parent)
    page = as_actor(actor).get(reverse("territory:grids")).content.decode()
    assert one.name in page and other.name in page


def test_a_site_is_handed_over_on_its_page(ours, as_actor, at):
    at("2026-06-15 09:00")
    client = as_actor(officer(ours.community))
    site = EstateFactory(
        community=ours.community,
        state="under_construction",
        planned_units=6,
        handover_on="2026-06-01",
    )
    BuildingFactory(estate=site, expected_dwellings=6)
    page = reverse("territory:hand_over", args=[site.uuid])
    assert "办理交付" in client.get(reverse("territory:estate", args=[site.uuid])).content.decode()
    assert 'value="2026-06-01"' in client.get(page).content.decode()
    assert client.post(page, {"on": "2026-06-16"}).status_code == 422
    assert client.post(page, {"on": "2026-06-01"}).status_code == 302
    site.refresh_from_db()
    assert site.state == "handed_over"


def test_the_share_moved_in_is_set_on_its_page(ours, as_actor):
    client = as_actor(officer(ours.community))
    page = reverse("territory:move_in_shares")
    sent = {"community": ours.community.pk, "after_0": "30", "after_12": "20"}
    answer = client.post(page, sent)
    assert answer.status_code == 422 and "只增不减" in answer.content.decode()
    answer = client.post(page, sent | {"after_12": "100"}, follow=True)
    assert "12个月100%" in answer.content.decode()
