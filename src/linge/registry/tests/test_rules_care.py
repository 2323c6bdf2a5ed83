"""The rules of care needs and of who may agree."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linge.kernel.refusals import Refused
from linge.registry import codes
from linge.registry.rules import care, consents
from linge.registry.rules.care import Ground, KindFacts, NeedState
from linge.registry.rules.consents import Giver

WHOLE = KindFacts("助餐", "送餐上门", "consent", "", "老年助餐", 1, 180, "civil_affairs", 30)
TODAY = date(2026, 11, 24)


def without(name, value=""):
    return KindFacts(**{**{f: getattr(WHOLE, f) for f in WHOLE.__slots__}, name: value})


def test_a_whole_kind_lacks_nothing():
    assert care.lacking(WHOLE) == []


@pytest.mark.proves("A11")
@pytest.mark.parametrize("name", ["purpose", "service", "line"])
def test_a_kind_without_one_of_its_words_lacks_it(name):
    assert care.lacking(without(name)) == [name]


@pytest.mark.parametrize("name", ["visit_days", "review_days", "keep_days"])
def test_a_kind_without_one_of_its_spans_lacks_it(name):
    assert care.lacking(without(name, None)) == [name]


def test_a_duty_needs_its_article():
    assert care.lacking(without("basis", "duty")) == ["basis"]
    assert care.lacking(without("basis")) == ["basis"]


def test_every_kind_that_ships_is_whole_and_watches_nobody():
    for row in codes.care_kinds():
        days = {name: int(row[name]) for name in ("visit_days", "review_days", "keep_days")}
        texts = {name: row[name] for name in ("name", "purpose", "basis", "article", "service")}
        assert care.lacking(KindFacts(**texts, **days, line=row["line"])) == []
        told = row["name"] + row["purpose"] + row["service"]
        assert not care.forbidden(told, codes.forbidden_kinds())


def test_every_sensitive_kind_rests_on_separate_consent_or_a_cited_duty():
    sensitive = {row["code"]: row for row in codes.care_kinds() if row["sensitive"]}
    assert set(sensitive) == {"SN", "CJ", "DB", "ET"}
    assert all(row["basis"] == "consent" or row["article"] for row in sensitive.values())


@pytest.mark.parametrize("name", ["重点人员", "上访人员", "涉稳对象", "信教群众", "刑满释放人员"])
def test_a_kind_that_watches_is_forbidden(name):
    assert care.forbidden(name, codes.forbidden_kinds())


@pytest.mark.parametrize(
    ("basis", "age", "wanted"),
    [
        ("consent", 80, Ground.OWN),
        ("consent", None, Ground.OWN),
        ("consent", 13, Ground.GUARDIAN),
        ("consent", 14, Ground.OWN),
        ("duty", 13, Ground.GUARDIAN),
        ("duty", 14, Ground.NOTHING),
    ],
)
def test_what_a_need_rests_on(basis, age, wanted):
    assert care.ground(basis, age=age) == wanted


def test_a_review_pauses_a_need_on_the_thirtieth_day_overdue():
    assert not care.is_lapsed(TODAY - timedelta(days=29), TODAY)
    assert care.is_lapsed(TODAY - timedelta(days=30), TODAY)


@given(st.integers(min_value=0, max_value=10_000))
def test_a_figure_below_five_is_never_told(people):
    shown = care.figure(people)
    assert shown == ("<5" if people < 5 else str(people))


def test_only_misses_in_a_row_count():
    assert care.missed_in_a_row([True, True, False, True]) == 2
    assert care.missed_in_a_row([]) == 0


def test_everybody_asked_about_every_kind_is_asked_as_of_the_oldest_answer():
    answers = [("DJ", date(2026, 5, 1)), ("TX", date(2026, 3, 1))]
    assert care.asked(answers, ["DJ", "TX"]) == date(2026, 3, 1)
    assert care.asked(answers, ["DJ", "TX", "SN"]) is None
    assert care.asked([], []) is None


def test_a_need_that_ended_moves_no_more():
    for name in care.MOVES:
        with pytest.raises(Refused, match=r"registry\.care_state"):
            care.move(name, NeedState.ENDED)


def test_a_guardian_agrees_for_a_small_child_alone():
    consents.may_give(Giver(13, 35, by_guardian=True, same_household=True))
    consents.may_give(Giver(14))
    consents.may_give(Giver(None))
    for wrong in (
        Giver(13),
        Giver(13, 17, by_guardian=True, same_household=True),
        Giver(13, 35, by_guardian=True),
        Giver(14, 35, by_guardian=True, same_household=True),
    ):
        with pytest.raises(Refused, match=r"registry\.consent_"):
            consents.may_give(wrong)


def test_a_birthday_counts_on_its_day():
    assert consents.age_on(date(2012, 11, 24), TODAY) == 14
    assert consents.age_on(date(2012, 11, 25), TODAY) == 13
    assert consents.age_on(None, TODAY) is None
