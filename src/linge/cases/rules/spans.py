"""Where the hours between two moments went: worked, at lunch, overnight, on days off."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from linge.kernel.worktime import ONE_DAY, Workdays, intervals
from linge.kernel.zone import SHANGHAI, day_begins

NONE = timedelta()


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A stretch of time in parts that add up to the whole of it."""

    worked: timedelta = NONE
    lunch: timedelta = NONE
    night: timedelta = NONE
    days_off: timedelta = NONE

    def __add__(self, other: "Breakdown") -> "Breakdown":
        return Breakdown(
            self.worked + other.worked,
            self.lunch + other.lunch,
            self.night + other.night,
            self.days_off + other.days_off,
        )


def breakdown(
    start: datetime, end: datetime, cal: Workdays, *, round_the_clock: bool = False
) -> Breakdown:
    """The parts of ``[start, end)``; a clock that runs day and night has only worked time."""
    if round_the_clock:
        return Breakdown(worked=max(end - start, NONE))
    whole = Breakdown()
    for first, last in _days(start, end):
        whole += _of_one_day(first, last, cal)
    return whole


def _days(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The stretch cut at every midnight in Asia/Shanghai."""
    at, last = start.astimezone(SHANGHAI), end.astimezone(SHANGHAI)
    while at < last:
        midnight = day_begins(at.date() + ONE_DAY)
        yield at, min(midnight, last)
        at = midnight


def _of_one_day(start: datetime, end: datetime, cal: Workdays) -> Breakdown:
    open_hours = intervals(start.date(), cal)
    if not open_hours:
        return Breakdown(days_off=end - start)
    worked = sum((_shared(start, end, *hours) for hours in open_hours), NONE)
    inside = _shared(start, end, open_hours[0][0], open_hours[-1][1])
    parts = Breakdown(worked=worked, lunch=inside - worked)
    return replace(parts, night=end - start - inside)


def _shared(start: datetime, end: datetime, opens: datetime, closes: datetime) -> timedelta:
    return max(min(end, closes) - max(start, opens), NONE)
