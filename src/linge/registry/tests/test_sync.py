"""Edits made offline: taken once, in order, merged; nothing anybody told is lost."""

from datetime import timedelta
from itertools import count
from uuid import uuid4

import pytest

from linge.accounts.models import User
from linge.kernel import clock
from linge.kernel.refusals import Refused
from linge.registry import actions, numbers, queries
from linge.registry.actions.syncing import run_overdue
from linge.registry.models import ChangeEvent, Conflict, Resident, SyncEdit, Visit
from linge.registry.rules.kinds import Outcome
from linge.registry.rules.syncing import Choice
from linge.registry.tests.factories import citizen_number, homes, household, resident
from linge.territory.tests.actors import staff, worker
from linge.territory.tests.factories import GridFactory

_serial = count(1)
pytestmark = pytest.mark.django_db


def user():
    phone = f"1200000{next(_serial):04}"
    return User.objects.create(name="王芳", phone=phone, phone_index=phone)


@pytest.fixture
def grid():
    return GridFactory()


@pytest.fixture
def home(grid):
    return homes(grid)[0]


@pytest.fixture
def first(grid):
    return worker(grid, user=user())


@pytest.fixture
def second(grid):
    return worker(grid, user=user())


@pytest.fixture
def lead(grid):
    return staff("grid_lead", grid.community.path, grid=grid.pk, user=user())


def edit(row, seq=1, *, device="手机", entity="resident", version=1, at=None, **changes):
    told = {
        name: value if isinstance(value, dict) else {"base": None, "value": value}
        for name, value in changes.items()
    }
    uuid = getattr(row, "uuid", row)
    return actions.Edit(uuid4(), device, seq, entity, uuid, version, told, at or clock.now())


def send(by, *edits):
    return [answer["result"] for answer in actions.receive_edits(edits, by=by)]


def test_two_fields_by_two_people_are_both_kept_and_marked_parallel(home, first, second):
    person = resident(home=home)
    assert send(first, edit(person, phone="12099990001", marital="20")) == ["applied"]
    assert send(second, edit(person, education={"base": "", "value": "70"})) == ["parallel"]
    person.refresh_from_db()
    assert (person.marital, person.education) == ("20", "70")
    assert numbers.clear(person.phones.get(is_main=True)) == "12099990001"


def test_of_two_values_the_first_stands_and_the_second_waits_for_sender_and_lead(
    home, first, second, lead
):
    person = resident(home=home)
    change = {"base": "", "value": "10"}
    assert send(first, edit(person, marital=change)) == ["applied"]
    assert send(second, edit(person, marital=change | {"value": "20"})) == ["conflict"]
    person.refresh_from_db()
    assert person.marital == "10"
    conflict = Conflict.objects.get()
    assert [conflict] == list(queries.visible_conflicts(second))
    assert [conflict] == list(queries.visible_conflicts(lead))
    assert not queries.visible_conflicts(first)
    told = queries.sides(conflict)
    assert told.ours != told.mine
    with pytest.raises(Refused, match="access.no_capability"):
        actions.settle_conflict(conflict, by=first, choice=Choice.MINE)
    actions.settle_conflict(conflict, by=lead, choice=Choice.MINE)
    person.refresh_from_db()
    assert person.marital == "20"
    with pytest.raises(Refused, match="registry.moved_on"):
        actions.settle_conflict(conflict, by=second, choice=Choice.KEEP)


@pytest.mark.parametrize(("choice", "value", "stands"), [("keep", "", "10"), ("new", "30", "30")])
def test_a_conflict_is_settled_by_keeping_or_typing_a_third(
    home, first, second, choice, value, stands
):
    person = resident(home=home)
    change = {"base": "", "value": "10"}
    send(first, edit(person, marital=change))
    send(second, edit(person, marital=change | {"value": "20"}))
    if choice == "new":
        with pytest.raises(Refused, match="registry.conflict_value"):
            actions.settle_conflict(Conflict.objects.get(), by=second, choice=Choice.NEW)
    actions.settle_conflict(Conflict.objects.get(), by=second, choice=Choice(choice), value=value)
    person.refresh_from_db()
    assert person.marital == stands


def test_a_protected_fact_becomes_a_request_even_on_an_untouched_record(home, first):
    person = resident(home=home)
    assert send(first, edit(person, name="张桂芝", marital="20")) == ["request"]
    person.refresh_from_db()
    assert (person.name, person.marital) == ("张桂兰", "20")
    assert person.change_requests.get().facts == ["name"]


def test_sent_twice_is_one_event_and_the_same_answer(home, first):
    person = resident(home=home)
    once = edit(person, marital="20")
    [answer] = actions.receive_edits([once], by=first)
    [again] = actions.receive_edits([once], by=first)
    assert again == answer | {"result": "duplicate"}
    assert ChangeEvent.objects.filter(field="marital").count() == 1


def test_another_body_under_a_used_id_is_refused_and_kept(home, first):
    person = resident(home=home)
    once = edit(person, marital="20")
    other = actions.Edit(
        once.request_id,
        "手机",
        1,
        "resident",
        person.uuid,
        1,
        {"marital": {"value": "30"}},
        once.at,
    )
    actions.receive_edits([once], by=first)
    [answer] = actions.receive_edits([other], by=first)
    assert (answer["result"], answer["code"]) == ("refused", "kernel.request_reused")
    assert queries.reused_edits(first).count() == 1
    person.refresh_from_db()
    assert person.marital == "20"


def test_edits_run_in_the_order_of_the_phone_and_wait_for_a_gap(home, first):
    person = resident(home=home)
    assert send(first, edit(person, 3, marital={"base": "20", "value": "30"})) == ["held"]
    sent = [
        edit(person, 2, marital={"base": "10", "value": "20"}),
        edit(person, 1, marital={"base": "", "value": "10"}),
    ]
    assert send(first, *sent) == ["parallel", "applied"]
    person.refresh_from_db()
    assert person.marital == "30"
    assert not SyncEdit.objects.filter(out_of_order=True).exists()


def test_a_gap_of_120_hours_is_given_up_and_flagged(home, grid, first, at, monkeypatch):
    monkeypatch.setattr("linge.registry.actions.syncing.actor_of", lambda user, how: first)
    at("2026-03-01 09:00")
    person = resident(home=home)
    assert send(first, edit(person, 2, marital="20")) == ["held"]
    at("2026-03-06 08:59")
    assert run_overdue() == 0
    at("2026-03-06 09:00")
    assert run_overdue() == 1
    person.refresh_from_db()
    assert person.marital == "20"
    assert SyncEdit.objects.get().out_of_order
    assert send(first, edit(person, 1, education="70", version=2)) == ["applied"]


def test_a_phone_clock_that_is_wrong_is_flagged_and_both_times_are_kept(home, first):
    wrong = clock.now() + timedelta(minutes=11)
    [answer] = actions.receive_edits([edit(resident(home=home), marital="20", at=wrong)], by=first)
    kept = SyncEdit.objects.get()
    assert answer["clock_wrong"]
    assert (kept.device_at, kept.received_at < wrong) == (wrong, True)


def test_one_bad_edit_does_not_stop_the_rest(home, first):
    person = resident(home=home)
    elsewhere = resident("李明", home=homes(GridFactory())[0])
    answers = actions.receive_edits(
        [
            edit(uuid4(), 1, marital="20"),
            edit(elsewhere, 2, marital="20"),
            edit(person, 3, version=9, marital="20"),
            edit(person, 4, hair="black"),
            edit(person, 5, phone="120"),
            edit(person, 6, marital="20"),
        ],
        by=first,
    )
    codes = [answer.get("code") for answer in answers]
    assert codes == [
        "access.outside", "access.outside", "registry.version_ahead", "registry.request_fact",
        "registry.length", None,
    ]  # fmt: skip
    assert answers[-1]["result"] == "applied"


def test_a_masked_base_is_the_number_it_masks(home, first):
    person = resident(home=home, phone="12000000020")
    actions.edit_resident(person, by=first, version=1, values={"marital": "20"})
    change = {"base": "120****0020", "value": "12099990001"}
    assert send(first, edit(person, phone=change)) == ["parallel"]
    assert numbers.clear(person.phones.get(is_main=True)) == "12099990001"


@pytest.mark.proves("X3")
def test_two_phones_register_one_person_and_the_second_uuid_leads_to_the_first(home, first, second):
    number = citizen_number()
    told = {"name": "周小满", "number": number, "dwelling": str(home.uuid)}
    one, two = uuid4(), uuid4()
    assert send(first, edit(one, version=0, **told)) == ["applied"]
    visit = {"outcome": Outcome.MET}
    actions.record_visit(home, by=first, uuid=uuid4(), **visit)
    [answer] = actions.receive_edits([edit(two, version=0, marital="20", **told)], by=second)
    actions.record_visit(home, by=second, uuid=uuid4(), **visit)
    assert (answer["result"], answer["person"]) == ("parallel", str(one))
    assert Resident.objects.get().marital == "20"
    assert Visit.objects.count() == 2
    assert send(second, edit(two, 2, version=2, education="70")) == ["applied"]
    assert Resident.objects.get().education == "70"


def test_an_edit_of_a_household_split_meanwhile_follows_the_person(home, grid, first, lead):
    family = household(home)
    wife = family.members.get(relation="10")
    other = homes(grid)[1]
    actions.leave_household(wife, by=lead, on=clock.today())
    wife.person.residencies.update(until=clock.today())
    actions.move_in(wife.person, actions.people.NewHome(other.pk, clock.today()), by=lead)
    actions.form_household(other, [(wife.person, "97")], by=lead, since=clock.today())
    told = {"base": "10", "value": "98"}
    [answer] = actions.receive_edits(
        [edit(wife, entity="householdmember", relation=told)], by=first
    )
    assert answer["person"] == str(wife.person.uuid)
    wife.refresh_from_db()
    assert wife.relation == "10"
    conflict = Conflict.objects.get()
    assert conflict.member.household != family
