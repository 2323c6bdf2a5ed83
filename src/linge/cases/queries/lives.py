"""The histories of many cases at once, as the figures need them: five queries, however many."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet

from ..models import Case, CaseStep, ClockSegment, Due, Evaluation
from ..rules import OPEN, Charge, ClockName
from ..rules.measures import Deed, DueSet, Life, Opinion, Period

BATCH = 500
Lists = defaultdict[int, list[Any]]


@dataclass(frozen=True, slots=True)
class Placed:
    """A life with the place it counts for."""

    case: int
    path: str
    community: int
    grid: int | None
    life: Life


def touched(period: Period) -> QuerySet[Case]:
    """Cases that may count for something in a period."""
    answered = Evaluation.objects.filter(at__gte=period.since, at__lt=period.until)
    alive = Q(state__in=OPEN) | Q(moved_at__gte=period.since) | Q(pk__in=answered.values("case"))
    return Case.objects.filter(alive, reported_at__lt=period.until)


def in_batches(cases: QuerySet[Case]) -> Iterator[list[int]]:
    """Their ids, so many at a time as one transaction should hold."""
    waiting = cases.order_by("pk").values_list("pk", flat=True).iterator(BATCH)
    while part := list(islice(waiting, BATCH)):
        yield part


def lives_of(cases: Collection[int]) -> list[Placed]:
    """The lives of these cases, told in the order of their ids."""
    deeds, dues = _deeds(cases), _dues(cases)
    minutes, opinions = _minutes(cases), _opinions(cases)
    rows = Case.objects.filter(pk__in=cases).order_by("pk").values_list(*COLUMNS)
    return [
        Placed(
            pk,
            path,
            community,
            grid,
            Life(state, source, reported_at, seen is not False, deeds[pk], dues[pk], minutes[pk],
                 opinions[pk]),
        )
        for pk, path, community, grid, state, source, reported_at, seen in rows
    ]  # fmt: skip


COLUMNS = (
    "pk",
    "path",
    "community",
    "grid",
    "state",
    "source",
    "reported_at",
    "category__visible_on_patrol",
)


def _deeds(cases: Collection[int]) -> Lists:
    found: Lists = defaultdict(list)
    rows = CaseStep.objects.filter(case__in=cases).order_by("case_id", "number")
    for case, *told in rows.values_list("case", "number", "action", "at", "to_state", "data"):
        found[case].append(Deed(*told))
    return found


def _dues(cases: Collection[int]) -> Lists:
    found: Lists = defaultdict(list)
    rows = Due.objects.filter(case__in=cases, clock=ClockName.STAGE).order_by("id")
    for case, stage, at, step in rows.values_list("case", "stage", "at", "step__number"):
        found[case].append(DueSet(stage, at, step))
    return found


def _minutes(cases: Collection[int]) -> "defaultdict[int, list[tuple[datetime, Decimal]]]":
    """Closed segments of the agencies' clock that are charged to them and were not recharged."""
    found: defaultdict[int, list[tuple[datetime, Decimal]]] = defaultdict(list)
    rows = ClockSegment.objects.filter(
        case__in=cases,
        clock=ClockName.AGENCY,
        charged_to=Charge.AGENCY,
        ended_at__isnull=False,
        kind=ClockSegment.Kind.RUNNING,
        recharged_as__isnull=True,
    )
    for case, ended_at, worked in rows.values_list("case", "ended_at", "worked_minutes"):
        assert ended_at is not None
        assert worked is not None
        found[case].append((ended_at, worked))
    return found


def _opinions(cases: Collection[int]) -> Lists:
    found: Lists = defaultdict(list)
    rows = Evaluation.objects.filter(case__in=cases).order_by("at")
    for row in rows:
        said = Opinion(row.at, row.contacted, row.solved, row.satisfaction)
        found[row.case_id].append(said)
    return found
