"""Completeness and freshness on the page: figures open their lists, lists open one item."""

import pytest
from django.urls import reverse

from linge.kernel import clock
from linge.registry import codes
from linge.registry.models import Household, ItemLimit, Phone
from linge.registry.rules.items import REQUIRED_PLACES, Item
from linge.registry.rules.kinds import Outcome
from linge.registry.tests.factories import homes, household, resident, visit
from linge.territory.models import Building, Dwelling
from linge.territory.tests.actors import leader, officer, staff, worker
from linge.territory.tests.factories import GridFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def grid():
    return GridFactory()


@pytest.fixture
def home(grid):
    return homes(grid, floors=1, rooms=1)[0]


def gaps(code, **facts):
    query = "&".join(f"{name}={value}" for name, value in facts.items())
    return f"{reverse('registry:gaps', args=[code])}?{query}"


@pytest.mark.parametrize("item", [item for item in Item if item.value[0] != "H"])
def test_every_figure_opens_a_list_of_as_many_rows(item, grid, home, as_actor):
    household(home)
    client = as_actor(officer(grid.community))
    board = client.get(reverse("registry:items")).context["board"]
    tally = board.total.items.get(item)
    for state in ("empty", "stale"):
        answer = client.get(gaps(item.value, state=state))
        assert answer.status_code == 200
        wanted = getattr(tally, state) if tally else 0
        assert answer.context["slice"].paginator.count == wanted


def test_a_row_leads_to_a_form_with_only_that_item(grid, home, as_actor):
    client = as_actor(worker(grid))
    resident(home=home)
    Phone.objects.all().delete()
    way = reverse("registry:item", args=["F3", home.uuid])
    assert way in client.get(gaps("F3", state="empty")).content.decode()
    page = client.get(way)
    assert set(page.context["form"].fields) == {"person", "number"}
    residency = home.residencies.get()
    assert client.post(way, {"person": residency.pk, "number": "12000000077"}).status_code == 302
    assert Phone.objects.count() == 1


@pytest.mark.proves("D2")
def test_unchanged_confirms_and_copies_nothing(grid, home, as_actor):
    household(home)
    long_ago = clock.now().replace(year=clock.now().year - 2)
    Household.objects.update(confirmed_at=long_ago)
    client = as_actor(worker(grid))
    way = reverse("registry:item", args=["F2", home.uuid])
    shown = client.get(way).content.decode()
    assert "无变化" in shown
    assert "窗口登记" in shown
    assert client.post(way, {"unchanged": "1"}).status_code == 302
    assert Household.objects.count() == 1
    assert Household.objects.get().confirmed_at > long_ago


def test_nothing_on_record_cannot_be_confirmed(grid, home, as_actor):
    client = as_actor(worker(grid))
    way = reverse("registry:item", args=["F2", home.uuid])
    answer = client.post(way, {"unchanged": "1"}, follow=True)
    assert "这一项还没有登记，请先填写。" in answer.content.decode()


@pytest.mark.parametrize("item", ["F1", "F2", "F3", "F4"])
def test_items_of_a_home_open_for_its_team_only(item, grid, home, as_actor):
    way = reverse("registry:item", args=[item, home.uuid])
    assert as_actor(worker(grid)).get(way).status_code == 200
    other = worker(GridFactory(community=grid.community))
    assert as_actor(other).get(way).status_code == 404


@pytest.mark.parametrize("item", ["P1", "P2", "P3"])
def test_items_of_a_person_open_for_the_team_only(item, grid, home, as_actor):
    person = resident(home=home)
    way = reverse("registry:item", args=[item, person.uuid])
    assert as_actor(worker(grid)).get(way).status_code == 200
    other = worker(GridFactory(community=grid.community))
    assert as_actor(other).get(way).status_code == 404


def test_work_and_hukou_and_use_and_places_are_filled_one_by_one(grid, home, as_actor):
    person = resident(home=home)
    client = as_actor(worker(grid))
    board = reverse("registry:items")
    sent = {
        ("P2", person.uuid): {"hukou_state": "here"},
        ("P3", person.uuid): {
            "status": next(iter(codes.table("employment"))),
            "since": "2025-01-01",
        },
        ("F1", home.uuid): {"use": "let"},
        ("A4", grid.uuid): dict.fromkeys(REQUIRED_PLACES, 0),
    }
    for (item, uuid), told in sent.items():
        answer = client.post(reverse("registry:item", args=[item, uuid]), told)
        assert answer.status_code == 302, (item, answer.content.decode())
    items = client.get(board).context["board"].total.items
    assert [items[Item(code)].fresh for code in ("P2", "F1", "A4")] == [1, 1, 1]
    assert Dwelling.objects.get().use == "let"


def test_findings_besides_item_groups(grid, home, as_actor):
    rooms = homes(grid)
    visit(rooms[0], Outcome.VACANT, evidence=[{"kind": "source", "name": "物业"},
                                              {"kind": "source", "name": "邻居"}])  # fmt: skip
    Building.objects.filter(pk=rooms[0].building_id).update(expected_dwellings=1)
    client = as_actor(officer(grid.community))
    counts = {code: client.get(gaps(code)).context["slice"].paginator.count
              for code in ("no_record", "unproved", "too_low")}  # fmt: skip
    assert counts == {"no_record": 4, "unproved": 1, "too_low": 1}


def test_the_street_reads_the_figures_and_opens_no_list(grid, home, as_actor):
    client = as_actor(staff("street_officer", grid.community.parent.path))
    assert client.get(reverse("registry:items")).status_code == 200
    assert client.get(gaps("F2", state="empty")).status_code == 403


def test_the_leader_sets_limits_and_the_worker_may_not(grid, home, as_actor):
    way = reverse("registry:rule")
    assert as_actor(worker(grid)).get(way).status_code == 403
    client = as_actor(leader(grid.community))
    form = client.get(way).context["form"]
    told = {name: form.initial.get(name, field.initial) for name, field in form.fields.items()}
    told |= {"F1": 90, "phone_counts": "on"}
    assert client.post(way, told).status_code == 302
    assert ItemLimit.objects.get().days == 90


def test_a_day_ahead_is_refused_in_words(grid, home, as_actor):
    answer = as_actor(officer(grid.community)).get(
        reverse("registry:items"), {"as_of": "2099-01-01"}
    )
    assert answer.status_code == 400
    assert "统计日期不能晚于今天。" in answer.content.decode()
