"""The phone's outbox: entries in order, each in its own transaction, each answered by itself.

What arrives after the case has moved on is not lost: its words become a note on the case (``late``).
"""

from collections.abc import Mapping
from typing import Any, Literal
from uuid import UUID, uuid5

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field, ValidationError

from linge.kernel.access import Actor
from linge.kernel.refusals import Outside, Refused
from linge.kernel.wire import Moment

from .. import actions, rules
from ..models import Case
from .asks import Ask, ReportAsk
from .deeds import DEEDS, answered, make
from .reading import case_of
from .reporting import make_report, receipt
from .shapes import CaseOut, line

router = Router()
MOST_ENTRIES = 50
REPORT = "report"
BEHIND = ("cases.moved_on", "cases.wrong_state")
FROM_THE_SPOT = ("confirm", "verify", "send_back", "handle")
LATE = UUID("8f1f5a52-6f0e-5a7f-9a55-6c1f6f2a7b10")


class Entry(Schema, extra="forbid"):
    """One deed done on the phone: when, on what, and which earlier deeds it builds on."""

    request_id: UUID
    action: str
    subject: str | None = None
    seen_step: int | None = None
    at: Moment
    payload: dict[str, Any] = {}
    needs: list[UUID] = []


class Outbox(Schema, extra="forbid"):
    """What waits on a phone, in the order it was done."""

    entries: list[Entry] = Field(min_length=1, max_length=MOST_ENTRIES)


class Settled(Schema):
    """What became of an entry, with the case as it stands now."""

    request_id: UUID
    outcome: Literal["done", "replayed", "refused", "late", "waiting"]
    code: str = ""
    message: str = ""
    field: str | None = None
    progress_code: str = ""
    case: CaseOut | None = None


class OutboxAnswer(Schema):
    """One answer for each entry, in order."""

    answers: list[Settled]


@router.post("/outbox", response=OutboxAnswer, summary="待上传批次")
def outbox(request: HttpRequest, asked: Outbox) -> dict[str, Any]:
    """Settle what a phone did while it was away."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    answers: list[dict[str, Any]] = []
    stuck: set[UUID] = set()
    for entry in asked.entries:
        if stuck.intersection(entry.needs):
            answer = {"outcome": "waiting", "message": _("前一项还没有办成，先等它。")}
        else:
            answer = settle(entry, actor)
        if answer["outcome"] in ("refused", "waiting"):
            stuck.add(entry.request_id)
        answers.append({"request_id": entry.request_id, **answer})
    return {"answers": answers}


def settle(entry: Entry, by: Actor) -> dict[str, Any]:
    """Do one entry; a refusal is its answer and stops nobody else."""
    try:
        return _do(entry, by)
    except ValidationError as fault:
        field = str(fault.errors()[0]["loc"][0]) if fault.errors()[0]["loc"] else None
        return _refused("api.malformed", _("填写的内容不符合要求，请修改后再传。"), field)
    except (Http404, Outside):
        return _refused("access.outside", _("没有找到，可能已移到别的网格。"))
    except Refused as refusal:
        return _refused(refusal.code, refusal.message, refusal.field) | _standing(entry, by)


def _do(entry: Entry, by: Actor) -> dict[str, Any]:
    replayed = answered(by, entry.request_id)
    outcome = "replayed" if replayed else "done"
    if entry.action == REPORT:
        told = {"device_at": entry.at} | entry.payload
        made = make_report(_read(ReportAsk, entry, told), by)
        return {"outcome": outcome, "case": receipt(made), "progress_code": made.code}
    if entry.action not in DEEDS or entry.subject is None:
        return _refused("api.unknown_action", _("手机程序版本太旧，请更新后再传。"))
    return _move(entry, by, outcome)


def _move(entry: Entry, by: Actor, outcome: str) -> dict[str, Any]:
    assert entry.subject is not None
    case = case_of(by, entry.subject)
    asked = _read(DEEDS[entry.action].asks, entry, entry.payload)
    try:
        make(entry.action, case, asked, by)
    except Refused as refusal:
        if refusal.code not in BEHIND or entry.action not in FROM_THE_SPOT:
            raise
        return _note_late(entry, case, by)
    return {"outcome": outcome, "case": line(case_of(by, entry.subject))}


def _read(shape: type[Ask], entry: Entry, payload: Mapping[str, Any]) -> Any:
    own = {"request_id": entry.request_id, "seen_step": entry.seen_step}
    return shape.model_validate({**payload, **own})


def _note_late(entry: Entry, case: Case, by: Actor) -> dict[str, Any]:
    """Keep what was seen at the place as a note: the case has moved on meanwhile."""
    facts = {
        "deed": DEEDS[entry.action].label,
        "words": _words(entry.payload) or _("没有文字"),
        "photos": len(entry.payload.get("photos", ())),
    }
    words = (
        _("现场情况说明（%(deed)s，上传时事件已由他人办理）：%(words)s；照片%(photos)s张") % facts
    )
    actions.add_note(case, by=by, words=words, request_id=uuid5(LATE, str(entry.request_id)))
    state = {"state": rules.State(case.state).label}
    return {
        "outcome": "late",
        "code": "cases.moved_on",
        "message": _("事件当前为“%(state)s”，您的记录已转为情况说明。") % state,
        "case": line(case_of(by, case.number)),
    }


def _words(payload: Mapping[str, Any]) -> str:
    coded = {"exists": rules.Finding.EXISTS.label, "not_found": rules.Finding.NOT_FOUND.label}
    spoken = [payload.get(name, "") for name in ("reason", "words", "result")]
    return "；".join(filter(None, [str(coded.get(payload.get("finding", ""), "")), *spoken]))


def _refused(code: str, message: str, field: str | None = None) -> dict[str, Any]:
    return {"outcome": "refused", "code": code, "message": message, "field": field}


def _standing(entry: Entry, by: Actor) -> dict[str, Any]:
    """The case as it stands now, so that the phone can show both sides."""
    try:
        return {"case": line(case_of(by, entry.subject or ""))}
    except Http404:
        return {}
