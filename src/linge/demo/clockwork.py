"""The clocks of one case, wound in memory: the same regulation as `cases.actions.clocks`.

A year of cases is written in one stroke, so segments and dues are gathered here as unsaved rows,
reckoned by the same pure rules and the same calendar as when people work.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from linge.cases import rules
from linge.cases.actions.segments import AGENCY_STAGES, minutes
from linge.cases.models import Case, CaseStep, ClockSegment, Due
from linge.cases.rules import CHARGED, Charge, ClockName, Stage, Workflow
from linge.kernel.worktime import Due as Reckoned
from linge.kernel.worktime import Limit, Workdays, due_after, due_at, elapsed, span

Named = tuple[str, str]


@dataclass
class Clocks:
    """What runs, what is due, and every segment and due so far."""

    case: Case
    workflow: Workflow
    calendar: Workdays
    segments: list[ClockSegment] = field(default_factory=list)
    dues: list[Due] = field(default_factory=list)
    recharged: list[ClockSegment] = field(default_factory=list)
    handling: Limit | None = None

    def wind(self, step: CaseStep, clocks: rules.Clocks) -> None:
        """Do to the clocks what a move says, then show the nearest due on the case."""
        self._stop((*clocks.stop, *clocks.freeze), step.at)
        for name in clocks.start:
            self._start(name, step)
        for name in clocks.resume:
            self._resume(name, step)
        for name in clocks.rework:
            self._rework(name, step)
        self._show()

    def promise(self, step: CaseStep, handling: Limit) -> None:
        """Promise the reporter a time; a later promise replaces it, an earlier one never."""
        urgent = self.case.urgent
        due = rules.promise(step.at, handling, self.workflow, self.calendar, urgent=urgent)
        if self.case.promise_at and self.case.promise_at >= due.at:
            return
        allowed = elapsed(self.case.reported_at, due.at, self.calendar, round_the_clock=False)
        self._write(step, (ClockName.RESIDENT, ""), due, allowed, False, Due.Because.START)
        self.case.promise_at = due.at

    def recharge(self, step: CaseStep, agency: int) -> None:
        """Charge an agency's minutes to dispatch: it declined rightly, another one has it now."""
        for old in self.segments:
            if old.agency_id == agency and old.stage == Stage.HANDLE and old.ended_at:
                stage = Stage.DISPATCH if old.clock == ClockName.STAGE else old.stage
                self.recharged.append(
                    ClockSegment(
                        case=self.case,
                        clock=old.clock,
                        stage=stage,
                        episode=old.episode,
                        kind=old.kind,
                        charged_to=Charge.DISPATCH,
                        started_at=old.started_at,
                        ended_at=old.ended_at,
                        worked_minutes=old.worked_minutes,
                        round_the_clock=old.round_the_clock,
                        calendar_version=old.calendar_version,
                        recharges=old,
                        step=step,
                    )
                )

    def _stop(self, names: Iterable[str], at: datetime) -> None:
        named = set(names)
        for segment in self._running():
            if "all" in named or _name(segment) in named:
                count = segment.round_the_clock
                worked = elapsed(segment.started_at, at, self.calendar, round_the_clock=count)
                segment.ended_at, segment.worked_minutes = at, minutes(worked)

    def _start(self, name: str, step: CaseStep) -> None:
        clock, stage = _clock_and_stage(name)
        if clock == ClockName.RESIDENT:
            self._open(step, clock, stage, False)
            return
        limit = self.limit(stage)
        due = due_at(step.at, limit, self.calendar)
        self._open(step, clock, stage, limit.round_the_clock)
        allowed = span(limit, self.calendar)
        self._write(step, (clock, stage), due, allowed, limit.round_the_clock, Due.Because.START)

    def _resume(self, name: str, step: CaseStep) -> None:
        clock, stage = _clock_and_stage(name)
        last = self._last_due(clock, stage)
        count = last.round_the_clock
        left = self._rest(last)
        due = rules.resumed_due(step.at, left, self.calendar, round_the_clock=count)
        self._open(step, clock, stage, count)
        allowed = timedelta(minutes=last.allowed_minutes)
        self._write(step, (clock, stage), due, allowed, count, Due.Because.REST)

    def _rework(self, name: str, step: CaseStep) -> None:
        clock, stage = _clock_and_stage(name)
        limit = self.limit(stage)
        floor = self.workflow.limit("rework", urgent=self.case.urgent)
        left = self._rest(self._last_due(clock, stage))
        allowed = rules.rework_allowed(left, limit, floor, self.calendar)
        count = limit.round_the_clock
        due = due_after(step.at, allowed, self.calendar, round_the_clock=count)
        self._open(step, clock, stage, count)
        self._write(step, (clock, stage), due, allowed, count, Due.Because.REWORK)

    def _open(self, step: CaseStep, clock: str, stage: str, round_the_clock: bool) -> None:
        resident = clock == ClockName.RESIDENT
        self.segments.append(
            ClockSegment(
                case=self.case,
                clock=clock,
                stage=stage,
                episode=self.case.episode,
                charged_to=Charge.REPORTER if resident else CHARGED[Stage(stage)],
                agency_id=self.case.agency_id if stage in AGENCY_STAGES else None,
                started_at=step.at,
                round_the_clock=round_the_clock,
                calendar_version=self.calendar.version,
                step=step,
            )
        )

    def _write(
        self, step: CaseStep, of: Named, due: Reckoned, allowed: timedelta, count: bool, why: str
    ) -> None:
        clock, stage = of
        self.dues.append(
            Due(
                case=self.case,
                clock=clock,
                stage=stage,
                episode=self.case.episode,
                at=due.at,
                allowed_minutes=max(int(allowed.total_seconds() // 60), 1),
                round_the_clock=count,
                provisional=due.provisional,
                calendar_version=self.calendar.version,
                because=why,
                step=step,
            )
        )

    def limit(self, stage: str) -> Limit:
        """The limit of a stage; that of handling was given at dispatch."""
        if stage == Stage.HANDLE and self.handling is not None:
            return self.handling
        return self.workflow.limit(stage, urgent=self.case.urgent)

    def _running(self) -> list[ClockSegment]:
        return [segment for segment in self.segments if segment.ended_at is None]

    def _last_due(self, clock: str, stage: str) -> Due:
        return next(d for d in reversed(self.dues) if (d.clock, d.stage) == (clock, stage))

    def _rest(self, due: Due) -> timedelta:
        ended = max(
            segment.ended_at
            for segment in self.segments
            if (segment.clock, segment.stage) == (due.clock, due.stage) and segment.ended_at
        )
        return rules.rest(due.at, ended, self.calendar, round_the_clock=due.round_the_clock)

    def _show(self) -> None:
        """Repeat on the case what lists need, as `cases.actions.clocks.show` does."""
        running = [one for one in self._running() if one.clock == ClockName.STAGE]
        dues = [self._last_due(ClockName.STAGE, one.stage) for one in running]
        nearest = min(dues, key=lambda due: due.at, default=None)
        case = self.case
        case.current_stage = nearest.stage if nearest else ""
        case.current_due_at = nearest.at if nearest else None
        case.current_allowed_minutes = nearest.allowed_minutes if nearest else None
        case.current_round_the_clock = bool(nearest and nearest.round_the_clock)
        case.current_provisional = bool(nearest and nearest.provisional)
        handling = [due.at for due in dues if due.stage == Stage.HANDLE]
        case.handle_due_at = handling[0] if handling else None


def _clock_and_stage(name: str) -> Named:
    if name == ClockName.RESIDENT:
        return ClockName.RESIDENT, ""
    if name == ClockName.AGENCY:
        return ClockName.AGENCY, Stage.HANDLE
    return ClockName.STAGE, Stage(name)


def _name(segment: ClockSegment) -> str:
    return segment.stage if segment.clock == ClockName.STAGE else segment.clock
