"""Cases for the phone: lists, one case, reporting and the moves made in the field."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Router, Schema
from pydantic import ConfigDict

from linge.files.models import StoredFile
from linge.kernel.access import Actor
from linge.territory import queries as territory
from linge.territory.models import Grid, Region

from . import actions, queries
from .models import Case, Category
from .queries.places import buildings_for

router = Router(tags=["cases"])
PAGE = 50
QUEUES: dict[str, Callable[[Actor], QuerySet[Case]]] = {
    "verify": queries.verify_queue,
    "confirm": queries.confirming_queue,
    "agency": queries.agency_queue,
    "grid": queries.board,
}


class Strict(Schema):
    """A body whose unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class DueOut(Schema):
    """Time left in words with its colour word."""

    colour: str
    words: str


class CaseOut(Schema):
    """A case as a line of a list."""

    number: str
    state: str
    state_label: str
    category: str
    place: str
    words: str
    reported_at: datetime
    due: DueOut
    step: int


class PhotoOut(Schema):
    """A photo of a case: when in its life, and where its bytes are."""

    phase: str
    address: str


class MomentOut(Schema):
    """One step: what, who, when, in what words."""

    label: str
    who: str
    at: datetime
    words: str


class CaseDetail(CaseOut):
    """A case whole, with the moves possible now."""

    photos: list[PhotoOut]
    moments: list[MomentOut]
    moves: list[str]


class CasePage(Schema):
    """A page of cases and where the next one starts."""

    rows: list[CaseOut]
    cursor: int | None


class ReportIn(Strict):
    """A report from the phone. ``client_id`` and ``request_id`` are born there."""

    request_id: UUID
    client_id: UUID
    device_at: datetime | None = None
    words: str = ""
    photos: list[UUID] = []
    category: str = ""
    urgent: bool = False
    building: UUID | None = None
    lon: float | None = None
    lat: float | None = None
    place_text: str = ""
    place_unknown: bool = False


class MoveIn(Strict):
    """A move from the phone; ``seen_step`` is the step the phone had seen."""

    request_id: UUID
    seen_step: int | None = None
    words: str = ""
    reason: str = ""
    outcome: str = "pass"
    finding: str = ""
    photos: list[UUID] = []
    metres: float | None = None
    condition_met: bool = False


class Done(Schema):
    """What stands after a deed."""

    number: str
    state: str
    state_label: str
    code: str = ""


class CategoryOut(Schema):
    """A small category for the chips."""

    code: str
    name: str
    large: str


class BuildingOut(Schema):
    """A building that can be named as the place."""

    uuid: UUID
    name: str


def _line(case: Case) -> dict[str, Any]:
    due = queries.due_words(case)
    return {
        "number": case.number,
        "state": case.state,
        "state_label": str(case.get_state_display()),
        "category": case.category.name if case.category else "",
        "place": case.place_text,
        "words": case.words,
        "reported_at": case.reported_at,
        "due": {"colour": due.colour, "words": due.text},
        "step": case.seq,
    }


@router.get("/cases", response=CasePage, summary="事件列表")
def cases(request: HttpRequest, queue: str = "grid", cursor: int = 0) -> dict[str, Any]:
    """Open cases of a queue, most urgent first."""
    if queue not in QUEUES:
        raise Http404
    rows = list(QUEUES[queue](request.actor)[cursor : cursor + PAGE + 1])  # type: ignore[attr-defined]
    more = cursor + PAGE if len(rows) > PAGE else None
    return {"rows": [_line(case) for case in rows[:PAGE]], "cursor": more}


@router.get("/categories", response=list[CategoryOut], summary="事件小类")
def categories(request: HttpRequest) -> list[dict[str, str]]:
    """The small categories in force."""
    return [
        {"code": small.code, "name": small.name, "large": small.parent.name if small.parent else ""}
        for small in queries.smalls().select_related("parent")
    ]


@router.get("/buildings", response=list[BuildingOut], summary="本网格楼栋")
def buildings(request: HttpRequest) -> list[dict[str, Any]]:
    """The buildings the actor may name."""
    return [
        {"uuid": row.uuid, "name": territory.address_text(row)}
        for row in buildings_for(request.actor)  # type: ignore[attr-defined]
    ]


@router.get("/cases/{number}", response=CaseDetail, summary="事件详情")
def case_detail(request: HttpRequest, number: str) -> dict[str, Any]:
    """One case in scope, with its story and what may be done now."""
    case = _seen(request, number)
    story = queries.timeline(case)
    return _line(case) | {
        "photos": [
            {"phase": photo.phase, "address": reverse("cases:photo", args=[case.uuid, photo.file.uuid])}
            for photo in case.photos.select_related("file")
        ],
        "moments": [
            {"label": m.label, "who": m.who, "at": m.step.at, "words": m.words}
            for m in story.moments
        ],
        "moves": [offer.action for offer in queries.moves_possible(request.actor, case)],  # type: ignore[attr-defined]
    }


@router.post("/cases", response=Done, summary="上报事件")
def report(request: HttpRequest, body: ReportIn) -> dict[str, Any]:
    """Report from the field; sent again it answers with the same case."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    place = body.model_dump(include={"lon", "lat", "place_text", "place_unknown"})
    told = actions.Report(
        community=_community(actor),
        source="patrol",
        words=body.words,
        photos=_photos(body.photos, actor),
        category=Category.objects.filter(code=body.category).first() if body.category else None,
        urgent=body.urgent,
        building=buildings_for(actor).filter(uuid=body.building).first(),
        client_id=body.client_id,
        device_at=body.device_at,
        **place,
    )
    made = actions.report_case(told, by=actor, request_id=body.request_id)
    return _done(made.case) | {"code": made.code}


@router.post("/cases/{number}/{action}", response=Done, summary="办理事件")
def move(request: HttpRequest, number: str, action: str, body: MoveIn) -> dict[str, Any]:
    """Make one of the field's moves; refused in words when it cannot be made now."""
    if action not in MOVES:
        raise Http404
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = _seen(request, number)
    return _done(MOVES[action](case, actor, body))


def _verify(case: Case, actor: Actor, body: MoveIn) -> Case:
    return actions.verify_case(
        case,
        by=actor,
        outcome=body.outcome,
        photos=_photos(body.photos, actor),
        metres=body.metres,
        reason=body.reason,
        words=body.words,
        request_id=body.request_id,
    )


def _send_back(case: Case, actor: Actor, body: MoveIn) -> Case:
    photos = _photos(body.photos, actor)
    return actions.send_back_case(
        case, by=actor, reason=body.reason, photos=photos, request_id=body.request_id
    )


def _confirm(case: Case, actor: Actor, body: MoveIn) -> Case:
    return actions.confirm_case(
        case,
        by=actor,
        finding=body.finding,
        words=body.words,
        photos=_photos(body.photos, actor),
        metres=body.metres,
        request_id=body.request_id,
    )


def _sign(case: Case, actor: Actor, body: MoveIn) -> Case:
    return actions.sign_case(case, by=actor, request_id=body.request_id)


def _handle(case: Case, actor: Actor, body: MoveIn) -> Case:
    return actions.handle_case(
        case,
        by=actor,
        result=body.words,
        photos=_photos(body.photos, actor),
        condition_met=body.condition_met,
        request_id=body.request_id,
    )


MOVES: dict[str, Callable[[Case, Actor, MoveIn], Case]] = {
    "verify": _verify,
    "send_back": _send_back,
    "confirm": _confirm,
    "sign": _sign,
    "handle": _handle,
}


def _seen(request: HttpRequest, number: str) -> Case:
    visible = queries.visible_to(request.actor).select_related("category", "community", "grid")  # type: ignore[attr-defined]
    return get_object_or_404(visible, number=number)


def _done(case: Case) -> dict[str, Any]:
    case.refresh_from_db()
    return {
        "number": case.number,
        "state": case.state,
        "state_label": str(case.get_state_display()),
    }


def _photos(uuids: list[UUID], actor: Actor) -> list[StoredFile]:
    mine = StoredFile.objects.filter(uuid__in=uuids, uploaded_by_id=actor.user_id)
    found = {photo.uuid: photo for photo in mine}
    return [found[uuid] for uuid in uuids if uuid in found]


def _community(actor: Actor) -> Region:
    grid = Grid.objects.select_related("community").filter(pk__in=actor.grids).first()
    if grid is None:
        raise Http404
    return grid.community
