"""The register for the phone: search in scope, the homes still to be collected, the own count."""

from datetime import date
from typing import Any, Literal
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

from . import actions, filters, permissions, queries
from .models import Visit
from .rules.kinds import HeardKind, Outcome
from .rules.syncing import MOST_EDITS
from .rules.telling import NewHeard
from .views.calls import next_words

router = Router(tags=["registry"])
LONGEST_PAGE = 200


class FoundOut(Schema):
    """Somebody or something found: what it is called, and how to tell it from its namesakes."""

    kind: str
    uuid: str
    name: str
    note: str


class GroupOut(Schema):
    """What was found of one sort."""

    label: str
    rows: list[FoundOut]


class SearchOut(Schema):
    """What a search found; ``note`` tells what stays unsaid."""

    groups: list[GroupOut]
    note: str


class SearchAsked(Schema):
    """Characters, pinyin, initials, an address (3-2-501), last four digits."""

    q: str = Field(min_length=1, max_length=60)


@router.get("/residents", response=SearchOut, summary="查找居民")
@door(permissions.VIEW)
def residents(request: HttpRequest, asked: Query[SearchAsked]) -> dict[str, Any]:
    """Twenty rows at most, in scope, masked: no number, no birth date."""
    found = actions.look_up(request.actor, asked.q.strip())  # type: ignore[attr-defined]  # set by the middleware
    groups = [
        {
            "label": group.label,
            "rows": [
                {
                    "kind": row.page.partition(":")[2],
                    "uuid": row.uuid,
                    "name": row.name,
                    "note": row.note,
                }
                for row in group.rows
            ],
        }
        for group in found.groups
    ]
    return {"groups": groups, "note": found.note}


class HomeOut(Schema):
    """A home still to be collected: its address, and what came of the last visit."""

    uuid: str
    address: str
    building: str
    last_outcome: str
    last_day: date | None


class HomePage(Schema):
    """Some homes, and the cursor of the next page where there is one."""

    rows: list[HomeOut]
    cursor: str | None


class HomesAsked(Schema):
    """From which home on, how many."""

    cursor: str = ""
    limit: int = Field(50, ge=1, le=LONGEST_PAGE)


@router.get("/dwellings/missing", response=HomePage, summary="未采集房屋")
@door(permissions.COLLECTION)
def missing(request: HttpRequest, asked: Query[HomesAsked]) -> dict[str, Any]:
    """Homes in scope still to be collected, in the order of addresses."""
    rows = queries.missing(request.actor).order_by("path")  # type: ignore[attr-defined]  # set by the middleware
    if asked.cursor:
        rows = rows.filter(path__gt=asked.cursor)
    found = list(rows[: asked.limit + 1])
    page = found[: asked.limit]
    more = page[-1].path if len(found) > asked.limit else None
    return {"rows": [_home(home) for home in page], "cursor": more}


def _home(home: Any) -> dict[str, Any]:
    last = home.last_outcome
    return {
        "uuid": str(home.uuid),
        "address": territory.address_text(home),
        "building": territory.building_text(home.building),
        "last_outcome": str(Outcome(last).label) if last else "",
        "last_day": home.last_day,
    }


class CountOut(Schema):
    """Collected and expected homes in the actor's scope; a worker sees no one else's figure."""

    community: str
    collected: int
    expected: int
    missing: int
    rate: str


@router.get("/collection", response=list[CountOut], summary="采集进度")
@door(permissions.COLLECTION)
def collection(request: HttpRequest) -> list[dict[str, Any]]:
    """The collection count of every community the actor works in, over what the actor may see."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    held = [grant.node for grant in actor.grants]
    return [_count(actor, place) for place in territory.communities(actor).filter(path__in=held)]


def _count(actor: Actor, community: Any) -> dict[str, Any]:
    total = queries.collection_board(actor, community).total
    return {
        "community": community.name,
        "collected": total.collected,
        "expected": total.expected,
        "missing": total.missing,
        "rate": str(total.share),
    }


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


class DoorOut(Schema):
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


@router.get("/next-doors", response=list[DoorOut], summary="下一户")
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


class ChangeIn(Schema):
    """One fact: what the phone had when the edit began, if it knows, and what it has now."""

    base: str | None = Field(None, max_length=200)
    value: str = Field(max_length=200)


class EditIn(Schema):
    """An edit of one row. ``seq`` counts the edits of a device from 1; ``at`` is the phone's time.

    ``entity`` is ``resident`` or ``householdmember``; ``base_version`` 0 is a person born here.
    """

    request_id: UUID
    device: str = Field(min_length=1, max_length=40)
    seq: int = Field(ge=1, le=2_000_000_000)
    entity: Literal["resident", "householdmember"]
    uuid: UUID
    base_version: int = Field(ge=0, le=2_000_000_000)
    changes: dict[str, ChangeIn] = Field(max_length=40)
    at: Moment


class EditsIn(Schema):
    """At most a hundred edits; one bad edit does not stop the others."""

    edits: list[EditIn] = Field(max_length=MOST_EDITS)


class EditOut(Schema):
    """What became of an edit.

    ``result``: applied, parallel, conflict, request, duplicate, held or refused. ``person`` is the
    uuid to use from now on; ``fields`` tells of each fact: taken, conflict or request.
    """

    request_id: str
    result: str
    person: str | None = None
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
