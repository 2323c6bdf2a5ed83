"""Completeness and freshness by building, estate, grid and community: two numbers, never one.

Counted over what the actor may see, like the collection rate beside them. One query for each kind
of row that is asked, however many rows there are.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.kernel.scope import within
from linge.territory.models import Building, Grid, Region
from linge.territory.queries import building_text
from linge.territory.queries import visible_to as territory_visible_to

from ...models import CollectionRule, ItemLimit, PlaceCount
from ...rules.collection import Share
from ...rules.items import ITEMS_OF, REQUIRED_PLACES, Clear, Item, days_of
from . import asking
from .states import EMPTY, FRESH, NOT_ASKED, STALE, Asked, asked

SOURCES: tuple[tuple[Callable[[Asked], QuerySet[Any, Any]], str, tuple[Item, ...]], ...] = (
    (asking.homes, "building", ITEMS_OF[Clear.HOUSEHOLD]),
    (asking.people, "building", ITEMS_OF[Clear.CATEGORIES]),
    (asking.buildings, "pk", (Item.A1,)),
    (asking.shops, "building", (Item.A2,)),
    (asking.organisations, "building", (Item.A3,)),
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows are asked an item group, how many filled it, how many lately."""

    asked: int = 0
    filled: int = 0
    fresh: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.asked + other.asked, self.filled + other.filled, self.fresh + other.fresh)

    @property
    def completeness(self) -> Share:
        return Share(self.filled, self.asked)

    @property
    def freshness(self) -> Share:
        return Share(self.fresh, self.asked)

    @property
    def empty(self) -> int:
        return self.asked - self.filled

    @property
    def stale(self) -> int:
        return self.filled - self.fresh


def tally_of(state: int, rows: int) -> Tally:
    """What rows of one state add to a tally."""
    if state == NOT_ASKED:
        return Tally()
    return Tally(rows, rows if state > EMPTY else 0, rows if state == FRESH else 0)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row is counted."""

    building: int | None
    grid: int | None


Tallies = dict[Item, Tally]


@dataclass(frozen=True, slots=True)
class Line:
    """The item groups of one place. ``by`` and ``key`` narrow the lists behind the figures."""

    by: str
    key: int | None
    name: str
    items: Mapping[Item, Tally]

    def of(self, clear: Clear) -> Tally:
        """One clear: the sum of its item groups."""
        return sum((self.items.get(item, Tally()) for item in ITEMS_OF[clear]), Tally())

    @property
    def whole(self) -> Tally:
        return sum(self.items.values(), Tally())


@dataclass(frozen=True, slots=True)
class ItemBoard:
    """The item groups of a community as of a day."""

    community: Region
    as_of: date
    days: Mapping[Item, int | None]
    total: Line
    grids: tuple[Line, ...] = ()
    estates: tuple[Line, ...] = ()
    buildings: tuple[Line, ...] = ()


@dataclass
class Cells:
    """Tallies by place, gathered once and summed up along each division."""

    held: dict[Place, Tallies] = field(default_factory=lambda: defaultdict(dict))

    def add(self, place: Place, item: Item, tally: Tally) -> None:
        cell = self.held[place]
        cell[item] = cell.get(item, Tally()) + tally

    def lines(
        self, by: str, names: Iterable[tuple[int | None, str]], of: Callable[[Place], int | None]
    ) -> tuple[Line, ...]:
        """A line for each name that holds anything, in the order of the names."""
        grouped: dict[int | None, list[Tallies]] = defaultdict(list)
        for place, tallies in self.held.items():
            grouped[of(place)].append(tallies)
        return tuple(
            Line(by, key, name, _sum(grouped[key])) for key, name in names if key in grouped
        )


def _sum(many: Iterable[Tallies]) -> Tallies:
    total: Tallies = {}
    for tallies in many:
        for item, tally in tallies.items():
            total[item] = total.get(item, Tally()) + tally
    return total


def item_board(actor: Actor, community: Region, as_of: date | None = None) -> ItemBoard:
    """Count every item group below the hazards. A constant number of queries.

    Refuses with ``registry.as_of_future``.
    """
    asks = question(actor, community, as_of)
    cells = gathered(asks)
    buildings = {b.pk: b for b in _buildings(actor, community)}
    estates = {b.estate_id: str(b.estate) for b in buildings.values() if b.estate_id}
    grids = Grid.objects.filter(community=community).order_by("code").values_list("pk", "name")

    def estate(place: Place) -> int | None:
        building = buildings.get(place.building or 0)
        return building.estate_id if building else None

    return ItemBoard(
        community=community,
        as_of=asks.day,
        days=asks.days,
        total=Line("community", community.pk, community.name, _sum(cells.held.values())),
        grids=cells.lines("grid", [*grids, (None, str(_("未划入网格")))], lambda p: p.grid),
        estates=cells.lines("estate", estates.items(), estate),
        buildings=cells.lines(
            "building",
            ((pk, building_text(row)) for pk, row in buildings.items()),
            lambda p: p.building,
        ),
    )


def grid_items(actor: Actor, grid: Grid, as_of: date | None = None) -> Line:
    """The item groups of one grid (四清, without hazards and disputes)."""
    asks = question(actor, grid.community, as_of)
    lines = gathered(asks, grid).lines("grid", [(grid.pk, grid.name)], lambda p: p.grid)
    return lines[0] if lines else Line("grid", grid.pk, grid.name, {})


def question(actor: Actor, community: Region, as_of: date | None) -> Asked:
    """What is asked on a day that is not ahead."""
    if as_of and as_of > clock.today():
        raise Refused("registry.as_of_future", str(_("统计日期不能晚于今天。")), "as_of")
    return asked(actor, community, as_of)


def gathered(asks: Asked, grid: Grid | None = None) -> Cells:
    """Every tally by building and grid."""
    cells = Cells()
    for source, building, items in SOURCES:
        rows = source(asks)
        if grid:
            rows = rows.filter(grid=grid.pk)
        keys = [building, "grid", *(item.value for item in items)]
        counted = rows.order_by().values(*keys).annotate(rows=Count("pk"))
        for at, grid_key, *states, many in counted.values_list(*keys, "rows"):
            place = Place(at, grid_key)
            for item, state in zip(items, states, strict=True):
                cells.add(place, item, tally_of(state, many))
    for key, state in place_states(asks, grid).items():
        cells.add(Place(None, key), Item.A4, tally_of(state, 1))
    return cells


def place_states(asks: Asked, grid: Grid | None = None) -> dict[int, int]:
    """A4 of each grid: every required kind of place counted, the oldest count deciding."""
    rows = territory_visible_to(asks.actor, Grid).filter(
        community=asks.community, since__lte=asks.day
    )
    grids = [row for row in rows if row.until is None or row.until > asks.day]
    counts = PlaceCount.objects.filter(grid__in=grids, day__lte=asks.day)
    newest: dict[int, dict[str, date]] = defaultdict(dict)
    for key, kind, day in counts.values_list("grid", "kind").annotate(day=Max("day")):
        newest[key][kind] = day
    since = asks.since(Item.A4)
    wanted = [row.pk for row in grids if grid is None or row.pk == grid.pk]
    return {key: _counted(newest[key], since) for key in wanted}


def _counted(days: Mapping[str, date], since: date | None) -> int:
    if not set(REQUIRED_PLACES) <= set(days):
        return EMPTY
    oldest = min(days[kind] for kind in REQUIRED_PLACES)
    return FRESH if since is None or oldest >= since else STALE


def _buildings(actor: Actor, community: Region) -> Iterator[Building]:
    rows = territory_visible_to(actor, Building).filter(within(actor), community=community)
    return rows.select_related("estate", "lane", "street_front").order_by("path").iterator()


def rule_facts(community: Region) -> dict[str, Any]:
    """What a community decided about collecting, by the names its form asks with."""
    rule = CollectionRule.objects.filter(community=community).first() or CollectionRule()
    names = ("phone_counts", "burst_doors", "burst_minutes")
    own = ItemLimit.objects.filter(community=community).values_list("item", "days")
    return {name: getattr(rule, name) for name in names} | dict(own)


def limits(community: Region) -> dict[Item, int | None]:
    """For how many days each item group holds in a community."""
    own = ItemLimit.objects.filter(community=community).values_list("item", "days")
    return days_of(dict(own))
