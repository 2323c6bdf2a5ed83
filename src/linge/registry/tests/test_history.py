"""History is read from the change events: panels, taking back an edit, what was known once."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.urls import reverse

from linge.audit.models import AuditEntry
from linge.kernel.clock import SHANGHAI
from linge.kernel.refusals import Outside, Refused
from linge.registry import actions, queries
from linge.registry.models import ChangeEvent
from linge.territory.tests.actors import leader
from linge.territory.tests.factories import GridFactory

from .factories import clerk, homes, household, mobile, resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return homes(GridFactory())[0]


@pytest.fixture
def by(home):
    return clerk(home.community)


def correct(person, by, **values):
    actions.edit_resident(person, by=by, version=person.version, values=values)
    return ChangeEvent.objects.latest("pk")


def test_an_edit_is_taken_back_on_the_record_and_on_the_trail(home, by):
    person = resident(home=home, education="20")
    event = correct(person, by, education="60")
    assert actions.undo_change(event, by=by) is None
    person.refresh_from_db()
    assert person.education == "20"
    last = ChangeEvent.objects.latest("pk")
    assert (last.old, last.new) == ("60", "20")
    assert last.reason.startswith("撤销周敏")
    assert AuditEntry.objects.filter(act="registry.undo_change").count() == 1


def test_what_somebody_changed_since_is_not_taken_back(home, by):
    person = resident(home=home, education="20")
    event = correct(person, by, education="60")
    correct(person, by, education="70")
    with pytest.raises(Refused, match="registry.undo_changed_since"):
        actions.undo_change(event, by=by)
    person.refresh_from_db()
    assert person.education == "70"


def test_taking_back_a_protected_fact_asks_a_second_person(home, by):
    person = resident(home=home)
    request = actions.request_change(person, {"name": "张桂芝"}, by=by)
    checker = replace(leader(home.community), kind="staff-2")
    actions.check_request(request, by=checker, version=request.version)
    person.refresh_from_db()
    event = ChangeEvent.objects.get(field="name")
    waits = actions.undo_change(event, by=by)
    assert (waits.facts, waits.state) == (["name"], "submitted")
    person.refresh_from_db()
    assert person.name == "张桂芝", "until it is checked"


def test_a_move_has_a_deed_of_its_own(home, by):
    person = resident(home=home)
    actions.move_out(person.residencies.get(), by=by, on=date(2026, 6, 1))
    event = ChangeEvent.objects.get(entity="residency", field="until")
    with pytest.raises(Refused, match="registry.undo_not"):
        actions.undo_change(event, by=by)


def test_nobody_from_elsewhere_takes_an_edit_back(home, by):
    event = correct(resident(home=home), by, education="60")
    with pytest.raises(Outside):
        actions.undo_change(event, by=clerk(GridFactory().community))


def test_the_panel_offers_undo_only_for_the_latest_edit_of_a_field(home, by, as_actor):
    person = resident(home=home)
    first = correct(person, by, education="60")
    second = correct(person, by, education="70")
    page = as_actor(by).get(reverse("registry:resident", args=[person.uuid]) + "?tab=history")
    words = page.content.decode()
    assert f'value="{second.pk}"' in words
    assert f'value="{first.pk}"' not in words
    address = reverse("registry:resident_undo", args=[person.uuid])
    told = as_actor(by).post(address, {"event": second.pk}, follow=True).content.decode()
    assert "已改回原值。" in told
    person.refresh_from_db()
    assert person.education == "60"


def test_a_household_tells_who_came_and_takes_a_relation_back(home, by, as_actor):
    family = household(home)
    member = family.members.get(relation="10")
    actions.relate_member(member, by=by, relation="20", version=member.version)
    address = reverse("registry:household", args=[family.uuid]) + "?tab=history"
    words = as_actor(by).get(address).content.decode()
    assert "立户" in words
    assert "入户 · 李建国" in words
    event = ChangeEvent.objects.get(field="relation")
    as_actor(by).post(reverse("registry:household_undo", args=[family.uuid]), {"event": event.pk})
    member.refresh_from_db()
    assert member.relation == "10"


def test_a_home_tells_who_came_and_left(home, by, as_actor):
    person = resident("李建国", home=home)
    actions.move_out(person.residencies.get(), by=by, on=date(2026, 6, 1))
    address = reverse("registry:dwelling", args=[home.uuid]) + "?tab=history"
    words = as_actor(by).get(address).content.decode()
    assert "登记居住 · 李建国" in words
    assert "2026-06-01" in words


def test_the_record_reads_as_it_was_known_on_a_day(home, by, at, as_actor):
    at("2026-03-01 09:00")
    person = resident(home=home, phone="12000000777", education="20")
    at("2026-06-01 09:00")
    correct(person, by, education="60")
    actions.set_phone(person, "12000000888", by=by)
    at("2026-09-01 09:00")
    facts = {fact.label: fact for fact in queries.record_then(person, moment("2026-05-01"))}
    school, phone = facts["文化程度"], facts["主要电话"]
    assert school.then != school.now
    assert (phone.then, phone.now) == ("120****0777", "120****0888")
    assert queries.record_then(person, moment("2026-02-01")) == []
    address = reverse("registry:resident", args=[person.uuid])
    words = as_actor(by).get(f"{address}?tab=history&known=2026-05-01").content.decode()
    assert "120****0777" in words
    assert "12000000777" not in words


def moment(day):
    return datetime.fromisoformat(f"{day}T00:00").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize("day", ["2026-02-30", "2099-01-01"])
def test_a_day_that_cannot_be_asked_is_refused_in_words(day, home, by, as_actor):
    person = resident(home=home, phone=mobile())
    address = reverse("registry:resident", args=[person.uuid])
    page = as_actor(by).get(f"{address}?tab=history&known={day}")
    assert page.status_code == 200
    assert "日期" in page.content.decode()
