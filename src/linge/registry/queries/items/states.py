"""The state of an item group of one row, as one number the database counts by.

A row's state is an expression that is evaluated once, so that counting forty thousand people by
building, grid and state is one walk over them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.zone import day_begins
from linge.territory.models import Region

from ...models import ItemLimit
from ...rules.items import Item, days_of

NOT_ASKED, EMPTY, STALE, FRESH = range(4)
"""Not applicable to the row; asked and not filled; filled long ago; filled and confirmed in time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose rows are counted, where, on which day, and how long facts hold there."""

    actor: Actor
    community: Region
    day: date
    days: Mapping[Item, int | None]

    @property
    def ends(self) -> datetime:
        """The first instant after the day."""
        return day_begins(self.day + timedelta(days=1))

    def since(self, item: Item) -> date | None:
        """The earliest day whose confirmation still holds; None: any day does."""
        days = self.days[item]
        return None if days is None else self.day - timedelta(days=days)


def asked(actor: Actor, community: Region, day: date | None = None) -> Asked:
    """The question with the community's own limits. One query."""
    own = dict(ItemLimit.objects.filter(community=community).values_list("item", "days"))
    return Asked(actor, community, day or clock.today(), days_of(own))


def number(state: int) -> Value:
    return Value(state, output_field=IntegerField())


def confirmed(asked: Asked, item: Item, prefix: str = "") -> Case:
    """`FRESH` or `STALE` by a row's ``confirmed_at``.

    For a past day a confirmation that came later did not yet exist; then the day of recording
    counts, so a figure of the past is never better than what was known.
    """
    since = asked.since(item)
    if since is None:
        return Case(default=number(FRESH))
    start = day_begins(since)
    fresh = Q(**{f"{prefix}confirmed_at__gte": start, f"{prefix}confirmed_at__lt": asked.ends})
    if asked.day < clock.today():
        fresh |= Q(**{f"{prefix}recorded_at__gte": start, f"{prefix}recorded_at__lt": asked.ends})
    return Case(When(fresh, then=number(FRESH)), default=number(STALE))


def on_day(asked: Asked, item: Item, field: str) -> Case:
    """`FRESH` or `STALE` by a calendar day."""
    since = asked.since(item)
    if since is None:
        return Case(default=number(FRESH))
    return Case(When(Q(**{f"{field}__gte": since}), then=number(FRESH)), default=number(STALE))


def best(rows: QuerySet[Any, Any], state: Any) -> Coalesce:
    """The best state among the rows that answer; `EMPTY` when none does."""
    found = rows.order_by().annotate(standing=state).order_by("-standing").values("standing")
    return Coalesce(Subquery(found[:1]), number(EMPTY))


def worst(rows: QuerySet[Any, Any], state: Any) -> Coalesce:
    """The worst state among the rows that must all answer; `EMPTY` when there is none."""
    found = rows.order_by().annotate(standing=state).order_by("standing").values("standing")
    return Coalesce(Subquery(found[:1]), number(EMPTY))


def where(applies: Q, state: Any) -> Case:
    """The state, where the item group is asked of the row at all."""
    return Case(When(applies, then=state), default=number(NOT_ASKED))


def held(asked: Asked, rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Dated rows that hold on the day."""
    return rows.filter(Q(until__isnull=True) | Q(until__gt=asked.day), since__lte=asked.day)
