"""Who is told, how, and when it leaves the house."""

import pytest
from django.db import transaction
from django.utils import translation

from linge.cases import actions
from linge.cases.actions import telling
from linge.cases.events import CaseAccepted, CaseReported
from linge.cases.rules import State
from linge.kernel import events, outbox
from linge.kernel.models import OutboxMessage
from linge.kernel.tests.test_worktime import at as moment

from .factories import TEN, CaseFactory, lamp

PHONE = "12000000020"


def told(case, action):
    """The messages about a case's last step of a kind."""
    step = case.steps.filter(action=action).last()
    return OutboxMessage.objects.filter(key__startswith=f"cases.step:{step.pk}:")


def test_a_reporter_who_left_a_phone_hears_of_acceptance_and_promise(town):
    case = CaseFactory(town=town, state=State.ACCEPTED, reporter_phone=PHONE)
    message = told(case, "accept").get()
    assert message.kind == "sms" and outbox.address(message) == PHONE
    assert PHONE not in message.address_sealed + message.body
    assert message.body == "您上报的事件20260615-0001已受理，预计06-17 18:00前办结。"
    assert message.not_before == moment("2026-06-15 09:02")


def test_a_rejected_reporter_is_told_why(town):
    case = CaseFactory(town=town, state=State.REJECTED, reporter_phone=PHONE)
    assert told(case, "reject").get().body.endswith(f"未受理：{TEN}")


def test_whoever_left_no_phone_is_not_told(town):
    CaseFactory(town=town, state=State.ACCEPTED)
    assert not OutboxMessage.objects.exists()


def test_told_twice_is_written_once(town):
    case = CaseFactory(town=town, reporter_phone=PHONE)
    telling.tell_reporter(CaseReported(case.pk, case.steps.get().pk))
    assert OutboxMessage.objects.count() == 1


def test_what_is_taken_back_in_time_never_leaves_the_house(town, at):
    case = CaseFactory(town=town, reporter_phone=PHONE)
    category, standard = lamp()
    actions.accept_case(case, by=town.intake_clerk, category=category, standard=standard)
    assert OutboxMessage.objects.count() == 2
    at("2026-06-15 09:01")
    actions.undo_step(case, by=town.intake_clerk)
    assert OutboxMessage.objects.get().body.endswith("已收到，凭查询码可查看进度。")


def test_the_people_of_the_agency_are_told_of_a_dispatch(town):
    case = CaseFactory(town=town, state=State.DISPATCHED)
    names = told(case, "dispatch").values_list("recipient__name", flat=True)
    assert sorted(names) == ["刘洋", "马超"]


def test_the_worker_asked_to_look_is_told_in_the_house(town):
    case = CaseFactory(town=town, state=State.CONFIRMING)
    assert told(case, "ask_confirm").get().recipient.name == "王芳"


def test_the_reporter_reads_chinese_whatever_the_clerk_reads(town):
    with translation.override("en"):
        case = CaseFactory(town=town, state=State.ACCEPTED, reporter_phone=PHONE)
    assert "已受理" in told(case, "accept").get().body


def test_a_move_that_is_rolled_back_leaves_no_message(town):
    case = CaseFactory(town=town, reporter_phone=PHONE)
    category, standard = lamp()
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.accept_case(case, by=town.intake_clerk, category=category, standard=standard)
        raise RuntimeError
    assert OutboxMessage.objects.get().body.endswith("已收到，凭查询码可查看进度。")
    assert case.steps.count() == 1


def test_a_crash_after_commit_loses_no_message(
    town, monkeypatch, django_capture_on_commit_callbacks
):
    def die(*_called):
        raise SystemExit

    case = CaseFactory(town=town, reporter_phone=PHONE)
    category, standard = lamp()
    monkeypatch.setattr(events, "_reactions", {CaseAccepted: (die,)})
    with pytest.raises(SystemExit), django_capture_on_commit_callbacks(execute=True):
        actions.accept_case(case, by=town.intake_clerk, category=category, standard=standard)
    assert "已受理" in told(case, "accept").get().body
