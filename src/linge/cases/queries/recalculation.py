"""What a newly loaded calendar would do to the clocks that run: was, would be, later or not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch

from linge.kernel.access import Actor
from linge.kernel.worktime import Due as Reckoned
from linge.kernel.worktime import Workdays
from linge.territory import queries as territory

from .. import rules
from ..models import Case, ClockSegment, Due
from .climbing import BEGINNINGS
from .scope import visible_to


@dataclass(frozen=True, slots=True)
class Shift:
    """One running clock under the calendar in force now."""

    case: Case
    due: Due
    will: Reckoned

    @property
    def later(self) -> bool:
        """Whether the due moves; it never moves earlier."""
        return self.will.at > self.due.at

    @property
    def settled(self) -> bool:
        """Whether it was only expected (预计) and is certain now."""
        return self.due.provisional and not self.will.provisional

    @property
    def at(self) -> datetime:
        """When it is due from now on."""
        return max(self.will.at, self.due.at)


def shifts(actor: Actor) -> list[Shift]:
    """Running clocks whose due another calendar reckoned and this one moves later, or settles."""
    cases = (
        visible_to(actor)
        .open()
        .filter(segments__ended_at__isnull=True, dues__provisional=True)
        .select_related("community")
        .prefetch_related(
            Prefetch("segments", ClockSegment.objects.order_by("id")),
            Prefetch("dues", Due.objects.order_by("id")),
        )
        .order_by("id")
        .distinct()
    )
    return [shift for case in cases for shift in shifts_of(case)]


def shifts_of(case: Case) -> list[Shift]:
    """The clocks of one case that the calendar in force now moves later, or settles."""
    calendar = territory.workdays(case.community)
    found = (_shift(case, segment, calendar) for segment in _running(case))
    return [shift for shift in found if shift and (shift.later or shift.settled)]


def _running(case: Case) -> Iterator[ClockSegment]:
    for segment in case.segments.all():
        runs = segment.ended_at is None and segment.kind == ClockSegment.Kind.RUNNING
        if runs and not segment.round_the_clock:
            yield segment


def _shift(case: Case, segment: ClockSegment, calendar: Workdays) -> Shift | None:
    dues = [d for d in case.dues.all() if (d.clock, d.stage) == (segment.clock, segment.stage)]
    if not dues or dues[-1].calendar_version == calendar.version:
        return None
    began = next((due for due in reversed(dues) if due.because in BEGINNINGS), dues[0])
    used = sum(
        (
            timedelta(minutes=float(each.worked_minutes or 0))
            for each in case.segments.all()
            if (each.clock, each.stage) == (segment.clock, segment.stage)
            and each.ended_at is not None
            and (not segment.stage or each.step_id >= began.step_id)
        ),
        timedelta(),
    )
    left = timedelta(minutes=dues[-1].allowed_minutes) - used
    will = rules.resumed_due(segment.started_at, left, calendar, round_the_clock=False)
    return Shift(case, dues[-1], will)
