"""Co-handling: further agencies that help the lead, each with a task, a clock and a result (协同).

Their clocks are their own: what the lead does neither stops nor starts them, and a helper that
declines lets go of nobody but itself. Source: cases §6.
"""

from collections.abc import Sequence
from uuid import UUID

from linge.files.models import StoredFile
from linge.kernel.access import Actor
from linge.kernel.events import publish
from linge.kernel.worktime import Limit, due_at, span
from linge.staff.models import Agency

from .. import events
from ..models import Assignment, Case, CaseStep, ClockSegment, Due
from ..queries.facts import standard_limit
from ..queries.ties import helpers_of
from ..rules import AssignmentOutcome, Charge, ClockName, PhotoPhase, Stage
from .moving import Turn, begin, repeatable, take
from .photos import attach
from .segments import close_segment


@repeatable
def ask_help(
    case: Case,
    *,
    by: Actor,
    agency: Agency,
    task: str,
    limit: Limit | None = None,
    request_id: UUID | None = None,
) -> Case:
    """Ask a further agency to do a part of it (请协同); its clock starts now.

    ``limit`` is the standard's unless a shorter one is given. Refuses with ``cases.helpers_full``,
    ``cases.helper_is_lead``, ``cases.helping_already`` and ``cases.agency_closed``.
    """
    given = limit or standard_limit(case)
    turn = begin(
        case,
        "co_add",
        by=by,
        agency=agency,
        agency_id=agency.pk,
        agency_active=agency.active,
        agency_name=agency.short_name,
        task=task.strip(),
        limit=given,
    )
    assert given is not None
    told = {"agency": agency.pk, "agency_name": agency.short_name, "task": task.strip()}
    step = take(turn, data=told | {"limit": [str(given.amount), given.unit]})
    part = Assignment.objects.create(
        case=case,
        episode=case.episode,
        role=Assignment.Role.CO,
        agency=agency,
        task=task.strip(),
        limit_amount=given.amount,
        limit_unit=given.unit,
        assigned_at=turn.at,
    )
    _start_clock(turn, step, part)
    publish(events.HelpAsked(case.pk, step.pk, agency.pk))
    return case


@repeatable
def help_done(
    case: Case,
    *,
    by: Actor,
    result: str,
    photos: Sequence[StoredFile] = (),
    request_id: UUID | None = None,
) -> Case:
    """A helping agency says that its part is done (协同反馈)."""
    turn = begin(case, "co_done", by=by, result=result)
    part = _own_part(case, by)
    step = take(turn, data=_named(part) | {"result": result})
    attach(step, PhotoPhase.AFTER, photos)
    _end(turn, part, AssignmentOutcome.HANDLED, result=result, handler_id=by.user_id)
    publish(events.HelpDone(case.pk, step.pk, part.agency_id))
    return case


@repeatable
def decline_help(case: Case, *, by: Actor, words: str, request_id: UUID | None = None) -> Case:
    """A helping agency gives its part back (协同退单); lead and other helpers go on."""
    turn = begin(case, "co_decline", by=by, words=words)
    part = _own_part(case, by)
    step = take(turn, data=_named(part) | {"words": words})
    _end(turn, part, AssignmentOutcome.DECLINED, result=words, handler_id=by.user_id)
    publish(events.HelpDeclined(case.pk, step.pk, part.agency_id))
    return case


@repeatable
def release_helper(
    case: Case, *, by: Actor, part: Assignment, reason: str, request_id: UUID | None = None
) -> Case:
    """The dispatcher lets a helping agency go (解除协同), so that the lead need not wait for it."""
    turn = begin(case, "co_release", by=by, part=_of_case(case, part), reason=reason)
    step = take(turn, data=_named(part) | {"reason": reason})
    _end(turn, part, AssignmentOutcome.RELEASED)
    publish(events.HelpReleased(case.pk, step.pk, part.agency_id))
    return case


@repeatable
def rate_agency(
    case: Case, *, by: Actor, part: Assignment, rating: int, request_id: UUID | None = None
) -> Case:
    """The community rates one agency's part from 1 to 5 (单位评分); the last word counts."""
    turn = begin(case, "co_rate", by=by, part=_of_case(case, part), rating=rating)
    step = take(turn, data=_named(part) | {"rating": rating})
    Assignment.objects.filter(pk=part.pk).update(rating=rating)
    publish(events.AgencyRated(case.pk, step.pk, part.agency_id))
    return case


def release_helpers(turn: Turn) -> None:
    """Let all helpers go with the lead: the case is nobody's to handle now."""
    for part in helpers_of(turn.case):
        _end(turn, part, AssignmentOutcome.RELEASED)


def _own_part(case: Case, by: Actor) -> Assignment:
    return helpers_of(case).filter(agency__in=by.agencies).select_related("agency").earliest("id")


def _of_case(case: Case, part: Assignment | None) -> Assignment | None:
    return part if part is not None and part.case_id == case.pk else None


def _named(part: Assignment) -> dict[str, object]:
    return {"agency": part.agency_id, "agency_name": part.agency.short_name}


def _end(turn: Turn, part: Assignment, outcome: str, **columns: object) -> None:
    ended = {"outcome": outcome, "ended_at": turn.at, **columns}
    Assignment.objects.filter(pk=part.pk, ended_at__isnull=True).update(**ended)
    for segment in part.segments.filter(ended_at__isnull=True):
        close_segment(segment, turn.at, turn.calendar)


def _start_clock(turn: Turn, step: CaseStep, part: Assignment) -> None:
    count = part.limit.round_the_clock
    due = due_at(turn.at, part.limit, turn.calendar)
    same = {
        "case": turn.case,
        "clock": ClockName.CO,
        "stage": Stage.HANDLE,
        "episode": turn.case.episode,
        "round_the_clock": count,
        "part": part,
        "step": step,
    }
    ClockSegment.objects.create(
        **same,
        charged_to=Charge.AGENCY,
        agency_id=part.agency_id,
        started_at=turn.at,
        calendar_version=turn.calendar.version,
    )
    Due.objects.create(
        **same,
        at=due.at,
        allowed_minutes=int(span(part.limit, turn.calendar).total_seconds() // 60),
        provisional=due.provisional,
        calendar_version=due.calendar_version,
    )
