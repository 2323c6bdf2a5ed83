"""The phone's first page in one answer, and the messages to its worker."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from linge.cases import queries as cases
from linge.kernel.access import Actor
from linge.kernel.clock import now

from . import actions, queries

router = Router(tags=["field"])
LONGEST_PAGE = 200
MOST_ROWS = 10_000_000


class GridOut(Schema):
    """A grid somebody works in; ``uuid`` is the scope of `sync/changes`."""

    uuid: str
    code: str
    name: str
    community: str


class TodayOut(Schema):
    """Where somebody works and how much waits, with the server's time to set the phone's by."""

    at: datetime
    grids: list[GridOut]
    verify: int
    confirm: int
    overdue: int
    unread: int


@router.get("/today", response=TodayOut, summary="今日")
def today(request: HttpRequest) -> dict[str, Any]:
    """What the first page of the phone shows."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    counts = cases.queue_counts(actor)
    return {
        "at": now(),
        "grids": [
            {
                "uuid": str(grid.uuid),
                "code": grid.code,
                "name": grid.name,
                "community": grid.community.name,
            }
            for grid in queries.own_grids(actor)
        ],
        "verify": counts.verify,
        "confirm": counts.confirming,
        "overdue": counts.overdue,
        "unread": queries.inbox(actor).filter(read_at__isnull=True).count(),
    }


class MessageOut(Schema):
    """A message; ``case`` is the number of the case it is about, if that can be opened."""

    uuid: str
    subject: str
    body: str
    at: datetime
    read: bool
    case: str


class MessagePage(Schema):
    """Some messages, and where the next page starts."""

    rows: list[MessageOut]
    cursor: int | None


class MessagesAsked(Schema):
    """From which message on, how many."""

    cursor: int = Field(0, ge=0, le=MOST_ROWS)
    limit: int = Field(50, ge=1, le=LONGEST_PAGE)


@router.get("/messages", response=MessagePage, summary="消息")
def messages(request: HttpRequest, asked: Query[MessagesAsked]) -> dict[str, Any]:
    """Messages to the worker, the latest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    end = asked.cursor + asked.limit
    found = list(queries.inbox(actor)[asked.cursor : end + 1])
    rows = queries.messages(actor, found[: asked.limit])
    return {"rows": rows, "cursor": end if len(found) > asked.limit else None}


class ReadOut(Schema):
    """How many messages were new."""

    count: int


@router.post("/messages/read", response=ReadOut, summary="全部已读")
def read_messages(request: HttpRequest) -> dict[str, int]:
    """Everything that has arrived was read."""
    return {"count": actions.read_messages(request.actor)}  # type: ignore[attr-defined]  # set by the middleware
