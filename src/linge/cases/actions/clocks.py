"""Winding the clocks of a case: only a move does it, in the move's own transaction.

Three clocks run: the resident's, the stage's, the agency's. A move names those it stops and starts;
segments and dues are rows that only grow. Source: cases §4.4.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from linge.kernel.worktime import Due as Reckoned
from linge.kernel.worktime import Limit, due_after, due_at, elapsed, span

from .. import rules
from ..models import Assignment, Case, CaseStep, ClockSegment, Due
from ..rules import (
    STAGE_OF,
    AssignmentOutcome,
    Charge,
    ClockName,
    Stage,
    State,
)
from .segments import (
    Winding,
    close_segment,
    last_due,
    open_ones,
    open_segment,
    write_due,
)

LINE = (Stage.DISPATCH, Stage.HANDLE, Stage.VERIFY, Stage.CLOSE)


def wind(winding: Winding, clocks: rules.Clocks) -> None:
    """Do to the clocks what the move says, then show the nearest due on the case."""
    if not clocks.start:  # a stage that starts in its place covers the time by itself
        freeze(winding, clocks.freeze)
    stop(winding, (*clocks.stop, *clocks.freeze) if clocks.start else clocks.stop)
    thaw(winding, clocks.thaw)
    for name in clocks.move:
        postpone(winding, name)
    for name in clocks.start:
        start(winding, name)
    for name in clocks.resume:
        resume(winding, name, Due.Because.REST)
    for name in clocks.rework:
        rework(winding, name)
    show(winding.case)


def stop(winding: Winding, names: Iterable[str]) -> None:
    """Close the running segments of the named clocks with the minutes worked in them."""
    for segment in open_ones(winding.case, names):
        close_segment(segment, winding.now, winding.calendar)


def freeze(winding: Winding, names: Iterable[str]) -> None:
    """Stop the named clocks and write down from when on they stand still.

    While the reporter is asked, the time is charged to the reporter; otherwise whoever holds the
    stage still holds it.
    """
    waits_for_reporter = ClockName.RESIDENT in names
    for segment in open_ones(winding.case, names):
        close_segment(segment, winding.now, winding.calendar)
        ClockSegment.objects.create(
            case=winding.case,
            clock=segment.clock,
            stage=segment.stage,
            episode=segment.episode,
            kind=ClockSegment.Kind.FROZEN,
            charged_to=Charge.REPORTER if waits_for_reporter else segment.charged_to,
            agency_id=segment.agency_id,
            started_at=winding.now,
            round_the_clock=segment.round_the_clock,
            calendar_version=winding.calendar.version,
            step=winding.step,
        )


def thaw(winding: Winding, names: Iterable[str], because: str = "") -> None:
    """Let what stands still run on with its rest; what runs or has ended is left as it is."""
    asked = ClockName.RESIDENT in names
    why = because or (Due.Because.ANSWERED if asked else Due.Because.REST)
    for segment in open_ones(winding.case, names):
        if segment.kind == ClockSegment.Kind.FROZEN:
            close_segment(segment, winding.now, winding.calendar)
            run_on(winding, segment.clock, segment.stage, why)


def start(winding: Winding, name: str) -> None:
    """Start a clock afresh. The resident's has no due before acceptance promises one."""
    clock, stage = _clock_and_stage(name)
    if clock == ClockName.RESIDENT:
        began = winding.began_at or winding.now
        open_segment(winding, clock, stage, started_at=began, round_the_clock=False)
        return
    limit = winding.limit(stage)
    if stage == Stage.HANDLE and _declined_here_before(winding):
        resume(winding, name, Due.Because.SAME_AGENCY)
        return
    _climb_anew(winding.case, clock, stage)
    due = due_at(winding.now, limit, winding.calendar)
    _run(winding, clock, stage, due, span(limit, winding.calendar), limit.round_the_clock)


def resume(winding: Winding, name: str, because: str) -> None:
    """Let a stopped clock run on with what it had left; overdue stays overdue."""
    run_on(winding, *_clock_and_stage(name), because)


def run_on(winding: Winding, clock: str, stage: str, because: str) -> None:
    """Open the next stretch of a clock; the resident's takes its promise along, if there is one."""
    if clock == ClockName.RESIDENT and winding.case.promise_at is None:
        open_segment(winding, clock, stage, started_at=winding.now, round_the_clock=False)
        return
    last = last_due(winding.case, clock, stage)
    left = _rest(winding, last)
    count = last.round_the_clock
    due = rules.resumed_due(winding.now, left, winding.calendar, round_the_clock=count)
    allowed = timedelta(minutes=last.allowed_minutes)
    _run(winding, clock, stage, due, allowed, count, because=because)
    if clock == ClockName.RESIDENT:
        _promise_again(winding.case, due.at)


def postpone(winding: Winding, name: str) -> None:
    """Move a due on from where it was by what was granted (延期); the old one stays readable."""
    assert winding.granted is not None
    clock, stage = _clock_and_stage(name)
    last = last_due(winding.case, clock, stage)
    due = due_at(last.at, winding.granted, winding.calendar)
    count = last.round_the_clock
    more = elapsed(last.at, due.at, winding.calendar, round_the_clock=count)
    allowed = timedelta(minutes=last.allowed_minutes) + more
    write_due(winding, clock, stage, due, allowed, count, Due.Because.POSTPONED)


def rework(winding: Winding, name: str) -> None:
    """Start handling again: the rest, or half the limit, or the floor, whichever is most (返工)."""
    clock, stage = _clock_and_stage(name)
    _climb_anew(winding.case, clock, stage)
    last = last_due(winding.case, clock, stage)
    limit = winding.limit(stage)
    floor = winding.workflow.limit("rework", urgent=winding.case.urgent)
    left = _rest(winding, last)
    allowed = rules.rework_allowed(left, limit, floor, winding.calendar)
    count = limit.round_the_clock
    due = due_after(winding.now, allowed, winding.calendar, round_the_clock=count)
    _run(winding, clock, stage, due, allowed, count, because=Due.Because.REWORK)


def promise(winding: Winding, handling: Limit) -> datetime:
    """Write down the promise to the reporter; a later one replaces it, an earlier one never."""
    case, urgent = winding.case, winding.case.urgent
    due = rules.promise(winding.now, handling, winding.workflow, winding.calendar, urgent=urgent)
    if case.promise_at and case.promise_at >= due.at:
        return case.promise_at
    allowed = elapsed(case.reported_at, due.at, winding.calendar, round_the_clock=False)
    write_due(winding, ClockName.RESIDENT, "", due, allowed, False, Due.Because.START)
    return due.at


def promise_after(winding: Winding, because: str) -> None:
    """Put the promise as late as the stages still to come make it (承诺时间顺延), never earlier."""
    case = winding.case
    stage = STAGE_OF[State(case.state)]
    last = last_due(case, ClockName.STAGE, stage)
    rest = LINE[LINE.index(stage) + 1 :]
    limits = [winding.limit(each) for each in rest]
    due = rules.chained(last.at, limits, winding.calendar)
    if case.promise_at is None or due.at <= case.promise_at:
        return
    allowed = elapsed(case.reported_at, due.at, winding.calendar, round_the_clock=False)
    write_due(winding, ClockName.RESIDENT, "", due, allowed, False, because)
    _promise_again(case, due.at)


def travel(winding: Winding, since: datetime) -> None:
    """The time a report was on its way to us: nobody's limit, but part of the resident's wait."""
    segment = open_segment(
        winding, ClockName.STAGE, Stage.TRAVEL, started_at=since, round_the_clock=False
    )
    close_segment(segment, winding.now, winding.calendar)


def recharge_declined(winding: Winding) -> None:
    """Charge an agency's minutes to dispatch when its decline was right: another one has it now."""
    last = _last_lead(winding.case)
    if last is None or last.outcome != AssignmentOutcome.DECLINED:
        return
    if winding.agency is not None and last.agency_id == winding.agency.pk:
        return
    first = winding.case.assignments.filter(
        agency_id=last.agency_id, outcome=AssignmentOutcome.DECLINED, episode=winding.case.episode
    ).earliest("assigned_at")
    wrongly = winding.case.segments.filter(
        agency_id=last.agency_id,
        part__isnull=True,
        stage=Stage.HANDLE,
        started_at__gte=first.assigned_at,
        ended_at__isnull=False,
        recharged_as__isnull=True,
        recharges__isnull=True,
    )
    ClockSegment.objects.bulk_create(_recharged(segment, winding.step) for segment in wrongly)


def show(case: Case) -> None:
    """Repeat on the case what lists need: the nearest due of the stages that run now."""
    running = case.segments.filter(
        clock=ClockName.STAGE, kind=ClockSegment.Kind.RUNNING, ended_at__isnull=True
    )
    dues = [last_due(case, ClockName.STAGE, segment.stage) for segment in running]
    nearest = min(dues, key=lambda due: due.at, default=None)
    case.climbs_at = case.moved_at if nearest else None  # the ladder looks again and knows better
    handling = next((due.at for due in dues if due.stage == Stage.HANDLE), None)
    case.current_stage = nearest.stage if nearest else ""
    case.current_due_at = nearest.at if nearest else None
    case.current_allowed_minutes = nearest.allowed_minutes if nearest else None
    case.current_round_the_clock = bool(nearest and nearest.round_the_clock)
    case.current_provisional = bool(nearest and nearest.provisional)
    case.handle_due_at = handling
    case.save(update_fields=SHOWN)


SHOWN = [
    "current_stage",
    "current_due_at",
    "current_allowed_minutes",
    "current_round_the_clock",
    "current_provisional",
    "handle_due_at",
    "level",
    "climbs_at",
]


def _run(
    winding: Winding,
    clock: str,
    stage: str,
    due: Reckoned,
    allowed: timedelta,
    round_the_clock: bool,
    because: str = Due.Because.START,
) -> None:
    open_segment(winding, clock, stage, started_at=winding.now, round_the_clock=round_the_clock)
    write_due(winding, clock, stage, due, allowed, round_the_clock, because)


def _climb_anew(case: Case, clock: str, stage: str) -> None:
    """A clock that begins afresh is late for nobody yet; signing runs beside handling."""
    if clock == ClockName.STAGE and stage != Stage.SIGN:
        case.level = ""


def _rest(winding: Winding, due: Due) -> timedelta:
    """What the clock of this due had left when its last segment ended."""
    ended = (
        winding.case.segments.filter(
            clock=due.clock,
            stage=due.stage,
            kind=ClockSegment.Kind.RUNNING,
            ended_at__isnull=False,
            recharges__isnull=True,
        )
        .latest("ended_at")
        .ended_at
    )
    assert ended is not None
    return rules.rest(due.at, ended, winding.calendar, round_the_clock=due.round_the_clock)


def _declined_here_before(winding: Winding) -> bool:
    """Whether this agency was the one that declined last: its clock goes on (退单后仍派原单位)."""
    last = _last_lead(winding.case)
    return (
        last is not None
        and winding.agency is not None
        and last.outcome == AssignmentOutcome.DECLINED
        and last.agency_id == winding.agency.pk
    )


def _last_lead(case: Case) -> Assignment | None:
    """The lead assignment of this episode that ended last."""
    return (
        case.assignments.filter(
            role=Assignment.Role.LEAD, episode=case.episode, ended_at__isnull=False
        )
        .exclude(outcome=AssignmentOutcome.RELEASED)
        .order_by("ended_at", "id")
        .last()
    )


def _recharged(segment: ClockSegment, step: CaseStep) -> ClockSegment:
    on_stage = segment.clock == ClockName.STAGE
    return ClockSegment(
        case_id=segment.case_id,
        clock=segment.clock,
        stage=Stage.DISPATCH if on_stage else segment.stage,
        episode=segment.episode,
        kind=segment.kind,
        charged_to=Charge.DISPATCH,
        started_at=segment.started_at,
        ended_at=segment.ended_at,
        worked_minutes=segment.worked_minutes,
        round_the_clock=segment.round_the_clock,
        calendar_version=segment.calendar_version,
        recharges=segment,
        step=step,
    )


def _clock_and_stage(name: str) -> tuple[str, str]:
    if name == ClockName.RESIDENT:
        return ClockName.RESIDENT, ""
    if name == ClockName.AGENCY:
        return ClockName.AGENCY, Stage.HANDLE
    return ClockName.STAGE, Stage(name)


def _promise_again(case: Case, at: datetime) -> None:
    case.promise_at = at
    case.save(update_fields=["promise_at"])
