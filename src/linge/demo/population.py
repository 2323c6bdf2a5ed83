"""A population to load an installation with: community after community of invented people.

Each community is a square of sixteen grids with its own buildings, families, visits, shops and
organisations. One community is in memory at a time, so a million people need no more than fifty
thousand; every row goes through the actions, so search keys and scopes are as in daily work.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.cases.actions.catalogue import ship_catalogue
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.db import bulk_load, gather_statistics
from linge.kernel.refusals import Refused
from linge.registry import actions as registry
from linge.registry.models import Visit
from linge.registry.rules.drafts import NewHousehold
from linge.registry.rules.kinds import Outcome, Source
from linge.territory import actions
from linge.territory.actions import OrganisationFound, Plan, ShopFound, load_calendar
from linge.territory.actions.loading import packaged_days
from linge.territory.models import Building, Dwelling, Grid, Region

from .cast import Part, hire_officers
from .load import is_empty, mark_demo, no_garbage
from .people import Crowd, Numbers
from .places import DIVISION_SINCE, add_region, raise_street
from .words import PART_NAMES, TRADES, NamePool, organisation_names

MOST = 1_000_000
OF_COMMUNITY = 45_000
SIDE = 4
"""Grids along one side of a community."""
PLAN = Plan(2, 18, 4, lifts=2)
PER_HOUSEHOLD = 2.4
"""People of a household on average, to know how many buildings a community needs."""
ESTATES = ("春晖苑", "夏荷园", "秋实里", "冬青家园")
ORGANISATIONS, SHOPS = 40, 200
WEST, SOUTH, STEP = 110.0, 30.0, 0.01
ROUND_SINCE = date(2026, 3, 1)
LET = 0.22
OFFICERS = (
    Part("周敏", 6, "第一个社区的专干", post="community_officer", role="community_officer"),
    Part("何建国", 7, "第一个社区的书记", post="community_leader", role="community_leader"),
    Part(
        "苏敏",
        16,
        "管着整个街道的专干",
        post="community_officer",
        role="community_officer",
        above=True,
    ),
)
Say = Callable[[str], object]


@dataclass
class Ground:
    """A community while it is filled: its place in the row of communities, and its grids."""

    order: int
    region: Region
    rng: Random
    grids: list[Grid]


@no_garbage()
@bulk_load()
def make_population(people: int, *, seed: int, say: Say = lambda _words: None) -> int:
    """Fill an empty installation with about so many people; says how many there are.

    Refuses with ``demo.not_empty``, ``demo.real_place`` and ``demo.too_many``. Each community is
    one transaction.
    """
    if not 1 <= people <= MOST:
        raise Refused("demo.too_many", str(_("请填写1到100万之间的人数。")))
    if not settings.DEMO_IDENTITIES:
        message = _("演示人物使用演示号码，请以 LINGE_DEMO=1 启动后再写入。")
        raise Refused("demo.real_place", str(message))
    if not is_empty():
        message = _("这里已经有数据，演示数据只写入空库；需要重做请换一个空的数据目录。")
        raise Refused("demo.not_empty", str(message))
    by = Actor.clock("task")
    with transaction.atomic():
        load_calendar(packaged_days(), by=by)
        ship_catalogue(by=by)
        street = raise_street(by=by)
    numbers = Numbers(Random(f"{seed}:numbers"))
    made = order = 0
    while made < people:
        wanted = min(OF_COMMUNITY, people - made)
        made += _community(order, wanted, street, numbers, seed, by)
        order += 1
        say(str(_("%(count)s人……") % {"count": made}))
        if order == 1:
            gather_statistics()
    gather_statistics()
    mark_demo()
    return made


@transaction.atomic
def _community(
    order: int, people: int, street: Region, numbers: Numbers, seed: int, by: Actor
) -> int:
    """One community with so many people, or a few more: families are not divided."""
    name = f"{PART_NAMES[order]}社区"
    region = add_region(f"{street.code}{order + 1:03d}", name, street, by=by)
    rng = Random(f"{seed}:population:{order}")
    ground = Ground(order, region, rng, [])
    ground.grids = [_grid(ground, number, by) for number in range(SIDE * SIDE)]
    _build(ground, people, by)
    if order == 0:
        hire_officers(OFFICERS, region, Random(f"{seed}:officers"))
    now = clock.now()
    crowd = Crowd(rng, clock.today(), numbers, NamePool(rng))
    homes = list(
        Dwelling.objects.filter(community=region).order_by("path").values_list("pk", flat=True)
    )
    rng.shuffle(homes)
    ids = registry.register_households(
        _families(homes, crowd, people), by=by, community=region, source=Source.VISIT, at=now
    )
    _visit(ground, by, now)
    return len(ids)


def _grid(ground: Ground, number: int, by: Actor) -> Grid:
    return actions.create_grid(
        ground.region,
        by=by,
        code=f"{ground.region.code}{number + 1:03d}",
        name=f"第{number + 1}网格",
        since=DIVISION_SINCE,
    )


def _corner(ground: Ground, number: int) -> tuple[float, float]:
    """The south-western corner of a grid."""
    side = STEP / SIDE
    west = WEST + STEP * ground.order + side * (number % SIDE)
    return west, SOUTH + side * (number // SIDE)


def _square(west: float, south: float, side: float) -> dict[str, Any]:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [[[round(x, 6), round(y, 6)] for x, y in ring]]}


def _build(ground: Ground, people: int, by: Actor) -> None:
    """Estates with enough homes, organisations and shops, and the division over them."""
    region, count = ground.region, _buildings(people)
    estates = [actions.open_estate(region, by=by, name=name) for name in ESTATES]
    raised: list[Building] = []
    for place in range(count):
        number = place % len(ground.grids)
        estate = estates[number // SIDE]
        west, south = _corner(ground, number)
        shift = STEP / SIDE / (count // len(ground.grids) + 2) * (place // len(ground.grids) + 1)
        raised.append(
            actions.raise_building(
                estate,
                by=by,
                number=str(place // len(ground.grids) * SIDE + number % SIDE + 1),
                plan=PLAN,
                grid=ground.grids[number],
                point=[round(west + shift, 6), round(south + shift, 6)],
                surveyed_on=DIVISION_SINCE,
            )
        )
    _divide(ground, raised, by)
    _seat(ground, raised, by)


def _buildings(people: int) -> int:
    """A tenth of the homes stay without anybody."""
    return max(1, round(people / PER_HOUSEHOLD * 1.1 / PLAN.dwellings) + 1)


def _divide(ground: Ground, raised: list[Building], by: Actor) -> None:
    division = actions.draft_division(ground.region, by=by, since=DIVISION_SINCE, reason="演示人口")
    shapes = {
        grid: _square(*_corner(ground, number), STEP / SIDE)
        for number, grid in enumerate(ground.grids)
    }
    actions.draw(division, by=by, shapes=shapes)
    for grid in ground.grids:
        own = [one.pk for one in raised if one.grid == grid]
        actions.assign(division, by=by, grid=grid, buildings=own)
    actions.publish_division(division, by=by, exception_reason="演示人口", history=True)


def _seat(ground: Ground, raised: list[Building], by: Actor) -> None:
    rng, region = ground.rng, ground.region
    named = organisation_names(ORGANISATIONS, region.name, rng)
    found = [
        OrganisationFound(one.name, one.kind, {"grid_id": rng.choice(ground.grids).pk})
        for one in named
    ]
    actions.register_organisations(region, found, by=by)
    shops = [
        ShopFound(
            rng.choice(raised),
            f"{number}号门面",
            {"name": rng.choice(PART_NAMES) + (trade := rng.choice(TRADES)), "trade": trade,
             "state": "trading"},
        )
        for number in range(1, SHOPS + 1)
    ]  # fmt: skip
    actions.open_shops(region, shops, by=by)


def _families(homes: list[int], crowd: Crowd, people: int) -> Iterator[NewHousehold]:
    """Families behind one door after another until so many people have a home."""
    made = 0
    for home in homes:
        if made >= people:
            return
        family = crowd.family(home, crowd.size(), let=crowd.rng.random() < LET)
        made += len(family.members)
        yield family


def _visit(ground: Ground, by: Actor, now: datetime) -> None:
    """A round in which every family was met once, on a day of its own."""
    region = ground.region
    registry.open_round(region, by=by, name="2026年第一轮入户采集", since=ROUND_SINCE)
    span = (now.date() - ROUND_SINCE).days
    homes = Dwelling.objects.filter(community=region, households__isnull=False).order_by("path")
    visits = []
    for pk, path, grid in homes.values_list("pk", "path", "grid_id"):
        at = now - timedelta(days=ground.rng.randrange(span))
        visits.append(
            Visit(
                dwelling_id=pk,
                community_id=region.pk,
                path=path,
                grid_id=grid,
                at=at,
                day=at.date(),
                device_at=at,
                outcome=Outcome.MET,
            )
        )
    registry.record_visits(visits, by=by, community=region)
