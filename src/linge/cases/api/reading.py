"""Reading cases and what a report may name: queues in pages, one case, its photos, the catalogue."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from linge.accounts.doors import door
from linge.files import queries as files
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.territory import queries as territory

from .. import permissions, queries
from ..models import Case
from ..models.cases import CaseQuerySet
from ..queries.places import buildings_for
from ..queries.story import first_photos
from .shapes import CasePage, CaseWhole, line, whole

router = Router()
LONGEST_PAGE = 200
MOST_ROWS = 10_000_000
RELATED = (
    "community",
    "grid",
    "category__parent",
    "standard",
    "agency",
    "handler",
    "confirmer",
    "building__estate",
    "building__lane",
    "building__street_front",
)
QueueName = Literal["verify", "confirm", "intake", "dispatch", "agency", "close", "grid", "mine"]


def own_reports(actor: Actor) -> CaseQuerySet:
    """What the actor reported, open or at its end, the latest first."""
    return queries.ledger(actor).filter(reporter_user_id=actor.user_id)


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a queue, and how to go on after a row of it."""

    read: Callable[[Case], datetime | None]
    after: Callable[[datetime | None, int], Q]


def _after_due(due: datetime | None, pk: int) -> Q:
    undue = Q(current_due_at__isnull=True)
    if due is None:
        return undue & Q(pk__gt=pk)
    return Q(current_due_at__gt=due) | Q(current_due_at=due, pk__gt=pk) | undue


def _after_report(reported: datetime | None, pk: int) -> Q:
    return Q(reported_at__lt=reported) | Q(reported_at=reported, pk__lt=pk)


DUE_FIRST = Order(lambda case: case.current_due_at, _after_due)
LATEST_FIRST = Order(lambda case: case.reported_at, _after_report)
QUEUES: dict[str, tuple[Callable[[Actor], CaseQuerySet], Order]] = {
    "verify": (queries.verify_queue, DUE_FIRST),
    "confirm": (queries.confirming_queue, DUE_FIRST),
    "intake": (queries.intake_queue, DUE_FIRST),
    "dispatch": (queries.dispatch_queue, DUE_FIRST),
    "agency": (queries.agency_queue, DUE_FIRST),
    "close": (queries.closing_queue, DUE_FIRST),
    "grid": (queries.board, DUE_FIRST),
    "mine": (own_reports, LATEST_FIRST),
}


class CasesAsked(Schema):
    """Which queue, from where on, how many."""

    queue: QueueName = "grid"
    cursor: str = ""
    limit: int = Field(50, ge=1, le=LONGEST_PAGE)


@router.get("/cases", response=CasePage, summary="事件列表")
@door(permissions.VIEW)
def cases(request: HttpRequest, asked: Query[CasesAsked]) -> dict[str, Any]:
    """A queue in pages: what waits with the nearest due first, own reports with the latest."""
    query, order = QUEUES[asked.queue]
    rows = query(request.actor).select_related(*RELATED)  # type: ignore[attr-defined]  # set by the middleware
    if asked.cursor:
        rows = rows.filter(order.after(*_read_cursor(asked.cursor)))
    found = list(rows[: asked.limit + 1])
    page, more = found[: asked.limit], len(found) > asked.limit
    photos = first_photos(page)
    return {
        "rows": [line(case, photos.get(case.pk)) for case in page],
        "cursor": _cursor_of(order.read(page[-1]), page[-1].pk) if more else None,
    }


def _cursor_of(moment: datetime | None, pk: int) -> str:
    told = json.dumps([moment.isoformat() if moment else None, pk])
    return urlsafe_b64encode(told.encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime | None, int]:
    try:
        told, pk = json.loads(urlsafe_b64decode(cursor))
        moment = datetime.fromisoformat(told).astimezone(UTC) if told else None
        return moment, int(pk)
    except (ValueError, TypeError, OverflowError) as fault:
        raise Refused("api.cursor", _("翻页位置已失效，请从第一页重新看。"), "cursor") from fault


@router.get("/cases/{number}", response=CaseWhole, summary="事件详情")
@door(permissions.VIEW)
def case_detail(request: HttpRequest, number: str) -> dict[str, Any]:
    """One case with its photos, its story and the moves possible now."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    return whole(case_of(actor, number), actor)


class PhotoAsked(Schema):
    """The whole photo, or its small picture."""

    thumb: bool = False


@router.get(
    "/cases/{number}/photos/{uuid}",
    summary="事件照片",
    url_name="case_photo",
    openapi_extra={"responses": {200: {"content": {"image/jpeg": {}}, "description": "JPEG"}}},
)
@door(permissions.VIEW)
def case_photo(
    request: HttpRequest, number: str, uuid: UUID, asked: Query[PhotoAsked]
) -> HttpResponse:
    """A photo's bytes, for those who see the case."""
    case = case_of(request.actor, number)  # type: ignore[attr-defined]  # set by the middleware
    photo = get_object_or_404(case.photos.select_related("file"), file__uuid=uuid)
    try:
        body = files.photo(photo.file, thumb=asked.thumb)
    except FileNotFoundError as lost:
        raise Http404 from lost
    headers = {"Cache-Control": "private, max-age=3600"}
    return HttpResponse(body, content_type="image/jpeg", headers=headers)


class CategoryOut(Schema):
    """A small category for the chips of a report."""

    code: str
    name: str
    large_code: str
    large: str


@router.get("/categories", response=list[CategoryOut], summary="事件类别")
@door(permissions.REPORT)
def categories(request: HttpRequest) -> Sequence[dict[str, str]]:
    """The small categories in force today."""
    return [
        {
            "code": small.code,
            "name": small.label,
            "large_code": small.parent.code,
            "large": small.parent.label,
        }
        for small in queries.smalls()
        if small.parent
    ]


class BuildingOut(Schema):
    """A building that a report may name as its place; ``point`` is longitude and latitude."""

    uuid: UUID
    name: str
    point: list[float] | None


class BuildingPage(Schema):
    """Some buildings, and where the next page starts."""

    rows: list[BuildingOut]
    cursor: int | None


class BuildingsAsked(Schema):
    """From which place in the list on."""

    cursor: int = Field(0, ge=0, le=MOST_ROWS)


@router.get("/buildings", response=BuildingPage, summary="可选楼栋")
@door(permissions.REPORT)
def buildings(request: HttpRequest, asked: Query[BuildingsAsked]) -> dict[str, Any]:
    """The buildings in the actor's scope, in the order of addresses."""
    end = asked.cursor + LONGEST_PAGE
    found = list(buildings_for(request.actor)[asked.cursor : end + 1])  # type: ignore[attr-defined]  # set by the middleware
    rows = [
        {"uuid": row.uuid, "name": territory.building_text(row), "point": row.point}
        for row in found[:LONGEST_PAGE]
    ]
    return {"rows": rows, "cursor": end if len(found) > LONGEST_PAGE else None}


def case_of(actor: Actor, number: str) -> Case:
    """A case in scope by its number; anything else does not exist."""
    rows = queries.visible_to(actor).select_related(*RELATED)
    found: Case = get_object_or_404(rows, number=number)
    return found
