"""Winding the clocks of a case: only a move does it, in the move's own transaction.

Three clocks run: the resident's, the stage's, the agency's. A move names those it stops and starts;
segments and dues are rows that only grow. Source: cases §4.4.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from linge.kernel.worktime import Due as Reckoned
from linge.kernel.worktime import Limit, Workdays, due_after, due_at, elapsed, span
from linge.staff.models import Agency

from .. import rules
from ..models import Assignment, Case, CaseStep, ClockSegment, Due
from ..rules import CHARGED, AssignmentOutcome, Charge, ClockName, Stage, Workflow

AGENCY_STAGES = (Stage.SIGN, Stage.HANDLE)


@dataclass(frozen=True, slots=True)
class Winding:
    """Everything the clocks need to know about the move that winds them."""

    case: Case
    step: CaseStep
    workflow: Workflow
    calendar: Workdays
    now: datetime
    handling: Limit | None = None
    agency: Agency | None = None
    began_at: datetime | None = None  # when the reporter began to wait, if before ``now``

    def limit(self, stage: str) -> Limit:
        """The limit of a stage; that of handling was given at dispatch."""
        if stage == Stage.HANDLE:
            if self.handling is None:
                raise ValueError("handling starts with the limit of its dispatch")
            return self.handling
        return self.workflow.limit(stage, urgent=self.case.urgent)


def wind(winding: Winding, clocks: rules.Clocks) -> None:
    """Do to the clocks what the move says, then show the nearest due on the case."""
    stop(winding, (*clocks.stop, *clocks.freeze))
    for name in clocks.start:
        start(winding, name)
    for name in clocks.resume:
        resume(winding, name, Due.Because.REST)
    for name in clocks.rework:
        rework(winding, name)
    show(winding.case)


def stop(winding: Winding, names: Iterable[str]) -> None:
    """Close the running segments of the named clocks with the minutes worked in them."""
    named = set(names)
    for segment in winding.case.segments.filter(ended_at__isnull=True):
        if "all" in named or _name(segment) in named:
            close_segment(segment, winding.now, winding.calendar)


def close_segment(segment: ClockSegment, now: datetime, calendar: Workdays) -> None:
    """End one segment, once and for all."""
    worked = elapsed(segment.started_at, now, calendar, round_the_clock=segment.round_the_clock)
    segment.ended_at = now
    segment.worked_minutes = minutes(worked)
    segment.save(update_fields=["ended_at", "worked_minutes"])


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
    due = due_at(winding.now, limit, winding.calendar)
    _run(winding, clock, stage, due, span(limit, winding.calendar), limit.round_the_clock)


def resume(winding: Winding, name: str, because: str) -> None:
    """Let a stopped clock run on with what it had left; overdue stays overdue."""
    clock, stage = _clock_and_stage(name)
    if clock == ClockName.RESIDENT:
        open_segment(winding, clock, stage, started_at=winding.now, round_the_clock=False)
        return
    last = last_due(winding.case, clock, stage)
    left = _rest(winding, last)
    count = last.round_the_clock
    due = rules.resumed_due(winding.now, left, winding.calendar, round_the_clock=count)
    allowed = timedelta(minutes=last.allowed_minutes)
    _run(winding, clock, stage, due, allowed, count, because=because)


def rework(winding: Winding, name: str) -> None:
    """Start handling again: the rest, or half the limit, or the floor, whichever is most (返工)."""
    clock, stage = _clock_and_stage(name)
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
    _write_due(winding, ClockName.RESIDENT, "", due, allowed, False, Due.Because.START)
    return due.at


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
        stage=Stage.HANDLE,
        started_at__gte=first.assigned_at,
        ended_at__isnull=False,
        recharged_as__isnull=True,
        recharges__isnull=True,
    )
    ClockSegment.objects.bulk_create(_recharged(segment, winding.step) for segment in wrongly)


def open_segment(
    winding: Winding, clock: str, stage: str, *, started_at: datetime, round_the_clock: bool
) -> ClockSegment:
    """Open a segment, charged to whoever holds the stage."""
    of_agency = stage in AGENCY_STAGES
    charged = Charge.REPORTER if clock == ClockName.RESIDENT else CHARGED[Stage(stage)]
    return ClockSegment.objects.create(
        case=winding.case,
        clock=clock,
        stage=stage,
        episode=winding.case.episode,
        charged_to=charged,
        agency_id=winding.case.agency_id if of_agency else None,
        started_at=started_at,
        round_the_clock=round_the_clock,
        calendar_version=winding.calendar.version,
        step=winding.step,
    )


def show(case: Case) -> None:
    """Repeat on the case what lists need: the nearest due of the stages that run now."""
    running = case.segments.filter(clock=ClockName.STAGE, ended_at__isnull=True)
    dues = [last_due(case, ClockName.STAGE, segment.stage) for segment in running]
    nearest = min(dues, key=lambda due: due.at, default=None)
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
]


def last_due(case: Case, clock: str, stage: str) -> Due:
    """The due of a clock that counts."""
    return case.dues.filter(clock=clock, stage=stage).latest("id")


def minutes(worked: timedelta) -> Decimal:
    """A span in minutes, to two places."""
    return (Decimal(worked // timedelta(microseconds=1)) / 60_000_000).quantize(Decimal("0.01"))


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
    _write_due(winding, clock, stage, due, allowed, round_the_clock, because)


def _write_due(
    winding: Winding,
    clock: str,
    stage: str,
    due: Reckoned,
    allowed: timedelta,
    round_the_clock: bool,
    because: str,
) -> None:
    Due.objects.create(
        case=winding.case,
        clock=clock,
        stage=stage,
        episode=winding.case.episode,
        at=due.at,
        allowed_minutes=max(int(allowed.total_seconds() // 60), 1),
        round_the_clock=round_the_clock,
        provisional=due.provisional,
        calendar_version=due.calendar_version,
        because=because,
        step=winding.step,
    )


def _rest(winding: Winding, due: Due) -> timedelta:
    """What the clock of this due had left when its last segment ended."""
    ended = (
        winding.case.segments.filter(
            clock=due.clock, stage=due.stage, ended_at__isnull=False, recharges__isnull=True
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


def _name(segment: ClockSegment) -> str:
    return segment.stage if segment.clock == ClockName.STAGE else segment.clock
