"""Figures of a month (指标), summed from what each case counts for; and the rows behind each.

A figure and its list are one query with and without the sum, so they cannot differ. Cases exempted
after an appeal (申诉) are left out of the one indicator they were exempted from.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum, Value

from linge.kernel.access import Actor
from linge.kernel.scope import within

from .. import permissions
from ..models import Case, CaseCount, FigureAppeal, FigureMonth, FrozenFigure
from ..rules.indicators import (
    FORMULA_VERSION,
    INDICATORS,
    MEASURES,
    SPREAD,
    Figure,
    Indicator,
    Spread,
)
from .queues import RELATED
from .scope import visible_to
from .subjects import BY, Subject, all_subjects

Sums = Mapping[str, int]
EXEMPT = FigureAppeal.Standing.UPHELD


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator as a page shows it: what it is, its figure, and how many cases are exempted."""

    indicator: Indicator
    figure: Figure
    exempted: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """All figures of some rows."""

    lines: tuple[Line, ...]
    spread: Spread


def counts(actor: Actor, month: date) -> QuerySet[CaseCount]:
    """What the cases in the actor's territory, grids or agencies count for in a month."""
    scope = within(actor, permissions.FIGURES)
    agencies = frozenset(g.agency for g in actor.holding(permissions.FIGURES) if g.agency)
    return CaseCount.objects.filter(scope | Q(agency__in=agencies), month=month)


def told(rows: QuerySet[CaseCount]) -> Told:
    """Every indicator over these rows: three queries, and one more for each kind exempted."""
    sums = _sums(rows)
    exempted = _exempted(rows)
    lines = []
    for indicator in INDICATORS.values():
        out = exempted.get(indicator.code, [])
        lines.append(Line(indicator, _without(indicator, sums, rows, out), len(out)))
    timed = rows.exclude(case__in=exempted.get(SPREAD, ()))
    return Told(tuple(lines), spread_of(timed, sums))


def compared(rows: QuerySet[CaseCount], indicator: Indicator, by: str) -> list[tuple[int, Figure]]:
    """One indicator by community, grid or agency: the key of each, and its figure."""
    column = BY[by]
    out = _exempted(rows).get(indicator.code, [])
    names = (*indicator.numerator, *indicator.denominator)
    counted = rows.exclude(case__in=out).exclude(**{column: None}).values_list(column)
    each = counted.annotate(**{f"sum_{name}": Sum(name) for name in dict.fromkeys(names)})
    return [
        (key, indicator.figure(dict(zip(dict.fromkeys(names), sums, strict=True))))
        for key, *sums in each.order_by(column)
    ]


def spread_of(rows: QuerySet[CaseCount], sums: Sums | None = None) -> Spread:
    """K21 without fetching the minutes: the two ranks are asked of the database."""
    timed = rows.filter(minutes__isnull=False)
    count = timed.aggregate(n=Count("pk"))["n"]
    if not count:
        return Spread(None, None, 0)
    ordered = timed.order_by("minutes").values_list("minutes", flat=True)
    median, p90 = (ordered[-(-percent * count // 100) - 1] for percent in (50, 90))
    return Spread(median, p90, count)


def behind(rows: QuerySet[CaseCount], code: str, part: str) -> QuerySet[CaseCount]:
    """The rows a figure counts: ``part`` is ``n`` for the numerator, ``d`` for the denominator."""
    out = _exempted(rows).get(code, [])
    rows = rows.exclude(case__in=out)
    if code == SPREAD:
        return rows.filter(minutes__isnull=False)
    indicator = INDICATORS[code]
    names = indicator.numerator if part == "n" else indicator.denominator
    counted = Q()
    for name in names:
        counted |= Q(**{f"{name}__gt": 0})
    return rows.filter(counted)


def frozen(month: date, subject: Subject) -> dict[str, list[FrozenFigure]]:
    """The figures of a subject as told, each with its restatements after it, by code."""
    community, grid, agency = subject.key
    rows = FrozenFigure.objects.filter(
        month=month, community=community, grid=grid, agency=agency
    ).order_by("number")
    found: dict[str, list[FrozenFigure]] = defaultdict(list)
    for row in rows:
        found[row.code].append(row)
    return found


def figure_months() -> QuerySet[FigureMonth]:
    """The months there are figures of, the latest first."""
    return FigureMonth.objects.order_by("-month")


def exemptions(actor: Actor, month: date) -> QuerySet[FigureAppeal]:
    """The appeals about cases that count in a month, decided or not, the latest first."""
    seen = counts(actor, month).values("case")
    appeals = FigureAppeal.objects.filter(case__in=seen).select_related(
        "case", "asked_by", "first_by", "second_by"
    )
    return appeals.order_by("-asked_at", "-pk")


def cases_behind(rows: QuerySet[CaseCount], code: str, part: str) -> QuerySet[Case]:
    """The cases a figure counts, with how many ``times`` each counts for it."""
    counted = behind(rows, code, part)
    own = counted.filter(case=OuterRef("pk")).order_by().values("case")
    times = Value(1) if code == SPREAD else Subquery(own.annotate(n=_times(code, part)).values("n"))
    listed = Case.objects.filter(pk__in=counted.values("case"))
    return listed.annotate(times=times).select_related(*RELATED)


def appeals(actor: Actor) -> QuerySet[FigureAppeal]:
    """The appeals about cases in scope."""
    return FigureAppeal.objects.filter(case__in=visible_to(actor)).select_related("case")


def told_of_all(month: date) -> Iterator[tuple[Subject, list[Figure]]]:
    """Every figure of every subject of a month, for freezing it."""
    rows = CaseCount.objects.filter(month=month)
    for subject in all_subjects(rows):
        own = told(rows.filter(subject.rows))
        spread = Figure(SPREAD, own.spread.median or Decimal(), own.spread.count, FORMULA_VERSION)
        yield subject, [*(line.figure for line in own.lines), spread]


def _sums(rows: QuerySet[CaseCount]) -> dict[str, int]:
    found = rows.aggregate(**{f"sum_{name}": Sum(name) for name in MEASURES})
    return {name: found[f"sum_{name}"] or 0 for name in MEASURES}


def _exempted(rows: QuerySet[CaseCount]) -> dict[str, list[int]]:
    """The cases left out of each indicator, by its code."""
    found: dict[str, list[int]] = defaultdict(list)
    appeals = FigureAppeal.objects.filter(standing=EXEMPT, case__in=rows.values("case"))
    for code, case in appeals.values_list("code", "case"):
        found[code].append(case)
    return found


def _without(
    indicator: Indicator, sums: Sums, rows: QuerySet[CaseCount], out: Iterable[int]
) -> Figure:
    """The figure less what exempted cases count for."""
    whole = indicator.figure(sums)
    if not out:
        return whole
    less = indicator.figure(_sums(rows.filter(case__in=out)))
    return replace(
        whole,
        numerator=whole.numerator - less.numerator,
        denominator=whole.denominator - less.denominator,
    )


def _times(code: str, part: str) -> Any:
    indicator = INDICATORS[code]
    names = indicator.numerator if part == "n" else indicator.denominator
    return reduce(add, (Sum(name) for name in names))
