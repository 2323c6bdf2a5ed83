"""Raise the communities: regions, estates, buildings, grids, organisations and shops."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from random import Random
from typing import Any

from linge.kernel.access import Actor
from linge.registry.rules.identity import DEMO_AREA
from linge.territory import actions
from linge.territory.actions import OrganisationFound, Plan, ShopFound
from linge.territory.models import Building, Estate, Grid, GridSizeRule, Lane, Place, Region
from linge.territory.rules.kinds import EstateState, PlaceKind
from linge.territory.rules.uscc import body_check_sign, check_sign

from .geometry import PlacedBuilding, PlacedEstate, Placement
from .sizes import Size
from .words import PART_NAMES, TRADES, organisation_names

SINCE = date(2020, 1, 1)
DIVISION_SINCE = date(2026, 1, 1)
FIRST_DIVISION_SINCE = date(2024, 3, 1)
PLANS = {
    "锦绣花园": Plan(2, 18, 4, lifts=2),
    "阳光家园": Plan(2, 15, 4, lifts=2),
    "翠湖苑": Plan(2, 18, 4, lifts=2),
    "金桂新村": Plan(2, 15, 4, lifts=2),
    "银杏里": Plan(3, 6, 2),
    "学府雅苑": Plan(2, 18, 4, lifts=2),
    "铁路宿舍": Plan(3, 6, 2),
    "桂花巷": Plan(3, 5, 4),
    "石榴巷": Plan(3, 5, 4),
    "木樨巷": Plan(3, 7, 4),
    "含笑巷": Plan(3, 5, 4),
    "书院巷": Plan(3, 5, 5),
    "棕榈巷": Plan(2, 5, 4),
    "枇杷巷": Plan(3, 5, 4),
}
LAST_RAILWAY_BLOCK = ("铁路宿舍", 31)
RAILWAY_PLAN = Plan(1, 2, 17)
SITES = {
    "云栖华庭": (1_280, date(2026, 12, 31)),
    "听涛名邸": (1_560, date(2027, 3, 31)),
    "玉兰雅苑": (960, date(2027, 6, 30)),
    "枫林公寓": (1_440, date(2027, 9, 30)),
    "兰亭府": (1_720, date(2028, 3, 31)),
    "碧水湾": (1_200, date(2028, 6, 30)),
}
SMALLEST_GRID = {"xingfuli": 1_000, "guizishan": 500}
OTHER_REGIONS = (("990102", "示范新区"), ("990121", "示范县"))
FAR_REGIONS = (("9902", "邻示市"), ("990202", "邻示区"), ("990221", "邻示县"))


@dataclass
class Community:
    """A community while it is filled: its region, grids by number, buildings and shops."""

    slug: str
    region: Region
    placed: Placement
    size: Size
    grids: dict[int, Grid]
    buildings: list[Building]
    shops: list[Any]
    organisations: list[Any]


def raise_regions(*, by: Actor) -> tuple[Region, Region]:
    """The division tree of the demonstration; gives its two communities."""
    street = raise_street(by=by)
    return (
        add_region("990101001001", "幸福里社区", street, by=by),
        add_region("990101001002", "桂子山社区", street, by=by),
    )


def raise_street(*, by: Actor) -> Region:
    """An invented street with everything above it, and places elsewhere that people come from."""
    province = add_region("99", "示范省", None, by=by)
    city = add_region("9901", "示范市", province, by=by)
    district = add_region("990101", "示范区", city, by=by)
    for code, name in OTHER_REGIONS:
        add_region(code, name, city, by=by)
    far = add_region(*FAR_REGIONS[0], province, by=by)
    for code, name in FAR_REGIONS[1:]:
        add_region(code, name, far, by=by)
    return add_region("990101001", "示范街道", district, by=by)


def add_region(code: str, name: str, parent: Region | None, *, by: Actor) -> Region:
    """A region that has always been there."""
    return actions.create_region(by=by, code=code, name=name, parent=parent, since=SINCE)


def raise_community(
    slug: str, region: Region, placed: Placement, size: Size, rng: Random, *, by: Actor
) -> Community:
    """Everything that stands on the ground, and the grids drawn over it."""
    grids = _grids(region, placed, by)
    rule = GridSizeRule(region=region, minimum=SMALLEST_GRID[slug], since=SINCE)
    rule.save()
    community = Community(slug, region, placed, size, grids, [], [], [])
    for estate in placed.estates:
        if size.builds(estate.name):
            community.buildings += _raise_estate(community, estate, by)
    _raise_sites(community, by)
    markets = _raise_places(community, by)
    _seat_organisations(community, rng, by)
    _open_shops(community, markets, rng, by)
    _draw_grids(community, by)
    return community


def _grids(region: Region, placed: Placement, by: Actor) -> dict[int, Grid]:
    return {
        grid.number: actions.create_grid(
            region,
            by=by,
            code=f"{region.code}{grid.number:03d}",
            name=f"第{grid.number}网格",
            since=FIRST_DIVISION_SINCE,
        )
        for grid in placed.grids
    }


def _raise_estate(community: Community, placed: PlacedEstate, by: Actor) -> list[Building]:
    parent: Estate | Lane
    if placed.lane:
        parent = actions.open_lane(
            community.region,
            by=by,
            name=placed.name,
            number_from=1,
            number_to=len(placed.buildings),
            centre_line=placed.centre_line,
        )
    else:
        parent = actions.open_estate(
            community.region, by=by, name=placed.name, outline=placed.outline
        )
    return [_raise_building(community, parent, one, by) for one in placed.buildings]


def _raise_building(
    community: Community, parent: Estate | Lane, placed: PlacedBuilding, by: Actor
) -> Building:
    last = (parent.name, placed.number) == LAST_RAILWAY_BLOCK
    return actions.raise_building(
        parent,
        by=by,
        number=str(placed.number),
        plan=RAILWAY_PLAN if last else PLANS[parent.name],
        grid=community.grids[placed.grid],
        point=placed.point,
        footprint=placed.footprint,
        surveyed_on=DIVISION_SINCE,
    )


def _raise_sites(community: Community, by: Actor) -> None:
    """Estates under construction: a planned estate, and the site people walk past."""
    for site in community.placed.sites:
        planned, handover = SITES[site.name]
        estate = actions.open_estate(
            community.region,
            by=by,
            name=site.name,
            state=EstateState.UNDER_CONSTRUCTION,
            planned_units=planned,
            handover_on=handover,
            developer="示范城市建设有限公司",
            point=site.point,
            outline=site.outline,
        )
        actions.register_place(
            community.region,
            by=by,
            name=f"{site.name}工地",
            kind=PlaceKind.SITE,
            grid=community.grids[site.grid],
            estate=estate,
            point=site.point,
            outline=site.outline,
        )


def _raise_places(community: Community, by: Actor) -> list[tuple[Place, list[list[float]]]]:
    """Schools, parks, markets and rows of shops; gives those with stalls."""
    raised = []
    for placed in community.placed.places:
        place = actions.register_place(
            community.region,
            by=by,
            name=placed.name,
            kind=placed.kind,
            grid=community.grids[placed.grid],
            point=placed.point,
            outline=placed.outline,
        )
        raised.append((place, placed.stalls))
    return raised


def _seat_organisations(community: Community, rng: Random, by: Actor) -> None:
    seats = community.placed.seats[: community.size.organisations]
    named = organisation_names(len(seats), community.region.name, rng)
    community.organisations = actions.register_organisations(
        community.region,
        [
            OrganisationFound(
                one.name,
                one.kind,
                {
                    "uscc": _uscc(community, one.authority, number),
                    "industry": one.industry,
                    "legal_form": one.legal_form,
                    "grid_id": community.grids[seat.grid].pk,
                    "point": seat.point,
                    "address": f"{seat.street}{2 * number + 1}号" if seat.street else "",
                },
            )
            for number, (one, seat) in enumerate(zip(named, seats, strict=True), start=1)
        ],
        by=by,
    )


def _uscc(community: Community, authority: str, number: int) -> str:
    """A credit code of an area never issued, with right check signs."""
    core = f"MA{8 if community.slug == 'xingfuli' else 9}{number:05d}"
    code = f"{authority}{DEMO_AREA}{core}{body_check_sign(core)}"
    return code + check_sign(code)


def _open_shops(
    community: Community,
    markets: Sequence[tuple[Place, list[list[float]]]],
    rng: Random,
    by: Actor,
) -> None:
    placed = {
        (estate.name, one.number): one.fronts
        for estate in community.placed.estates
        for one in estate.buildings
    }
    fronts: list[tuple[Building | Place, int, list[float]]] = []
    for building in community.buildings:
        name = str((building.estate or building.lane).name)  # type: ignore[union-attr]  # one of the two is there
        spots = placed[name, int(building.number)]
        fronts += [(building, number, spot) for number, spot in enumerate(spots, start=1)]
    for place, stalls in markets:
        fronts += [(place, number, spot) for number, spot in enumerate(stalls, start=1)]
    found = [_shop(front, rng) for front in _spread(fronts, community.size.shops)]
    community.shops = actions.open_shops(community.region, found, by=by)


def _shop(front: tuple[Building | Place, int, list[float]], rng: Random) -> ShopFound:
    at, number, spot = front
    trade = rng.choice(TRADES)
    state = rng.choices(("trading", "suspended", "empty"), (92, 3, 5))[0]
    name = "" if state == "empty" else rng.choice(PART_NAMES) + trade
    return ShopFound(
        at,
        f"{number}号门面" if isinstance(at, Building) else f"{number}号铺",
        {"name": name, "trade": trade, "state": state, "point": spot},
    )


def _spread(fronts: Sequence[Any], count: int) -> list[Any]:
    """So many fronts, evenly over the community; all where there are fewer."""
    count = min(count, len(fronts))
    return [fronts[place * len(fronts) // count] for place in range(count)]


def _draw_grids(community: Community, by: Actor) -> None:
    """The division in force: every outline, every member, published by the leader's word."""
    division = actions.draft_division(
        community.region, by=by, since=DIVISION_SINCE, reason="按户数和道路重新划分"
    )
    shapes = {community.grids[one.number]: one.polygon for one in community.placed.grids}
    actions.draw(division, by=by, shapes=shapes)
    lone = {
        "buildings": _by_grid(community.buildings),
        "organisations": _by_grid(community.organisations),
        "places": _by_grid(Place.objects.filter(community=community.region)),
        "shops": _by_grid(shop for shop in community.shops if shop.place_id),
    }
    for grid in community.grids.values():
        members = {kind: rows.get(grid.pk, []) for kind, rows in lone.items()}
        actions.assign(division, by=by, grid=grid, **members)
    actions.publish_division(
        division, by=by, exception_reason="演示社区按小区划分，规模有大有小", history=True
    )


def _by_grid(rows: Iterable[Any]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        found[row.grid_id].append(row.pk)
    return found


def file_first_division(community: Community, *, by: Actor) -> None:
    """The division of 2024, filed afterwards: one building of each grid was its neighbour's."""
    division = actions.draft_division(
        community.region, by=by, since=FIRST_DIVISION_SINCE, reason="首次划分网格"
    )
    held, grids = _by_grid(community.buildings), list(community.grids.values())
    for grid, neighbour in pairwise(grids):
        if len(held.get(grid.pk, ())) > 1:
            actions.assign(division, by=by, grid=neighbour, buildings=held[grid.pk][-1:])
    actions.publish_division(division, by=by, history=True)
