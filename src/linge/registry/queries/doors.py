"""Which doors to knock on next in a grid, and why (下一户). Computed, never stored.

It ranks doors by what waits behind them, never people. What a floor above knows of a home (facts
that a benefit needs) comes through `add_source`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linge.kernel import clock
from linge.kernel.access import Actor
from linge.territory.models import Dwelling, Grid
from linge.territory.queries import WITH_ADDRESS
from linge.territory.rules.kinds import DwellingUseKind

from ..models import QuietDoor, Residency, Visit
from ..rules import collection
from ..rules.items import ITEMS_OF, Clear
from ..rules.kinds import Outcome
from .care import care_visits
from .homes import counted
from .items import asking
from .items.counting import question
from .items.states import STALE

LIMIT = 30
CARE_AHEAD = timedelta(days=3)
LOOK_BACK = collection.NEXT_AFTER[Outcome.REFUSED]
REASONS = {
    "uncollected": gettext_lazy("未采集"),
    "care_visit_due": gettext_lazy("关爱走访3天内到期"),
    "open_correction": gettext_lazy("有更正申请待核实"),
    "unknown_facts": gettext_lazy("%(n)s项待遇资格待核实"),
    "parked_pairs": gettext_lazy("%(n)s对疑似重复待核对"),
    "stale_groups": gettext_lazy("%(n)s项资料已过期"),
}

Counts = Mapping[int, int]
Source = Callable[[Actor, Grid], Counts]
_sources: dict[str, Source] = {}


def add_source(reason: str, source: Source) -> None:
    """Let a context say how often a reason holds for each dwelling (by id) of a grid."""
    _sources[reason] = source


@dataclass(frozen=True, slots=True)
class Door:
    """A home to call on: its rank, the reasons for it, who lives there, what to mind."""

    dwelling: Dwelling
    priority: int
    counts: Mapping[str, int]
    names: tuple[str, ...]
    hint: str

    @property
    def why(self) -> list[str]:
        """The reasons in words, the weightiest first."""
        return [
            str(words) % {"n": self.counts[reason]}
            for reason, words in REASONS.items()
            if self.counts.get(reason)
        ]


def next_doors(actor: Actor, grid: Grid, limit: int = LIMIT) -> list[Door]:
    """The next doors of a grid for the actor, in the order of calling. Constant in queries."""
    now = clock.now().astimezone(clock.SHANGHAI)
    paid = _paid(grid, now.date())
    left_out = _left_out(actor, grid, paid, now)
    waiting = _waiting(actor, grid)
    ranked = {
        home: counts
        for home, counts in waiting.items()
        if home not in left_out and collection.priority(counts) > 0
    }
    homes = _ordered(ranked)[:limit]
    names = _names(homes)
    return [
        Door(
            home,
            collection.priority(ranked[home.pk]),
            ranked[home.pk],
            tuple(names[home.pk]),
            _hint(paid.get(home.pk, ())),
        )
        for home in homes
    ]


def _waiting(actor: Actor, grid: Grid) -> dict[int, Counter[str]]:
    """What waits behind each door of the grid."""
    waiting: dict[int, Counter[str]] = defaultdict(Counter)
    open_doors = counted(actor).filter(Q(collected=False), grid=grid)
    for home in open_doors.values_list("pk", flat=True):
        waiting[home]["uncollected"] = 1
    for home, stale in _stale(actor, grid):
        waiting[home]["stale_groups"] += stale
    for home in _care_due(actor, grid):
        waiting[home]["care_visit_due"] = 1
    for reason, source in _sources.items():
        for home, times in source(actor, grid).items():
            waiting[home][reason] += times
    return waiting


def _stale(actor: Actor, grid: Grid) -> Iterable[tuple[int, int]]:
    """How many item groups of each home and of those who live there are past their limit."""
    asks = question(actor, grid.community, None)
    households = [item.value for item in ITEMS_OF[Clear.HOUSEHOLD]]
    persons = [item.value for item in ITEMS_OF[Clear.CATEGORIES]]
    homes = asking.homes(asks).filter(grid=grid).order_by().values_list("pk", *households)
    people = asking.people(asks).filter(dwelling__grid=grid).order_by()
    for rows in (homes, people.values_list("dwelling", *persons)):
        for home, *states in rows:
            yield home, states.count(STALE)


def _care_due(actor: Actor, grid: Grid) -> set[int]:
    """Homes of people whom a care visit within three days is planned for, as the actor may see."""
    due = care_visits(actor).filter(planned_on__lte=clock.today() + CARE_AHEAD).order_by()
    homes = Residency.objects.filter(
        main=True, until=None, dwelling__grid=grid, person__in=due.values("need__person")
    )
    return set(homes.values_list("dwelling", flat=True))


Paid = dict[int, list[Visit]]


def _paid(grid: Grid, today: date) -> Paid:
    """The visits of the last month by home, the latest first."""
    paid: Paid = defaultdict(list)
    rows = Visit.objects.filter(
        dwelling__grid=grid, day__gt=today - LOOK_BACK, voided_at=None
    ).order_by("-day", "-pk")
    for visit in rows.only("dwelling", "outcome", "day", "at", "device_at", "worker"):
        paid[visit.dwelling_id].append(visit)
    return paid


def _left_out(actor: Actor, grid: Grid, paid: Paid, now: datetime) -> set[int]:
    """Doors not to knock on now: refused lately, visited today, tired of us, or asleep."""
    today = now.date()
    quiet = QuietDoor.objects.filter(dwelling__grid=grid, until=None)
    asleep = {
        door.dwelling_id
        for door in quiet
        if collection.is_quiet(now.time(), door.opens, door.closes)
    }
    resting = {
        home
        for home, visits in paid.items()
        if collection.rests([(visit.outcome, visit.day) for visit in visits], today)
    }
    return asleep | resting | _refused_to(actor, grid)


def _refused_to(actor: Actor, grid: Grid) -> set[int]:
    """Homes whose last word to the actor was no: another worker goes there."""
    if actor.user_id is None:
        return set()
    last: dict[int, str] = {}
    mine = Visit.objects.filter(dwelling__grid=grid, worker=actor.user_id, voided_at=None)
    for home, outcome in mine.order_by("day", "pk").values_list("dwelling", "outcome"):
        last[home] = outcome
    return {home for home, outcome in last.items() if outcome == Outcome.REFUSED}


def _ordered(ranked: Mapping[int, Mapping[str, int]]) -> list[Dwelling]:
    """The most urgent first, then as one walks: building, unit, floor from the top, room."""
    homes = Dwelling.objects.filter(pk__in=ranked).exclude(use=DwellingUseKind.DEMOLISHED)
    return sorted(
        homes.select_related(*WITH_ADDRESS),
        key=lambda home: (-collection.priority(ranked[home.pk]), *walk(home)),
    )


def walk(home: Dwelling) -> tuple[Any, ...]:
    """The order in which one walks past homes."""
    unit = home.unit.number if home.unit else ""
    return home.building.path, len(unit), unit, -home.floor, home.room


def _names(homes: Iterable[Dwelling]) -> dict[int, list[str]]:
    """The names of those who live there, and nothing else of them."""
    names: dict[int, list[str]] = defaultdict(list)
    living = Residency.objects.filter(main=True, dwelling__in=list(homes), until=None)
    rows = living.order_by("person__birth_date", "pk")
    for home, name in rows.values_list("dwelling", "person__name"):
        names[home].append(name)
    return names


def _hint(visits: Iterable[Visit]) -> str:
    """What the last vain visit teaches: another part of the day, a card."""
    paid = list(visits)
    if not paid or paid[0].outcome not in collection.VAIN:
        return ""
    last = paid[0]
    at = (last.device_at or last.at).astimezone(clock.SHANGHAI)
    tries = [visit.day for visit in paid if visit.outcome in collection.VAIN]
    follows = collection.next_call(last.outcome, at, tries)
    if follows is None or follows.not_in is None:
        return ""
    words = _("上次%(part)s没人，换个时段") % {"part": follows.not_in.label}
    return _("%(words)s；请带联系卡") % {"words": words} if follows.card else words
