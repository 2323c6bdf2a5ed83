"""A new holiday notice (放假安排) reaches the clocks that run: later, or certain, never earlier."""

from django.db import transaction

from linge.audit import actions as audit
from linge.kernel.access import Actor, Subject, require
from linge.kernel.worktime import Due as Reckoned

from .. import permissions
from ..models import Case, Due
from ..queries.recalculation import Shift, shifts, shifts_of
from ..rules import ClockName
from .clocks import show


def follow_calendar(*, by: Actor) -> int:
    """Let every running clock in scope follow the calendar in force; returns how many dues moved.

    One transaction a case. A due is a new row that names the calendar; the old ones stay readable.
    Source: cases §4.1.
    """
    require(by, permissions.CATALOGUE, Subject(node=""))
    cases = {shift.case.pk: shift.case for shift in shifts(by)}
    return sum(_follow(Case.objects.get(pk=pk), by) for pk in cases)


@transaction.atomic
def _follow(case: Case, by: Actor) -> int:
    """Where somebody moves the case in this very moment, its new clock follows by itself."""
    still = Case.objects.filter(pk=case.pk, seq=case.seq)
    if not still.update(climbs_at=case.moved_at):
        return 0
    moved = shifts_of(case)
    for shift in moved:
        _write(case, shift)
    show(case)
    later = sum(shift.later for shift in moved)
    audit.record(by, "cases.follow_calendar", case, later=later, settled=len(moved) - later)
    return later


def _write(case: Case, shift: Shift) -> None:
    old, will = shift.due, Reckoned(shift.at, shift.will.provisional, shift.will.calendar_version)
    Due.objects.create(
        case=case,
        clock=old.clock,
        stage=old.stage,
        episode=old.episode,
        at=will.at,
        allowed_minutes=old.allowed_minutes,
        round_the_clock=old.round_the_clock,
        provisional=will.provisional,
        calendar_version=will.calendar_version,
        because=Due.Because.CALENDAR,
        step=case.steps.latest("number"),
    )
    if old.clock == ClockName.RESIDENT:
        case.promise_at = will.at
        case.save(update_fields=["promise_at"])
