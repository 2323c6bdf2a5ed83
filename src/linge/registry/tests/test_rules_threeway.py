"""The table and the examples of an offline merge, and what holds whatever is merged."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linge.registry.rules import threeway
from linge.registry.rules.threeway import CLOSING, Member, Way

values = st.sampled_from(["", "a", "b", "c"])
rows = st.fixed_dictionaries({"phone": values, "job": values, "marital": values})
sets = st.dictionaries(
    st.sampled_from(["1", "2", "3"]), st.builds(Member, rows, st.booleans()), max_size=3
)


@pytest.mark.parametrize(
    ("base", "mine", "ours", "guarded", "way"),
    [
        ("a", "a", "a", False, Way.KEEP),
        ("a", "a", "b", False, Way.KEEP),  # C = B: the phone did not touch it
        ("a", "b", "a", False, Way.TAKE),  # S = B, C ≠ B
        ("a", "b", "b", False, Way.KEEP),  # S = C
        ("a", "b", "c", False, Way.CONFLICT),
        ("a", "b", "a", True, Way.REQUEST),  # even if S = B
        ("a", "b", "c", True, Way.REQUEST),
        ("a", "b", "b", True, Way.KEEP),
        (None, "b", "a", False, Way.CONFLICT),  # nobody knows what it began from
        (None, "b", "b", False, Way.KEEP),
    ],
)
def test_the_table(base, mine, ours, guarded, way):
    assert threeway.merge_value(base, mine, ours, guarded=guarded) is way


def test_phone_by_one_employment_by_the_other_are_both_kept():
    base = {"phone": "1", "job": "x"}
    merged = threeway.merge_row(base, {"job": "y"}, {"phone": "2", "job": "x"}, moved=True)
    assert merged.taken == {"job": "y"}
    assert not merged.conflicts
    assert merged.parallel


def test_both_edit_the_phone_and_the_first_to_arrive_stands():
    merged = threeway.merge_row({"phone": "1"}, {"phone": "3"}, {"phone": "2"}, moved=True)
    assert not merged.taken
    assert merged.conflicts == {"phone": "3"}


def test_two_added_phones_are_two_phones():
    one, other = Member({"number": "1"}), Member({"number": "2"})
    merged = threeway.merge_set({}, {"a": one}, {"b": other})
    assert merged.rows == {"a": one, "b": other}
    assert not merged.conflicts


def test_an_edit_meets_a_close():
    base = {"a": Member({"number": "1"})}
    edited = {"a": Member({"number": "2"})}
    closed = {"a": Member({"number": "1"}, closed=True)}
    for mine, ours in ((edited, closed), (closed, edited)):
        merged = threeway.merge_set(base, mine, ours)
        assert merged.rows["a"] == ours["a"]
        assert merged.conflicts == {"a": (CLOSING,)}


def test_a_close_of_what_nobody_touched_closes():
    base = {"a": Member({"number": "1"})}
    closed = {"a": Member({"number": "1"}, closed=True)}
    assert threeway.merge_set(base, closed, base).rows["a"].closed
    assert threeway.merge_set(base, {}, closed).rows["a"].closed


def test_a_confirmation_never_overrides_a_later_edit():
    t = datetime(2026, 3, 1, tzinfo=UTC)
    later, latest = t + timedelta(hours=1), t + timedelta(hours=2)
    assert threeway.confirmed_at(t, latest, later) == latest
    assert threeway.confirmed_at(latest, later, t) == latest
    assert threeway.confirmed_at(later, t, later) == later  # confirmed the value of before


@given(values, values, values, st.booleans())
def test_nothing_a_phone_says_is_lost(base, mine, ours, guarded):
    way = threeway.merge_value(base, mine, ours, guarded=guarded)
    assert (way is Way.KEEP) == (mine in (base, ours))
    if guarded:
        assert way in (Way.KEEP, Way.REQUEST)
    if way is Way.TAKE:
        assert ours == base


@given(rows, rows, rows)
def test_merging_again_takes_nothing_more(base, mine, ours):
    once = threeway.merge_row(base, mine, ours)
    now = {**ours, **once.taken}
    again = threeway.merge_row(base, mine, now)
    assert not again.taken
    assert again.conflicts == once.conflicts


@given(rows, rows)
def test_an_untouched_server_takes_all_that_differs(base, mine):
    merged = threeway.merge_row(base, mine, base)
    assert not merged.conflicts
    assert {**base, **merged.taken} == mine


@given(sets, sets, sets)
def test_a_set_keeps_every_row_and_what_agrees(base, mine, ours):
    merged = threeway.merge_set(base, mine, ours)
    assert merged.rows.keys() == base.keys() | mine.keys() | ours.keys()
    assert merged.conflicts.keys() <= mine.keys() & merged.rows.keys()
    same = threeway.merge_set(base, ours, ours)
    assert same.rows.keys() >= ours.keys()
    assert not same.conflicts
