"""Folding cases into what they count for (汇总), month by month. Source: cases §11."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from linge.kernel import clock

from ...models import Case, CaseCount, CaseStep, Evaluation, FigureMonth
from ...queries.lives import BATCH, Placed, in_batches, lives_of, touched
from ...rules.indicators import MEASURES
from ...rules.measures import Period, agency_minutes, measures
from ...rules.months import month_of, next_month, period_of
from .freezing import restate

OVERLAP = timedelta(minutes=10)
"""How far a fold looks back behind the last one, so that no slow transaction slips through."""
OVERLAP_STEPS = 200
SAME = ("path", "community_id", "grid_id", "agency_id", "minutes", *MEASURES)


def fold() -> int:
    """Bring the figures up to date: every month that is not frozen, and whatever frozen month a
    case has changed in since.

    Only cases that moved, were answered, or whose due passed since the last fold are read. Run
    twice, or killed between two batches, the figures come out the same. Says how many were read.
    """
    now = clock.now()
    kept = FigureMonth.objects.filter(frozen_at__isnull=True)
    last = kept.order_by("folded_at").first()
    if last is None:
        return fold_month(month_of(now))
    read, changed, step = 0, set[date](), _last_step()
    months = set(kept.values_list("month", flat=True))
    for cases in in_batches(_changed(last, now)):
        changed |= _fold_cases(cases, months, now)
        read += len(cases)
    kept.update(folded_at=now, last_step=step)
    for month in sorted(changed - months):
        restate(month)
    begun = set(_months_until(last.month, now)) - months
    return read + sum(fold_month(month) for month in sorted(begun))


def fold_month(month: date) -> int:
    """Fold one month from the beginning. Says how many cases were read."""
    now, step = clock.now(), _last_step()
    read = 0
    for cases in in_batches(touched(period_of(month, now))):
        with transaction.atomic():
            _replace(month, lives_of(cases), now)
        read += len(cases)
    FigureMonth.objects.update_or_create(
        month=month, defaults={"folded_at": now, "last_step": step}
    )
    return read


def _last_step() -> int:
    return CaseStep.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _changed(last: FigureMonth, now: datetime) -> QuerySet[Case]:
    """Cases with a step, a call-back or a due since the last fold, a little overlapping.

    Steps are told by their order of writing, for one made up for later carries an earlier moment.
    """
    since = last.folded_at - OVERLAP
    moved = CaseStep.objects.filter(pk__gt=last.last_step - OVERLAP_STEPS)
    answered = Evaluation.objects.filter(at__gte=since)
    passed = Q(current_due_at__range=(since, now)) | Q(handle_due_at__range=(since, now))
    told = Q(pk__in=moved.values("case")) | Q(pk__in=answered.values("case"))
    return Case.objects.filter(told | passed)


def _months_until(month: date, now: datetime) -> Iterator[date]:
    while month <= month_of(now):
        yield month
        month = next_month(month)


@transaction.atomic
def _fold_cases(cases: list[int], months: set[date], now: datetime) -> set[date]:
    """Fold these cases in the open months and in every month they counted in; which changed."""
    counted = CaseCount.objects.filter(case__in=cases).values_list("month", flat=True)
    lives = lives_of(cases)
    return {
        month for month in sorted(months.union(counted.distinct())) if _replace(month, lives, now)
    }


def _replace(month: date, lives: list[Placed], now: datetime) -> bool:
    """Write what cases count for in a month, where it differs from what is written."""
    period = period_of(month, now)
    kept: dict[int, list[CaseCount]] = {}
    for row in CaseCount.objects.filter(month=month, case__in=[one.case for one in lives]):
        kept.setdefault(row.case_id, []).append(row)
    fresh: list[CaseCount] = []
    stale: list[int] = []
    for placed in lives:
        rows, old = list(_rows(month, placed, period)), kept.get(placed.case, [])
        if _values(rows) != _values(old):
            fresh += rows
            stale += [row.pk for row in old]
    CaseCount.objects.filter(pk__in=stale).delete()
    CaseCount.objects.bulk_create(fresh, BATCH)
    return bool(fresh or stale)


def _values(rows: Iterable[CaseCount]) -> set[tuple[object, ...]]:
    return {tuple(getattr(row, name) for name in SAME) for row in rows}


def _rows(month: date, placed: Placed, period: Period) -> Iterator[CaseCount]:
    minutes = agency_minutes(placed.life, period)
    for agency, counts in measures(placed.life, period).items():
        yield CaseCount(
            case_id=placed.case,
            month=month,
            path=placed.path,
            community_id=placed.community,
            grid_id=placed.grid,
            agency_id=agency,
            minutes=minutes if counts["handled"] else None,
            **counts,
        )
