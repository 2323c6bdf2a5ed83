from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linge.staff.rules import Role, Term, clash, line_words

SPRING, SUMMER, AUTUMN = date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)
WANG, ZHAO = 1, 2
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def test_an_open_post_is_taken():
    held = [Term(Role.A, WANG, SPRING)]
    assert clash(Term(Role.A, ZHAO, SUMMER), held) == "occupied"
    assert clash(Term(Role.A, WANG, SUMMER), held) == "already"


def test_a_post_is_free_the_day_the_last_holder_is_gone():
    held = [Term(Role.A, WANG, SPRING, SUMMER)]
    assert clash(Term(Role.A, ZHAO, SUMMER), held) == ""


def test_a_post_given_away_from_autumn_is_free_until_then_only():
    held = [Term(Role.LEAD, WANG, AUTUMN)]
    assert clash(Term(Role.LEAD, ZHAO, SPRING, AUTUMN), held) == ""
    assert clash(Term(Role.LEAD, ZHAO, SPRING), held) == "occupied"


def test_nobody_is_a_and_b_of_one_grid():
    held = [Term(Role.A, WANG, SPRING)]
    assert clash(Term(Role.B, WANG, SUMMER), held) == "both_workers"
    assert clash(Term(Role.B, ZHAO, SUMMER), held) == ""


@pytest.mark.parametrize("role", [Role.ASSISTANT, Role.SUPERVISOR])
def test_there_may_be_several_assistants_and_supervisors(role):
    assert clash(Term(role, ZHAO, SUMMER), [Term(role, WANG, SPRING)]) == ""


@given(DAYS, DAYS, DAYS, DAYS)
def test_terms_meet_exactly_when_they_share_a_day(first, last, other_first, other_last):
    one = Term(Role.A, WANG, min(first, last), max(first, last))
    other = Term(Role.A, ZHAO, min(other_first, other_last), max(other_first, other_last))
    shared = set(range(one.since.toordinal(), one.until.toordinal())) & set(
        range(other.since.toordinal(), other.until.toordinal())
    )
    if shared:
        assert one.meets(other)
    assert one.meets(other) == other.meets(one)


def test_lines_read_as_words():
    assert line_words(["lighting", "roads"]) == "照明、道路"
    assert line_words(["河道"]) == "河道"
