"""The next doors to knock on, and what came of it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from linge.accounts.doors import door
from linge.files import queries as files
from linge.kernel.access import Actor
from linge.kernel.wire import Moment
from linge.territory import queries as territory

from .. import actions, filters, permissions, queries
from ..models import Visit
from ..rules.kinds import HeardKind, Outcome
from ..rules.telling import NewHeard
from ..views.calls import next_words

router = Router(tags=["registry"])


class HeardIn(Schema):
    """What somebody said, as it was said."""

    kind: HeardKind
    words: str = Field(min_length=1, max_length=500)


class VisitIn(Schema):
    """A visit from the phone. ``uuid`` is born there: sent twice it is one visit.

    ``photos`` are files sent before, ``sources`` people who know; ``use`` a code or their words.
    """

    uuid: UUID
    dwelling: UUID
    outcome: Outcome
    photos: list[UUID] = Field(default=[], max_length=9)
    sources: list[str] = Field(default=[], max_length=4)
    words: str = Field(default="", max_length=500)
    use: str = Field(default="", max_length=20)
    card_left: bool = False
    heard: list[HeardIn] = Field(default=[], max_length=10)
    device_at: Moment | None = None
    point: tuple[float, float] | None = None
    form_version: int = Field(default=1, ge=1, le=1000)


class VisitOut(Schema):
    """The visit as it stands, and what follows it."""

    uuid: str
    outcome: str
    collected: bool
    next_on: date | None
    not_in: str
    other_worker: bool
    leave_card: bool
    words: str


@router.post("/visits", response=VisitOut, summary="登记走访")
@door(permissions.VISIT)
def pay_visit(request: HttpRequest, asked: VisitIn) -> dict[str, Any]:
    """Record a home visit; the answer says when to call again."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    home = get_object_or_404(queries.dwellings(actor), uuid=asked.dwelling)
    sent = files.own_photos(asked.photos, actor)
    photos = [{"kind": "photo", "file": str(photo.uuid)} for photo in sent]
    sources = [{"kind": "source", "name": name} for name in asked.sources]
    told = actions.NewVisit(
        outcome=asked.outcome,
        evidence=[*photos, *sources],
        heard=[NewHeard(said.kind, said.words) for said in asked.heard],
        **{name: getattr(asked, name) for name in AS_TOLD},
    )
    visit = actions.pay_visit(home, told, by=actor)
    return _visited(visit, queries.dwellings(actor).get(pk=home.pk))


AS_TOLD = ("words", "use", "card_left", "device_at", "point", "form_version", "uuid")


def _visited(visit: Visit, home: Any) -> dict[str, Any]:
    told = queries.guidance(home)
    follows = told.next if told else None
    return {
        "uuid": str(visit.uuid),
        "outcome": visit.outcome,
        "collected": home.collected,
        "next_on": follows and follows.on,
        "not_in": str(follows.not_in or "") if follows else "",
        "other_worker": bool(follows and follows.other_worker),
        "leave_card": bool(follows and follows.card),
        "words": next_words(told) if told else "",
    }


class NextDoorOut(Schema):
    """A door to knock on next: where, who lives there, why, what to mind."""

    dwelling: str
    address: str
    names: list[str]
    priority: int
    why: list[str]
    hint: str


class DoorsAsked(Schema):
    """The grid by its uuid; without one, the first of the actor's."""

    grid: UUID | None = None
    limit: int = Field(30, ge=1, le=100)


@router.get("/next-doors", response=list[NextDoorOut], summary="下一户")
@door(permissions.VISIT)
def next_doors(request: HttpRequest, asked: Query[DoorsAsked]) -> list[dict[str, Any]]:
    """The next doors of a grid in the order of calling; computed anew at every call."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    grids = filters.grids(request).select_related("community")
    grid = get_object_or_404(grids, uuid=asked.grid) if asked.grid else grids.first()
    found = queries.next_doors(actor, grid, asked.limit) if grid else []
    return [
        {
            "dwelling": str(row.dwelling.uuid),
            "address": territory.address_text(row.dwelling),
            "names": list(row.names),
            "priority": row.priority,
            "why": row.why,
            "hint": row.hint,
        }
        for row in found
    ]
