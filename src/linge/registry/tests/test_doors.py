"""Next-best doors: who is left out, in which order, why; and the guard against quick entries."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from linge.kernel import clock
from linge.kernel.refusals import Outside, Refused
from linge.registry import actions, queries
from linge.registry.models import SampleCheck, SampledVisit
from linge.registry.queries import doors
from linge.registry.rules import collection
from linge.registry.rules.kinds import Outcome, SampleResult
from linge.registry.tests.factories import collection_round, homes, resident, visit
from linge.staff.tests.factories import WorkerFactory
from linge.territory.tests.actors import officer, staff, worker
from linge.territory.tests.factories import GridFactory

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("visits", "rests"),
    [
        ([], False),
        ([("nobody", 0)], True),
        ([("nobody", 1)], False),
        ([("refused", 29)], True),
        ([("refused", 30)], False),
        ([("met", 5)], False),
        ([("met", 5), ("phone", 10)], True),
        ([("met", 5), ("phone", 14)], False),
        ([("nobody", 2), ("nobody", 4), ("no_access", 6)], False),
    ],
)
def test_which_doors_are_left_alone(visits, rests):
    paid = [(outcome, TODAY - timedelta(days=back)) for outcome, back in visits]
    assert collection.rests(paid, TODAY) is rests


@pytest.fixture
def grid(db):
    grid = GridFactory()
    collection_round(grid.community)
    return grid


def ago(days):
    return clock.today() - timedelta(days=days)


def found(grid, **more):
    return [door.dwelling for door in queries.next_doors(worker(grid, **more), grid)]


def test_the_order_is_priority_then_the_way_one_walks(grid, monkeypatch):
    first, second, third, fourth = homes(grid)
    correction = {first.pk: 1}
    monkeypatch.setitem(doors._sources, "open_correction", lambda actor, grid: correction)
    assert found(grid) == [first, third, fourth, second]


def test_each_door_says_why(grid):
    home = homes(grid, floors=1, rooms=1)[0]
    resident("张桂兰", home=home)
    visit(home, Outcome.NOBODY, day=ago(3))
    door = queries.next_doors(worker(grid), grid)[0]
    assert (door.priority, door.names) == (10, ("张桂兰",))
    assert door.why == ["未采集"]
    assert "换个时段" in door.hint


def test_a_collected_door_comes_back_when_facts_grow_old(grid):
    home = homes(grid, floors=1, rooms=1)[0]
    visit(home, Outcome.MET, day=ago(20))
    assert found(grid) == []
    visit(home, Outcome.MET, day=ago(181))
    home.visits.filter(day=ago(20)).delete()
    door = queries.next_doors(worker(grid), grid)[0]
    assert door.priority == 2
    assert door.why == ["1项资料已过期"]


def test_a_refused_door_waits_and_then_opens_to_another_worker(grid):
    home = homes(grid, floors=1, rooms=1)[0]
    first, second = WorkerFactory(), WorkerFactory()
    paid = actions.record_visit(home, by=worker(grid, user=first), outcome=Outcome.REFUSED)
    assert found(grid, user=second) == []
    type(paid).objects.update(day=ago(30))
    assert found(grid, user=second) == [home]
    assert found(grid, user=first) == []


def test_nobody_knocks_in_quiet_hours(grid, at):
    at("2026-06-15 13:00")
    home = homes(grid, floors=1, rooms=1)[0]
    by = worker(grid)
    actions.ask_quiet(home, by=by, opens=time(12), closes=time(14))
    assert found(grid) == []
    at("2026-06-15 14:00")
    assert found(grid) == [home]
    actions.ask_quiet(home, by=by)
    assert found(grid) == []
    actions.end_quiet(home, by=by)
    assert found(grid) == [home]


def test_thirty_doors_at_a_constant_cost(grid, django_assert_max_num_queries):
    homes(grid, floors=9, rooms=4)
    with django_assert_max_num_queries(12):
        assert len(queries.next_doors(worker(grid), grid)) == 30


def test_the_page_prints_names_and_no_reasons(grid, as_actor):
    home = homes(grid, floors=1, rooms=1)[0]
    resident("张桂兰", home=home)
    client = as_actor(worker(grid))
    page = reverse("registry:doors")
    assert "未采集" in client.get(page).content.decode()
    paper = client.get(page, {"print": "1"}).content.decode()
    assert "张桂兰" in paper
    assert "为什么去" not in paper


def test_the_phone_asks_for_the_next_doors_of_the_own_grid_only(grid, as_actor):
    home = homes(grid, floors=1, rooms=1)[0]
    other = GridFactory(community=grid.community)
    client = as_actor(worker(grid))
    rows = client.get("/api/v1/next-doors").json()
    assert [row["dwelling"] for row in rows] == [str(home.uuid)]
    assert client.get(f"/api/v1/next-doors?grid={other.uuid}").status_code == 404


def test_an_empty_list_says_what_comes_next(grid, as_actor):
    page = as_actor(worker(grid)).get(reverse("registry:doors")).content.decode()
    assert "本网格" in page


def hurry(grid, doors=10, seconds=50):
    """A worker confirms doors one after another."""
    by = worker(grid, user=WorkerFactory(name="王芳"))
    start = clock.now()
    for number, home in enumerate(homes(grid, floors=doors, rooms=1)):
        actions.record_visit(
            home, by=by, outcome=Outcome.CONFIRMED,
            device_at=start + timedelta(seconds=seconds * number),
        )  # fmt: skip
    return by


@pytest.mark.parametrize(("doors", "seconds", "checks"), [(10, 60, 1), (9, 10, 0), (10, 67, 0)])
def test_ten_doors_in_ten_minutes_are_looked_at_again(grid, doors, seconds, checks):
    hurry(grid, doors, seconds)
    assert SampleCheck.objects.count() == checks
    assert SampledVisit.objects.count() == 3 * checks


def test_a_run_that_goes_on_is_one_check(grid):
    hurry(grid, doors=14, seconds=20)
    assert SampleCheck.objects.get().doors == 14
    assert SampledVisit.objects.count() == 3


def test_a_check_changes_no_figure(grid):
    hurry(grid)
    before = queries.collection_board(officer(grid.community), grid.community).total
    lead = staff("grid_lead", grid.community.path, grid=grid.pk, user=WorkerFactory())
    for entry in SampledVisit.objects.all():
        actions.look_again(entry, by=lead, result=SampleResult.WRONG, note="没有人来过")
    assert SampleCheck.objects.get().closed_at
    assert queries.collection_board(officer(grid.community), grid.community).total == before


def test_nobody_looks_at_the_own_entries(grid):
    hurry(grid)
    entry = SampledVisit.objects.select_related("check_of").first()
    own = staff("grid_lead", grid.community.path, grid=grid.pk, user=entry.check_of.worker)
    with pytest.raises(Refused, match="registry.own_visit"):
        actions.look_again(entry, by=own, result=SampleResult.RIGHT)
    with pytest.raises((Outside, Refused)):
        actions.look_again(entry, by=worker(grid), result=SampleResult.RIGHT)


def test_the_lead_answers_three_doors_on_one_page(grid, as_actor):
    hurry(grid)
    check = SampleCheck.objects.get()
    lead = staff("grid_lead", grid.community.path, grid=grid.pk, user=WorkerFactory())
    client = as_actor(lead)
    assert "待抽查3户" in client.get(reverse("registry:samples")).content.decode()
    way = reverse("registry:sample_look", args=[check.uuid])
    told = {f"result_{entry.pk}": "right" for entry in check.sampled.all()}
    wrong = told | {f"result_{check.sampled.first().pk}": "wrong"}
    assert "请写明看到的情况" in client.post(way, wrong).content.decode()
    assert client.post(way, told).status_code == 302
    check.refresh_from_db()
    assert check.closed_at
    assert as_actor(worker(grid)).get(reverse("registry:samples")).status_code == 403
