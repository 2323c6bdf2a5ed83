"""Where the hours went: the parts of any stretch add up to the whole of it."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from linge.cases.rules.spans import breakdown
from linge.kernel.tests.test_worktime import CAL, at
from linge.kernel.worktime import worked_between

HOUR = timedelta(hours=1)
starts = st.integers(0, 360 * 24 * 60).map(lambda n: at("2026-01-01 00:00") + timedelta(minutes=n))
lengths = st.integers(0, 20 * 24 * 60).map(lambda n: timedelta(minutes=n))


def test_a_holiday_weekend_is_told_in_its_parts():
    parts = breakdown(at("2026-06-18 10:00"), at("2026-06-22 10:00"), CAL)
    assert parts.worked == 8 * HOUR  # 10–12 and 14–18 on Thursday, 8–10 on Monday
    assert parts.lunch == 2 * HOUR
    assert parts.night == 14 * HOUR  # Thursday 18–24, Monday 0–8
    assert parts.days_off == 72 * HOUR  # 端午节 and the weekend


def test_an_urgent_clock_works_day_and_night():
    parts = breakdown(at("2026-06-18 23:00"), at("2026-06-19 02:00"), CAL, round_the_clock=True)
    assert (parts.worked, parts.night, parts.days_off) == (3 * HOUR, 0 * HOUR, 0 * HOUR)


@given(starts, lengths)
def test_the_parts_add_up_and_work_is_what_the_calendar_says(start, length):
    parts = breakdown(start, start + length, CAL)
    assert parts.worked + parts.lunch + parts.night + parts.days_off == length
    assert parts.worked == worked_between(start, start + length, CAL)
