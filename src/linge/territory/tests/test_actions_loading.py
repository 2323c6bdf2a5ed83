from datetime import date, datetime

import pytest
from django.core.management import call_command

from linge.kernel.clock import SHANGHAI
from linge.kernel.refusals import Refused
from linge.kernel.worktime import is_workday, worked_between
from linge.territory import actions, queries
from linge.territory.actions.loading import packaged_days, packaged_rows
from linge.territory.models import Region, WorkCalendar
from linge.territory.rules import calendars
from linge.territory.rules.calendars import ArrangedDay
from linge.territory.rules.kinds import DayKind, Level

from .actors import admin, officer
from .factories import RegionFactory

WORKDAYS_BY_MONTH = [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]


@pytest.fixture(autouse=True)
def _fresh_calendars():
    queries.forget_workdays()
    yield
    queries.forget_workdays()


def row(code, name, parent=""):
    return {"code": code, "name": name, "parent_code": parent}


def test_the_notice_of_2026_makes_248_working_days():
    days = calendars.workdays_of(2026, packaged_days("workdays-2026.csv"))
    by_month = [sum(day.month == month for day in days) for month in range(1, 13)]
    assert (len(days), by_month) == (248, WORKDAYS_BY_MONTH)


def test_weekdays_off_and_weekends_worked_in_2026_are_those_of_the_notice():
    days = {day.day: day.kind for day in packaged_days("workdays-2026.csv")}
    worked = [day for day, kind in days.items() if kind is DayKind.WORK]
    assert worked == [
        date(2026, month, day)
        for month, day in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))
    ]
    off = {day for day, kind in days.items() if kind is DayKind.OFF and day.weekday() < 5}
    spring = {date(2026, 2, day) for day in (16, 17, 18, 19, 20, 23)}
    national = {date(2026, 10, day) for day in (1, 2, 5, 6, 7)}
    labour = {date(2026, 5, day) for day in (1, 4, 5)}
    single = {date(2026, 1, 1), date(2026, 1, 2), date(2026, 4, 6)}
    assert off == spring | national | labour | single | {date(2026, 6, 19), date(2026, 9, 25)}


@pytest.mark.django_db
def test_a_loaded_calendar_is_the_one_clocks_run_by():
    actions.load_calendar(packaged_days(), by=admin())
    cal = queries.workdays()
    days = (date(2026, 1, 1).toordinal() + n for n in range(365))
    assert sum(is_workday(date.fromordinal(day), cal) for day in days) == 248
    opening = datetime(2026, 2, 14, 8, tzinfo=SHANGHAI)
    closing = datetime(2026, 2, 14, 20, tzinfo=SHANGHAI)
    assert worked_between(opening, closing, cal).total_seconds() == 8 * 3600


@pytest.mark.django_db
def test_after_the_first_question_a_calendar_costs_nothing(django_assert_num_queries):
    actions.load_calendar(packaged_days(), by=admin())
    first = queries.workdays()
    with django_assert_num_queries(0):
        assert queries.workdays() is first


@pytest.mark.django_db
def test_the_next_notice_raises_the_version_and_replaces_its_days():
    actions.load_calendar(packaged_days("workdays-2026.csv"), by=admin())
    before = queries.workdays()
    new_year = ArrangedDay(date(2027, 1, 1), DayKind.OFF, "元旦")
    calendar = actions.load_calendar([new_year], by=admin())
    after = queries.workdays()
    assert (before.version, after.version) == ("national-1", "national-2")
    assert calendar.known_until == date(2027, 12, 31)
    assert not is_workday(date(2027, 1, 1), after)
    assert WorkCalendar.objects.count() == 1


@pytest.mark.django_db
def test_a_district_may_keep_hours_of_its_own():
    actions.load_calendar(packaged_days("workdays-2026.csv"), by=admin())
    community = RegionFactory()
    district = community.parent.parent
    day_off = ArrangedDay(date(2026, 7, 1), DayKind.OFF, "区庆")
    actions.load_calendar([day_off], by=admin(), code="district", region=district)
    assert not is_workday(date(2026, 7, 1), queries.workdays(community))
    assert is_workday(date(2026, 7, 1), queries.workdays())


@pytest.mark.django_db
def test_without_a_calendar_no_due_is_guessed():
    with pytest.raises(LookupError):
        queries.workdays()


@pytest.mark.django_db
def test_divisions_load_once_and_a_second_time_change_nothing():
    sheet = [
        row("99", "示范省"),
        row("990101", "示范区", "9901"),
        row("9901", "示范市", "99"),
        row("990101001", "示范街道", "990101"),
    ]
    assert actions.load_divisions(sheet, by=admin()) == {"added": 4, "known": 0, "holder": 0}
    assert actions.load_divisions(sheet, by=admin()) == {"added": 0, "known": 4, "holder": 0}
    street = Region.objects.get(code="990101001")
    names = [region.name for region in queries.ancestors(street)]
    assert names == ["示范省", "示范市", "示范区", "示范街道"]


@pytest.mark.django_db
def test_a_committee_whose_street_is_lost_waits_under_a_holder_and_is_never_dropped():
    sheet = [
        row("99", "示范省"),
        row("9901", "示范市", "99"),
        row("990101", "示范区", "9901"),
        row("990101088001", "街道已撤的社区", "990101088"),
        row("990177001001", "区也已撤的社区", "990177001"),
    ]
    counts = actions.load_divisions(sheet, by=admin())
    assert counts["holder"] == 2
    lost = Region.objects.get(code="990101088001")
    assert (lost.level, lost.parent.name, lost.parent.parent.code) == (
        Level.COMMUNITY,
        "待归属",
        "990101",
    )
    further = Region.objects.get(code="990177001001")
    assert further.parent.parent.parent.code == "9901"
    assert Region.objects.filter(holder=True).count() == 3


@pytest.mark.django_db
def test_a_lost_committee_moves_home_once_its_street_is_known():
    sheet = [row("99", "省"), row("9901", "市", "99"), row("990101", "区", "9901")]
    actions.load_divisions([*sheet, row("990101088001", "社区", "990101088")], by=admin())
    actions.load_divisions([row("990101088", "补录街道", "990101")], by=admin())
    community = Region.objects.get(code="990101088001")
    street = Region.objects.get(code="990101088")
    actions.move_node(community, by=admin(), to=street)
    assert community.path.startswith(street.path)


@pytest.mark.django_db
def test_only_the_system_administrator_loads():
    with pytest.raises(Refused):
        actions.load_divisions([row("99", "示范省")], by=officer(RegionFactory()))


@pytest.mark.django_db
def test_the_shipped_codes_load_through_the_command(capsys):
    call_command("load_regions", committees="310101013")
    assert "新增 44703 个" in capsys.readouterr().out
    assert Region.objects.filter(level=Level.STREET).count() == 41_352
    assert Region.objects.filter(level=Level.COMMUNITY, path__startswith="0").exists()


def test_shipped_holder_codes_are_nobodys():
    codes = {line["code"] for line in packaged_rows("cn_divisions_2023_l1_l4.csv.gz")}
    assert not any(code.endswith("999") for code in codes if len(code) == 9)
    assert not any(code.endswith("99") for code in codes if len(code) == 6)
