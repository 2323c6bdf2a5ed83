"""Intervals of whole days, half-open: ``[since, until)``; one without ``until`` is still open."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import NamedTuple


class Span(NamedTuple):
    """From ``since`` until the day before ``until``. One that ends where it begins has no day."""

    since: date
    until: date | None = None

    def has(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


def meet(one: Span, other: Span) -> bool:
    """Whether two intervals share a day: the later beginning lies in both."""
    later = max(one.since, other.since)
    return one.has(later) and other.has(later)


def heaviest(weights: Iterable[tuple[Span, Fraction]]) -> Fraction:
    """The largest sum of weights on any day; a sum can only rise where an interval begins."""
    weighed = list(weights)
    return max(
        (
            sum((weight for span, weight in weighed if span.has(begin.since)), Fraction(0))
            for begin, _weight in weighed
        ),
        default=Fraction(0),
    )
