"""Half-open intervals of days: when two meet, and how much weighs on a day."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linge.kernel.intervals import Span, heaviest, meet

FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(12)]
spans = st.builds(
    lambda since, length: Span(since, None if length is None else since + timedelta(days=length)),
    st.sampled_from(DAYS),
    st.none() | st.integers(0, 6),
)


def holds(span):
    return {day for day in DAYS if span.since <= day and (span.until is None or day < span.until)}


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (Span(date(2026, 1, 1), date(2026, 2, 1)), Span(date(2026, 2, 1)), False),
        (Span(date(2026, 1, 1), date(2026, 2, 2)), Span(date(2026, 2, 1)), True),
        (Span(date(2026, 1, 1)), Span(date(2020, 1, 1)), True),
        (Span(date(2026, 1, 1), date(2026, 1, 1)), Span(date(2020, 1, 1)), False),
    ],
)
def test_one_that_ends_where_the_next_begins_does_not_meet_it(one, other, together):
    assert meet(one, other) == meet(other, one) == together


@given(spans, spans)
def test_two_meet_when_they_share_a_day(one, other):
    assert meet(one, other) == bool(holds(one) & holds(other))


@given(st.lists(st.tuples(spans, st.fractions(Fraction(1, 8), 1)), max_size=6))
def test_the_heaviest_day_is_the_heaviest_of_all_days(weights):
    by_day = [sum((w for span, w in weights if day in holds(span)), Fraction(0)) for day in DAYS]
    assert heaviest(weights) == max(by_day)
