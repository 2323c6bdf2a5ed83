"""Every page of teams and agencies: does the door open, in words people understand?"""

from datetime import date

import pytest
from django.urls import reverse

from linge.staff import queries
from linge.staff.models import Agency, Post, StandIn
from linge.staff.rules import Role
from linge.territory.tests.actors import leader, officer, worker
from linge.territory.tests.factories import GridFactory, RegionFactory

from .factories import AgencyFactory, PostFactory, StandInFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _summer(at):
    at("2026-06-15 09:00")


@pytest.fixture
def grid():
    return GridFactory(name="第3网格")


def test_the_roster_shows_who_works_where_and_what_is_not_covered(grid, as_actor):
    wang = PostFactory(grid=grid, role=Role.B).user
    client = as_actor(leader(grid.community))
    page = client.get(reverse("staff:teams")).content.decode()
    assert wang.name in page and "这一天没有A岗的网格" in page
    earlier = client.get(reverse("staff:teams"), {"day": "2024-06-01"}).content.decode()
    assert wang.name not in earlier
    assert client.get(reverse("staff:teams"), {"day": "2月30日"}).status_code == 200


@pytest.mark.proves("X2")
def test_the_roster_of_another_community_stays_closed(grid, as_actor):
    wang = PostFactory(grid=grid).user
    page = as_actor(leader(RegionFactory())).get(reverse("staff:teams")).content.decode()
    assert wang.name not in page


def test_a_post_is_given_and_ended_on_the_grids_page(grid, as_actor):
    zhao = PostFactory(grid=GridFactory(community=grid.community)).user
    client = as_actor(leader(grid.community))
    appoint = reverse("staff:appoint", args=[grid.uuid])
    assert client.get(appoint, {"role": "a"}).status_code == 200
    sent = {"role": "a", "user": zhao.pk, "since": "2026-06-15"}
    assert client.post(appoint, sent).status_code == 302
    again = client.post(appoint, sent)
    assert again.status_code == 422 and "此人已在这个岗位上" in again.content.decode()
    post = Post.objects.get(grid=grid)
    team = client.get(reverse("territory:grid", args=[grid.uuid]), {"tab": "team"})
    assert zhao.name in team.content.decode()
    end = reverse("staff:end_post", args=[post.uuid])
    assert client.get(end).status_code == 200
    assert client.post(end, {"last_day": "2026-06-30"}).status_code == 302
    post.refresh_from_db()
    assert post.until == date(2026, 7, 1)


def test_a_stand_in_is_arranged_and_ended(grid, as_actor):
    wang = PostFactory(grid=grid).user
    qian = PostFactory(grid=GridFactory(community=grid.community)).user
    client = as_actor(officer(grid.community))
    arrange = reverse("staff:stand_in", args=[grid.uuid])
    assert client.get(arrange).status_code == 200
    sent = {
        "absent": wang.pk,
        "stand_in": qian.pk,
        "since": "2026-06-15",
        "last_day": "2026-06-17",
        "reason": "年休假",
    }
    assert client.post(arrange, sent).status_code == 302
    arranged = StandIn.objects.get()
    assert arranged.until == date(2026, 6, 18)
    page = client.get(reverse("staff:teams")).content.decode()
    assert "2026-06-15 至 2026-06-17" in page
    assert client.post(reverse("staff:end_stand_in", args=[arranged.uuid])).status_code == 302
    assert not queries.stand_ins_from(officer(grid.community)).exists()


@pytest.mark.proves("X2")
def test_posts_and_stand_ins_of_the_next_grid_are_not_there(grid, as_actor):
    next_door = GridFactory(community=grid.community)
    post, arranged = PostFactory(grid=next_door), StandInFactory(grid=next_door)
    client = as_actor(leader(RegionFactory()))
    for address in (
        reverse("staff:appoint", args=[next_door.uuid]),
        reverse("staff:stand_in", args=[next_door.uuid]),
        reverse("staff:end_post", args=[post.uuid]),
    ):
        assert client.get(address).status_code == 404
    assert client.post(reverse("staff:end_stand_in", args=[arranged.uuid])).status_code == 404


def test_agencies_are_listed_made_and_corrected(as_actor):
    community = RegionFactory()
    client = as_actor(leader(community))
    sent = {
        "community": community.pk,
        "name": "城市照明所",
        "lines": ["lighting", "utilities"],
        "phone": "12000000008",
        "active": "on",
    }
    assert client.post(reverse("staff:agency_new"), sent).status_code == 302
    agency = Agency.objects.get()
    assert "照明、水电" in client.get(reverse("staff:agencies")).content.decode()
    edit = reverse("staff:agency", args=[agency.uuid])
    assert "城市照明所" in client.get(edit).content.decode()
    changed = {"name": "城市照明管理所", "short_name": "照明所", "lines": ["lighting"]}
    assert client.post(edit, changed).status_code == 302
    agency.refresh_from_db()
    assert (agency.name, agency.active) == ("城市照明管理所", False)


def test_an_agency_of_another_community_is_not_there(as_actor):
    foreign = reverse("staff:agency", args=[AgencyFactory().uuid])
    assert as_actor(leader(RegionFactory())).get(foreign).status_code == 404


def test_a_grid_worker_reads_the_roster_of_the_own_grid_only(grid, as_actor):
    next_door = GridFactory(community=grid.community, name="第4网格")
    page = as_actor(worker(grid)).get(reverse("staff:teams")).content.decode()
    assert grid.name in page and next_door.name not in page
