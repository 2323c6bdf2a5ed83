"""How long each clock of a case may run, and what happens to it on the way. Source: cases §4.4."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from linge.kernel.worktime import (
    Due,
    Limit,
    Unit,
    Workdays,
    due_after,
    due_at,
    elapsed,
    span,
    work_before,
)

from .states import Stage
from .workflow import Workflow


def is_urgent(limit: Limit, *, chosen: bool, urgent_limit: Limit | None) -> bool:
    """A case is urgent by its standard's unit, or where the clerk chose the urgent limit (紧急)."""
    return limit.unit == Unit.URGENT_HOUR or (chosen and urgent_limit is not None)


def handling_limit(limit: Limit, urgent_limit: Limit | None, *, chosen: bool) -> Limit:
    """The limit a standard gives for handling; the urgent one only where the clerk chose it."""
    return urgent_limit if chosen and urgent_limit else limit


def promise(
    start: datetime, handling: Limit, workflow: Workflow, cal: Workdays, *, urgent: bool
) -> Due:
    """The promise to the reporter (承诺时间): dispatch, handle, verify, close in a row."""
    chain = [
        workflow.limit(Stage.DISPATCH, urgent=urgent),
        handling,
        workflow.limit(Stage.VERIFY, urgent=urgent),
        workflow.limit(Stage.CLOSE, urgent=urgent),
    ]
    return chained(start, chain, cal)


def chained(start: datetime, limits: Iterable[Limit], cal: Workdays) -> Due:
    """The end of several limits, one after another."""
    at, provisional = start, False
    for limit in limits:
        due = due_at(at, limit, cal)
        at, provisional = due.at, provisional or due.provisional
    return Due(at, provisional, cal.version)


def rest(due: datetime, stopped_at: datetime, cal: Workdays, *, round_the_clock: bool) -> timedelta:
    """What is left of a clock that stopped; below zero when it was overdue."""
    left = elapsed(stopped_at, due, cal, round_the_clock=round_the_clock)
    over = elapsed(due, stopped_at, cal, round_the_clock=round_the_clock)
    return left - over


def resumed_due(now: datetime, left: timedelta, cal: Workdays, *, round_the_clock: bool) -> Due:
    """The due of a clock that runs on with its rest; time overdue before stays overdue."""
    if left >= timedelta():
        return due_after(now, left, cal, round_the_clock=round_the_clock)
    at = now + left if round_the_clock else work_before(now, -left, cal)
    return Due(at, False, cal.version)


def rework_allowed(left: timedelta, limit: Limit, floor: Limit, cal: Workdays) -> timedelta:
    """Time for doing it again: the rest, at least half the limit, at least the floor (返工)."""
    return max(left, span(limit, cal) / 2, span(floor, cal))
