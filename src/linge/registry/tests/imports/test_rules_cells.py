"""Single values in the ways people write them."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linge.files.sheets import CellError
from linge.registry.rules.importing.cells import read_date, read_sex, read_yes, text_of
from linge.registry.rules.kinds import Precision

TODAY = date(2026, 11, 23)


def read(value, **options):
    return read_date(value, today=TODAY, **options)


@pytest.mark.parametrize(
    "written",
    [
        "19850312",
        19850312,
        "1985-3-12",
        "1985年3月12日",
        "1985/03/12",
        "1985.3.12",
        "85.3.12",
        "８５．３．１２",
        31118,
        "31118",
        "1985-03-12 00:00:00",
        "一九八五年三月十二日",
        "850312",
        date(1985, 3, 12),
        datetime(1985, 3, 12, 8),
    ],
)
def test_one_day_in_many_forms(written):
    assert read(written).value == date(1985, 3, 12)


def test_a_day_of_a_1904_book():
    assert read(29656, date1904=True).value == date(1985, 3, 12)


@pytest.mark.parametrize("written", ["1985.3", "85年3月", "1985年3月", "198503", 1985.3])
def test_a_month(written):
    found = read(written)
    assert (found.value, found.precision) == (date(1985, 3, 1), Precision.MONTH)


def test_a_year():
    assert read("1985年").precision == read(1985).precision == Precision.YEAR


@pytest.mark.parametrize(
    ("written", "value"),
    [("26.11.23", date(2026, 11, 23)), ("26.11.24", date(1926, 11, 24))],
)
def test_two_digits_of_a_year_are_never_in_the_future(written, value):
    found = read(written)
    assert found.value == value
    assert found.repaired


@pytest.mark.parametrize("written", ["03/04/1985", "200312", 1985.1])
def test_what_may_be_two_days_is_asked(written):
    assert read(written).fault == "date_ambiguous"


@pytest.mark.parametrize("written", ["13/04/1985", "04/13/1985"])
def test_a_day_above_twelve_tells_itself(written):
    assert read(written).value == date(1985, 4, 13)


@pytest.mark.parametrize(
    "written",
    [
        "1985-02-31",
        "1985年13月1日",
        "不详",
        time(8),
        CellError("#N/A"),
        True,
        "85312",
        24,
        "农历三月",
    ],
)
def test_what_is_no_day(written):
    assert read(written).fault == "date_unknown"


@given(st.text(max_size=20) | st.floats() | st.integers())
def test_anything_at_all_is_answered(value):
    found = read(value)
    assert (found.value is None) == bool(found.fault)


@given(st.dates(date(1930, 1, 1), TODAY))
def test_every_day_is_read_back_in_every_form(day):
    for form in ("%Y%m%d", "%Y-%m-%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y/%m/%d"):
        assert read(day.strftime(form)).value == day


@pytest.mark.parametrize("word", ["是", "有", "√", "Y", 1, "true", True])
def test_yes(word):
    assert read_yes(word) is True


@pytest.mark.parametrize("word", ["否", "无", "×", "N", 0, "０"])
def test_no(word):
    assert read_yes(word) is False


def test_neither_yes_nor_no():
    assert read_yes("也许") is None


def test_sex_is_never_the_other_one():
    assert [read_sex(word) for word in ("男", "M", 1, "女", "F", 2)] == ["1"] * 3 + ["2"] * 3
    assert [read_sex(word) for word in ("南", "男女", "")] == ["", "", ""]


def test_text_loses_what_cannot_be_seen():
    assert text_of("张\u200b桂\u202e兰\0 ") == "张桂兰"
    assert text_of(501) == "501"
    assert text_of(date(1985, 3, 12)) == "1985-03-12"
