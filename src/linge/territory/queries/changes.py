"""Changes of divisions: proposed and carried out, what they would move, and what was before."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Count, Model, Q, QuerySet

from linge.kernel.access import Actor
from linge.kernel.db import BytewiseCharField

from ..models import (
    Building,
    Dwelling,
    Estate,
    Lane,
    Organisation,
    PathHistory,
    Place,
    Region,
    RegionChange,
    RegionState,
    StreetFront,
)
from ..rules import changes as rules
from ..rules import paths
from ..rules.changes import Below, Change, Fault, Predecessor, Successor
from ..rules.kinds import Level
from .scope import visible_to

UNDER_COMMUNITY: tuple[Any, ...] = (Estate, Lane, StreetFront, Organisation, Place)


def region_changes(actor: Actor) -> QuerySet[RegionChange]:
    """The changes of the divisions an actor may see, the latest first."""
    seen = visible_to(actor, Region)
    rows = RegionChange.objects.filter(predecessors__in=seen).distinct()
    people = rows.select_related("parent", "proposed_by", "done_by")
    return people.prefetch_related("predecessors", "successors").order_by("-effective_on", "-pk")


def plan_of(change: RegionChange) -> list[Successor]:
    """The successors as they were planned."""
    return [
        Successor(one["code"], one["name"], one["keeps"], tuple(one["takes"]))
        for one in change.plan
    ]


def below(region: Region) -> list[Below]:
    """What lies right below a division: divisions, or the estates and the like of a community."""
    return [Below(str(row.uuid), str(row)) for row in _rows_below(region)]


def change_faults(change: RegionChange) -> list[Fault]:
    """Everything that stops a change, as things are now."""
    before = list(change.predecessors.select_related("parent"))
    plan = plan_of(change)
    if early := _too_early(change, before):
        return [early]
    going = {region.pk for region in before} | set(
        Region.objects.filter(uuid__in=[one.keeps for one in plan if one.keeps]).values_list(
            "pk", flat=True
        )
    )
    taken = Region.objects.filter(until=None, code__in=[one.code for one in plan])
    return rules.faults(
        Change(
            kind=change.kind,
            predecessors=[_predecessor(region) for region in before],
            successors=plan,
            parent=_code_above(change.parent),
            taken=set(taken.exclude(pk__in=going).values_list("code", flat=True)),
        )
    )


def nodes_below(change: RegionChange, keys: Sequence[str]) -> Iterator[Any]:
    """The rows that a successor takes over, from whichever table they are in."""
    levels = set(change.predecessors.values_list("level", flat=True))
    tables: tuple[Any, ...] = UNDER_COMMUNITY if levels == {Level.COMMUNITY} else (Region,)
    for table in tables:
        yield from table._default_manager.filter(uuid__in=keys).order_by("path")


def open_regions_below(region: Region) -> QuerySet[Region]:
    """The divisions below one that hold today, parents before children."""
    low, high = paths.bounds(region.path)
    rows = Region.objects.filter(path__gt=low, path__lt=high, until=None)
    return rows.order_by("path")


def codes_before(change: RegionChange, before: Iterable[Region]) -> set[str]:
    """The codes the divisions of a change had before it."""
    former = RegionState.objects.filter(change=change, region__in=before)
    return {region.code for region in before} | set(former.values_list("code", flat=True))


def codes_in_use() -> set[str]:
    """Every code an open division holds."""
    return set(Region.objects.filter(until=None).values_list("code", flat=True))


@dataclass(frozen=True, slots=True)
class Moving:
    """A line of the preview: what goes to whom, with how many rows below it."""

    name: str
    to: str
    moves: bool
    dwellings: int
    buildings: int
    rows: int


def change_preview(change: RegionChange) -> list[Moving]:
    """What a change will move, with how many rows. A query for each table, however much moves."""
    nodes = [
        (row, one)
        for one in plan_of(change)
        for row in nodes_below(change, one.takes)
    ]  # fmt: skip
    counts = _rows_of([row.path for row, _ in nodes])
    keeps = {
        str(region.uuid): region.path
        for region in Region.objects.filter(uuid__in=[one.keeps for _, one in nodes if one.keeps])
    }
    return [
        Moving(
            name=str(row),
            to=one.name,
            moves=not (one.keeps and row.path.startswith(keeps[one.keeps])),
            dwellings=counts[row.path].get(Dwelling, 0),
            buildings=counts[row.path].get(Building, 0),
            rows=sum(counts[row.path].values()),
        )
        for row, one in nodes
    ]


def former_states(region: Region) -> QuerySet[RegionState]:
    """What a division was called and coded before, the latest first."""
    return region.former_states.select_related("change", "parent").order_by("-until")


def path_history(region: Region) -> QuerySet[PathHistory]:
    """Where a division lay before, the latest first."""
    return PathHistory.objects.filter(node=region.uuid).order_by("-until", "-pk")


def _rows_of(below: Sequence[str]) -> dict[str, dict[type[Model], int]]:
    """For each path how many rows of each table lie below it."""
    counts: dict[str, dict[type[Model], int]] = {path: {} for path in below}
    if not below:
        return counts
    for model in apps.get_models():
        if model in (PathHistory, RegionState) or not _has_path(model):
            continue
        spans = {
            f"n{number}": Count("pk", filter=Q(path__gte=low, path__lt=high))
            for number, (low, high) in enumerate(map(paths.bounds, below))
        }
        for name, count in model._base_manager.aggregate(**spans).items():
            if count:
                counts[below[int(name[1:])]][model] = count
    return counts


def _has_path(model: type[Model]) -> bool:
    return any(
        field.name == "path" and isinstance(field, BytewiseCharField)
        for field in model._meta.concrete_fields
    )


def _rows_below(region: Region) -> list[Any]:
    if region.level != Level.COMMUNITY:
        return list(Region.objects.filter(parent=region, until=None).order_by("code"))
    depth = paths.WIDTH * (paths.COMMUNITY_DEPTH + 1)
    return [
        row
        for table in UNDER_COMMUNITY
        for row in table._default_manager.filter(community=region).order_by("path")
        if len(row.path) == depth
    ]


def _predecessor(region: Region) -> Predecessor:
    return Predecessor(
        key=str(region.uuid),
        level=region.level,
        code=region.code,
        name=region.name,
        parent=region.parent.code if region.parent else "",
        below=tuple(below(region)),
    )


def _code_above(parent: Region | None) -> str:
    return parent.code if parent and not parent.holder else ""


def _too_early(change: RegionChange, before: Sequence[Region]) -> Fault | None:
    """A change may not reach back to the day a division began, or beyond its last change."""
    for region in before:
        last = region.former_states.order_by("-until").first()
        begun = max(region.since, last.until) if last and last.until else region.since
        if change.effective_on <= begun:
            facts = (("name", region.name), ("since", begun.isoformat()))
            return Fault("too_early", facts)
    return None
