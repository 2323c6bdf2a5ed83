"""Loading division codes and working calendars from sheets."""

import csv
import gzip
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from importlib.resources import files
from io import StringIO

from django.db import transaction

from linge.audit.actions import record
from linge.kernel.access import Actor
from linge.kernel.clock import today
from linge.kernel.events import publish

from .. import permissions, queries
from ..events import CalendarLoaded
from ..models import CalendarDay, PathCounter, Region, WorkCalendar, WorkSession
from ..rules import calendars, codes, paths
from ..rules.kinds import Level
from .rows import keep_all

DATA = files("linge.territory") / "data"
DIVISIONS = "cn_divisions_2023_l1_l4.csv.gz"
COMMITTEES = "cn_committees_2021_l5.csv.gz"
CALENDARS = ("holidays-2007-2025.csv", "workdays-2026.csv")
NATIONAL = "national"
USUAL_HOURS = ((time(8), time(12)), (time(14), time(18)))
CodeRow = Mapping[str, str]


def packaged_rows(name: str) -> Iterator[CodeRow]:
    """The rows of a table of codes shipped with the house."""
    with (DATA / name).open("rb") as packed, gzip.open(packed, "rt", encoding="utf-8") as sheet:
        yield from csv.DictReader(sheet)


def packaged_days(*names: str) -> list[calendars.ArrangedDay]:
    """The days arranged by the notices shipped with the house, all years by default."""
    sheets = ((DATA / name).read_text(encoding="utf-8") for name in names or CALENDARS)
    return [day for sheet in sheets for day in calendars.read_days(csv.DictReader(StringIO(sheet)))]


@transaction.atomic
def load_divisions(
    rows: Iterable[CodeRow], *, by: Actor, since: date | None = None
) -> dict[str, int]:
    """Load divisions of levels 1–5 (columns code, name, parent_code), known codes left alone.

    A row whose parent is unknown loads under a 待归属 holder of its district or city, never
    dropped. Answers how many were ``added``, ``known`` and put under a ``holder``.
    """
    tree = _Tree(by, since or today())
    for row in sorted(rows, key=lambda row: (len(row["code"]), row["code"])):
        tree.add(row["code"], row["name"].strip(), row.get("parent_code") or row.get("street_code"))
    return tree.save()


class _Tree:
    """The division tree in memory while a sheet is loaded; saved level by level."""

    def __init__(self, by: Actor, since: date) -> None:
        self.by, self.since = by, since
        self.nodes = {region.code: region for region in Region.objects.filter(until__isnull=True)}
        self.given = dict(PathCounter.objects.values_list("parent_path", "last"))
        self.new: list[Region] = []
        self.known = self.held = 0
        permissions.require(by, permissions.LOAD, Region(path=""))

    def add(self, code: str, name: str, parent_code: str | None) -> None:
        if code in self.nodes:
            self.known += 1
            return
        parent = self.nodes.get(parent_code or "") if parent_code else None
        if parent_code and parent is None:
            parent = self._holder(parent_code)
            self.held += 1
        self._hang(code, name, parent)

    def save(self) -> dict[str, int]:
        for level in Level:
            keep_all(Region, [region for region in self.new if region.level == level])
        parents = {paths.parent(region.path) for region in self.new}
        counters = [PathCounter(parent_path=path, last=self.given[path]) for path in parents]
        PathCounter.objects.bulk_create(
            counters,
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["parent_path"],
            update_fields=["last"],
        )
        counts = {"added": len(self.new), "known": self.known, "holder": self.held}
        record(self.by, "territory.load_divisions", None, **counts)
        return counts

    def _holder(self, lost: str) -> Region:
        """The 待归属 street of the lost parent's district; the district too where it is unknown."""
        city, district = lost[:4], lost[:6]
        if district not in self.nodes:
            district = codes.holder_code(city)
            self._hold(district, city)
        street = codes.holder_code(district)
        return self._hold(street, district)

    def _hold(self, code: str, parent: str) -> Region:
        if code not in self.nodes:
            self._hang(code, "待归属", self.nodes[parent], holder=True)
        return self.nodes[code]

    def _hang(self, code: str, name: str, parent: Region | None, *, holder: bool = False) -> None:
        above = parent.path if parent else ""
        self.given[above] = self.given.get(above, 0) + 1
        region = Region(
            code=code,
            name=name,
            level=codes.level_of(code) or Level.COMMUNITY,
            parent=parent,
            since=self.since,
            path=paths.child(above, self.given[above]),
            holder=holder,
        )
        self.nodes[code] = region
        self.new.append(region)


@transaction.atomic
def load_calendar(
    days: Iterable[calendars.ArrangedDay],
    *,
    by: Actor,
    code: str = NATIONAL,
    region: Region | None = None,
    known_until: date | None = None,
) -> WorkCalendar:
    """Load a year's notice into a calendar; days it names replace what was there.

    The version rises, so dues reckoned before say which calendar they came from. A new calendar
    gets the usual hours 08:00–12:00 and 14:00–18:00.
    """
    permissions.require(by, permissions.LOAD, region or Region(path=""))
    days = list(days)
    last = known_until or max(day.day for day in days).replace(month=12, day=31)
    calendar, new = WorkCalendar.objects.get_or_create(
        code=code, defaults={"region": region, "known_until": last}
    )
    if new:
        WorkSession.objects.bulk_create(
            WorkSession(calendar=calendar, opens=opens, closes=closes, since=date(2007, 1, 1))
            for opens, closes in USUAL_HOURS
        )
    else:
        calendar.version += 1
        calendar.known_until = max(calendar.known_until, last)
        calendar.save()
    _replace_days(calendar, days)
    queries.forget_workdays()
    record(by, "territory.load_calendar", calendar, version=calendar.version, days=len(days))
    publish(CalendarLoaded(calendar.code, calendar.version))
    return calendar


def _replace_days(calendar: WorkCalendar, days: list[calendars.ArrangedDay]) -> None:
    calendar.days.filter(day__in=[day.day for day in days]).delete()
    CalendarDay.objects.bulk_create(
        (
            CalendarDay(
                calendar=calendar, day=day.day, kind=day.kind, name=day.name, notice=day.notice
            )
            for day in days
        ),
        batch_size=500,
    )
