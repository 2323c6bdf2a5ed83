"""The working calendar that holds in a community, kept in memory once read."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from threading import Lock
from time import monotonic
from typing import Literal

from django.db.models import Q, QuerySet

from linge.kernel.access import Actor
from linge.kernel.worktime import Hours, Workdays, is_workday

from ..models import CalendarDay, Region, WorkCalendar
from ..rules import paths
from ..rules.calendars import Month, months_of
from ..rules.kinds import DayKind

FRESH_SECONDS = 60.0
_lock = Lock()
_by_region: dict[str, Workdays] = {}
_read_at: list[float] = []


class NoCalendar(LookupError):
    """No working calendar is loaded, so no due can be reckoned: run ``linge load_calendar``."""


def workdays(community: Region | None = None) -> Workdays:
    """The working calendar of a community: its own, its district's, or the national one.

    Calendars stay in memory, one object per version; another process's load is noticed within a
    minute.
    """
    with _lock:
        if not _read_at or monotonic() - _read_at[0] > FRESH_SECONDS:
            _read()
        for node in reversed(paths.ancestors(community.path) if community else ()):
            if node in _by_region:
                return _by_region[node]
        if "" not in _by_region:
            raise NoCalendar("no national working calendar is loaded")
        return _by_region[""]


def forget_workdays() -> None:
    """Read the calendars anew at the next question."""
    with _lock:
        _read_at.clear()
        _by_region.clear()


def _read() -> None:
    """Take the loaded calendars into memory; a version already held keeps its object."""
    loaded = {
        (calendar.region.path if calendar.region else ""): calendar
        for calendar in WorkCalendar.objects.select_related("region")
    }
    for node in _by_region.keys() - loaded.keys():
        del _by_region[node]
    for node, calendar in loaded.items():
        held = _by_region.get(node)
        if held is None or held.version != version_of(calendar):
            _by_region[node] = _workdays_of(calendar)
    _read_at[:] = [monotonic()]


def calendars(actor: Actor) -> QuerySet[WorkCalendar]:
    """The calendars that hold where an actor works: the national one and those around them."""
    around = {step for grant in actor.grants for step in paths.ancestors(grant.node)}
    rows = WorkCalendar.objects.filter(Q(region=None) | Q(region__path__in=around))
    return rows.select_related("region").prefetch_related("sessions").order_by("pk")


def calendar_days(actor: Actor) -> QuerySet[CalendarDay]:
    """The arranged days of the calendars that hold where an actor works."""
    return CalendarDay.objects.filter(calendar__in=calendars(actor))


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the national calendar: its months, what was published, and how many days count."""

    year: int
    months: list[Month]
    notices: tuple[str, ...]
    known: bool
    workdays: int


def year_of(year: int) -> Year | None:
    """The year view of the national calendar; ``known`` once that year's notice is loaded.

    None as long as no national calendar is.
    """
    try:
        calendar = workdays()
    except NoCalendar:
        return None
    rows = list(CalendarDay.objects.filter(calendar__region=None, day__year=year))
    months = months_of(year, partial(is_workday, cal=calendar), {row.day: row.name for row in rows})
    days = (day for _first, weeks in months for week in weeks for day in week if day)
    return Year(
        year=year,
        months=months,
        notices=tuple(dict.fromkeys(row.notice for row in rows if row.notice)),
        known=date(year, 12, 31) <= calendar.known_until,
        workdays=sum(day.worked for day in days),
    )


def version_of(calendar: WorkCalendar) -> str:
    """How a due names the calendar it was reckoned with: ``national-3``."""
    return f"{calendar.code}-{calendar.version}"


def _workdays_of(calendar: WorkCalendar) -> Workdays:
    return Workdays(
        version=version_of(calendar),
        sessions=_hours_of(calendar),
        days={row.day: _kind_of(row) for row in calendar.days.all()},
        known_until=calendar.known_until,
        day_minutes=calendar.day_minutes,
    )


def _kind_of(row: CalendarDay) -> Literal["work", "off"]:
    return "work" if row.kind == DayKind.WORK else "off"


def _hours_of(calendar: WorkCalendar) -> tuple[Hours, ...]:
    rows = calendar.sessions.order_by("since", "until", "opens")
    spells = groupby(rows, key=lambda row: (row.since, row.until))
    return tuple(
        Hours(since, until, tuple((row.opens, row.closes) for row in sessions))
        for (since, until), sessions in spells
    )
