"""Search in scope, homes and what is missing of them, the figures of the collection."""

from dataclasses import asdict
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from linge.accounts.doors import door
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.territory import queries as territory

from .. import actions, permissions, queries
from ..rules.kinds import Outcome
from ..views.days import read_day
from .cards import DoorOut

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


@router.get("/dwellings/{uuid}", response=DoorOut, summary="房屋和住户")
@door(permissions.VIEW)
def dwelling(request: HttpRequest, uuid: UUID) -> dict[str, Any]:
    """One home with those who live there, masked, and what is missing of them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    home = get_object_or_404(queries.visible_dwellings(actor), uuid=uuid)
    return asdict(queries.card(actor, home))


class FigureOut(Schema):
    """The collection rate of one place: both terms, and their share in per cent or “—”."""

    community: str
    name: str
    collected: int
    expected: int
    missing: int
    rate: str


class FiguresOut(Schema):
    """Figures as of a day, in the order of the map; nothing is ranked."""

    as_of: date
    rows: list[FigureOut]


class FiguresAsked(Schema):
    """What the figures are cut by, and the day (2026-03-14; without one, today)."""

    by: Literal["community", "grid", "estate", "building"] = "grid"
    as_of: str = Field("", max_length=20)


@router.get("/figures/collection", response=FiguresOut, summary="采集率")
@door(permissions.COLLECTION)
def figures(request: HttpRequest, asked: Query[FiguresAsked]) -> dict[str, Any]:
    """The collection rate of what the actor may see, by the community, grid, estate or building."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    day = read_day(asked.as_of) or clock.today()
    held = [grant.node for grant in actor.grants]
    boards = [
        queries.collection_board(actor, place, day)
        for place in territory.communities(actor).filter(path__in=held)
    ]
    rows = [_figure(board, line) for board in boards for line in _lines(board, asked.by)]
    return {"as_of": day, "rows": rows}


def _lines(board: queries.Board, by: str) -> tuple[queries.Line, ...]:
    if by == "community":
        return (board.total,)
    cut: dict[str, tuple[queries.Line, ...]] = {
        "grid": board.grids,
        "estate": board.estates,
        "building": board.buildings,
    }
    return cut[by]


def _figure(board: queries.Board, line: queries.Line) -> dict[str, Any]:
    return {
        "community": board.community.name,
        "name": line.name,
        "collected": line.collected,
        "expected": line.expected,
        "missing": line.missing,
        "rate": str(line.share),
    }
