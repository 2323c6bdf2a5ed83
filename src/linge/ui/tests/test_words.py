from datetime import UTC, date, datetime, timedelta

import pytest

from linge.kernel.clock import now
from linge.ui import words


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (13540, 15730, "86.08%"),
        (0, 5, "0.00%"),
        (1, 3, "33.33%"),
        (2, 3, "66.67%"),
        (1, 8, "12.50%"),
    ],
)
def test_a_rate_has_two_decimals(part, whole, said):
    assert words.rate(part, whole) == said


def test_a_share_of_nothing_is_a_dash():
    assert words.rate(0, 0) == "—"


@pytest.mark.parametrize(
    ("number", "said"),
    [(9999, "9,999"), (10_000, "1.00万"), (15_730, "1.57万"), (None, "—")],
)
def test_large_numbers_on_cards_are_told_in_ten_thousands(number, said):
    assert words.short_number(number) == said


def test_a_moment_is_told_in_shanghai_time_with_its_weekday(at):
    at("2026-11-23 09:00")
    assert words.moment(datetime(2026, 11, 23, 1, 5, tzinfo=UTC)) == "11月23日（周一）09:05"
    assert words.moment(datetime(2025, 11, 23, 1, 5, tzinfo=UTC)) == "2025年11月23日（周日）09:05"


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=20), "刚刚"),
        (timedelta(minutes=5), "5分钟前"),
        (timedelta(hours=3, minutes=50), "3小时前"),
    ],
)
def test_what_happened_today_is_told_by_how_long_ago(at, passed, said):
    at("2026-11-24 09:00")
    assert words.ago(now() - passed) == said


def test_what_happened_longer_ago_is_told_by_its_moment(at):
    at("2026-11-24 09:00")
    assert words.ago(now() - timedelta(days=2)) == "11月22日（周日）09:00"


def test_a_day_is_written_with_dashes():
    assert words.day(date(2026, 3, 4)) == "2026-03-04"
    assert words.day(None) == ""
