"""Figures of another day: which rows stood then, as was known then, and in whose borders.

Facts hang on dwellings, so the sum over the borders of then equals the sum over today's.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from linge.kernel.access import Actor
from linge.kernel.clock import SHANGHAI, today
from linge.kernel.refusals import Refused

from ..models import (
    Building,
    Division,
    Dwelling,
    DwellingUse,
    Grid,
    GridMember,
    PathHistory,
    Region,
    RegionState,
)
from ..rules import paths
from ..rules.kinds import DivisionState, DwellingUseKind
from ..rules.moments import By, Moment
from .scope import visible_to

HELD = (DivisionState.IN_FORCE, DivisionState.SUPERSEDED)
GridOf = Callable[[int, int | None], int | None]


def moment(as_of: str = "", known_at: str = "", by: str = "") -> Moment:
    """A moment out of the words of an address; figures know no future.

    Refuses with ``territory.day_unread``, ``territory.as_of_future`` or ``territory.by_unknown``.
    """
    day = _day(as_of, "as_of") if as_of else today()
    if day > today():
        raise Refused("territory.as_of_future", str(_("统计日期不能晚于今天。")), "as_of")
    if by and by not in By.values:
        raise Refused(
            "territory.by_unknown", str(_("划分口径只有“当日”和“现行”两种，请重新选择。")), "by"
        )
    return Moment(day, _end_of(_day(known_at, "known_at")) if known_at else None, By(by or By.NOW))


def moves_since(day: date) -> list[paths.Moved]:
    """The moves that were made after a day, in their order."""
    rows = PathHistory.objects.filter(until__gt=day).order_by("until", "pk")
    return [paths.Moved(*row) for row in rows.values_list("path", "moved_to")]


def lies_in(region: Region, moment: Moment, path: str = "path") -> Q:
    """The rows of a division: what lies under it today, or what lay under it on the day."""
    spans = [paths.bounds(region.path)]
    if moment.by == By.THEN and (moves := moves_since(moment.as_of)):
        spans = paths.spans_of(paths.path_then(region.path, moves), moves)
    condition = Q(pk__in=[])
    for low, high in spans:
        condition |= Q(**{f"{path}__gte": low, f"{path}__lt": high})
    return condition


def dwellings_on(actor: Actor, moment: Moment) -> QuerySet[Dwelling]:
    """The dwellings that stood on the day, as was known at the moment."""
    gone = DwellingUse.objects.filter(dwelling=OuterRef("pk"), use=DwellingUseKind.DEMOLISHED)
    if moment.known_at:
        gone = gone.filter(recorded_at__lte=moment.known_at)
    stood = Q(building__built_on=None) | Q(building__built_on__lte=moment.as_of)
    always_gone = Q(~Exists(gone), use=DwellingUseKind.DEMOLISHED)
    rows = visible_to(actor, Dwelling).filter(stood)
    rows = rows.exclude(Exists(gone.on(moment.as_of))).exclude(always_gone)
    return rows.filter(recorded_at__lte=moment.known_at) if moment.known_at else rows


def buildings_on(actor: Actor, moment: Moment) -> QuerySet[Building]:
    """The buildings that stood on the day, as was known at the moment."""
    stood = Q(built_on=None) | Q(built_on__lte=moment.as_of)
    rows = visible_to(actor, Building).filter(stood)
    return rows.filter(recorded_at__lte=moment.known_at) if moment.known_at else rows


def grids_then(moment: Moment) -> GridOf:
    """The grid of a building, or of one of its units, in the divisions of the day."""
    divisions = Division.objects.filter(
        Q(until=None) | Q(until__gt=moment.as_of), state__in=HELD, since__lte=moment.as_of
    )
    if moment.known_at:
        divisions = divisions.filter(approved_at__lte=moment.known_at)
    members = GridMember.objects.filter(division__in=list(divisions.values_list("pk", flat=True)))
    whole = dict(members.filter(building__isnull=False).values_list("building", "grid"))
    split = dict(members.filter(unit__isnull=False).values_list("unit", "grid"))

    def grid_of(building: int, unit: int | None) -> int | None:
        return split.get(unit) if unit in split else whole.get(building)

    return grid_of


@dataclass(frozen=True, slots=True)
class Holding:
    """What a grid or a division holds: dwellings on record, those expected, buildings.

    A building split between grids counts in each; ``expected`` counts it where most of it lies.
    """

    key: int | None
    name: str
    dwellings: int
    expected: int
    buildings: int


def grid_holdings(actor: Actor, community: Region, moment: Moment) -> list[Holding]:
    """What each grid of a community held, those without a grid last. Seven queries at most."""
    cells = _cells(actor, community, moment)
    names: dict[int | None, str] = dict(
        Grid.objects.filter(pk__in={grid for _, grid in cells if grid})
        .order_by("code")
        .values_list("pk", "name")
    )
    names[None] = str(_("未划入网格"))
    held = {key: [counts for (_, grid), counts in cells.items() if grid == key] for key in names}
    return [_holding(key, name, held[key]) for key, name in names.items() if held[key]]


def region_holdings(actor: Actor, region: Region, moment: Moment) -> list[Holding]:
    """What each division right below one held, by the divisions of then or of today."""
    moves = moves_since(moment.as_of) if moment.by == By.THEN else []
    children = regions_below(region, moment)
    paths_then = {paths.path_then(child.path, moves): child.pk for child, _ in children}
    homes = _homes_by_building(actor, region, moment)
    held: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = buildings_on(actor, moment).filter(lies_in(region, moment))
    for building, path, surveyed in rows.values_list("pk", "path", "expected_dwellings"):
        steps = paths.ancestors(paths.path_then(path, moves))
        child = next((paths_then[step] for step in steps if step in paths_then), None)
        if child is not None:
            count = homes.get(building, 0)
            held[child].append((count, max(count, surveyed)))
    return [_holding(child.pk, name, held[child.pk]) for child, name in children]


def _holding(key: int | None, name: str, buildings: list[tuple[int, int]]) -> Holding:
    return Holding(
        key=key,
        name=name,
        dwellings=sum(count for count, _ in buildings),
        expected=sum(expected for _, expected in buildings),
        buildings=len(buildings),
    )


def regions_below(region: Region, moment: Moment) -> list[tuple[Region, str]]:
    """The divisions right below one, with the names they had, in code order."""
    if moment.by == By.NOW:
        rows = Region.objects.filter(parent=region, until=None).order_by("code")
        return [(row, row.name) for row in rows]
    moves = moves_since(moment.as_of)
    above = paths.path_then(region.path, moves)
    rows = Region.objects.on(moment.as_of).filter(lies_in(region, moment)).order_by("code")
    former = {
        state.region_id: state.name
        for state in RegionState.objects.on(moment.as_of).filter(region__in=rows)
    }
    return [
        (row, former.get(row.pk, row.name))
        for row in rows
        if paths.parent(paths.path_then(row.path, moves)) == above
    ]


def _homes_by_building(actor: Actor, region: Region, moment: Moment) -> dict[int, int]:
    rows = dwellings_on(actor, moment).filter(lies_in(region, moment)).order_by()
    return dict(rows.values_list("building").annotate(n=Count("pk")))


def _cells(
    actor: Actor, community: Region, moment: Moment
) -> dict[tuple[int, int | None], tuple[int, int]]:
    """(building, grid) → dwellings on record, dwellings expected."""
    inside = lies_in(community, moment)
    rows = dwellings_on(actor, moment).filter(inside).order_by()
    then = grids_then(moment) if moment.by == By.THEN else None
    homes: dict[int, dict[int | None, int]] = defaultdict(lambda: defaultdict(int))
    for building, unit, grid, count in rows.values_list("building", "unit", "grid").annotate(
        n=Count("pk")
    ):
        homes[building][then(building, unit) if then else grid] += count
    cells: dict[tuple[int, int | None], tuple[int, int]] = {}
    buildings = buildings_on(actor, moment).filter(inside)
    for building, grid, surveyed in buildings.values_list("pk", "grid", "expected_dwellings"):
        held = homes[building]
        own = max(held, key=lambda key: held[key]) if held else None
        own = own if held else (then(building, None) if then else grid)
        held.setdefault(own, 0)
        more = max(surveyed - sum(held.values()), 0)
        for key, count in held.items():
            cells[building, key] = (count, count + (more if key == own else 0))
    return cells


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        message = _("日期“%(raw)s”不存在，请写成 2026-03-14。") % {"raw": text[:20]}
        raise Refused("territory.day_unread", str(message), field) from fault


def _end_of(day: date) -> datetime:
    return datetime.combine(day, datetime.max.time(), SHANGHAI)
