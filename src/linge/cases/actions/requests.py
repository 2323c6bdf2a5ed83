"""Asking and deciding (申请、批准): postpone, void, force close; two people, one outcome each."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from linge.kernel.access import Actor
from linge.kernel.events import publish
from linge.kernel.worktime import Limit

from .. import events, permissions, rules
from ..models import Case, CaseRequest, CaseStep, Due
from ..queries.facts import given_limit, open_request
from ..rules import RequestKind, RequestStanding
from .clocks import promise_after
from .helping import release_helpers
from .moving import Turn, begin, repeatable, take, wind_up


@repeatable
def ask_postpone(
    case: Case, *, by: Actor, limit: Limit | None, reason: str, request_id: UUID | None = None
) -> Case:
    """The agency asks for more time (申请延期), before it is due and no longer than it was given.

    What the head of the agency asks for needs nobody else's agreement there. Refuses with
    ``cases.already_due`` and ``cases.postponed_twice``.
    """
    turn = begin(case, "ask_postpone", by=by, limit=limit, reason=reason)
    assert limit is not None
    told = {"limit": [str(limit.amount), limit.unit], "reason": reason}
    asked = {"limit_amount": limit.amount, "limit_unit": limit.unit, "reason": reason}
    return _ask(turn, RequestKind.POSTPONE, told, **asked)


@repeatable
def postpone_case(case: Case, *, by: Actor, request_id: UUID | None = None) -> Case:
    """The dispatcher grants what was asked and agreed to (延期): the due moves on from where it was.

    The promise to the reporter follows. Refuses with ``cases.ask_first``.
    """
    turn = begin(case, "postpone", by=by)
    request = open_request(case)
    assert request is not None
    step = grant(turn, request, postponed=case.postponed + 1)
    wound = wind_up(turn, step, granted=request.limit, handling=given_limit(case))
    promise_after(wound, Due.Because.POSTPONED)
    publish(events.CasePostponed(case.pk, step.pk))
    return case


@repeatable
def ask_void(
    case: Case, *, by: Actor, reason_code: str, reason: str, request_id: UUID | None = None
) -> Case:
    """Ask that a test, a mistake or spam be struck out (申请作废); a real problem never is."""
    turn = begin(case, "ask_void", by=by, reason_code=reason_code, reason=reason)
    asked = {"reason_code": reason_code, "reason": reason}
    return _ask(turn, RequestKind.VOID, asked, **asked)


@repeatable
def void_case(case: Case, *, by: Actor, request_id: UUID | None = None) -> Case:
    """Somebody else agrees that it never was a case (作废).

    Refuses with ``cases.second_person`` to the one who asked.
    """
    return _end(begin(case, "void", by=by), events.CaseVoided)


@repeatable
def ask_force_close(case: Case, *, by: Actor, reason: str, request_id: UUID | None = None) -> Case:
    """The leader asks the street to end a case that cannot be settled (申请强制结案)."""
    turn = begin(case, "ask_force_close", by=by, reason=reason)
    return _ask(turn, RequestKind.FORCE_CLOSE, {"reason": reason}, reason=reason)


@repeatable
def force_close_case(case: Case, *, by: Actor, request_id: UUID | None = None) -> Case:
    """The street agrees (强制结案): the case ends, listed with both names, settled for nobody.

    Refuses with ``cases.second_person`` to the one who asked.
    """
    return _end(begin(case, "force_close", by=by), events.CaseForceClosed)


@repeatable
def agree_request(case: Case, *, by: Actor, request_id: UUID | None = None) -> Case:
    """The head of the agency, or the leader, agrees that it be granted (同意申请)."""
    turn = begin(case, "agree_request", by=by)
    request = open_request(case)
    assert request is not None
    step = take(turn, data=_named(request))
    _decide(request, standing=RequestStanding.AGREED, agreed_by_id=by.user_id, agreed_at=turn.at)
    publish(events.CaseRequestAgreed(case.pk, step.pk))
    return case


@repeatable
def refuse_request(case: Case, *, by: Actor, reason: str, request_id: UUID | None = None) -> Case:
    """Whoever may decide says no (不同意申请); a refused one doesn't count as a postponement."""
    turn = begin(case, "refuse_request", by=by, reason=reason)
    request = open_request(case)
    assert request is not None
    step = take(turn, data={**_named(request), "reason": reason}, pending="")
    decided = {"decided_by_id": by.user_id, "decided_at": turn.at, "answer": reason}
    _decide(request, standing=RequestStanding.REFUSED, **decided)
    publish(events.CaseRequestRefused(case.pk, step.pk))
    return case


def ask_to_suspend(turn: Turn, told: dict[str, Any], **asked: Any) -> Case:
    """Write down the request of a suspension, for the same table."""
    return _ask(turn, RequestKind.SUSPEND, told, **asked)


def grant(
    turn: Turn, request: CaseRequest, told: Mapping[str, Any] | None = None, **columns: Any
) -> CaseStep:
    """Take the step that grants a request; the step tells who asked."""
    data = {**_named(request), "reason": request.reason, **(told or {})}
    step = take(turn, data=data, pending="", **columns)
    decided = {"decided_by_id": turn.by.user_id, "decided_at": turn.at}
    _decide(request, standing=RequestStanding.GRANTED, **decided)
    return step


def _end(turn: Turn, fact: type[events.CaseEvent]) -> Case:
    request = open_request(turn.case)
    assert request is not None
    step = grant(turn, request, closed_at=turn.at)
    release_helpers(turn)
    wind_up(turn, step)
    publish(fact(turn.case.pk, step.pk))
    return turn.case


def _ask(turn: Turn, kind: RequestKind, told: dict[str, Any], **asked: Any) -> Case:
    case, by = turn.case, turn.by
    agreed = _agrees_alone(turn, kind)
    step = take(turn, data=told, pending=kind)
    CaseRequest.objects.create(
        case=case,
        kind=kind,
        standing=RequestStanding.AGREED if agreed else RequestStanding.ASKED,
        asked_by_id=by.user_id,
        asked_at=turn.at,
        agreed_by_id=by.user_id if agreed else None,
        agreed_at=turn.at if agreed else None,
        **asked,
    )
    publish(events.CaseRequested(case.pk, step.pk))
    return case


def _agrees_alone(turn: Turn, kind: RequestKind) -> bool:
    """Whether whoever asks is the one who would have to agree."""
    agreement = rules.AGREED_BY.get(kind)
    subject = permissions.subject_facts(turn.case)
    return agreement is not None and bool(permissions.held(turn.by, (agreement,), subject))


def _decide(request: CaseRequest, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(request, name, value)
    request.save(update_fields=list(columns))


def _named(request: CaseRequest) -> dict[str, Any]:
    """What was decided, and who had asked: the step stands with both names."""
    asker: str = request.asked_by.name if request.asked_by else ""
    named: dict[str, Any] = {
        "kind": request.kind,
        "asked_by": request.asked_by_id,
        "asked_by_name": asker,
    }
    if request.limit is not None:
        named["limit"] = [str(request.limit.amount), request.limit.unit]
    return named
