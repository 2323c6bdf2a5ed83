"""Months as figures count them: those of Shanghai, each from midnight to midnight."""

from datetime import date, datetime, time, timedelta

from linge.kernel.worktime import ONE_DAY, Workdays, is_workday
from linge.kernel.zone import SHANGHAI, day_begins

from .measures import Period

FROZEN_ON_WORKDAY = 3
FROZEN_AT = time(23, 30)


def month_of(moment: datetime) -> date:
    """The first day of the month a moment lies in."""
    return moment.astimezone(SHANGHAI).date().replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month + timedelta(days=31)).replace(day=1)


def period_of(month: date, now: datetime) -> Period:
    """A whole month, as far as it has come."""
    return Period(day_begins(month), day_begins(next_month(month)), now)


def frozen_from(month: date, cal: Workdays) -> datetime:
    """When the figures of a month freeze: late on the third working day of the next."""
    day, worked = next_month(month), 0
    while True:
        worked += is_workday(day, cal)
        if worked == FROZEN_ON_WORKDAY:
            return datetime.combine(day, FROZEN_AT, SHANGHAI)
        day += ONE_DAY
