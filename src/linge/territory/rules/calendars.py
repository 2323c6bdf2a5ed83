"""Reading a year's notice of the State Council (国务院办公厅关于部分节假日安排的通知) from a sheet."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from .kinds import DayKind

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ArrangedDay:
    """One day a notice names: off, or worked though it is a weekend."""

    day: date
    kind: DayKind
    name: str
    notice: str = ""


def read_days(rows: Iterable[Mapping[str, str]]) -> Iterator[ArrangedDay]:
    """The arranged days of a sheet with the columns date, kind, name and, if there, notice_url."""
    for row in rows:
        yield ArrangedDay(
            day=date.fromisoformat(row["date"]),
            kind=DayKind(row["kind"]),
            name=row["name"],
            notice=row.get("notice_url") or row.get("notice") or "",
        )


def workdays_of(year: int, days: Iterable[ArrangedDay]) -> list[date]:
    """The working days of a year by Monday–Friday and the arranged days."""
    kinds = {day.day: day.kind for day in days}
    every = (date(year, 1, 1) + ONE_DAY * n for n in range(366))
    return [
        day
        for day in every
        if day.year == year
        and kinds.get(day, DayKind.WORK if day.weekday() < 5 else DayKind.OFF) is DayKind.WORK
    ]
