"""Who is told, how, and when it leaves the house."""

import pytest

from linge.cases import actions, events
from linge.cases.actions import telling
from linge.cases.rules import State
from linge.kernel import outbox
from linge.kernel.models import OutboxMessage
from linge.kernel.tests.test_worktime import at as moment

from .factories import TEN, CaseFactory, lamp

PHONE = "12000000020"


def last(case):
    return case.steps.latest("number")


def tell(case, event=events.CaseAccepted):
    telling.tell_reporter(event(case.pk, last(case).pk))


def test_a_reporter_who_left_a_phone_hears_of_acceptance_and_promise(town):
    case = CaseFactory(town=town, state=State.ACCEPTED, reporter_phone=PHONE)
    tell(case)
    message = OutboxMessage.objects.get()
    assert message.kind == "sms" and outbox.address(message) == PHONE
    assert PHONE not in message.address_sealed + message.body
    assert message.body == "您上报的事件20260615-0001已受理，预计06-17 18:00前办结。"
    assert message.not_before == moment("2026-06-15 09:02")


def test_a_rejected_reporter_is_told_why(town):
    case = CaseFactory(town=town, state=State.REJECTED, reporter_phone=PHONE)
    tell(case, events.CaseRejected)
    assert OutboxMessage.objects.get().body.endswith(f"未受理：{TEN}")


def test_whoever_left_no_phone_is_not_told(town):
    tell(CaseFactory(town=town, state=State.ACCEPTED))
    assert not OutboxMessage.objects.exists()


def test_told_twice_is_written_once(town):
    case = CaseFactory(town=town, reporter_phone=PHONE)
    tell(case)
    tell(case)
    assert OutboxMessage.objects.count() == 1


def test_what_is_taken_back_in_time_never_leaves_the_house(town, at):
    case = CaseFactory(town=town, reporter_phone=PHONE)
    tell(case, events.CaseReported)
    category, standard = lamp()
    actions.accept_case(case, by=town.intake_clerk, category=category, standard=standard)
    tell(case)
    assert OutboxMessage.objects.count() == 2
    at("2026-06-15 09:01")
    actions.undo_step(case, by=town.intake_clerk)
    assert OutboxMessage.objects.get().body.endswith("已收到，凭查询码可查看进度。")


def test_the_people_of_the_agency_are_told_of_a_dispatch(town):
    case = CaseFactory(town=town, state=State.DISPATCHED)
    event = events.CaseDispatched(case.pk, last(case).pk, town.agency.pk, case.handle_due_at)
    telling.tell_agency(event)
    told = OutboxMessage.objects.values_list("recipient__name", flat=True)
    assert sorted(told) == ["刘洋", "马超"]


@pytest.mark.parametrize("phone", [PHONE, ""])
def test_the_worker_asked_to_look_is_told_in_the_house(town, phone):
    case = CaseFactory(town=town, state=State.CONFIRMING, reporter_phone=phone)
    telling.tell_worker(events.CaseSentToConfirm(case.pk, last(case).pk))
    assert OutboxMessage.objects.get().recipient.name == "王芳"
