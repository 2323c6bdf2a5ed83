"""Dispatch, sign, handle and all that may happen between: the agency's part (派遣、处置)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from linge.accounts.models import User
from linge.files.models import StoredFile
from linge.kernel.access import Actor
from linge.kernel.events import publish
from linge.kernel.worktime import Limit
from linge.staff.models import Agency

from .. import events
from ..models import Assignment, Case, Category, Standard
from ..queries.facts import standard_limit
from ..queries.routing import agencies_of
from ..rules import AssignmentOutcome, PhotoPhase, sampled
from .clocks import recharge_declined
from .helping import release_helpers
from .moving import Turn, begin, repeatable, take, wind_up, winding
from .photos import attach, taken_at
from .standards import fitting_standard, standing


@repeatable
def dispatch_case(
    case: Case,
    *,
    by: Actor,
    agency: Agency,
    limit: Limit | None = None,
    words: str = "",
    request_id: UUID | None = None,
) -> Case:
    """Send an accepted case to the agency that will handle it, and start its clocks (派遣).

    ``limit`` is the standard's unless a shorter one is given. Refuses with ``cases.agency_closed``,
    ``cases.limit_too_long`` and, after three declines, ``cases.leader_decides``.
    Source: GB/T 30428.8, 立案、处置和结案.
    """
    given = limit or standard_limit(case)
    turn = begin(
        case,
        "dispatch",
        by=by,
        agency=agency,
        limit=given,
        agency_active=agency.active,
        agency_name=agency.short_name,
    )
    assert given is not None
    told = {
        "agency": agency.pk,
        "agency_name": agency.short_name,
        "limit": [str(given.amount), given.unit],
        "words": words,
    }
    step = take(turn, data=told, **_sent_to(agency, given), dispatched_at=turn.at)
    recharge_declined(winding(turn, step, agency=agency))
    wind_up(turn, step, handling=given, agency=agency)
    Assignment.objects.create(
        case=case,
        episode=case.episode,
        agency=agency,
        limit_amount=given.amount,
        limit_unit=given.unit,
        assigned_at=turn.at,
    )
    assert case.handle_due_at is not None
    publish(events.CaseDispatched(case.pk, step.pk, agency.pk, case.handle_due_at))
    return case


@repeatable
def sign_case(case: Case, *, by: Actor, request_id: UUID | None = None) -> Case:
    """The agency takes note of it (签收); whoever signs handles it until it is passed on."""
    turn = begin(case, "sign", by=by)
    step = take(turn, signed_at=turn.at, handler_id=by.user_id)
    _lead(case).update(signed_at=turn.at, handler_id=by.user_id)
    wind_up(turn, step)
    publish(events.CaseSigned(case.pk, step.pk))
    return case


@repeatable
def reassign_case(
    case: Case, *, by: Actor, handler: User, reason: str, request_id: UUID | None = None
) -> Case:
    """Give it to another person of the same agency (转派); no clock notices.

    Refuses with ``cases.other_agency`` when the person belongs elsewhere.
    """
    turn = begin(
        case,
        "reassign",
        by=by,
        handler=handler,
        reason=reason,
        handler_agencies=agencies_of(handler),
    )
    step = take(
        turn,
        data={"handler": handler.pk, "handler_name": handler.name, "reason": reason},
        handler=handler,
    )
    _lead(case).update(handler=handler)
    publish(events.CaseReassigned(case.pk, step.pk, handler.pk))
    return case


@repeatable
def recall_case(case: Case, *, by: Actor, reason: str, request_id: UUID | None = None) -> Case:
    """The dispatcher takes a case from the agency again (收回)."""
    turn = begin(case, "recall", by=by, reason=reason)
    step = take(turn, data={"reason": reason}, **FROM_AGENCY)
    _end_lead(turn, AssignmentOutcome.RECALLED)
    release_helpers(turn)
    wind_up(turn, step)
    publish(events.CaseRecalled(case.pk, step.pk))
    return case


@repeatable
def decline_case(
    case: Case, *, by: Actor, reason_code: str, words: str, request_id: UUID | None = None
) -> Case:
    """The agency gives a case back (退单), within a working day of its dispatch.

    Its minutes are charged to dispatch if another agency gets the case next; if the same one gets
    it again, the decline was wrong and its clock goes on. Refuses with ``cases.decline_late``.
    """
    turn = begin(case, "decline", by=by, reason_code=reason_code, words=words)
    told = {"reason_code": reason_code, "words": words, "agency": case.agency_id}
    step = take(turn, data=told, declines=case.declines + 1, **FROM_AGENCY)
    _end_lead(turn, AssignmentOutcome.DECLINED, result=words)
    release_helpers(turn)
    wind_up(turn, step)
    publish(events.CaseDeclined(case.pk, step.pk))
    return case


@repeatable
def handle_case(
    case: Case,
    *,
    by: Actor,
    result: str,
    photos: Sequence[StoredFile] = (),
    condition_met: bool = False,
    request_id: UUID | None = None,
) -> Case:
    """The agency says it is done (处置), shows it, and ticks the close condition.

    Refuses with ``cases.photo_needed``, ``cases.co_open`` and ``cases.suspended``.
    """
    turn = begin(case, "handle", by=by, result=result, photos=photos, condition_met=condition_met)
    signed: dict[str, Any] = {
        "signed_at": case.signed_at or turn.at,
        "handler_id": case.handler_id or by.user_id,
    }
    step = take(turn, data={"result": result}, handled_at=turn.at, **signed)
    attach(step, PhotoPhase.AFTER, photos)
    _end_lead(turn, AssignmentOutcome.HANDLED, result=result, **signed)
    wind_up(turn, step)
    publish(events.CaseHandled(case.pk, step.pk))
    return case


@repeatable
def self_handle_case(
    case: Case,
    *,
    by: Actor,
    category: Category | None,
    standard: Standard | None,
    result: str,
    photos_before: Sequence[StoredFile] = (),
    photos_after: Sequence[StoredFile] = (),
    request_id: UUID | None = None,
) -> Case:
    """The worker who found it settled it on the spot (即时处置); one in ten is looked at again.

    Photos of before may have come with the report. Refuses with ``cases.not_simple`` and
    ``cases.photo_needed``.
    """
    before = [*photos_before, *_photos_of_report(case)]
    turn = begin(
        case,
        "self_handle",
        by=by,
        category=category,
        criterion=fitting_standard(category, standard),
        result=result,
        simple=bool(category and category.self_handle),
        before_taken_at=taken_at(before),
        after_taken_at=taken_at(photos_after),
    )
    again = sampled(case.uuid, turn.workflow.numbers["self_handle_sample_percent"])
    ended: dict[str, Any] = {"accepted_at": turn.at, "handled_at": turn.at, "closed_at": turn.at}
    step = take(
        turn,
        data={"result": result},
        **standing(turn, urgent=case.urgent),
        **ended,
        handler_id=by.user_id,
        sampled=again,
    )
    attach(step, PhotoPhase.BEFORE, photos_before)
    attach(step, PhotoPhase.AFTER, photos_after)
    wind_up(turn, step)
    publish(events.CaseSelfHandled(case.pk, step.pk))
    return case


FROM_AGENCY = {"agency": None, "handler": None, "signed_at": None, "dispatched_at": None}


def _sent_to(agency: Agency, limit: Limit) -> dict[str, Any]:
    return {
        "agency": agency,
        "handler": None,
        "signed_at": None,
        "limit_amount": limit.amount,
        "limit_unit": limit.unit,
    }


def _lead(case: Case) -> QuerySet[Assignment]:
    return case.assignments.filter(role=Assignment.Role.LEAD, ended_at__isnull=True)


def _end_lead(turn: Turn, outcome: str, **columns: object) -> None:
    _lead(turn.case).update(outcome=outcome, ended_at=turn.at, **columns)


def _photos_of_report(case: Case) -> list[StoredFile]:
    brought = case.photos.filter(phase=PhotoPhase.BEFORE).select_related("file")
    return [photo.file for photo in brought]
