"""Freezing a month that is over (定格), and telling apart what changed afterwards (重述)."""

from datetime import date, datetime

from django.db import transaction

from linge.kernel import clock
from linge.territory import queries as territory

from ...models import FigureMonth, FrozenFigure
from ...queries.figures import told_of_all
from ...queries.subjects import Subject
from ...rules.indicators import Figure
from ...rules.months import frozen_from, month_of

BATCH = 1_000
Key = tuple[int, int | None, int | None, str]


@transaction.atomic
def freeze() -> list[date]:
    """Freeze every month whose day has come; the figures told then never change. Idempotent."""
    now, calendar = clock.now(), territory.workdays()
    waiting = FigureMonth.objects.select_for_update().filter(
        frozen_at__isnull=True, month__lt=month_of(now)
    )
    frozen = [row for row in waiting if frozen_from(row.month, calendar) <= now]
    for row in frozen:
        _write(row.month, now, {})
        row.frozen_at = now
        row.save(update_fields=["frozen_at"])
    return [row.month for row in frozen]


@transaction.atomic
def restate(month: date) -> int:
    """Write beside the frozen figures those that came out differently; says how many did."""
    last: dict[Key, FrozenFigure] = {}
    for row in FrozenFigure.objects.filter(month=month).order_by("number"):
        last[row.community_id, row.grid_id, row.agency_id, row.code] = row
    return _write(month, clock.now(), last) if last else 0


def _write(month: date, now: datetime, last: dict[Key, FrozenFigure]) -> int:
    rows = [
        _row(month, subject, figure, now, before)
        for subject, figures in told_of_all(month)
        for figure in figures
        if _differs(figure, before := last.get((*subject.key, figure.code)), bool(last))
    ]
    FrozenFigure.objects.bulk_create(rows, BATCH)
    return len(rows)


def _differs(figure: Figure, before: FrozenFigure | None, again: bool) -> bool:
    """At first every figure is written; afterwards one that changed, or that is new and not nought."""
    if before is None:
        return not again or bool(figure.denominator)
    return (before.numerator, before.denominator) != (figure.numerator, figure.denominator)


def _row(
    month: date, subject: Subject, figure: Figure, now: datetime, before: FrozenFigure | None
) -> FrozenFigure:
    community, grid, agency = subject.key
    return FrozenFigure(
        month=month,
        community_id=community,
        grid_id=grid,
        agency_id=agency,
        code=figure.code,
        number=before.number + 1 if before else 0,
        formula=figure.formula,
        numerator=figure.numerator,
        denominator=figure.denominator,
        at=now,
    )
