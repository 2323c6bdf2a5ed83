"""A protected change takes two people, on every way in, and the database says so too."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from linge.accounts.models import Grant
from linge.kernel.models import OutboxMessage
from linge.kernel.refusals import Refused
from linge.registry import actions, jobs, numbers, queries
from linge.registry.models import ChangeEvent, ChangeRequest, NameKey
from linge.registry.rules.requests import RequestState
from linge.registry.tests.factories import (
    citizen_number,
    clerk,
    homes,
    household,
    resident,
)
from linge.staff.tests.factories import WorkerFactory
from linge.territory.tests.actors import leader
from linge.territory.tests.factories import GridFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return homes(GridFactory())[0]


@pytest.fixture
def asker(home):
    return replace(clerk(home.community), kind="staff-1")


@pytest.fixture
def checker(home):
    return replace(leader(home.community), name="赵主任", kind="staff-2")


def test_nothing_changes_before_somebody_else_has_checked(home, asker, checker):
    person = resident(home=home)
    request = actions.request_change(person, {"name": "张桂芝"}, by=asker, reason="户口簿为准")
    person.refresh_from_db()
    assert (person.name, request.state) == ("张桂兰", "submitted")
    with pytest.raises(Refused, match="registry.own_request"):
        actions.check_request(request, by=asker, version=request.version)
    actions.check_request(request, by=checker, version=request.version)
    person.refresh_from_db()
    assert (person.name, request.state) == ("张桂芝", "applied")
    event = ChangeEvent.objects.get(field="name")
    assert (event.old, event.new, event.actor_name) == ("张桂兰", "张桂芝", "赵主任")
    assert event.reason == "变更申请，周敏提出：户口簿为准"
    assert NameKey.objects.filter(person=person, key="zhangguizhi").exists()


def test_the_database_too_wants_two_people(home, asker):
    request = actions.request_change(resident(home=home), {"name": "张桂芝"}, by=asker)
    rows = ChangeRequest.objects.filter(pk=request.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(checker_key=request.requester_key)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state=RequestState.APPLIED)


def test_a_request_whose_base_moved_on_waits_again_with_the_new_base(home, asker, checker):
    person = resident(home=home)
    first = actions.request_change(person, {"name": "张桂芝"}, by=asker)
    second = actions.request_change(person, {"name": "张桂云"}, by=asker)
    actions.check_request(first, by=checker, version=first.version)
    second = ChangeRequest.objects.get(pk=second.pk)
    actions.check_request(second, by=checker, version=second.version)
    assert (second.state, second.checker_key) == ("submitted", "")
    person.refresh_from_db()
    assert person.name == "张桂芝"
    assert [line.old for line in queries.request_lines(second)] == ["张桂芝"]
    actions.check_request(second, by=checker, version=second.version)
    person.refresh_from_db()
    assert person.name == "张桂云"


def test_who_checked_an_older_page_is_told(home, asker, checker):
    request = actions.request_change(resident(home=home), {"name": "张桂芝"}, by=asker)
    with pytest.raises(Refused, match="registry.moved_on"):
        actions.check_request(request, by=checker, version=request.version + 1)


def test_sent_back_with_words_submitted_again_withdrawn(home, asker, checker):
    request = actions.request_change(resident(home=home), {"sex": "1"}, by=asker)
    with pytest.raises(Refused, match="registry.request_words"):
        actions.send_back_request(request, by=checker, version=1, words=" ")
    actions.send_back_request(request, by=checker, version=1, words="请附户口簿")
    assert request.state == "sent_back"
    actions.submit_request(request, by=asker)
    with pytest.raises(Refused, match="registry.not_requester"):
        actions.withdraw_request(request, by=checker)
    actions.withdraw_request(request, by=asker)
    told = [(step.label, step.words) for step in queries.request_steps(request)]
    assert told == [("提交", ""), ("退回", "请附户口簿"), ("提交", ""), ("撤回", "")]


def test_a_number_is_replaced_by_request_and_masked_on_the_way(home, asker, checker):
    person = resident(home=home)
    new = citizen_number()
    with pytest.raises(Refused, match="registry.checksum"):
        actions.request_change(person, {"number": "990101198507120027"}, by=asker)
    request = actions.request_change(person, {"number": new}, by=asker)
    assert new not in request.new
    assert all("*" in line.old and "*" in line.new for line in queries.request_lines(request))
    actions.check_request(request, by=checker, version=1)
    assert numbers.clear(person.documents.get(state="valid")) == new


def test_a_new_head_is_asked_for_and_the_old_one_becomes_a_relative(home, asker, checker):
    family = household(home)
    wife = family.members.get(relation="10")
    with pytest.raises(Refused, match="registry.member_relation") as refusal:
        actions.relate_member(wife, by=asker, relation="02", version=1)
    assert refusal.value.field == "head_becomes"
    request = actions.relate_member(wife, by=asker, relation="02", version=1, head_becomes="10")
    assert set(family.members.values_list("relation", flat=True)) == {"02", "10"}
    actions.check_request(request, by=checker, version=1)
    wife.refresh_from_db()
    assert wife.relation == "02"
    assert family.members.exclude(pk=wife.pk).get().relation == "10"


def test_a_death_is_asked_for_and_its_day_with_it(home, asker, checker):
    person = resident(home=home)
    request = actions.correct_resident(
        person, by=asker, version=1, values={"life": "dead", "death_date": "2026-02-01"}
    )
    actions.check_request(request, by=checker, version=1)
    person.refresh_from_db()
    assert (person.life, str(person.death_date)) == ("dead", "2026-02-01")


def test_a_first_hukou_is_saved_and_its_move_is_asked_for(home, asker, checker):
    person = resident(home=home)
    told = {"hukou_state": "here", "left": "no"}
    assert actions.correct_resident(person, by=asker, version=1, values=told) is None
    moved = {"hukou_state": "elsewhere", "region_code": "420102"}
    request = actions.correct_resident(person, by=asker, version=1, values=moved)
    assert person.hukou_records.get().state == "here"
    actions.check_request(request, by=checker, version=1)
    assert person.hukou_records.get(until=None).region_code == "420102"


def test_the_same_question_twice_is_one_request(home, asker):
    person = resident(home=home)
    first = actions.request_change(person, {"name": "张桂芝"}, by=asker)
    assert actions.request_change(person, {"name": "张桂芝"}, by=asker) == first
    with pytest.raises(Refused, match="registry.request_nothing"):
        actions.request_change(person, {"name": "张桂兰"}, by=asker)
    with pytest.raises(Refused, match="registry.request_fact"):
        actions.request_change(person, {"hair": "black"}, by=asker)


@pytest.mark.parametrize(
    "deed",
    [
        lambda person, by: actions.edit_resident(
            person, by=by, version=1, values={"name": "张桂芝"}
        ),
        lambda person, by: actions.add_document(
            person, actions.people.NewDocument(citizen_number()), by=by
        ),
    ],
)
def test_no_other_deed_changes_a_protected_fact(home, asker, deed):
    with pytest.raises(Refused, match="registry.needs_request"):
        deed(resident(home=home), asker)


@pytest.fixture
def two_officers(home):
    users = WorkerFactory.create_batch(2)
    for user in users:
        Grant.objects.create(
            user=user, role="community_officer", node=home.community.path, since=date(2025, 1, 1)
        )
    return users


def test_checkers_are_reminded_once_when_a_request_has_waited_ten_days(home, two_officers, at):
    at("2026-11-01 09:00")
    asking, other = two_officers
    asker = replace(clerk(home.community), user_id=asking.pk)
    request = actions.request_change(resident(home=home), {"name": "张桂芝"}, by=asker)
    at("2026-11-10 09:00")
    jobs.remind_checkers()
    assert not OutboxMessage.objects.exists(), "nine days are not ten"
    for day in ("2026-11-11", "2026-11-12"):
        at(f"{day} 09:00")
        jobs.remind_checkers()
    message = OutboxMessage.objects.get()
    assert message.recipient == other, "who asked may not check"
    assert message.body == "一份变更申请（姓名）已等待十天，请在2026-11-16前核对。"
    assert message.link.endswith(f"/{request.uuid}/")
    assert "桂" not in message.subject + message.body
