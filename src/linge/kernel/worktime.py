"""Working time: how long something took, and when it is due. Values in, values out.

Days follow the State Council's yearly notice (国务院办公厅关于部分节假日安排的通知): some weekdays
are off, some weekend days are worked. Every moment is an aware instant; the calendar is read in
Asia/Shanghai. All spans are half-open.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from .zone import SHANGHAI

Span = tuple[datetime, datetime]

ONE_DAY = timedelta(days=1)
QUARTER = Decimal("0.25")
FIXED_DAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
LONGEST_CLOSURE = 400  # days without one open hour: such a calendar would never finish a clock


class Unit(StrEnum):
    """What a limit is counted in."""

    URGENT_HOUR = "urgent_hour"  # 紧急工作时: every hour of day and night
    WORK_HOUR = "work_hour"  # 工作时
    WORK_DAY = "work_day"  # 工作日: as many worked minutes as the calendar's day has
    NATURAL_DAY = "natural_day"  # 自然日: 24 hours


ROUND_THE_CLOCK = frozenset({Unit.URGENT_HOUR, Unit.NATURAL_DAY})


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit as the catalogue states it: a multiple of 0.25, above 0, in one unit."""

    amount: Decimal
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount <= 0 or self.amount % QUARTER:
            raise ValueError(f"not a multiple of 0.25 above 0: {self.amount}")
        object.__setattr__(self, "unit", Unit(self.unit))

    @property
    def round_the_clock(self) -> bool:
        """Whether nights and days off count."""
        return self.unit in ROUND_THE_CLOCK


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours of the days ``[since, until)``; of two that cover a day the later-born wins."""

    since: date
    until: date | None
    sessions: tuple[tuple[time, time], ...]

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, eq=False)
class Workdays:
    """One version of the working calendar.

    ``days`` names only the exceptions to Monday–Friday. Beyond ``known_until`` no notice has been
    loaded: Monday–Friday less the fixed days of law, and what is reckoned there is provisional.
    """

    version: str
    sessions: tuple[Hours, ...]
    days: Mapping[date, Literal["work", "off"]]
    known_until: date
    day_minutes: int = 480

    def __post_init__(self) -> None:
        object.__setattr__(self, "days", MappingProxyType(dict(self.days)))
        object.__setattr__(
            self, "sessions", tuple(sorted(self.sessions, key=lambda hours: hours.since))
        )


@dataclass(frozen=True, slots=True)
class Due:
    """When a clock is due; ``provisional`` (预计) while the year's notice is not loaded."""

    at: datetime
    provisional: bool
    calendar_version: str


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock as it stands: its due, the time it allows, and how it counts.

    Frozen time has already moved ``due_at``; while frozen, ``stopped_at`` holds the reading.
    """

    due_at: datetime
    allowed: timedelta
    round_the_clock: bool
    calendar: Workdays
    stopped_at: datetime | None = None


def is_workday(day: date, cal: Workdays) -> bool:
    """Whether the day is worked (工作日), adjusted days (调休) included."""
    if day in cal.days:
        return cal.days[day] == "work"
    if day > cal.known_until and (day.month, day.day) in FIXED_DAYS:
        return False
    return day.weekday() < 5


@lru_cache(maxsize=4096)
def intervals(day: date, cal: Workdays) -> tuple[Span, ...]:
    """The open hours of a day in order, half-open; none on a day off."""
    if not is_workday(day, cal):
        return ()
    hours = next((rows for rows in reversed(cal.sessions) if rows.covers(day)), None)
    return tuple(
        (datetime.combine(day, opens, SHANGHAI), datetime.combine(day, closes, SHANGHAI))
        for opens, closes in (hours.sessions if hours else ())
    )


def worked_between(a: datetime, b: datetime, cal: Workdays) -> timedelta:
    """Working time in ``[a, b)``; nothing when ``b`` is not after ``a``."""
    total = timedelta()
    day, last = _day(a), _day(b)
    while day <= last:
        for opens, closes in intervals(day, cal):
            total += max(min(closes, b) - max(opens, a), timedelta())
        day += ONE_DAY
    return total


def add_work(start: datetime, amount: timedelta, cal: Workdays) -> datetime:
    """The earliest moment at which ``amount`` of working time has passed since ``start``."""
    if amount <= timedelta():
        return start
    left = amount
    for opens, closes in _open_from(start, cal):
        begins = max(opens, start)
        if closes - begins >= left:
            return (begins + left).astimezone(UTC)
        left -= closes - begins
    raise ValueError(f"calendar {cal.version} has no open hours after {start:%Y-%m-%d}")


def work_before(end: datetime, amount: timedelta, cal: Workdays) -> datetime:
    """The latest moment from which ``amount`` of working time passes until ``end``."""
    if amount <= timedelta():
        return end
    left, day, closed_days = amount, _day(end), 0
    while closed_days < LONGEST_CLOSURE:
        hours = [spell for spell in intervals(day, cal) if spell[0] < end]
        for opens, closes in reversed(hours):
            ends = min(closes, end)
            if ends - opens >= left:
                return (ends - left).astimezone(UTC)
            left -= ends - opens
        closed_days = 0 if hours else closed_days + 1
        day -= ONE_DAY
    raise ValueError(f"calendar {cal.version} has no open hours before {end:%Y-%m-%d}")


def span(limit: Limit, cal: Workdays) -> timedelta:
    """The time a limit allows: worked time, or plain time for round-the-clock units."""
    minutes = {
        Unit.URGENT_HOUR: 60,
        Unit.WORK_HOUR: 60,
        Unit.WORK_DAY: cal.day_minutes,
        Unit.NATURAL_DAY: 24 * 60,
    }[limit.unit]
    return timedelta(minutes=float(limit.amount * minutes))


def elapsed(a: datetime, b: datetime, cal: Workdays, *, round_the_clock: bool) -> timedelta:
    """How long a clock of this kind runs in ``[a, b)``."""
    if round_the_clock:
        return max(b - a, timedelta())
    return worked_between(a, b, cal)


def due_after(start: datetime, allowed: timedelta, cal: Workdays, *, round_the_clock: bool) -> Due:
    """When ``allowed`` is used up, counted from ``start``."""
    if round_the_clock:
        return Due((start + allowed).astimezone(UTC), False, cal.version)
    at = add_work(start, allowed, cal)
    return Due(at, _day(at) > cal.known_until, cal.version)


def due_at(start: datetime, limit: Limit, cal: Workdays) -> Due:
    """When a limit that starts now ends. Source: GB/T 30428.8, 立案、处置和结案."""
    return due_after(start, span(limit, cal), cal, round_the_clock=limit.round_the_clock)


def share_used(clock: Clock, now: datetime) -> Fraction:
    """Used time over allowed time, frozen time left out; above 1 when overdue."""
    reading = clock.stopped_at or now
    count = clock.round_the_clock
    left = elapsed(reading, clock.due_at, clock.calendar, round_the_clock=count)
    over = elapsed(clock.due_at, reading, clock.calendar, round_the_clock=count)
    return 1 + Fraction(
        (over - left) // timedelta.resolution, clock.allowed // timedelta.resolution
    )


def window_ends(day: date, natural_days: int) -> datetime:
    """The midnight that ends a window of natural days after ``day``, exclusive.

    Of 10 March with 30 days the last day is 9 April and the answer is 10 April 00:00.
    """
    return datetime.combine(day + (natural_days + 1) * ONE_DAY, time(), SHANGHAI).astimezone(UTC)


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


def _open_from(start: datetime, cal: Workdays) -> Iterator[Span]:
    """Open hours that end after ``start``, for ever; stops only when the calendar has none."""
    day, closed_days = _day(start), 0
    while closed_days < LONGEST_CLOSURE:
        hours = [spell for spell in intervals(day, cal) if spell[1] > start]
        yield from hours
        closed_days = 0 if hours else closed_days + 1
        day += ONE_DAY
