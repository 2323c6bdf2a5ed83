"""The collection board: how much is collected, by building, estate, grid and community.

Counted over the dwellings the actor may see, so a grid worker sees the own figures only. Nothing
is ranked: lines stand in the order of the map.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.kernel.scope import within
from linge.territory.models import Building, Dwelling, Grid, Region
from linge.territory.queries import building_text, buildings_on, grids_then, lies_in
from linge.territory.queries import visible_to as territory_visible_to
from linge.territory.rules.kinds import DwellingUseKind
from linge.territory.rules.moments import By, Moment

from ..models import CollectionRound
from ..rules.collection import Share, expected
from .homes import counted, round_on

PARENTS = ("estate", "lane", "street_front")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one grid holds of one building. ``unlisted``: homes surveyed but not on file."""

    building: int
    grid: int | None
    rows: int
    collected: int
    unlisted: int

    @property
    def expected(self) -> int:
        return self.rows + self.unlisted


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the board. ``by`` and ``key`` are the filter that lists what it counts."""

    by: str
    key: int | None
    name: str
    rows: int
    collected: int
    unlisted: int

    @property
    def expected(self) -> int:
        return self.rows + self.unlisted

    @property
    def missing(self) -> int:
        return self.expected - self.collected

    @property
    def share(self) -> Share:
        return Share(self.collected, self.expected)


@dataclass(frozen=True, slots=True)
class Board:
    """The figures of one community as of a day. ``doubtful``: more rows than the survey says."""

    community: Region
    as_of: date
    by: By
    round: CollectionRound | None
    total: Line
    grids: tuple[Line, ...]
    estates: tuple[Line, ...]
    buildings: tuple[Line, ...]
    doubtful: tuple[Any, ...]


def collection_board(
    actor: Actor,
    community: Region,
    as_of: date | None = None,
    *,
    known_at: datetime | None = None,
    by: By = By.NOW,
) -> Board:
    """Count the dwellings of a community that the actor may see. A constant number of queries.

    ``by`` cuts by the division of the day or by today's. Refuses with ``registry.as_of_future``.
    """
    day = as_of or clock.today()
    if day > clock.today():
        raise Refused("registry.as_of_future", str(_("统计日期不能晚于今天。")), "as_of")
    moment = Moment(day, known_at, by)
    buildings = _buildings(actor, community, moment)
    cells = _cells(actor, community, moment, buildings)
    grids = Grid.objects.filter(community=community).order_by("code").values_list("pk", "name")
    estates = {b.estate_id: str(b.estate) for b in buildings.values() if b.estate_id}
    names = {pk: building_text(building) for pk, building in buildings.items()}
    return Board(
        community=community,
        as_of=day,
        by=by,
        round=round_on(community.pk, day),
        total=_line("community", community.pk, community.name, cells),
        grids=_lines("grid", [*grids, (None, str(_("未划入网格")))], cells, lambda c: c.grid),
        estates=_lines(
            "estate", list(estates.items()), cells, lambda c: buildings[c.building].estate_id
        ),
        buildings=_lines("building", list(names.items()), cells, lambda c: c.building),
        doubtful=tuple(b for b in buildings.values() if b.rows_total > b.expected_dwellings),
    )


def unlisted(
    actor: Actor, *, community: str = "", estate: str = "", building: str = "", grid: str = ""
) -> int:
    """Homes surveyed but not on file, for the lists that a figure of the board opens."""
    buildings = _rows(actor)
    for name, value in (("community", community), ("estate", estate), ("pk", building)):
        if value.isdigit():
            buildings = buildings.filter(**{name: int(value)})
    if grid:
        buildings = buildings.filter(grid=int(grid) if grid.isdigit() else None)
    seen = territory_visible_to(actor, Building).filter(within(actor))
    return sum(map(_unlisted, buildings.filter(pk__in=seen)))


def _buildings(actor: Actor, community: Region, moment: Moment) -> dict[int, Any]:
    standing = buildings_on(actor, moment).filter(lies_in(community, moment))
    rows = _on_file(standing).select_related(*PARENTS).order_by("path")
    return {building.pk: building for building in rows}


def _rows(actor: Actor) -> QuerySet[Any, Any]:
    return _on_file(territory_visible_to(actor, Building))


def _on_file(buildings: QuerySet[Building]) -> QuerySet[Any, Any]:
    """Buildings with the number of their dwellings on file, whoever may see those."""
    standing = Dwelling.objects.filter(building=OuterRef("pk")).exclude(
        use=DwellingUseKind.DEMOLISHED
    )
    on_file = standing.order_by().values("building").annotate(n=Count("pk")).values("n")
    return buildings.annotate(rows_total=Coalesce(Subquery(on_file), 0))


def _cells(
    actor: Actor, community: Region, moment: Moment, buildings: dict[int, Any]
) -> list[Cell]:
    """What each grid holds of each building; homes not on file go to the building's own grid."""
    grid_of = grids_then(moment) if moment.by == By.THEN else None
    rows = (
        counted(actor, moment.as_of, moment.known_at)
        .filter(lies_in(community, moment))
        .order_by()
        .values_list("building", "unit", "grid")
        .annotate(rows=Count("pk"), done=Count("pk", filter=Q(collected=True)))
    )
    held: dict[tuple[int, int | None], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for building, unit, grid, count, done in rows:
        key = (building, grid_of(building, unit) if grid_of else grid)
        held[key] = (held[key][0] + count, held[key][1] + done)
    own = {
        pk: grid_of(pk, None) if grid_of else grid
        for pk, grid in territory_visible_to(actor, Building)
        .filter(within(actor), pk__in=buildings)
        .values_list("pk", "grid")
    }
    for cell in own.items():
        held.setdefault(cell, (0, 0))
    homes = {pk: own.get(pk, building.grid_id) for pk, building in buildings.items()}
    return [
        Cell(pk, grid, count, done, _unlisted(buildings[pk]) if grid == homes[pk] else 0)
        for (pk, grid), (count, done) in held.items()
        if pk in buildings
    ]


def _unlisted(building: Any) -> int:
    rows: int = building.rows_total
    return expected(building.expected_dwellings, rows) - rows


def _line(by: str, key: int | None, name: str, cells: Iterable[Cell]) -> Line:
    held = list(cells)
    return Line(
        by,
        key,
        name,
        rows=sum(cell.rows for cell in held),
        collected=sum(cell.collected for cell in held),
        unlisted=sum(cell.unlisted for cell in held),
    )


def _lines(
    by: str,
    names: Sequence[tuple[int | None, str]],
    cells: Iterable[Cell],
    of: Callable[[Cell], int | None],
) -> tuple[Line, ...]:
    grouped: dict[int | None, list[Cell]] = defaultdict(list)
    for cell in cells:
        grouped[of(cell)].append(cell)
    return tuple(_line(by, key, name, grouped[key]) for key, name in names if key in grouped)
