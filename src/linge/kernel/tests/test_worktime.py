"""Is the regulation on working time right? No database."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linge.kernel import worktime
from linge.kernel.clock import SHANGHAI
from linge.kernel.worktime import (
    Clock,
    Hours,
    Limit,
    Unit,
    Workdays,
    add_work,
    due_at,
    intervals,
    is_workday,
    share_used,
    window_ends,
    work_before,
    worked_between,
)

OFF_2026 = [
    "2026-01-01",
    "2026-01-02",
    "2026-02-16",
    "2026-02-17",
    "2026-02-18",
    "2026-02-19",
    "2026-02-20",
    "2026-02-23",
    "2026-04-06",
    "2026-05-01",
    "2026-05-04",
    "2026-05-05",
    "2026-06-19",
    "2026-09-25",
    "2026-10-01",
    "2026-10-02",
    "2026-10-05",
    "2026-10-06",
    "2026-10-07",
]
WORKED_2026 = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
WHOLE_DAY = ((time(8), time(12)), (time(14), time(18)))


def calendar_2026(*more_hours: Hours) -> Workdays:
    """The calendar of the notice for 2026, as the house ships it."""
    days = {date.fromisoformat(day): "off" for day in OFF_2026}
    days |= {date.fromisoformat(day): "work" for day in WORKED_2026}
    return Workdays(
        "2026-1", (Hours(date(2000, 1, 1), None, WHOLE_DAY), *more_hours), days, date(2026, 12, 31)
    )


CAL = calendar_2026()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def limit(text: str) -> Limit:
    amount, unit = text.split()
    return Limit(Decimal(amount), Unit(unit))


def test_2026_has_the_workdays_of_the_notice_month_by_month():
    months = [0] * 12
    day = date(2026, 1, 1)
    while day.year == 2026:
        months[day.month - 1] += is_workday(day, CAL)
        day += timedelta(days=1)
    assert months == [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]
    assert sum(months) == 248


@pytest.mark.proves("C3")
@pytest.mark.parametrize(
    ("start", "amount", "expected"),
    [
        pytest.param("2026-02-13 16:00", "4 work_hour", "2026-02-14 10:00", id="adjusted workday"),
        pytest.param("2026-02-14 10:00", "2 work_day", "2026-02-25 10:00", id="Spring Festival"),
        pytest.param("2026-02-14 23:30", "2 urgent_hour", "2026-02-15 01:30", id="continuous"),
        pytest.param("2026-02-14 10:00", "5 natural_day", "2026-02-19 10:00", id="days off count"),
        pytest.param("2026-02-28 17:30", "1 work_hour", "2026-03-02 08:30", id="Sunday off"),
        pytest.param("2026-03-10 12:30", "2 work_hour", "2026-03-10 16:00", id="lunch"),
        pytest.param("2026-03-10 17:00", "1 work_hour", "2026-03-10 18:00", id="ends at closing"),
        pytest.param("2026-03-10 18:00", "2 work_hour", "2026-03-11 10:00", id="starts at closing"),
        pytest.param("2026-04-03 17:00", "1 work_day", "2026-04-07 17:00", id="6 April off"),
        pytest.param("2026-04-30 16:00", "1 work_day", "2026-05-06 16:00", id="May days"),
        pytest.param("2026-06-18 17:00", "1 work_day", "2026-06-22 17:00", id="19 June off"),
        pytest.param("2026-09-19 15:00", "1 work_day", "2026-09-20 18:00", id="working Sunday"),
        pytest.param("2026-09-30 17:00", "3 work_day", "2026-10-10 17:00", id="working Saturday"),
        # the ledger, suspension and escalation examples use these dues
        pytest.param("2026-06-15 14:30", "5 work_day", "2026-06-23 14:30", id="ledger example"),
        pytest.param("2026-06-15 10:00", "4 work_day", "2026-06-22 10:00", id="level 0"),
        pytest.param("2026-06-15 10:00", "7.5 work_day", "2026-06-25 16:00", id="level 2"),
        pytest.param("2026-06-15 10:00", "10 work_day", "2026-06-30 10:00", id="level 3"),
    ],
)
def test_a_limit_ends_where_the_calendar_says(start, amount, expected):
    due = due_at(at(start), limit(amount), CAL)
    assert due == worktime.Due(at(expected), False, "2026-1")


def test_a_due_in_a_year_without_a_notice_is_provisional():
    due = due_at(at("2026-12-31 15:00"), limit("5 work_day"), CAL)
    assert (due.at, due.provisional) == (at("2027-01-08 15:00"), True)


def test_a_due_at_the_last_closing_of_the_known_year_is_certain():
    assert not due_at(at("2026-12-31 17:00"), limit("1 work_hour"), CAL).provisional


def test_round_the_clock_limits_are_never_provisional():
    assert not due_at(at("2026-12-31 23:00"), limit("2 urgent_hour"), CAL).provisional


@pytest.mark.parametrize("amount", ["0", "-1", "0.3"])
def test_a_limit_is_a_multiple_of_a_quarter_above_zero(amount):
    with pytest.raises(ValueError, match=r"0\.25"):
        Limit(Decimal(amount), Unit.WORK_DAY)


def test_a_half_day_is_a_dated_row_that_wins_over_the_usual_hours():
    half = Hours(date(2026, 6, 22), date(2026, 6, 23), ((time(8), time(12)),))
    cal = calendar_2026(half)
    assert len(intervals(date(2026, 6, 22), cal)) == 1
    assert due_at(at("2026-06-22 11:00"), limit("2 work_hour"), cal).at == at("2026-06-23 09:00")


def test_nothing_has_been_worked_when_the_end_is_not_after_the_start():
    assert worked_between(at("2026-06-16 09:00"), at("2026-06-15 09:00"), CAL) == timedelta()


def test_no_amount_leaves_the_start_where_it_is():
    assert add_work(at("2026-06-20 03:00"), timedelta(), CAL) == at("2026-06-20 03:00")


def test_a_calendar_without_hours_says_so_instead_of_searching_for_ever():
    empty = Workdays("empty", (), {}, date(2026, 12, 31))
    with pytest.raises(ValueError, match="no open hours"):
        add_work(at("2026-06-15 09:00"), timedelta(hours=1), empty)


def test_a_window_closes_at_the_midnight_after_its_last_day():
    assert window_ends(date(2026, 3, 10), 30) == at("2026-04-10 00:00")


@pytest.mark.parametrize(
    ("now", "share"),
    [
        ("2026-06-15 10:00", Fraction(0)),
        ("2026-06-22 10:00", Fraction(4, 5)),
        ("2026-06-23 10:00", Fraction(1)),
        ("2026-06-25 16:00", Fraction(3, 2)),
        ("2026-06-30 10:00", Fraction(2)),
        ("2026-06-21 12:00", Fraction(3, 4)),  # a Sunday: stands since Thursday evening
    ],
)
def test_the_share_used_follows_the_escalation_example(now, share):
    clock = Clock(at("2026-06-23 10:00"), timedelta(minutes=2400), False, CAL)
    assert share_used(clock, at(now)) == share


def test_a_stopped_clock_keeps_its_reading():
    clock = Clock(
        at("2026-06-23 10:00"), timedelta(minutes=2400), False, CAL, at("2026-06-17 15:00")
    )
    assert share_used(clock, at("2026-06-30 10:00")) == Fraction(1140, 2400)


MINUTES = st.integers(0, 60 * 24 * 400)
MOMENTS = st.builds(lambda minute: at("2026-01-01 00:00") + timedelta(minutes=minute), MINUTES)
AMOUNTS = st.builds(lambda minute: timedelta(minutes=minute), st.integers(0, 480 * 60))


@given(MOMENTS, AMOUNTS)
def test_work_added_is_work_counted(start, amount):
    assert worked_between(start, add_work(start, amount, CAL), CAL) == amount


@given(MOMENTS, AMOUNTS, AMOUNTS)
def test_adding_twice_is_adding_the_sum(start, one, two):
    assert add_work(add_work(start, one, CAL), two, CAL) == add_work(start, one + two, CAL)


@given(MOMENTS, MOMENTS, AMOUNTS, AMOUNTS)
def test_later_starts_and_larger_amounts_never_end_earlier(a, b, one, two):
    assert add_work(min(a, b), one, CAL) <= add_work(max(a, b), one, CAL)
    assert add_work(a, min(one, two), CAL) <= add_work(a, max(one, two), CAL)


@given(MOMENTS, MOMENTS, MOMENTS)
def test_work_is_additive_over_any_split(a, b, c):
    first, middle, last = sorted((a, b, c))
    split = worked_between(first, middle, CAL) + worked_between(middle, last, CAL)
    assert split == worked_between(first, last, CAL)


@given(MOMENTS, AMOUNTS, st.sampled_from(["UTC", "America/New_York", "Asia/Urumqi"]))
def test_the_zone_of_an_instant_does_not_matter(start, amount, zone):
    elsewhere = start.astimezone(ZoneInfo(zone))
    assert add_work(elsewhere, amount, CAL) == add_work(start, amount, CAL)
    end = start + timedelta(days=9)
    assert worked_between(elsewhere, end.astimezone(UTC), CAL) == worked_between(start, end, CAL)


@given(MOMENTS, AMOUNTS)
def test_work_taken_back_is_work_counted(end, amount):
    assert worked_between(work_before(end, amount, CAL), end, CAL) == amount
