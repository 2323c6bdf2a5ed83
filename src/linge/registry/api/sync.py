"""The phone and the house in step: edits made offline, the doors of the own grid, conflicts."""

from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from linge.accounts.doors import door
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.wire import Moment

from .. import actions, permissions, queries
from ..models import Conflict
from ..rules.syncing import MOST_EDITS, Choice
from .cards import DoorOut

router = Router(tags=["registry"])


class ChangeIn(Schema):
    """One fact: what the phone had when the edit began, if it knows, and what it has now."""

    base: str | None = Field(None, max_length=200)
    value: str = Field(max_length=200)


class EditIn(Schema):
    """An edit of one row. ``seq`` counts the edits of a device from 1; ``at`` is the phone's time.

    ``entity`` is ``resident``, ``householdmember`` or ``household``; ``base_version`` 0 is a row born
    here. A household names its ``dwelling`` and each person as ``member:<uuid>`` with the relation.
    """

    request_id: UUID
    device: str = Field(min_length=1, max_length=40)
    seq: int = Field(ge=1, le=2_000_000_000)
    entity: Literal["resident", "householdmember", "household"]
    uuid: UUID
    base_version: int = Field(ge=0, le=2_000_000_000)
    changes: dict[str, ChangeIn] = Field(max_length=40)
    at: Moment


class EditsIn(Schema):
    """At most a hundred edits; one bad edit does not stop the others."""

    edits: list[EditIn] = Field(max_length=MOST_EDITS)


class EditOut(Schema):
    """What became of an edit.

    ``result``: applied, parallel, conflict, request, duplicate, held or refused. ``person`` or ``household``
    is the uuid to use from now on; ``fields`` tells of each fact: taken, conflict or request.
    """

    request_id: str
    result: str
    person: str | None = None
    household: str | None = None
    version: int | None = None
    fields: dict[str, str] = {}
    conflicts: list[str] = []
    request: str | None = None
    out_of_order: bool = False
    clock_wrong: bool = False
    code: str | None = None
    message: str | None = None
    field: str | None = None


class EditsOut(Schema):
    answers: list[EditOut]


@router.post("/sync/edits", response=EditsOut, summary="同步离线修改")
@door(permissions.EDIT)
def edits(request: HttpRequest, asked: EditsIn) -> dict[str, Any]:
    """Take edits in the phone's order, each once, merged with what happened meanwhile."""
    sent = [
        actions.Edit(
            request_id=edit.request_id,
            device=edit.device,
            seq=edit.seq,
            entity=edit.entity,
            uuid=edit.uuid,
            base_version=edit.base_version,
            changes={name: change.dict() for name, change in edit.changes.items()},
            at=edit.at,
        )
        for edit in asked.edits
    ]
    return {"answers": actions.receive_edits(sent, by=request.actor)}  # type: ignore[attr-defined]  # set by the middleware


class ChangesAsked(Schema):
    """The bookmark of the last answer, and the uuid of one of the actor's own grids."""

    scope: UUID
    since: str = Field("", max_length=36)


class ClosedOut(Schema):
    """A door to forget: ``gone`` from the grid, or ``closed`` for ever."""

    uuid: str
    why: Literal["gone", "closed"]


class ChangesOut(Schema):
    """What changed since the bookmark, 200 doors at most.

    ``whole``: begin anew, nothing held before counts; ``more``: ask again with the new cursor.
    """

    rows: list[DoorOut]
    closed: list[ClosedOut]
    cursor: str
    whole: bool
    more: bool
    server_time: datetime


@router.get("/sync/changes", response=ChangesOut, summary="本网格增量同步")
@door(permissions.VIEW)
def changes(request: HttpRequest, asked: Query[ChangesAsked]) -> dict[str, Any]:
    """Doors of an own grid that are not as the phone holds them; a grid no longer own is 404."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    grid = get_object_or_404(queries.grids_to_hold(actor), uuid=asked.scope)
    handed = actions.hand_over(grid, by=actor, since=asked.since)
    return {
        "rows": [asdict(row) for row in handed.rows],
        "closed": [{"uuid": uuid, "why": why} for uuid, why in handed.closed.items()],
        "cursor": str(handed.cursor),
        "whole": handed.whole,
        "more": handed.more,
        "server_time": clock.now(),
    }


class ConflictOut(Schema):
    """Two values of one fact: ``ours`` stands in the record, ``mine`` came from the phone."""

    uuid: str
    person: str
    label: str
    ours: str
    mine: str
    now: str
    made_at: datetime


@router.get("/sync/conflicts", response=list[ConflictOut], summary="待处理冲突")
@door(permissions.EDIT)
def conflicts(request: HttpRequest) -> list[dict[str, Any]]:
    """What waits to be settled by the actor, numbers masked, the latest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    rows = queries.visible_conflicts(actor).filter(settled_at=None).order_by("-made_at")
    return [_conflict(row) for row in rows[:MOST_EDITS]]


def _conflict(row: Conflict) -> dict[str, Any]:
    sides = queries.sides(row)
    return {
        "uuid": str(row.uuid),
        "person": row.person.name,
        "label": sides.label,
        "ours": sides.ours,
        "mine": sides.mine,
        "now": sides.now,
        "made_at": row.made_at,
    }


class SettleIn(Schema):
    """``mine`` takes the phone's value, ``keep`` the record's, ``new`` the third in ``value``."""

    choice: Choice
    value: str = Field("", max_length=200)


class SettledOut(Schema):
    """What still waits to be settled."""

    left: int


@router.post("/sync/conflicts/{uuid}", response=SettledOut, summary="处理冲突")
@door(permissions.EDIT)
def settle(request: HttpRequest, uuid: UUID, asked: SettleIn) -> dict[str, int]:
    """Settle one conflict; neither value was lost until now."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    row = get_object_or_404(queries.visible_conflicts(actor), uuid=uuid)
    actions.settle_conflict(row, by=actor, choice=asked.choice, value=asked.value)
    return {"left": queries.visible_conflicts(actor).filter(settled_at=None).count()}
