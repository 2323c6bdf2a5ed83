"""Moving a node: new paths for it and for everything that lies below, in one transaction."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.audit.models import AuditEntry
from linge.kernel.access import Actor
from linge.kernel.clock import SHANGHAI, today
from linge.kernel.db import BytewiseCharField
from linge.kernel.events import publish
from linge.kernel.refusals import Refused

from .. import permissions
from ..events import NodeMoved
from ..models import (
    AddressAlias,
    Building,
    Estate,
    Lane,
    Organisation,
    PathHistory,
    Place,
    Region,
    RegionState,
    StreetFront,
)
from ..rules import paths
from ..rules.kinds import Level
from .paths import take_path
from .rows import keep

Node = Region | Estate | Lane | StreetFront | Organisation | Place | Building
PATH_COLUMNS = frozenset({"path", "node", "parent_path"})
STAYS_WRITTEN = (AuditEntry, PathHistory, RegionState)  # where something lay at the time


@transaction.atomic
def move_node(
    node: Node, *, by: Actor, to: Region | Estate | Lane | StreetFront, on: date | None = None
) -> Node:
    """Hang a node under another parent from today on. Every uuid stays, every path below follows.

    What moves to another community leaves its grid and waits there for the next division.
    Refuses with ``territory.wrong_parent`` or ``territory.under_itself``.
    """
    permissions.require(by, permissions.MOVE, node)
    permissions.require(by, permissions.MOVE, to)
    _may_hang(node, to)
    old = relocate(node, to, on or today())
    record(by, "territory.move_node", node, path=[old, node.path])
    return node


def relocate(node: Node, to: Region | Estate | Lane | StreetFront, on: date) -> str:
    """The move itself, inside a deed's transaction; gives the path the node had before.

    Refuses with ``territory.before_last_move``.
    """
    old: str = node.path
    _follows_the_last_move(old, on)
    _set_parent(node, to)
    new = take_path(to.path)
    _remember(node, old, new, on)
    rewrite_paths(old, new)
    node.path = new
    keep(node)
    if isinstance(node, Building):
        node.dwellings.update(estate=node.estate)
    _settle_communities(old, new)
    node.refresh_from_db()
    publish(NodeMoved(old, new))
    return old


def rewrite_paths(old: str, new: str) -> None:
    """Replace the prefix ``old`` in every table of the house that carries paths."""
    low, high = paths.bounds(old)
    for model, column in path_columns():
        model._base_manager.filter(**{f"{column}__gte": low, f"{column}__lt": high}).update(
            **{column: Concat(Value(new), Substr(F(column), len(old) + 1))}
        )


def path_columns() -> Iterator[tuple[type[models.Model], str]]:
    """Every column that holds a path that is true today; what lay where once stays written."""
    for model in apps.get_models():
        if model in STAYS_WRITTEN:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, BytewiseCharField) and field.name in PATH_COLUMNS:
                yield model, field.name


def _may_hang(node: Node, to: Any) -> None:
    if paths.lies_under(to.path, node.path):
        raise Refused(
            "territory.under_itself", str(_("不能移到自己的下级，请选择别的上级。")), "to"
        )
    if isinstance(node, Region):
        fits = isinstance(to, Region) and paths.depth(to.path) == paths.depth(node.path) - 1
    elif isinstance(node, Building):
        fits = not isinstance(to, Region)
    else:
        fits = isinstance(to, Region) and to.level == Level.COMMUNITY
    if not fits:
        raise Refused("territory.wrong_parent", str(_("这里不能作为它的上级，请重新选择。")), "to")


def _set_parent(node: Node, to: Any) -> None:
    if isinstance(node, Region):
        node.parent = to
    elif isinstance(node, Building):
        for field, kind in (("estate", Estate), ("lane", Lane), ("street_front", StreetFront)):
            setattr(node, field, to if isinstance(to, kind) else None)
        node.community = to.community
    else:
        node.community = to


def _settle_communities(old: str, new: str) -> None:
    """Tell the rows below a moved node which community they lie in now, and take their grid."""
    if paths.community_path(old) == paths.community_path(new) or not paths.community_path(new):
        return
    if paths.depth(new) == paths.COMMUNITY_DEPTH:
        return  # the community itself moved: its rows are still its own
    community = Region.objects.get(path=paths.community_path(new))
    low, high = paths.bounds(new)
    for model, column in path_columns():
        fields = {field.name for field in model._meta.concrete_fields}
        settled: dict[str, Any] = {"community": community} if "community" in fields else {}
        if settled and "grid" in fields:
            settled["grid"] = None
        if settled:
            rows = model._base_manager.filter(**{f"{column}__gte": low, f"{column}__lt": high})
            rows.update(**settled)
    AddressAlias.objects.filter(dwelling__path__gte=low, dwelling__path__lt=high).update(
        community=community
    )


def _follows_the_last_move(path: str, on: date) -> None:
    """Moves are undone in the order of their days, so one may not slip in before another."""
    low, high = paths.bounds(path)
    later = PathHistory.objects.filter(until__gt=on, moved_to__gte=low, moved_to__lt=high)
    if later.exists():
        raise Refused(
            "territory.before_last_move", str(_("这一天之后已有移动，请选择更晚的日期。")), "on"
        )


def _remember(node: Node, path: str, moved_to: str, until: date) -> None:
    """Note where the node lay, from its birth or its last move until the day it moved."""
    last = PathHistory.objects.filter(node=node.uuid).order_by("-until").first()
    born: date = getattr(node, "since", None) or _born_on(node.uuid)
    since = last.until if last and last.until else born
    PathHistory.objects.create(
        node=node.uuid,
        kind=str(node._meta.model_name),
        path=path,
        moved_to=moved_to,
        since=min(since, until),
        until=until,
    )


def _born_on(uuid: UUID) -> date:
    """The day a row came into being, as its UUIDv7 says."""
    return datetime.fromtimestamp((uuid.int >> 80) / 1000, UTC).astimezone(SHANGHAI).date()
