"""Small words of the pages of cases."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from django import template

from linge.cases import rules

register = template.Library()


@register.simple_tag
def new_id() -> str:
    """An id for one deed, so that five clicks on its button are one deed."""
    return str(uuid4())


@register.filter
def minutes(value: Decimal) -> str:
    """``40 分``, ``2 小时 50 分``: minutes of working time as a desk says them."""
    span = timedelta(minutes=float(value))
    return rules.span_in_words(span, day_minutes=60 * 24 * 365)


@register.filter
def span(value: timedelta) -> str:
    """A stretch of time in hours and minutes; none is a dash."""
    return rules.span_in_words(value, day_minutes=60 * 24 * 365) if value else "—"


@register.filter
def at_index(rows: list[object], place: int) -> object:
    """The entry of a list at a place."""
    return rows[place]
