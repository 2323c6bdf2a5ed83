"""Saving a whole draft of a division at once, as its editor does every few seconds."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused

from .. import queries
from ..models import Division, Grid, GridMember, GridShape
from ..rules import geometry
from .divisions import open_to_change
from .rows import keep


@transaction.atomic
def save_draft(
    division: Division,
    *,
    by: Actor,
    version: int,
    shapes: Mapping[str, dict[str, Any]],
    members: Mapping[str, str],
    since: date | None = None,
    reason: str | None = None,
) -> Division:
    """Replace what a draft holds: outlines by grid, and the grid of each member (uuids).

    Half-done work is kept; faults show in the check. Refuses with ``territory.moved_on`` when
    somebody saved since ``version`` was read, ``territory.not_of_community`` for a grid or member
    the community does not have, and ``territory.not_a_draft``.
    """
    open_to_change(division, by, version)
    grids = _grids(division, {*shapes, *members.values()})
    found = queries.members_by_key(division, members)
    if unknown := members.keys() - found.keys():
        raise _stranger(min(unknown))
    if since is not None or reason is not None:
        division.since = since or division.since
        division.reason = division.reason if reason is None else reason.strip()
        keep(division)
    division.shapes.all().delete()
    GridShape.objects.bulk_create(
        GridShape(division=division, grid=grids[key], polygon=shape)
        for key, shape in shapes.items()
    )
    division.members.all().delete()
    GridMember.objects.bulk_create(
        (
            GridMember(
                division=division, grid=grids[grid], **{f"{found[key][0]}_id": found[key][1]}
            )
            for key, grid in members.items()
        ),
        batch_size=1000,
    )
    record(by, "territory.save_draft", division, shapes=len(shapes), members=len(members))
    return division


@transaction.atomic
def swap_axes(division: Division, *, by: Actor) -> int:
    """Exchange latitude and longitude in the outlines that have them the wrong way round."""
    open_to_change(division, by)
    wrong = [
        shape
        for shape in division.shapes.all()
        if geometry.fault_of_polygon(shape.polygon) == "swapped"
    ]
    for shape in wrong:
        shape.polygon = geometry.with_axes_swapped(shape.polygon)
    GridShape.objects.bulk_update(wrong, ["polygon"])
    record(by, "territory.swap_axes", division, shapes=len(wrong))
    return len(wrong)


def _grids(division: Division, keys: set[str]) -> dict[str, Grid]:
    rows = Grid.objects.filter(community=division.community, until__isnull=True)
    known = {str(grid.uuid): grid for grid in rows}
    if unknown := keys - known.keys():
        raise _stranger(min(unknown))
    return known


def _stranger(key: str) -> Refused:
    shown = key if _is_key(key) else "—"
    message = _("%(key)s不在本社区，请刷新页面后再改。") % {"key": shown}
    return Refused("territory.not_of_community", str(message), "members")


def _is_key(key: str) -> bool:
    """Whether a key is one of ours, so that nothing else is echoed."""
    try:
        UUID(key.rpartition(":")[2])
    except ValueError:
        return False
    return True
