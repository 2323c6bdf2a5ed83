"""CS21: the clerk asks what is missing; while the reporter is silent nobody's clock runs, and five
days later the case goes on without."""

import pytest

from linge.cases import actions, jobs, queries
from linge.cases.rules import ClockName, Stage, State
from linge.cases.tests.factories import CaseFactory, bearer, lamp, make_town
from linge.kernel.models import OutboxMessage
from linge.kernel.refusals import Refused
from linge.kernel.tests.test_worktime import at as moment

PHONE = "12000000024"
ASKED = "请问是3号楼东侧还是西侧的路灯？"


@pytest.fixture
def asked(db, at):
    """A report taken at nine, asked about at half past, with an hour and a half of acceptance left."""
    at("2026-06-15 09:00")
    town = make_town()
    case = CaseFactory(town=town, reporter_phone=PHONE)
    at("2026-06-15 09:30")
    actions.ask_reporter(case, by=town.intake_clerk, question=ASKED)
    return town, case


def frozen(case):
    rows = case.segments.filter(kind="frozen")
    return {(row.clock, row.stage, row.charged_to) for row in rows}


@pytest.mark.proves("C4", "C3")
def test_an_answer_lets_acceptance_and_the_wait_run_on(asked, at):
    town, case = asked
    assert frozen(case) == {
        (ClockName.STAGE, Stage.ACCEPT, "reporter"),
        (ClockName.RESIDENT, "", "reporter"),
    }
    assert case.question_until == moment("2026-06-21 00:00")
    assert queries.progress(case).question.words == ASKED
    told = OutboxMessage.objects.get(kind="sms", body__contains="需要您补充")
    assert ASKED in told.body
    with pytest.raises(Refused, match="还在等上报人"):
        actions.ask_reporter(case, by=town.intake_clerk, question="还有吗？")

    at("2026-06-16 10:00")
    actions.answer_question(case, by=bearer(case), answer="东侧，靠近车棚。")
    assert case.current_due_at == moment("2026-06-16 11:30")
    assert case.question_until is None
    assert queries.progress(case).question is None
    (said,) = queries.progress(case).asked
    assert (said.answer, said.outcome) == ("东侧，靠近车棚。", "answered")
    message = OutboxMessage.objects.get(recipient_id=town.people["intake_clerk"].pk)
    assert message.body.endswith("上报人已补充说明。")
    waited = case.segments.filter(clock=ClockName.RESIDENT, kind="running").first()
    assert waited.worked_minutes == 30


@pytest.mark.proves("C4")
def test_after_five_silent_days_it_goes_on_by_itself(asked, at):
    _town, case = asked
    at("2026-06-20 23:59")
    assert jobs.go_on_after_waiting() == 0
    at("2026-06-23 08:00")  # two days late: the moment is still the true one
    assert jobs.go_on_after_waiting() == 1
    case.refresh_from_db()
    assert case.questions.get().outcome == "silent"
    assert case.steps.last().at == moment("2026-06-21 00:00")
    assert case.current_due_at == moment("2026-06-22 09:30")


@pytest.mark.proves("C4", "C3")
def test_an_agency_may_ask_but_its_own_clock_never_stops(asked, at):
    town, case = asked
    category, standard = lamp()
    actions.accept_case(case, by=town.intake_clerk, category=category, standard=standard)
    assert case.questions.get().outcome == "passed"  # taken up without waiting any longer
    actions.dispatch_case(case, by=town.dispatcher, agency=town.agency)
    due, promised = case.handle_due_at, case.promise_at
    at("2026-06-15 10:30")
    actions.ask_reporter(case, by=town.agency_handler, question=ASKED)
    assert queries.progress(case).question.unit == "城市照明所"
    assert case.handle_due_at == due
    at("2026-06-15 14:30")
    actions.answer_question(case, by=bearer(case), answer="东侧。")
    assert case.handle_due_at == due
    # the reporter kept us waiting for two working hours; the promise follows
    assert case.promise_at == moment("2026-06-18 10:30") > promised


@pytest.mark.proves("C4")
def test_whoever_left_nothing_cannot_be_asked_and_no_other_may_answer(asked):
    town, case = asked
    silent = CaseFactory(town=town)
    with pytest.raises(Refused, match="没有留下联系方式"):
        actions.ask_reporter(silent, by=town.intake_clerk, question=ASKED)
    with pytest.raises(Refused):
        actions.answer_question(case, by=bearer(silent), answer="东侧。")
    assert case.state == State.REPORTED
