"""The tree of divisions, opened one level at a time."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from linge.kernel.access import Actor

from ..models import Region
from ..rules import paths
from ..rules.kinds import Level
from .scope import visible_to


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A division as the tree shows it, with the open ones among its children."""

    region: Region
    opened: bool
    children: tuple["TreeNode", ...] = ()


def children(actor: Actor, parent: Region | None) -> QuerySet[Region]:
    """The divisions right below a node, in code order, each told whether it has more below."""
    below = Region.objects.filter(parent=OuterRef("pk"), until__isnull=True)
    rows = visible_to(actor, Region).filter(parent=parent, until__isnull=True)
    return rows.annotate(has_children=Exists(below)).order_by("code")


def region_tree(actor: Actor) -> tuple[TreeNode, ...]:
    """The tree opened down to where the actor works: one query however deep."""
    nodes = {grant.node for grant in actor.grants}
    steps = {step for node in nodes for step in paths.ancestors(node)}
    below = Region.objects.filter(parent=OuterRef("pk"), until__isnull=True)
    shown = visible_to(actor, Region).filter(until__isnull=True)
    shown = shown.filter(parent__path__in=steps) | shown.filter(parent=None)
    rows = shown.annotate(has_children=Exists(below)).order_by("code")
    by_parent: dict[int | None, list[Region]] = {}
    for region in rows:
        by_parent.setdefault(region.parent_id, []).append(region)
    return _branch(by_parent, None, steps)


def _branch(
    by_parent: dict[int | None, list[Region]], parent: int | None, steps: set[str]
) -> tuple[TreeNode, ...]:
    return tuple(
        TreeNode(region, region.path in steps, _branch(by_parent, region.pk, steps))
        for region in by_parent.get(parent, ())
    )


def ancestors(region: Region) -> QuerySet[Region]:
    """The way from the province down to the division itself, for a breadcrumb."""
    return Region.objects.filter(path__in=paths.ancestors(region.path)).order_by("path")


def community_of(path: str) -> Region | None:
    """The community a path lies in; nothing for a path above communities."""
    of = paths.community_path(path)
    return Region.objects.filter(path=of).first() if of else None


def communities(actor: Actor) -> QuerySet[Region]:
    """The open communities the actor works in, by code."""
    return (
        visible_to(actor, Region).filter(level=Level.COMMUNITY, until__isnull=True).order_by("code")
    )
