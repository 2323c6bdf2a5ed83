"""Rates with their worked examples, what settles a dwelling, and which door comes next."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linge.registry.rules import collection
from linge.registry.rules.collection import ItemGroup, Share
from linge.registry.rules.kinds import Outcome

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(13540, 15730, "86.08%"), (2, 3, "66.67%"), (1, 8, "12.50%"), (1, 800, "0.13%"),
     (0, 0, "—"), (0, 5, "0.00%"), (5, 5, "100.00%")],
)  # fmt: skip
def test_worked_examples_of_a_rate(part, whole, shown):
    assert str(Share(part, whole)) == shown


def test_what_is_left_to_do():
    assert Share(13540, 15730).rest == 2190


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_rate_is_within_half_a_hundredth(part, whole):
    percent = Share(part, whole).percent
    assert abs(percent * whole - part * 100) * 200 <= whole


def test_rows_beyond_the_survey_count_as_expected():
    assert collection.expected(10, 12) == 12
    assert collection.expected(12, 10) == 12


@pytest.mark.parametrize(
    ("outcome", "told", "settled"),
    [
        (Outcome.MET, {}, True),
        (Outcome.CONFIRMED, {}, True),
        (Outcome.NONRESIDENTIAL, {}, True),
        (Outcome.VACANT, {}, False),
        (Outcome.VACANT, {"approved": True}, True),
        (Outcome.PHONE, {}, False),
        (Outcome.PHONE, {"phone_counts": True}, True),
        (Outcome.NOBODY, {"approved": True}, False),
        (Outcome.NO_ACCESS, {}, False),
        (Outcome.REFUSED, {}, False),
    ],
)
def test_what_settles_a_dwelling(outcome, told, settled):
    assert collection.is_conclusive(outcome, **told) is settled


PHOTO = {"kind": "photo", "file": "019ab2f0-0000-7000-8000-000000000001"}
NEIGHBOUR, CARETAKER = {"kind": "source", "name": "邻居"}, {"kind": "source", "name": "物业"}


@pytest.mark.parametrize(
    ("evidence", "enough"),
    [([], False), ([PHOTO], True), ([NEIGHBOUR], False), ([NEIGHBOUR, NEIGHBOUR], False),
     ([NEIGHBOUR, CARETAKER], True), ([{"kind": "source", "name": " "}, NEIGHBOUR], False)],
)  # fmt: skip
def test_a_vacant_home_needs_a_photo_or_two_sources(evidence, enough):
    assert collection.has_evidence(Outcome.VACANT, evidence) is enough
    assert collection.has_evidence(Outcome.MET, evidence)


def test_a_household_that_left_makes_the_dwelling_due_again():
    assert collection.counts_from(date(2026, 1, 1), date(2026, 3, 1)) == date(2026, 3, 1)
    assert collection.counts_from(date(2026, 1, 1), date(2025, 3, 1)) == date(2026, 1, 1)
    assert collection.counts_from(date(2026, 1, 1), None) == date(2026, 1, 1)


def test_when_to_come_again():
    assert collection.next_on(Outcome.REFUSED, TODAY) == TODAY + timedelta(days=30)
    assert collection.next_on(Outcome.NOBODY, TODAY) == TODAY + timedelta(days=1)
    assert collection.next_on(Outcome.MET, TODAY) is None


def test_a_card_is_left_after_three_vain_tries_in_two_weeks():
    days = [TODAY - timedelta(days=back) for back in (1, 5, 13)]
    assert collection.leaves_card(days, TODAY)
    assert not collection.leaves_card(days[:2], TODAY)
    assert not collection.leaves_card([*days[:2], TODAY - timedelta(days=14)], TODAY)


def test_completeness_and_freshness_of_four_dwellings():
    limit = timedelta(days=180)
    fresh = [ItemGroup("F1", True, TODAY, limit)] * 6
    stale = [ItemGroup("F2", True, TODAY - timedelta(days=181), limit)] * 3
    empty = [ItemGroup("F3", False, None, limit)] * 3
    assert str(collection.completeness([*fresh, *stale, *empty])) == "75.00%"
    assert str(collection.freshness([*fresh, *stale, *empty], TODAY)) == "50.00%"


def test_the_rank_of_a_door_is_bounded_by_each_reason():
    assert collection.priority({}) == 0
    assert collection.priority({"uncollected": 1, "stale_groups": 9}) == 22
    assert collection.priority(dict.fromkeys(collection.PRIORITY, 99)) == 10 + 8 + 5 + 15 + 9 + 12
