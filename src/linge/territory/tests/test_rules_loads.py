"""The load forecast: homes standing, and planned ones by the share that has moved in."""

from datetime import date

import pytest

from linge.territory.rules import loads
from linge.territory.rules.loads import Site

HANDOVER = date(2026, 12, 31)
GROWING = {0: 10, 3: 40, 12: 85, 24: 100}


@pytest.mark.parametrize(
    ("day", "at_once", "growing"),
    [
        (date(2026, 12, 30), 0, 0),
        (date(2026, 12, 31), 100, 10),
        (date(2027, 3, 30), 100, 10),
        (date(2027, 3, 31), 100, 40),
        (date(2027, 12, 30), 100, 40),
        (date(2027, 12, 31), 100, 85),
        (date(2028, 12, 31), 100, 100),
    ],
)
def test_the_share_grows_by_months_since_handover(day, at_once, growing):
    assert loads.share({}, HANDOVER, day) == at_once
    assert loads.share(GROWING, HANDOVER, day) == growing


def test_a_short_month_counts_from_its_last_day():
    assert loads.months_between(date(2026, 12, 31), date(2027, 2, 28)) == 2
    assert loads.months_between(date(2026, 12, 31), date(2027, 2, 27)) == 1
    assert loads.months_between(date(2026, 12, 15), date(2027, 1, 14)) == 0


def test_a_table_that_begins_later_counts_nothing_before():
    assert loads.share({3: 50}, HANDOVER, date(2027, 1, 31)) == 0


def test_homes_moved_in_are_rounded_half_up():
    site = Site(1, 1_285, HANDOVER)
    assert loads.moved_in(site, GROWING, HANDOVER) == 129
    assert loads.load(1_152, [site], GROWING, HANDOVER) == 1_281


def test_month_ends_run_over_the_year():
    assert loads.month_ends(date(2026, 11, 24), 4) == [
        date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28),
    ]  # fmt: skip
