"""CS07: an agency needs longer: 刘洋 asks, 马超 agrees, 孙悦 grants, and the old due stays readable."""

from decimal import Decimal

import pytest

from linge.cases import actions, queries
from linge.cases.models import Due
from linge.cases.rules import ClockName, Stage, State
from linge.cases.tests.factories import TEN, CaseFactory, make_town
from linge.kernel.models import OutboxMessage
from linge.kernel.refusals import Refused
from linge.kernel.tests.test_worktime import at as moment
from linge.kernel.worktime import Limit, Unit

ONE_DAY = Limit(Decimal(1), Unit.WORK_DAY)


@pytest.fixture
def lamp(db, at):
    """A street lamp with two working days, due on Wednesday at ten."""
    at("2026-06-15 10:00")
    town = make_town()
    case = CaseFactory(town=town, state=State.DISPATCHED, reporter_phone="12000000022")
    assert case.handle_due_at == moment("2026-06-17 10:00")
    return town, case


def ask(town, case, limit=ONE_DAY):
    actions.ask_postpone(case, by=town.agency_handler, limit=limit, reason="等灯具到货，厂家周四发")


def grant(town, case):
    actions.agree_request(case, by=town.agency_head)
    actions.postpone_case(case, by=town.dispatcher)


@pytest.mark.proves("C2", "C3")
def test_asked_agreed_granted_and_the_promise_moves_with_the_reason(lamp, at):
    town, case = lamp
    promised = case.promise_at
    ask(town, case)
    assert case.pending == "postpone"
    with pytest.raises(Refused, match="还没有可以决定"):  # its head has not agreed
        actions.postpone_case(case, by=town.dispatcher)
    with pytest.raises(Refused, match="已有一份延期申请"):
        ask(town, case)
    actions.agree_request(case, by=town.agency_head)
    at("2026-06-17 10:30")  # asked in time, granted half an hour late
    actions.postpone_case(case, by=town.dispatcher)
    assert (case.handle_due_at, case.postponed) == (moment("2026-06-18 10:00"), 1)
    dues = case.dues.filter(clock=ClockName.STAGE, stage=Stage.HANDLE)
    assert [(due.at, due.because) for due in dues] == [
        (moment("2026-06-17 10:00"), Due.Because.START),
        (moment("2026-06-18 10:00"), Due.Because.POSTPONED),
    ]
    agency = case.dues.filter(clock=ClockName.AGENCY).last()
    assert (agency.at, agency.allowed_minutes) == (moment("2026-06-18 10:00"), 1440)
    assert case.promise_at == moment("2026-06-18 18:00") > promised
    told = [(promise.at, promise.because) for promise in queries.progress(case).promises]
    assert told == [(promised, "开始计时"), (case.promise_at, "批准延期")]
    message = OutboxMessage.objects.get(kind="sms", key__contains=f":{case.steps.last().pk}:")
    assert "预计06-18 18:00前办结" in message.body


@pytest.mark.proves("C2")
def test_a_refused_one_does_not_count_and_the_third_granted_one_does_not_exist(lamp):
    town, case = lamp
    ask(town, case)
    actions.refuse_request(case, by=town.agency_head, reason="库里有同型号灯具")
    assert (case.pending, case.postponed) == ("", 0)
    assert case.requests.get().answer == "库里有同型号灯具"
    for _turn in range(2):
        ask(town, case)
        grant(town, case)
    assert (case.postponed, case.handle_due_at) == (2, moment("2026-06-22 10:00"))
    with pytest.raises(Refused, match="已延期2次"):
        ask(town, case)


@pytest.mark.proves("C2")
def test_after_the_due_and_beyond_the_limit_it_is_refused(lamp, at):
    town, case = lamp
    with pytest.raises(Refused, match="2 个工作日"):
        ask(town, case, Limit(Decimal("2.25"), Unit.WORK_DAY))
    at("2026-06-17 10:00")
    with pytest.raises(Refused, match="已到时限"):
        ask(town, case)
    offered = {offer.action for offer in queries.moves_possible(town.agency_handler, case)}
    assert "ask_postpone" not in offered


@pytest.mark.proves("C2")
def test_the_head_asks_without_asking_itself_and_handling_ends_the_request(lamp):
    town, case = lamp
    actions.ask_postpone(case, by=town.agency_head, limit=ONE_DAY, reason=TEN)
    assert case.requests.get().agreed_by == town.people["agency_head"]
    actions.recall_case(case, by=town.dispatcher, reason=TEN)
    assert case.pending == ""
    assert case.requests.get().standing == "lapsed"
