"""Reports that may be about the same thing. The clerk decides; nothing merges itself.

Source: cases §6.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from linge.kernel import geo
from linge.kernel.access import Actor
from linge.kernel.clock import now

from .. import rules
from ..models import Case, CasePhoto, Category
from ..models.cases import CaseQuerySet
from ..rules import OPEN, PhotoPhase, State
from .scope import visible_to

MOST = 5
READ = 200  # cases weighed against one report; a community has few open ones so near
CLOSED_DAYS = 3
METRES, DAYS = 50, 7
DEGREES_PER_METRE = 1 / 80_000  # a little more than a metre anywhere south of 44° N
ALIKE_PERCENT = 30  # from here on two texts are called alike


@dataclass(frozen=True, slots=True)
class Candidate:
    """A similar case: how far from this one in metres (unknown without two points), how much of the
    words they share in percent, whether a photo shows the same, and its first photos."""

    case: Case
    metres: int | None
    words: int
    same_photo: bool
    photos: tuple[CasePhoto, ...]

    @property
    def alike(self) -> bool:
        """Whether the words are so alike that it is worth saying."""
        return self.words >= ALIKE_PERCENT


def candidates(actor: Actor, case: Case, category: Category | None = None) -> list[Candidate]:
    """Up to five similar cases the actor may see: those with the same photo, then the nearest, the
    most alike in words, the youngest. Two queries."""
    return _ranked(case, category, visible_to(actor))


def candidate_ids(case: Case, category: Category | None) -> list[int]:
    """The similar cases there are now, whoever may see them: to tell whether a clerk saw all."""
    return [found.case.pk for found in _ranked(case, category, Case.objects.all())]


def _ranked(case: Case, category: Category | None, among: CaseQuerySet) -> list[Candidate]:
    metres = category.duplicate_metres if category else METRES
    days = category.duplicate_days if category else DAYS
    rows = list(_alike(case, category, among, now(), metres, days)[:READ])
    photos = _photos_of([case, *rows])
    found = [_weighed(case, row, photos) for row in rows]
    near = [one for one in found if one.metres is None or one.metres <= metres]
    return sorted(near, key=lambda one: _rank(one, metres))[:MOST]


def _rank(one: Candidate, metres: int) -> tuple[bool, int, int, int]:
    away = metres if one.metres is None else one.metres
    return not one.same_photo, away, -one.words, -one.case.pk


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
    return rows.select_related("category", "grid", "building", "community").order_by("-pk")


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


def _photos_of(cases: Iterable[Case]) -> dict[int, list[CasePhoto]]:
    """What each report showed, by case."""
    shown = CasePhoto.objects.filter(
        case__in=[case.pk for case in cases], phase=PhotoPhase.BEFORE
    ).select_related("file")
    found: dict[int, list[CasePhoto]] = defaultdict(list)
    for photo in shown:
        found[photo.case_id].append(photo)
    return found


def _weighed(case: Case, row: Case, photos: dict[int, list[CasePhoto]]) -> Candidate:
    return Candidate(
        case=row,
        metres=_distance(case, row),
        words=int(100 * rules.words_alike(case.words, row.words)),
        same_photo=any(_same(mine, its) for mine in photos[case.pk] for its in photos[row.pk]),
        photos=tuple(photos[row.pk][:2]),
    )


def _same(mine: CasePhoto, its: CasePhoto) -> bool:
    same_bytes = mine.file.sha256 == its.file.sha256
    return same_bytes or rules.photos_alike(mine.file.look, its.file.look)


def _distance(one: Case, other: Case) -> int | None:
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return None
    return round(geo.metres_between((one.lon, one.lat), (other.lon, other.lat)))
