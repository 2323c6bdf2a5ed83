"""The truth table of the population labels, its order, and the ends of months."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linge.registry.rules.kinds import HukouState as H
from linge.registry.rules.kinds import Left, LeftReason
from linge.registry.rules.population import (
    ASK_HOME,
    ASK_HUKOU,
    ASK_LEFT,
    Facts,
    Place,
    add_months,
    population_status,
    rows_of,
)

STREET = Place("990101001")
AS_OF = date(2026, 6, 15)
LONG_AGO, LATELY = date(2025, 1, 1), date(2026, 3, 1)
HERE, AWAY = STREET.street, "990101002"
FAR, NEAR, COUNTY = Place("420102001"), Place("990102001"), Place("990121001", in_district=False)


def facts(home, hukou, left=None, **more):
    return Facts(
        main_street=home,
        hukou=hukou,
        left=Left.YES if left else Left.UNKNOWN,
        left_street_on=left,
        **more,
    )


TABLE = [
    (1, facts(HERE, H.HERE), "yes yes no", "常住·户籍", ""),
    (1, Facts(hukou=H.HERE, left=Left.NO), "yes yes no", "常住·户籍", ""),
    (2, facts(HERE, H.ELSEWHERE, LONG_AGO, hukou_place=FAR), "yes no yes", "常住·流动", ""),
    (2, facts(HERE, H.ELSEWHERE, LONG_AGO), "yes no yes", "常住·流动", ""),
    (2, facts(HERE, H.ELSEWHERE, LONG_AGO, hukou_place=COUNTY), "yes no yes", "常住·流动", ""),
    (3, facts(HERE, H.ELSEWHERE, LONG_AGO, hukou_place=NEAR), "yes no no", "常住·市内人户分离", ""),
    (4, facts(HERE, H.ELSEWHERE, LATELY, hukou_place=FAR), "no no no", "暂住", ""),
    (4, facts(HERE, H.ELSEWHERE, LATELY, hukou_place=NEAR), "no no no", "暂住", ""),
    (5, facts(HERE, H.PENDING), "yes no no", "常住·户口待定", ""),
    (6, facts(AWAY, H.HERE, LONG_AGO, left_reason=LeftReason.ABROAD_STUDY),
     "yes yes no", "常住·境外", ""),
    (6, facts(None, H.HERE, LONG_AGO, left_reason=LeftReason.ABROAD_WORK),
     "yes yes no", "常住·境外", ""),
    (7, facts(AWAY, H.HERE, LATELY, left_reason=LeftReason.WORK), "yes yes no", "常住·外出", ""),
    (7, facts(None, H.HERE, LATELY), "yes yes no", "常住·外出", ""),
    (8, facts(AWAY, H.HERE, LONG_AGO), "no yes no", "户在人不在", ""),
    (9, facts(HERE, H.ELSEWHERE, hukou_place=FAR), "unknown no unknown", "待核实", ASK_LEFT),
    (9, facts(HERE, H.ELSEWHERE, hukou_place=NEAR), "unknown no no", "待核实", ASK_LEFT),
    (10, facts(HERE, None), "unknown unknown unknown", "待核实", ASK_HUKOU),
    (10, facts(HERE, H.CANCELLED), "unknown unknown unknown", "待核实", ASK_HUKOU),
    (11, facts(AWAY, H.HERE), "unknown yes no", "待核实", ASK_HOME),
    (11, facts(None, H.HERE), "unknown yes no", "待核实", ASK_HOME),
    (12, facts(HERE, None, from_abroad=True), "no no no", "境外人员", ""),
    (13, facts(AWAY, H.ELSEWHERE, LONG_AGO), "no no no", "–", ""),
    (13, facts(None, None), "no no no", "–", ""),
    (13, facts(AWAY, H.PENDING), "no no no", "–", ""),
    (13, facts(AWAY, None, from_abroad=True), "no no no", "–", ""),
    (14, facts(HERE, H.HERE, death_date=AS_OF), "no no no", "–", ""),
    (14, facts(HERE, None, from_abroad=True, death_date=LATELY), "no no no", "–", ""),
]  # fmt: skip


@pytest.mark.parametrize(("row", "known", "answers", "label", "ask"), TABLE)
def test_the_table_decides(row, known, answers, label, ask):
    status = population_status(known, street=STREET, as_of=AS_OF)
    assert f"{status.permanent} {status.hukou} {status.floating}" == answers
    assert (status.label, status.because, status.ask) == (label, row, ask)


@pytest.mark.parametrize(
    ("left", "permanent_from"),
    [
        (date(2024, 8, 28), date(2025, 2, 28)),
        (date(2024, 8, 29), date(2025, 2, 28)),
        (date(2024, 8, 30), date(2025, 2, 28)),
        (date(2024, 8, 31), date(2025, 2, 28)),
        (date(2023, 8, 31), date(2024, 2, 29)),
        (date(2024, 10, 31), date(2025, 4, 30)),
        (date(2024, 12, 31), date(2025, 6, 30)),
        (date(2024, 2, 29), date(2024, 8, 29)),
        (date(2025, 3, 31), date(2025, 9, 30)),
    ],
)
def test_half_a_year_is_up_on_the_same_day_or_the_last_of_the_month(left, permanent_from):
    known = facts(HERE, H.ELSEWHERE, left, hukou_place=FAR)
    eve = date.fromordinal(permanent_from.toordinal() - 1)
    assert population_status(known, street=STREET, as_of=eve).because == 4
    assert population_status(known, street=STREET, as_of=permanent_from).because == 2


def test_a_municipality_is_one_city():
    known = facts("310101013", H.ELSEWHERE, LONG_AGO, hukou_place=Place("310115005"))
    assert population_status(known, street=Place("310101013"), as_of=AS_OF).because == 3


def test_a_person_who_dies_later_counts_until_then():
    known = facts(HERE, H.HERE, death_date=date(2026, 6, 16))
    assert population_status(known, street=STREET, as_of=AS_OF).because == 1


def test_an_unknown_definition_is_no_definition():
    with pytest.raises(KeyError):
        population_status(facts(HERE, None), street=STREET, as_of=AS_OF, definition="guess")


known_facts = st.builds(
    Facts,
    main_street=st.sampled_from([None, HERE, AWAY]),
    hukou=st.sampled_from([None, *H]),
    hukou_place=st.sampled_from([None, FAR, NEAR, COUNTY]),
    left=st.sampled_from(list(Left)),
    left_street_on=st.none() | st.dates(date(2020, 1, 1), date(2027, 1, 1)),
    left_reason=st.none() | st.sampled_from(list(LeftReason)),
    from_abroad=st.booleans(),
    death_date=st.none() | st.dates(date(2020, 1, 1), date(2027, 1, 1)),
)


@given(known_facts, st.dates(date(2020, 1, 1), date(2027, 1, 1)))
def test_every_combination_of_facts_has_one_status(known, as_of):
    status = population_status(known, street=STREET, as_of=as_of)
    assert 1 <= status.because <= 14
    assert bool(status.ask) == (status.label == "待核实")
    assert not (status.floating == "yes" and status.permanent != "yes")


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 30))
def test_adding_months_keeps_the_month_asked_for(day, months):
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day


@pytest.mark.parametrize(("place", "counted"), [*enumerate(("permanent", "hukou", "floating"))])
def test_a_population_counts_the_rows_whose_answer_is_yes(place, counted):
    yes = {row for row, _known, answers, *_words in TABLE if answers.split()[place] == "yes"}
    assert set(rows_of(counted)) == yes
