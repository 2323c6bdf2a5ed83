"""The figures of the wall: counts only, nothing about a person."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from linge.cases import queries as cases
from linge.cases.models import Case, Category
from linge.cases.rules import DueWords
from linge.kernel.access import Actor, can
from linge.kernel.clock import now, today
from linge.kernel.zone import day_begins
from linge.registry import permissions as registry_permissions
from linge.registry import queries as registry
from linge.registry.queries import Line
from linge.territory import queries as territory
from linge.territory.models import Building, Dwelling, Organisation, Region, Shop

from . import rules
from .rules import Shape

BUSIEST = 6
MOST_URGENT = 5


@dataclass(frozen=True, slots=True)
class Today:
    """Cases of one community: what came and went today, what is open, how much of it is late."""

    reported: int
    closed: int
    open: int
    due_soon: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the community holds."""

    grids: int
    buildings: int
    dwellings: int
    organisations: int
    shops: int


@dataclass(frozen=True, slots=True)
class Busy:
    """A category and how many open cases it has."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Urgent:
    """An open case as the wall may show it: what and where in general, and the time left."""

    what: str
    grid: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Overview:
    """View 1 of the wall."""

    community: Region
    today: Today
    holdings: Holdings
    urgent: list[Urgent]
    busiest: list[Busy]
    shapes: list[Shape]
    collection: Line | None


def overview(actor: Actor, community: Region) -> Overview:
    """Everything the first view shows. A dozen queries, however large the community."""
    return Overview(
        community=community,
        today=_today(actor, community),
        holdings=_holdings(actor, community),
        urgent=_urgent(actor, community),
        busiest=_busiest(actor, community),
        shapes=_shapes(actor, community),
        collection=_collection(actor, community),
    )


def _today(actor: Actor, community: Region) -> Today:
    here = cases.visible_to(actor).filter(community=community)
    midnight = day_begins(today())
    late, soon = now(), now() + timedelta(days=1)
    moved = here.aggregate(
        reported=Count("pk", filter=Q(reported_at__gte=midnight)),
        closed=Count("pk", filter=Q(closed_at__gte=midnight)),
    )
    waiting = here.open().aggregate(
        open=Count("pk"),
        due_soon=Count("pk", filter=Q(current_due_at__range=(late, soon))),
        overdue=Count("pk", filter=Q(current_due_at__lt=late)),
    )
    return Today(**moved, **waiting)


def _urgent(actor: Actor, community: Region) -> list[Urgent]:
    """The cases whose time is shortest, without place or words of a report."""
    rows = cases.board(actor).filter(community=community, current_due_at__isnull=False)
    return [_told(case, cases.due_words(case)) for case in rows[:MOST_URGENT]]


def _told(case: Case, due: DueWords) -> Urgent:
    what = case.category.label if case.category else case.get_state_display()
    return Urgent(str(what), case.grid.name if case.grid else "", due.colour, due.text)


def _holdings(actor: Actor, community: Region) -> Holdings:
    def count(model: type) -> int:
        return territory.visible_to(actor, model).filter(community=community).count()

    return Holdings(
        grids=territory.grids(actor).filter(community=community).count(),
        buildings=count(Building),
        dwellings=count(Dwelling),
        organisations=count(Organisation),
        shops=count(Shop),
    )


def _busiest(actor: Actor, community: Region) -> list[Busy]:
    """Categories with the most open cases, the busiest first."""
    rows = (
        cases.visible_to(actor)
        .open()
        .filter(community=community, category__isnull=False)
        .values_list("category__name", "category__name_en")
        .annotate(count=Count("pk"))
        .order_by("-count", "category__name")[:BUSIEST]
    )
    return [Busy(Category(name=name, name_en=english).label, n) for name, english, n in rows]


def _shapes(actor: Actor, community: Region) -> list[Shape]:
    """Today's grids, each with its number of open cases under its name."""
    layers = territory.map_layers(actor, community)
    rows = (
        cases.visible_to(actor)
        .open()
        .filter(community=community, grid__isnull=False)
        .values_list("grid")
        .annotate(count=Count("pk"))
    )
    return rules.drawn(layers.grids["features"], {grid: str(count) for grid, count in rows})


def _collection(actor: Actor, community: Region) -> Line | None:
    """How far the collection is, for whoever may see the board."""
    if not can(actor, registry_permissions.COLLECTION):
        return None
    return registry.collection_board(actor, community).total
