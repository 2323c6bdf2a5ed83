"""Does every clock count what the regulation says, to the minute?"""

from datetime import timedelta
from decimal import Decimal

import pytest

from linge.cases import actions, queries
from linge.cases.models import ClockSegment, Due
from linge.cases.rules import Charge, ClockName, Stage, State
from linge.kernel.tests.test_worktime import at as moment
from linge.kernel.worktime import Limit, Unit

from .factories import (
    TEN,
    CaseFactory,
    bearer,
    kind_of,
    lamp,
    make_photo,
    report,
)

FIVE_DAYS = Limit(Decimal(5), Unit.WORK_DAY)


def stage_minutes(case):
    """Minutes of each stage as they are charged now, recharged ones counted once."""
    counted = case.segments.filter(clock=ClockName.STAGE, recharged_as__isnull=True)
    sums: dict[str, Decimal] = {}
    for segment in counted:
        sums[segment.stage] = sums.get(segment.stage, Decimal()) + segment.worked_minutes
    return sums


def test_the_ledger_example_of_the_regulation_to_the_minute(town, at):
    """Limit 5 work_day, June 2026; A declines, B handles."""
    road, standard = kind_of("0203")
    a, b = town.agency, town.rival
    case = actions.report_case(report(town, source="patrol"), by=town.grid_a).case
    at("2026-06-15 09:40")
    actions.accept_case(case, by=town.intake_clerk, category=road, standard=standard)
    at("2026-06-15 10:00")
    actions.dispatch_case(case, by=town.dispatcher, agency=a)
    at("2026-06-15 11:30")
    actions.decline_case(case, by=town.agency_handler, reason_code="not_ours", words=TEN)
    at("2026-06-15 14:30")
    actions.dispatch_case(case, by=town.dispatcher, agency=b)
    assert case.handle_due_at == moment("2026-06-23 14:30")
    at("2026-06-16 16:30")
    handler = town.actor("agency_handler", agency=b)
    actions.handle_case(
        case, by=handler, result="已修补", photos=[make_photo(town)], condition_met=True
    )
    at("2026-06-17 09:30")
    actions.verify_case(case, by=town.grid_a, photos=[make_photo(town)])
    at("2026-06-17 10:00")
    actions.close_case(case, by=town.intake_clerk, condition_met=True)

    spent = stage_minutes(case)
    sign = spent.pop(Stage.SIGN)
    assert spent == {
        Stage.ACCEPT: 40,
        Stage.DISPATCH: 170,
        Stage.HANDLE: 600,
        Stage.VERIFY: 180,
        Stage.CLOSE: 30,
    }
    assert sign == 690
    resident = case.segments.get(clock=ClockName.RESIDENT)
    assert resident.worked_minutes == sum(spent.values()) == 1020
    assert resident.ended_at - resident.started_at == timedelta(minutes=2940)
    of_agencies = case.segments.filter(clock=ClockName.AGENCY, recharged_as__isnull=True)
    assert {(s.agency, s.charged_to, s.worked_minutes) for s in of_agencies} == {
        (None, Charge.DISPATCH, 90),
        (b, Charge.AGENCY, 600),
    }
    assert queries.timeline(case).total(ClockName.STAGE) == 1020


def test_a_case_sent_to_the_same_agency_after_its_decline_goes_on_with_the_minutes_used(town, at):
    case = CaseFactory(town=town, state=State.DISPATCHED, code="0203")
    at("2026-06-15 10:30")
    actions.decline_case(case, by=town.agency_handler, reason_code="cannot", words=TEN)
    at("2026-06-15 14:00")
    actions.dispatch_case(case, by=town.dispatcher, agency=town.agency)
    assert case.handle_due_at == moment("2026-06-23 10:30")
    assert case.dues.filter(stage=Stage.HANDLE).latest("id").because == Due.Because.SAME_AGENCY
    assert not ClockSegment.objects.filter(recharges__isnull=False).exists()


def test_rework_gives_half_the_limit_when_little_is_left(town, at):
    case = CaseFactory(town=town, state=State.HANDLED)
    first = case.dues.filter(stage=Stage.HANDLE).latest("id").at
    at("2026-06-17 09:00")
    actions.send_back_case(case, by=town.grid_a, reason=TEN)
    assert (case.state, case.rework, case.agency) == (State.DISPATCHED, 1, town.agency)
    # two days limit, none used: the rest is the whole limit again
    assert case.handle_due_at == moment("2026-06-22 09:00")
    assert case.handle_due_at > first
    at("2026-06-22 09:00")
    actions.handle_case(
        case, by=town.agency_handler, result="再修", photos=[make_photo(town)], condition_met=True
    )
    at("2026-06-22 10:00")
    actions.send_back_case(case, by=town.grid_a, reason=TEN)
    # nothing is left: half of two days
    assert case.handle_due_at == moment("2026-06-23 10:00")


def test_acceptance_waits_while_a_worker_looks_and_resumes_with_its_rest(town, at):
    case = CaseFactory(town=town)
    assert case.current_due_at == moment("2026-06-15 11:00")
    at("2026-06-15 09:30")
    actions.ask_confirm(case, by=town.intake_clerk, worker=town.people["grid_a"])
    assert (case.current_stage, case.current_due_at) == (Stage.CONFIRM, moment("2026-06-15 15:30"))
    at("2026-06-15 15:00")
    actions.confirm_case(case, by=town.grid_a, finding="exists", photos=[make_photo(town)])
    assert case.state == State.REPORTED
    assert (case.current_stage, case.current_due_at) == (Stage.ACCEPT, moment("2026-06-15 16:30"))


def test_an_undone_step_lets_the_earlier_clock_run_on(town, at):
    case = CaseFactory(town=town, state=State.ACCEPTED)
    due = case.current_due_at
    at("2026-06-15 09:10")
    actions.dispatch_case(case, by=town.dispatcher, agency=town.agency)
    at("2026-06-15 09:11")
    actions.undo_step(case, by=town.dispatcher)
    assert (case.state, case.agency, case.current_stage) == (State.ACCEPTED, None, Stage.DISPATCH)
    assert case.current_due_at == due + timedelta(minutes=1)


def test_the_promise_holds_from_acceptance_and_only_moves_later(town, at):
    case = CaseFactory(town=town, state=State.ACCEPTED)
    # 09:00 +1 h, two days, 4 h, 2 h
    assert case.promise_at == moment("2026-06-17 18:00")
    case = CaseFactory(town=town, state=State.CLOSED)
    promised = case.promise_at
    at("2026-06-16 09:00")
    actions.reopen_case(case, by=bearer(case), reason="没修好，晚上还是不亮，请再来看看")
    assert case.promise_at > promised
    assert (case.episode, case.reopened, case.state) == (2, 1, State.ACCEPTED)


def test_an_urgent_case_has_urgent_stages(town, at):
    at("2026-06-13 23:00")  # a Saturday night
    case = CaseFactory(town=town, state=State.ACCEPTED, code="0303")
    assert case.urgent
    assert case.current_due_at == moment("2026-06-13 23:15")
    actions.dispatch_case(case, by=town.dispatcher, agency=town.agency)
    assert case.handle_due_at == moment("2026-06-14 00:00")


def test_the_urgent_limit_holds_only_where_the_clerk_chose_it(town):
    hydrant, standard = kind_of("0202")
    case = CaseFactory(town=town)
    actions.accept_case(
        case, by=town.intake_clerk, category=hydrant, standard=standard, urgent=True
    )
    assert case.urgent
    actions.dispatch_case(case, by=town.dispatcher, agency=town.agency)
    assert case.handle_due_at == moment("2026-06-15 11:00")
    calm = CaseFactory(town=town, state=State.DISPATCHED, code="0202")
    assert not calm.urgent
    assert calm.handle_due_at == moment("2026-06-15 15:00")


def test_the_reporters_clock_starts_when_the_phone_says_ours_when_it_arrived(town, at):
    at("2026-06-15 15:00")
    offline = report(town, device_at=moment("2026-06-15 10:00"))
    case = actions.report_case(offline, by=town.grid_a).case
    assert case.reported_at == moment("2026-06-15 10:00")
    assert case.current_due_at == moment("2026-06-15 17:00")
    travelled = case.segments.get(stage=Stage.TRAVEL)
    assert (travelled.worked_minutes, travelled.charged_to) == (180, Charge.REPORTER)


@pytest.mark.parametrize("state", list(State))
def test_an_open_case_has_one_stage_clock_running_and_a_final_one_none(town, state):
    case = CaseFactory(town=town, state=state)
    running = case.segments.filter(clock=ClockName.STAGE, ended_at__isnull=True)
    stages = sorted(running.exclude(stage=Stage.SIGN).values_list("stage", flat=True))
    assert len(stages) == (1 if case.is_open else 0)
    everything = case.segments.filter(ended_at__isnull=True).count()
    assert bool(everything) == case.is_open


def test_stages_cover_every_moment_from_report_to_close_without_gap_or_overlap(town, at):
    case = CaseFactory(town=town)
    times = iter(f"2026-06-{day} {hour}" for day in (15, 16, 17) for hour in ("10:00", "16:00"))
    at(next(times))
    category, standard = lamp()
    actions.accept_case(case, by=town.intake_clerk, category=category, standard=standard)
    at(next(times))
    actions.dispatch_case(case, by=town.dispatcher, agency=town.agency)
    at(next(times))
    actions.sign_case(case, by=town.agency_handler)
    at(next(times))
    actions.handle_case(
        case, by=town.agency_handler, result="好了", photos=[make_photo(town)], condition_met=True
    )
    at(next(times))
    actions.verify_case(case, by=town.grid_a, photos=[make_photo(town)])
    at(next(times))
    actions.close_case(case, by=town.intake_clerk, condition_met=True)
    stages = list(case.segments.filter(clock=ClockName.STAGE).exclude(stage=Stage.SIGN))
    assert [s.ended_at for s in stages[:-1]] == [s.started_at for s in stages[1:]]
    assert (stages[0].started_at, stages[-1].ended_at) == (case.reported_at, case.closed_at)
