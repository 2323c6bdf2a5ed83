"""The rows of the ledger: a stretch of a clock, and when it is due. They only grow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from linge.kernel.worktime import Due as Reckoned
from linge.kernel.worktime import Limit, Workdays, elapsed
from linge.staff.models import Agency

from ..models import Case, CaseStep, ClockSegment, Due
from ..rules import CHARGED, Charge, ClockName, Stage, Workflow

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
    granted: Limit | None = None  # how much later a postponement lets it be

    def limit(self, stage: str) -> Limit:
        """The limit of a stage; that of handling was given at dispatch."""
        if stage == Stage.HANDLE:
            if self.handling is None:
                raise ValueError("handling starts with the limit of its dispatch")
            return self.handling
        return self.workflow.limit(stage, urgent=self.case.urgent)


def close_segment(segment: ClockSegment, now: datetime, calendar: Workdays) -> None:
    """End one segment, once and for all."""
    worked = elapsed(segment.started_at, now, calendar, round_the_clock=segment.round_the_clock)
    frozen = segment.kind == ClockSegment.Kind.FROZEN
    segment.ended_at = now
    segment.worked_minutes = Decimal() if frozen else minutes(worked)
    segment.save(update_fields=["ended_at", "worked_minutes"])


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


def last_due(case: Case, clock: str, stage: str) -> Due:
    """The due of a clock that counts."""
    return case.dues.filter(clock=clock, stage=stage).latest("id")


def minutes(worked: timedelta) -> Decimal:
    """A span in minutes, to two places."""
    return (Decimal(worked // timedelta(microseconds=1)) / 60_000_000).quantize(Decimal("0.01"))


def write_due(
    winding: Winding,
    clock: str,
    stage: str,
    due: Reckoned,
    allowed: timedelta,
    round_the_clock: bool,
    because: str,
) -> None:
    """Add a due; the ones before stay readable."""
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


def open_ones(case: Case, names: Iterable[str]) -> list[ClockSegment]:
    """The open segments of the named clocks: a stage, all of a clock, or ``all`` there are."""
    named = set(names)
    if not named:
        return []
    rows = case.segments.filter(ended_at__isnull=True)
    return [row for row in rows if named & {"all", row.clock, _name(row)}]


def _name(segment: ClockSegment) -> str:
    return segment.stage if segment.clock == ClockName.STAGE else segment.clock
