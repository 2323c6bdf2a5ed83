"""Divisions of a community, past, present and drafted, and what there is to say about a draft."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from linge.kernel.access import Actor
from linge.kernel.clock import today

from ..models import (
    Building,
    Division,
    GridMember,
    GridSizeRule,
    Organisation,
    Place,
    Region,
    Shop,
    Unit,
)
from ..models.grids import MEMBER_KINDS
from ..rules import divisions as rules
from ..rules import geometry, paths
from ..rules.kinds import DivisionState, OrganisationState, ShopState
from .addresses import building_text
from .lists import OPEN_PLACES, contents_of
from .scope import visible_to

HELD = (DivisionState.IN_FORCE, DivisionState.SUPERSEDED)
WITH_PARENT = ("estate", "lane", "street_front")


def divisions(actor: Actor) -> QuerySet[Division]:
    """The divisions of the actor's communities, latest first, with their number of grids."""
    return (
        visible_to(actor, Division)
        .select_related("community", "drafted_by", "approved_by")
        .annotate(grid_count=Count("shapes", distinct=True))
        .order_by("-since", "-pk")
    )


def division_on(community: Region, day: date) -> Division | None:
    """The division in force on a day."""
    ended = Q(until__isnull=True) | Q(until__gt=day)
    return Division.objects.filter(
        ended, community=community, state__in=HELD, since__lte=day
    ).first()


def open_division(community: Region) -> Division | None:
    """The latest published division, though its first day may still come."""
    return Division.objects.filter(
        community=community, state=DivisionState.IN_FORCE, until__isnull=True
    ).first()


def first_division_after(division: Division) -> Division | None:
    """The first published division of a community, when another begins before it."""
    first = Division.objects.filter(community=division.community_id, state__in=HELD)
    earliest = first.order_by("since").first()
    return earliest if earliest is not None and division.since < earliest.since else None


def size_rule(community: Region, day: date | None = None) -> GridSizeRule | None:
    """The size rule of the narrowest territory around a community."""
    rules_around = GridSizeRule.objects.on(day or today()).filter(
        region__path__in=paths.ancestors(community.path)
    )
    return rules_around.order_by("-region__path").first()


def division_remarks(division: Division) -> list[rules.Remark]:
    """Everything to say about a division before it is published, what stops it first."""
    community = division.community
    rule = size_rule(community, division.since)
    limits = rules.SizeRule(rule.minimum, rule.maximum) if rule else None
    return rules.check(draft_of(division), limits)


def grid_homes(division: Division) -> dict[int, int]:
    """How many homes a division gives each of its grids."""
    return rules.homes_by_grid(draft_of(division))


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A line of the list in which a draft is changed without the map."""

    value: str
    kind: str
    name: str
    homes: int
    grid: str


def division_members(division: Division) -> list[MemberLine]:
    """What a division places or should place, those without a grid first, then grid by grid.

    Shops and organisations placed with their building are left out: they go where it goes.
    """
    draft = draft_of(division)
    placed = {member.key: grid for member, grid in draft.placed}
    split = {member.building for member, _ in draft.placed if member.building}
    inside = contents_of([pk for kind, pk in placed if kind == "building"])
    members = {member.key: member for member in draft.due}
    lines = [
        MemberLine(
            value=f"{kind}:{pk}",
            kind=kind,
            name=member.name,
            homes=member.homes,
            grid=draft.grids.get(placed.get((kind, pk), 0), ""),
        )
        for (kind, pk), member in members.items()
        if not (kind == "building" and pk in split)
        and not ((kind, pk) in placed and pk in inside.get(kind, ()))
    ]
    return sorted(lines, key=lambda line: (line.grid, MEMBER_KINDS.index(line.kind)))


def draft_of(division: Division) -> rules.Draft:
    """A division as the rules look at it. A dozen queries, however large."""
    shapes = {row.grid_id: row for row in division.shapes.select_related("grid")}
    placed = list(_placed(division))
    split = {member.building for member, _ in placed if member.building is not None}
    names = {row.grid_id: row.grid.name for row in shapes.values()}
    names |= dict(division.members.values_list("grid_id", "grid__name").distinct())
    return rules.Draft(
        grids=names,
        placed=placed,
        due=list(_due(division.community, split)),
        shapes={grid: row.polygon for grid, row in shapes.items()},
        community_outline=_ground_of(division),
    )


def _ground_of(division: Division) -> dict[str, Any] | None:
    """The ground of a community as the outlines in force tell it; nothing while there are none."""
    current = division_on(division.community, division.since)
    ground = current.shapes.values_list("polygon", flat=True) if current else ()
    return geometry.outline_of(list(ground))


def _placed(division: Division) -> Iterator[tuple[rules.Member, int]]:
    rows = division.members.select_related("shop", "organisation", "place").prefetch_related(
        Prefetch("building", _buildings()), Prefetch("unit", _units())
    )
    for row in rows:
        yield _member_of(row), row.grid_id


def _member_of(row: GridMember) -> rules.Member:
    if row.building:
        return _building(row.building)
    if row.unit:
        return _unit(row.unit)
    thing: Any = row.shop or row.organisation or row.place
    return _thing(thing)


def _due(community: Region, split: set[int]) -> Iterator[rules.Member]:
    """Everything of a community that must lie in some grid; units only of split buildings."""
    yield from map(_building, _buildings().filter(community=community))
    yield from map(_unit, _units().filter(building__in=split))
    shops = Shop.objects.filter(community=community).exclude(state=ShopState.CLOSED)
    yield from map(_thing, shops)
    organisations = Organisation.objects.filter(community=community)
    yield from map(_thing, organisations.exclude(state=OrganisationState.DISSOLVED))
    yield from map(_thing, OPEN_PLACES.filter(community=community))


def _buildings() -> QuerySet[Building]:
    return Building.objects.select_related(*WITH_PARENT)


def _units() -> QuerySet[Unit]:
    return Unit.objects.select_related(*(f"building__{parent}" for parent in WITH_PARENT)).annotate(
        homes=Count("dwellings")
    )


def _building(row: Building) -> rules.Member:
    return rules.Member(
        ("building", row.pk), building_text(row), row.expected_dwellings, _point(row.point)
    )


def _unit(row: Any) -> rules.Member:
    name = f"{building_text(row.building)}{row.number}单元"
    return rules.Member(("unit", row.pk), name, row.homes, None, row.building_id)


def _thing(row: Shop | Organisation | Place) -> rules.Member:
    return rules.Member((str(row._meta.model_name), row.pk), str(row), 0, _point(row.point))


def _point(point: list[float] | None) -> tuple[float, float] | None:
    return (point[0], point[1]) if point else None
