"""Reports that may be about the same thing. The clerk decides; nothing merges itself.

Source: cases §6.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from linge.kernel import geo
from linge.kernel.access import Actor
from linge.kernel.clock import now

from ..models import Case, Category
from ..models.cases import CaseQuerySet
from ..rules import OPEN, State
from .scope import visible_to

MOST = 5
CLOSED_DAYS = 3
METRES, DAYS = 50, 7
DEGREES_PER_METRE = 1 / 80_000  # a little more than a metre anywhere south of 44° N


@dataclass(frozen=True, slots=True)
class Candidate:
    """A similar case and how far from this one it lies, in metres; unknown without two points."""

    case: Case
    metres: int | None


def candidates(actor: Actor, case: Case, category: Category | None = None) -> list[Candidate]:
    """Up to five similar cases the actor may see, nearest first, then the youngest."""
    return _ranked(case, category, visible_to(actor))


def candidate_ids(case: Case, category: Category | None) -> list[int]:
    """The similar cases there are now, whoever may see them: to tell whether a clerk saw all."""
    return [found.case.pk for found in _ranked(case, category, Case.objects.all())]


def _ranked(case: Case, category: Category | None, among: CaseQuerySet) -> list[Candidate]:
    metres = category.duplicate_metres if category else METRES
    days = category.duplicate_days if category else DAYS
    rows = _alike(case, category, among, now(), metres, days)
    found = [Candidate(row, _distance(case, row)) for row in rows]
    near = [one for one in found if one.metres is None or one.metres <= metres]
    near.sort(key=lambda one: (one.metres if one.metres is not None else metres, -one.case.pk))
    return near[:MOST]


def _alike(
    case: Case,
    category: Category | None,
    among: CaseQuerySet,
    at: datetime,
    metres: int,
    days: int,
) -> CaseQuerySet:
    lately = Q(state=State.CLOSED, closed_at__gte=at - timedelta(days=CLOSED_DAYS))
    rows = among.filter(
        Q(state__in=OPEN) | lately,
        _nearby(case, metres),
        community_id=case.community_id,
        reported_at__gte=at - timedelta(days=days),
    ).exclude(pk=case.pk)
    large = category.parent_id if category else None
    if large is not None:
        rows = rows.filter(Q(category__isnull=True) | Q(category__parent_id=large))
    return rows.select_related("category", "grid", "building", "community")


def _nearby(case: Case, metres: int) -> Q:
    """A box around the point, or the same building."""
    near = Q(pk__in=[])
    if case.building_id is not None:
        near |= Q(building_id=case.building_id)
    if case.lon is not None and case.lat is not None:
        reach = metres * DEGREES_PER_METRE
        near |= Q(lon__range=(case.lon - reach, case.lon + reach)) & Q(
            lat__range=(case.lat - reach, case.lat + reach)
        )
    return near


def _distance(one: Case, other: Case) -> int | None:
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return None
    return round(geo.metres_between((one.lon, one.lat), (other.lon, other.lat)))
