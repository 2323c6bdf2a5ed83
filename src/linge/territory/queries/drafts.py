"""A draft as its editor sees it: members, outlines, and the figures beside the map.

Numbers of people with care needs below five are withheld, so that nobody is pointed at.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from linge.kernel.access import Actor

from .. import ports
from ..models import Building, Division, Grid, Organisation, Place, Region, Shop, Unit
from ..models.grids import MEMBER_KINDS
from ..rules import codes
from ..rules import divisions as rules
from .divisions import division_on, division_remarks, draft_of
from .lists import buildings_of_contents

FEWEST_SHOWN = 5
COUNTED = ("homes", "shops", "organisations", "places")
TABLES: dict[str, Any] = {
    "building": Building,
    "unit": Unit,
    "shop": Shop,
    "organisation": Organisation,
    "place": Place,
    "grid": Grid,
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
    inside = buildings_of_contents(division.community)
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
                "building": _building_key(uuids, member.building or inside.get((kind, pk))),
                "grid": placed.get((kind, pk)),
            }
            for (kind, pk), member in members.items()
        ],
        **draft_answer(actor, division),
    }


def draft_answer(actor: Actor, division: Division) -> dict[str, Any]:
    """What changes with each save: the version, the figures by grid, what there is to say."""
    figures, remarks = draft_figures(actor, division), division_remarks(division)
    uuids = _uuids_of(
        {key for one in remarks for key in one.about} | {("grid", pk) for pk in figures}
    )
    return {
        "version": division.version,
        "saved": draft_saved(division),
        "figures": {
            str(uuids["grid", grid]): {**one.counts, "care": one.care, "change": dict(one.change)}
            for grid, one in figures.items()
        },
        "remarks": [
            {
                "code": one.code,
                "stops": one.weight is rules.Weight.STOPS,
                "message": one.message,
                "about": [f"{kind}:{uuids[kind, pk]}" for kind, pk in one.about],
            }
            for one in remarks
        ],
    }


def draft_saved(division: Division) -> dict[str, str]:
    """Who changed a draft last, and when; empty words where nobody has yet."""
    row = Division.objects.select_related("changed_by").get(pk=division.pk)
    at = row.changed_at.isoformat() if row.changed_at else ""
    return {"by": row.changed_by.name if row.changed_by else "", "at": at}


def next_grid_code(community: Region) -> str:
    """The code a new grid of a community would get; codes of ended grids are not given again."""
    return codes.next_code(Grid.objects.filter(community=community).values_list("code", flat=True))


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
    return _uuids_of(keys)


def _uuids_of(keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Any]:
    wanted: dict[str, list[int]] = {kind: [] for kind in TABLES}
    for kind, pk in keys:
        wanted[kind].append(pk)
    return {
        (kind, pk): uuid
        for kind, pks in wanted.items()
        if pks
        for pk, uuid in TABLES[kind].objects.filter(pk__in=pks).values_list("pk", "uuid")
    }


def _building_key(uuids: dict[tuple[str, int], Any], building: int | None) -> str | None:
    """The key of the building a member stands in, where it is a member of the draft too."""
    uuid = uuids.get(("building", building)) if building else None
    return f"building:{uuid}" if uuid else None
