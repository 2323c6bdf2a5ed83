"""Hazards and disputes of a grid as item groups of the four clears: H2 and H3 (registry.md §6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.zone import day_begins
from linge.registry.queries.items import Tally
from linge.registry.rules.items import Item
from linge.territory.models import Grid

from ..models import Case
from ..models.cases import CaseQuerySet
from .scope import visible_to

LINES: Mapping[Item, str] = {Item.H2: "safety", Item.H3: "disputes"}
FILLED: Mapping[Item, Q] = {
    Item.H2: Q(standard__isnull=False, agency__isnull=False, handle_due_at__isnull=False),
    Item.H3: Q(handler__isnull=False)
    & (Q(follow_up_on__isnull=False) | Q(handle_due_at__isnull=False)),
}
"""A hazard has its level (the criterion it was taken up by), an agency and a limit; a dispute has
a mediator and a next date."""


@dataclass(frozen=True, slots=True)
class Matter:
    """The figures of H2 or H3 and the open cases that still lack something or lie still."""

    tally: Tally
    lacking: tuple[Case, ...]


def hazards_and_disputes(
    actor: Actor, grid: Grid, as_of: date, days: Mapping[Item, int | None]
) -> dict[Item, Matter]:
    """Open hazards and disputes of a grid on a day: filled, and moved within their limit."""
    return {item: _matter(actor, grid, as_of, item, days[item]) for item in LINES}


def _matter(actor: Actor, grid: Grid, as_of: date, item: Item, days: int | None) -> Matter:
    open_cases = list(_open(actor, grid, as_of, LINES[item]).select_related("category"))
    whole = set(_open(actor, grid, as_of, LINES[item]).filter(FILLED[item]).values_list("pk"))
    since = as_of - timedelta(days=days) if days else date.min
    filled = [case for case in open_cases if (case.pk,) in whole]
    fresh = [case for case in filled if _day(case.moved_at) >= since]
    kept = {case.pk for case in fresh}
    lacking = tuple(case for case in open_cases if case.pk not in kept)
    return Matter(Tally(len(open_cases), len(filled), len(fresh)), lacking)


def _open(actor: Actor, grid: Grid, as_of: date, line: str) -> CaseQuerySet:
    """Cases of a line that were reported by the end of the day and not yet closed then."""
    ends = day_begins(as_of + timedelta(days=1))
    cases: CaseQuerySet = visible_to(actor).filter(
        Q(closed_at__isnull=True) | Q(closed_at__gte=ends),
        grid=grid,
        category__line=line,
        reported_at__lt=ends,
    )
    return cases.order_by("reported_at", "pk")


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.SHANGHAI).date()
