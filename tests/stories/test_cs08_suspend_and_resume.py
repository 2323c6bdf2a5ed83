"""CS08: a case waits from Wednesday to Wednesday; its clocks stand still, the resident's runs on.

The example of the regulation: dispatched on Monday 15 June with five working days, suspended on
Wednesday at three with 1,140 minutes used, resumed a week later at nine, due on Friday at four.
"""

from datetime import date
from decimal import Decimal

import pytest

from linge.cases import actions, jobs, queries
from linge.cases.models import ClockSegment
from linge.cases.rules import ClockName, Stage, State
from linge.cases.tests.factories import TEN, CaseFactory, bearer, make_town
from linge.kernel.refusals import Refused
from linge.kernel.tests.test_worktime import at as moment

NOTE = "等路面改造一起施工，预计6月24日恢复。"


@pytest.fixture
def road(db, at):
    """A damaged road, five working days, dispatched at ten on Monday 15 June 2026."""
    at("2026-06-15 10:00")
    town = make_town()
    case = CaseFactory(town=town, state=State.DISPATCHED, code="0203")
    assert case.handle_due_at == moment("2026-06-23 10:00")
    return town, case


def wait(until=date(2026, 6, 24)):
    return {"wait_for": "project", "until": until, "public_note": NOTE}


def ledger(case):
    """Minutes of each kind of stretch: what worked, and what stood still."""
    return [
        (line.clock, line.stage, line.frozen, line.minutes)
        for line in queries.timeline(case).ledger
        if line.stage != Stage.SIGN
    ]


@pytest.mark.proves("C2", "C3")
def test_the_rest_is_kept_to_the_minute_and_the_resident_still_waits(road, at):
    town, case = road
    actions.sign_case(case, by=town.agency_handler)
    at("2026-06-17 14:00")
    actions.ask_suspend(case, by=town.agency_handler, reason=TEN, **wait())
    at("2026-06-17 15:00")
    actions.suspend_case(case, by=town.dispatcher, **wait())
    assert (case.pending, case.suspended_until) == ("", date(2026, 6, 24))
    assert case.current_due_at is None
    assert case.requests.get().standing == "granted"

    with pytest.raises(Refused, match="挂账"):
        actions.handle_case(case, by=town.agency_handler, result="修好了", condition_met=True)
    offered = {offer.action for offer in queries.moves_possible(town.agency_handler, case)}
    assert "handle" not in offered
    offered = [offer.action for offer in queries.moves_possible(town.dispatcher, case)]
    assert offered == ["recall", "resume"]

    at("2026-06-24 09:00")
    actions.resume_case(case, by=town.dispatcher)
    assert case.handle_due_at == case.current_due_at == moment("2026-06-26 16:00")
    agency = case.segments.filter(clock=ClockName.AGENCY)
    assert [(row.kind, row.worked_minutes) for row in agency] == [
        ("running", Decimal(1140)),
        ("frozen", 0),
        ("running", None),
    ]
    resident = case.segments.get(clock=ClockName.RESIDENT)
    assert (resident.kind, resident.ended_at) == (ClockSegment.Kind.RUNNING, None)


@pytest.mark.proves("C2", "C4")
def test_it_resumes_by_itself_on_its_day_and_the_promise_follows(road, at):
    town, case = road
    promised = case.promise_at
    actions.suspend_case(case, by=town.dispatcher, **wait())
    assert queries.progress(case).waiting == (NOTE, date(2026, 6, 24))
    at("2026-06-23 23:59")
    assert jobs.go_on_after_waiting() == 0
    at("2026-06-25 11:30")  # the house was dark for a day and a half
    assert jobs.go_on_after_waiting() == 1
    assert jobs.go_on_after_waiting() == 0
    case.refresh_from_db()
    assert case.steps.last().at == moment("2026-06-24 00:00")
    assert (case.suspended_until, case.suspensions.get().ended_at) == (
        None,
        moment("2026-06-24 00:00"),
    )
    assert case.handle_due_at == moment("2026-06-30 18:00")
    assert case.promise_at == moment("2026-07-01 16:00") > promised
    assert [promise.because for promise in queries.progress(case).promises] == [
        "开始计时",
        "恢复计时",
    ]


@pytest.mark.proves("C2")
def test_longer_than_a_month_needs_the_leader_and_nobody_waits_longer_than_a_year(road):
    town, case = road
    long = wait(date(2026, 9, 1))
    with pytest.raises(Refused, match="社区书记"):
        actions.suspend_case(case, by=town.dispatcher, **long)
    actions.ask_suspend(case, by=town.agency_head, **long)
    with pytest.raises(Refused, match="社区书记"):
        actions.suspend_case(case, by=town.dispatcher, **long)
    actions.agree_request(case, by=town.community_leader)
    actions.suspend_case(case, by=town.dispatcher, **long)
    assert case.suspended_until == date(2026, 9, 1)
    assert case.requests.get().agreed_by == town.people["community_leader"]

    other = CaseFactory(town=town, state=State.ACCEPTED)
    with pytest.raises(Refused, match="最长一年"):
        actions.ask_suspend(other, by=town.dispatcher, **wait(date(2027, 6, 16)))
    with pytest.raises(Refused, match="给上报人看"):
        actions.suspend_case(other, by=town.dispatcher, **(wait() | {"public_note": ""}))


@pytest.mark.proves("C2")
def test_what_is_recalled_while_it_waits_waits_no_longer(road, at):
    town, case = road
    actions.suspend_case(case, by=town.dispatcher, **wait())
    at("2026-06-16 10:00")
    actions.recall_case(case, by=town.dispatcher, reason=TEN)
    assert (case.state, case.suspended_until) == (State.ACCEPTED, None)
    assert case.current_stage == Stage.DISPATCH
    assert not case.suspensions.filter(ended_at__isnull=True).exists()
    assert bearer(case).holds.endswith(str(case.uuid))
