"""A grid on a phone: what changed arrives, what left is wiped, nothing is skipped or too much."""

import threading
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from linge.accounts.models import User
from linge.kernel import clock
from linge.registry import actions
from linge.registry.actions.handing import KEPT
from linge.registry.models import SyncCursor
from linge.registry.rules.kinds import Outcome
from linge.registry.tests.factories import clerk, collection_round, homes, household, visit
from linge.territory.models import Dwelling
from linge.territory.rules.kinds import DwellingUseKind
from linge.territory.tests.actors import officer, worker
from linge.territory.tests.factories import GridFactory

pytestmark = pytest.mark.django_db


def somebody(name="王芳", number=1):
    phone = f"1200000{number:04}"
    return User.objects.create(name=name, phone=phone, phone_index=phone)


@pytest.fixture
def grid():
    return GridFactory()


@pytest.fixture
def phone(grid):
    return Phone(worker(grid, user=somebody()), grid)


class Phone:
    """A phone that asks again and again, and knows what it holds."""

    def __init__(self, actor, grid):
        self.actor, self.grid = actor, grid
        self.cursor, self.doors = "", {}

    def ask(self):
        """Everything that is new until nothing more is; the doors that came, the last answer."""
        came, more = {}, True
        while more:
            told = actions.hand_over(self.grid, by=self.actor, since=self.cursor)
            self.doors = {} if told.whole else self.doors
            came |= {row.uuid: row for row in told.rows}
            self.doors |= {row.uuid: row for row in told.rows}
            for name in told.closed:
                self.doors.pop(name)
            self.cursor, more, self.closed = str(told.cursor), told.more, told.closed
        return came


def test_a_door_carries_who_lives_there_masked_and_what_is_missing(grid, phone):
    home = homes(grid)[0]
    family = household(home)
    collection_round(grid.community)
    came = phone.ask()
    assert len(came) == 4
    door = came[str(home.uuid)]
    assert door.household == str(family.uuid)
    assert [(who.name, who.relation) for who in door.people] == [("张桂兰", "02"), ("李建国", "10")]
    head = door.people[0]
    assert head.number == "99****************"
    assert head.phone.startswith("120****")
    assert isinstance(head.age, int)
    assert "P2" in head.missing
    assert "F1" in door.missing
    assert not door.collected


def test_only_what_changed_comes_again_and_nothing_when_nothing_did(grid, phone):
    home, *others = homes(grid)
    person = household(home).members.get(relation="02").person
    phone.ask()
    assert phone.ask() == {}
    assert SyncCursor.objects.count() == 1
    actions.edit_resident(person, by=clerk(grid.community), version=1, values={"education": "70"})
    visit(others[0], Outcome.NOBODY)
    assert set(phone.ask()) == {str(home.uuid), str(others[0].uuid)}
    assert phone.doors[str(others[0].uuid)].last_outcome == Outcome.NOBODY


def test_an_answer_that_got_lost_is_told_again(grid, phone):
    home = homes(grid)[0]
    phone.ask()
    before = phone.cursor
    visit(home, Outcome.NOBODY)
    phone.ask()
    phone.cursor = before
    assert set(phone.ask()) == {str(home.uuid)}


def test_a_door_that_left_the_grid_is_gone_and_a_demolished_one_closed(grid, phone):
    moved, demolished, *_ = homes(grid)
    phone.ask()
    Dwelling.objects.filter(pk=moved.pk).update(grid=GridFactory(community=grid.community))
    Dwelling.objects.filter(pk=demolished.pk).update(use=DwellingUseKind.DEMOLISHED)
    phone.ask()
    assert phone.closed == {str(moved.uuid): "gone", str(demolished.uuid): "closed"}
    assert len(phone.doors) == 2


def test_an_unknown_bookmark_begins_anew_and_old_ones_are_forgotten(grid, phone, monkeypatch):
    homes(grid)
    phone.ask()
    phone.cursor = str(uuid4())
    assert len(phone.ask()) == 4
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + KEPT * 2)
    assert actions.forget_bookmarks() == 2


def test_a_grid_comes_in_pages_of_two_hundred_doors(grid, phone):
    homes(grid, floors=51, rooms=4)
    first = actions.hand_over(grid, by=phone.actor)
    assert (len(first.rows), first.more) == (200, True)
    assert len(phone.ask()) == 204


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets one write at a time")
def test_a_writer_who_commits_late_is_not_passed_over(grid, phone):
    """One writes and waits, another writes and commits, the phone asks; then the first commits."""
    early, late = (household(home).members.get(relation="02").person for home in homes(grid)[:2])
    phone.ask()
    written, may_commit = threading.Event(), threading.Event()

    def write_slowly():
        try:
            with transaction.atomic():
                actions.edit_resident(
                    early, by=clerk(grid.community), version=1, values={"education": "70"}
                )
                written.set()
                may_commit.wait(10)
        finally:
            connection.close()

    slow = threading.Thread(target=write_slowly)
    slow.start()
    assert written.wait(10)
    actions.edit_resident(late, by=clerk(grid.community), version=1, values={"education": "10"})
    assert [door.people[0].version for door in phone.ask().values()] == [2]
    may_commit.set()
    slow.join()
    assert [door.people[0].uuid for door in phone.ask().values()] == [str(early.uuid)]


def test_only_who_works_in_the_grid_today_may_hold_it(grid, as_actor):
    home = homes(grid)[0]
    address = reverse("api:changes")

    def status(actor):
        return as_actor(actor).get(address, {"scope": str(grid.uuid)}).status_code

    assert status(worker(grid, user=somebody())) == 200
    neighbour = worker(GridFactory(community=grid.community), user=somebody("陈东", 2))
    assert status(neighbour) == 404
    assert status(officer(grid.community, user=somebody("周敏", 3))) == 404
    door = reverse("api:dwelling", args=[home.uuid])
    assert as_actor(worker(grid)).get(door).json()["uuid"] == str(home.uuid)
    assert as_actor(neighbour).get(door).status_code == 404


def test_figures_are_cut_by_grid_and_a_day_to_come_is_refused_in_words(grid, as_actor):
    home = homes(grid)[0]
    collection_round(grid.community)
    visit(home, Outcome.MET)
    client: Client = as_actor(worker(grid))
    told = client.get(reverse("api:figures"), {"by": "grid"}).json()
    assert [(row["collected"], row["rate"]) for row in told["rows"]] == [(1, "25.00%")]
    for day, code in (
        ("2099-01-01", "registry.as_of_future"),
        ("2026-02-31", "registry.as_of_unread"),
    ):
        refused = client.get(reverse("api:figures"), {"as_of": day})
        assert (refused.status_code, refused.json()["code"]) == (400, code)


def test_a_number_is_revealed_on_the_phone_with_a_reason_and_kept_nowhere(grid, as_actor):
    person = household(homes(grid)[0]).members.get(relation="02").person
    client = as_actor(worker(grid, user=somebody()))
    asked = {
        "subject": f"registry.phone:{person.phones.get().uuid}",
        "field": "number",
        "purpose": "visit",
        "reason": "入户核对联系电话",
    }
    told = client.post(reverse("api:reveal"), asked, content_type="application/json")
    assert told.json()["value"].startswith("120")
    assert told["Cache-Control"] == "no-store"
    short = client.post(reverse("api:reveal"), asked | {"reason": "看"}, "application/json")
    assert short.json()["code"] == "accounts.reason_short"
