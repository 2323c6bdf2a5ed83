"""A draft as its editor sees it: members, outlines, and the figures beside the map.

Numbers of people with care needs below five are withheld, so that nobody is pointed at.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from linge.kernel.access import Actor

from .. import ports
from ..models import Building, Division, Grid, Organisation, Place, Shop, Unit
from ..models.grids import MEMBER_KINDS
from ..rules import divisions as rules
from .divisions import division_on, division_remarks, draft_of

FEWEST_SHOWN = 5
COUNTED = ("homes", "shops", "organisations", "places")
TABLES: dict[str, Any] = {
    "building": Building,
    "unit": Unit,
    "shop": Shop,
    "organisation": Organisation,
    "place": Place,
}


@dataclass(frozen=True, slots=True)
class GridFigures:
    """What a draft gives a grid, and how that differs from the division in force.

    ``care`` is the number of people with open care needs; nothing where it is withheld.
    """

    counts: Mapping[str, int]
    change: Mapping[str, int]
    care: int | None


def draft_figures(actor: Actor, division: Division) -> dict[int, GridFigures]:
    """The figures of each grid of a draft, by grid id."""
    draft = draft_of(division)
    now = _counts(draft)
    current = division_on(division.community, division.since)
    before = _counts(draft_of(current)) if current else {}
    care = _care_by_grid(actor, division, draft.placed)
    return {
        grid: GridFigures(
            counts=now[grid],
            change={name: now[grid][name] - before.get(grid, Counter())[name] for name in COUNTED},
            care=care[grid] if care[grid] >= FEWEST_SHOWN or not care[grid] else None,
        )
        for grid in now
    }


def draft_document(actor: Actor, division: Division) -> dict[str, Any]:
    """A draft as its editor loads it: every member with its grid, outlines, figures, remarks."""
    draft = draft_of(division)
    uuids = _uuids(draft)
    grids = Grid.objects.filter(community=division.community, until__isnull=True).order_by("code")
    names = {grid.pk: str(grid.uuid) for grid in grids}
    placed = {member.key: names.get(grid) for member, grid in draft.placed}
    members = {member.key: member for member in (*draft.due, *(one for one, _ in draft.placed))}
    return {
        "version": division.version,
        "state": division.state,
        "since": division.since.isoformat(),
        "reason": division.reason,
        "community": str(division.community.uuid),
        "grids": [
            {
                "uuid": names[grid.pk],
                "code": grid.code,
                "name": grid.name,
                "shape": draft.shapes.get(grid.pk),
            }
            for grid in grids
        ],
        "members": [
            {
                "key": f"{kind}:{uuids[kind, pk]}",
                "kind": kind,
                "name": member.name,
                "homes": member.homes,
                "point": member.point,
                "building": str(uuids["building", member.building]) if member.building else None,
                "grid": placed.get((kind, pk)),
            }
            for (kind, pk), member in members.items()
        ],
        **draft_answer(actor, division),
    }


def draft_answer(actor: Actor, division: Division) -> dict[str, Any]:
    """What changes with each save: the version, the figures by grid, what there is to say."""
    figures = draft_figures(actor, division)
    uuids = dict(Grid.objects.filter(pk__in=figures).values_list("pk", "uuid"))
    return {
        "version": division.version,
        "figures": {
            str(uuids[grid]): {**one.counts, "care": one.care, "change": dict(one.change)}
            for grid, one in figures.items()
        },
        "remarks": [
            {"code": one.code, "stops": one.weight is rules.Weight.STOPS, "message": one.message}
            for one in division_remarks(division)
        ],
    }


def members_by_key(division: Division, keys: Iterable[str]) -> dict[str, tuple[str, int]]:
    """The members that keys (``building:uuid``) name in a draft's community; unknown ones lack."""
    asked: dict[str, list[str]] = {kind: [] for kind in MEMBER_KINDS}
    for key in keys:
        kind, _colon, uuid = key.partition(":")
        if kind in asked:
            asked[kind].append(uuid)
    return {
        f"{kind}:{uuid}": (kind, pk)
        for kind, wanted in asked.items()
        if wanted
        for pk, uuid in TABLES[kind]
        .objects.filter(community=division.community)
        .values_list("pk", "uuid")
    }


def _counts(draft: rules.Draft) -> dict[int, Counter[str]]:
    counts: dict[int, Counter[str]] = {grid: Counter() for grid in draft.grids}
    for member, grid in draft.placed:
        kind = member.key[0]
        if kind in ("building", "unit"):
            counts[grid]["homes"] += member.homes
        else:
            counts[grid][f"{kind}s"] += 1
    return {grid: Counter({name: held[name] for name in COUNTED}) for grid, held in counts.items()}


def _care_by_grid(
    actor: Actor, division: Division, placed: Iterable[tuple[rules.Member, int]]
) -> Counter[int]:
    grids = {member.key: grid for member, grid in placed}
    care: Counter[int] = Counter()
    for (building, unit), people in ports.care_counts(actor, division.community).items():
        grid = grids.get(("unit", unit or 0), grids.get(("building", building)))
        if grid is not None:
            care[grid] += people
    return care


def _uuids(draft: rules.Draft) -> dict[tuple[str, int], Any]:
    keys = {member.key for member in draft.due} | {member.key for member, _ in draft.placed}
    keys |= {("building", one.building) for one, _ in draft.placed if one.building}
    keys |= {("building", one.building) for one in draft.due if one.building}
    return {
        (kind, pk): uuid
        for kind, table in TABLES.items()
        for pk, uuid in table.objects.filter(
            pk__in=[pk for of, pk in keys if of == kind]
        ).values_list("pk", "uuid")
    }
