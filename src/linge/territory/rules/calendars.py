"""Reading a year's notice of the State Council (国务院办公厅关于部分节假日安排的通知) from a sheet."""

from calendar import Calendar
from collections.abc import Callable, Iterable, Iterator, Mapping
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


@dataclass(frozen=True, slots=True)
class YearDay:
    """A day as the year view shows it; ``name`` tells why a notice arranged it otherwise."""

    day: date
    worked: bool
    name: str = ""

    @property
    def arranged(self) -> bool:
        """Whether it differs from its weekday: a weekday off, a weekend worked (调休)."""
        return self.worked != (self.day.weekday() < 5)


Month = tuple[date, tuple[tuple[YearDay | None, ...], ...]]


def months_of(year: int, worked: Callable[[date], bool], names: Mapping[date, str]) -> list[Month]:
    """The twelve months of a year in weeks from Monday; days of other months are empty."""
    weeks_of = Calendar().monthdatescalendar
    return [
        (
            date(year, month, 1),
            tuple(
                tuple(
                    YearDay(day, worked(day), names.get(day, "")) if day.month == month else None
                    for day in week
                )
                for week in weeks_of(year, month)
            ),
        )
        for month in range(1, 13)
    ]


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
