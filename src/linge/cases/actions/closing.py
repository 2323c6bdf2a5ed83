"""Verify, send back, close, reopen, undo: whether it really is done (核查、结案)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from linge.files.models import StoredFile
from linge.kernel import outbox
from linge.kernel.access import Actor
from linge.kernel.events import publish

from .. import events
from ..models import Assignment, Case, CaseStep, Due
from ..queries.facts import standard_limit
from ..queries.voices import followed
from ..rules import (
    STAGE_OF,
    AssignmentOutcome,
    ClockName,
    PhotoPhase,
    State,
    VerifyOutcome,
)
from .clocks import promise, resume, show, stop
from .moving import Turn, begin, repeatable, take, wind_up, winding
from .photos import attach
from .telling import message_key


@repeatable
def verify_case(
    case: Case,
    *,
    by: Actor,
    outcome: str = VerifyOutcome.PASS,
    photos: Sequence[StoredFile] = (),
    metres: float | None = None,
    reason: str = "",
    words: str = "",
    request_id: UUID | None = None,
) -> Case:
    """Somebody who had no part in it sees that it is done (核查), or could not see it.

    ``metres`` is the distance of the photo from the place; ``reason`` tells why there is no photo
    near it, or why it could not be verified. Refuses with ``cases.own_work`` and
    ``cases.photo_needed``.
    """
    turn = begin(
        case, "verify", by=by, outcome=outcome, photos=photos, metres=metres, reason=reason
    )
    told = {"outcome": outcome, "reason": reason, "words": words, "metres": metres}
    if outcome == VerifyOutcome.CANNOT:
        step = take(turn, lands=State.HANDLED, data=told, cannots=case.cannots + 1)
        attach(step, PhotoPhase.VERIFY, photos)
        publish(events.CaseNotVerifiable(case.pk, step.pk))
        return case
    step = take(turn, data=told)
    attach(step, PhotoPhase.VERIFY, photos)
    wind_up(turn, step)
    publish(events.CaseVerified(case.pk, step.pk))
    return case


@repeatable
def send_back_case(
    case: Case,
    *,
    by: Actor,
    reason: str,
    photos: Sequence[StoredFile] = (),
    request_id: UUID | None = None,
) -> Case:
    """It isn't done (退回): the same agency goes on, with all that is known and time to rework."""
    turn = begin(case, "send_back", by=by, reason=reason)
    last = _handled_by(case)
    step = take(turn, data={"reason": reason}, rework=case.rework + 1, handled_at=None)
    attach(step, PhotoPhase.VERIFY, photos)
    wind_up(turn, step, handling=last.limit, agency=last.agency)
    _go_on(turn, last)
    publish(events.CaseSentBack(case.pk, step.pk))
    return case


@repeatable
def close_case(
    case: Case,
    *,
    by: Actor,
    condition_met: bool = False,
    words: str = "",
    request_id: UUID | None = None,
) -> Case:
    """Bring a verified case to its end (结案); ``words`` are the answer the reporter reads.

    Refuses with ``cases.contact_first`` while a reachable reporter hasn't been told.
    """
    turn = begin(case, "close", by=by, condition_met=condition_met)
    step = take(turn, data={"words": words}, closed_at=turn.at, public_words=words)
    wind_up(turn, step)
    publish(events.CaseClosed(case.pk, step.pk))
    return case


@repeatable
def reopen_case(case: Case, *, by: Actor, reason: str, request_id: UUID | None = None) -> Case:
    """It wasn't solved after all (重开): a new episode from dispatch on, with a new promise.

    The reporter of a voice reopens the case it joined, by a right of its own. Refuses with
    ``cases.reopen_late`` and ``cases.reopen_spent``.
    """
    course = followed(case)
    if course is case:
        return _reopen(case, begin(case, "reopen", by=by, reason=reason), {"reason": reason})
    turn = begin(course, "reopen", by=by, through=case, reason=reason)
    case.reopened += 1
    case.save(update_fields=["reopened"])
    _reopen(course, turn, {"reason": reason, "voice": case.pk, "voice_number": case.number})
    return case


def _reopen(case: Case, turn: Turn, told: dict[str, Any]) -> Case:
    step = take(turn, data=told, episode=case.episode + 1, reopened=case.reopened + 1, **AFRESH)
    wound = wind_up(turn, step)
    handling = standard_limit(case)
    assert handling is not None
    case.promise_at = promise(wound, handling)
    case.save(update_fields=["promise_at"])
    publish(events.CaseReopened(case.pk, step.pk))
    return case


@repeatable
def undo_step(case: Case, *, by: Actor, request_id: UUID | None = None) -> Case:
    """Take back one's own last step within two minutes (撤销上一步), before anyone went on from it.

    The earlier clock runs on with the minutes it had used; messages about the step, which wait that
    long, never leave. Refuses with ``cases.undo_late``.
    """
    turn = begin(case, "undo", by=by)
    last = case.steps.get(number=case.seq)
    before = State(last.from_state)
    columns = UNDONE[last.action]
    step = take(turn, lands=before, data={"undone": last.action}, **columns)
    outbox.take_back(message_key(last))
    _undo_assignment(turn, last)
    _rewind(turn, step, last)
    publish(events.CaseUndone(case.pk, step.pk, last.action))
    return case


AFRESH: dict[str, Any] = {
    "agency": None,
    "handler": None,
    "dispatched_at": None,
    "signed_at": None,
    "handled_at": None,
    "closed_at": None,
    "cannots": 0,
}
UNDONE: dict[str, dict[str, Any]] = {
    "accept": {"accepted_at": None},
    "reject": {"closed_at": None, "public_words": ""},
    "dispatch": {"agency": None, "handler": None, "dispatched_at": None},
    "handle": {"handled_at": None},
    "verify": {},
}


def _handled_by(case: Case) -> Assignment:
    return (
        case.assignments.select_related("agency")
        .filter(role=Assignment.Role.LEAD, outcome=AssignmentOutcome.HANDLED)
        .latest("ended_at")
    )


def _go_on(turn: Turn, last: Assignment) -> None:
    """The agency's part goes on as a new row; what it had done stays written."""
    Assignment.objects.create(
        case=turn.case,
        episode=turn.case.episode,
        agency=last.agency,
        handler=last.handler,
        limit_amount=last.limit_amount,
        limit_unit=last.limit_unit,
        assigned_at=turn.at,
        signed_at=turn.at,
    )


def _undo_assignment(turn: Turn, last: CaseStep) -> None:
    leads = turn.case.assignments.filter(role=Assignment.Role.LEAD)
    if last.action == "dispatch":
        leads.filter(ended_at__isnull=True).update(
            outcome=AssignmentOutcome.RELEASED, ended_at=turn.at
        )
    if last.action == "handle":
        leads.filter(ended_at=last.at).update(outcome="", ended_at=None, result="")


def _rewind(turn: Turn, step: CaseStep, last: CaseStep) -> None:
    """Stop what the undone move started, let run on what it had stopped."""
    case = turn.case
    wound = winding(turn, step)
    stop(wound, turn.workflow.moves[last.action].clocks.start)
    for name in _stopped_by(last):
        resume(wound, name, Due.Because.UNDO)
    show(case)


def _stopped_by(last: CaseStep) -> list[str]:
    """The clocks that ran until the undone step."""
    names: list[str] = [STAGE_OF[State(last.from_state)]]
    if last.action == "reject":
        names.append(ClockName.RESIDENT)
    if last.action == "handle":
        names.append(ClockName.AGENCY)
    return names
