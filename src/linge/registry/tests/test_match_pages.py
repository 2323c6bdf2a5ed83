"""The page of likely duplicates: narrowed, searched at once, and where an absorbed record leads."""

import pytest
from django.urls import reverse

from linge.kernel.refusals import Refused
from linge.registry.actions import matches, merging
from linge.registry.models import MatchCandidate, MatchSearch
from linge.territory.models import Grid
from linge.territory.tests import actors
from linge.territory.tests.factories import GridFactory

from .factories import clerk
from .test_merging import pair

pytestmark = pytest.mark.django_db
PAGE = "registry:matches"


def listed(client, **query):
    return [row.record.pk for row in client.get(reverse(PAGE), query).context["rows"]]


def test_the_queue_is_narrowed_by_tier_grid_and_state(as_actor):
    one, _two, by = pair(number=False)
    matches.find_matches(one.community, by=by)
    row = MatchCandidate.objects.get()
    home, client = one.residencies.get().dwelling, as_actor(actors.officer(one.community))
    other = GridFactory(community=one.community)
    assert isinstance(home.grid, Grid)
    assert listed(client, tier=row.tier, grid=home.grid_id, state="waiting") == [row.pk]
    assert listed(client, grid=other.pk) == []
    assert listed(client, tier="T1") == []
    assert listed(client, state="unsure") == []


def test_somebody_searches_now_and_reads_what_was_found(
    as_actor, django_capture_on_commit_callbacks
):
    one, _two, _by = pair(number=False)
    client = as_actor(actors.officer(one.community))
    address = reverse("registry:matches_find", args=[one.community.code])
    client.post(address)
    page = client.get(reverse(PAGE)).content.decode()
    assert "正在查重" in page
    assert "hx-trigger" in page
    assert "立即查重" not in page
    MatchSearch.objects.all().delete()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(address)
    search = MatchSearch.objects.get()
    assert (search.found, search.fresh) == (1, 1)
    page = client.get(reverse(PAGE)).content.decode()
    assert "待判断 1 对，其中新发现 1 对" in page
    assert "立即查重" in page


def test_two_searches_of_a_community_never_run_at_once(at):
    at("2026-11-24 10:00")
    one, _two, by = pair()
    matches.ask_for_search(one.community, by=by)
    with pytest.raises(Refused, match=r"registry\.search_running"):
        matches.ask_for_search(one.community, by=by)
    at("2026-11-24 11:30")
    assert matches.ask_for_search(one.community, by=by).ended_at is None, "the first was given up"


def test_who_sees_one_grid_alone_is_not_offered_the_whole_community(as_actor):
    one, _two, _by = pair()
    grid = one.residencies.get().dwelling.grid
    client = as_actor(actors.staff("grid_lead", one.community.path, grid=grid.pk))
    assert "立即查重" not in client.get(reverse(PAGE)).content.decode()
    answer = client.post(reverse("registry:matches_find", args=[one.community.code]))
    assert answer.status_code in (403, 404)
    assert not MatchSearch.objects.exists()


@pytest.mark.proves("G1")
def test_an_absorbed_record_leads_to_the_person_on_the_page_and_the_api(as_actor):
    one, two, _by = pair(number=False)
    merging.merge_residents(one, two, by=clerk(one.community), choices={})
    client = as_actor(actors.officer(one.community))
    page = client.get(reverse("registry:resident", args=[two.uuid]))
    assert (page.status_code, page["Location"]) == (
        301,
        reverse("registry:resident", args=[one.uuid]),
    )
    moved = client.get(reverse("api:resident", args=[two.uuid]))
    assert (moved.status_code, moved.json()) == (301, {"moved_to": str(one.uuid)})
    found = client.get(moved["Location"]).json()
    assert (found["name"], found["uuid"]) == ("张桂兰", str(one.uuid))
    assert "12000000901" not in str(found)
    stranger = as_actor(actors.officer(GridFactory().community))
    assert stranger.get(reverse("api:resident", args=[two.uuid])).status_code == 404
