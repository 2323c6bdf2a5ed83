"""Cases that wait: for the season, a project, money or the law (挂账), or for the reporter's word."""

from datetime import date, datetime
from uuid import UUID

from linge.kernel.access import Actor
from linge.kernel.clock import SHANGHAI
from linge.kernel.events import publish
from linge.kernel.worktime import window_ends

from .. import events, rules
from ..models import Case, Due, Question, Suspension
from ..queries.facts import given_limit, open_request, standard_limit
from ..rules import QuestionOutcome, RequestKind
from .clocks import promise_after
from .moving import Turn, begin, repeatable, take, wind_up
from .requests import ask_to_suspend, grant


@repeatable
def ask_suspend(
    case: Case,
    *,
    by: Actor,
    wait_for: str,
    until: date | None,
    public_note: str,
    reason: str = "",
    request_id: UUID | None = None,
) -> Case:
    """Ask that a case wait until a day (申请挂账). Longer than a month the leader agrees first.

    Refuses with ``cases.until_too_far`` and ``cases.note_needed``.
    """
    turn = begin(
        case, "ask_suspend", by=by, wait_for=wait_for, until=until, public_note=public_note
    )
    told = {"wait_for": wait_for, "until": str(until), "reason": reason}
    asked = {"wait_for": wait_for, "until": until, "public_note": public_note, "reason": reason}
    return ask_to_suspend(turn, told, **asked)


@repeatable
def suspend_case(
    case: Case,
    *,
    by: Actor,
    wait_for: str,
    until: date | None,
    public_note: str,
    request_id: UUID | None = None,
) -> Case:
    """Let a case wait until a day (挂账): stage and agency stand still, the reporter's wait runs on.

    It grants an open request of it, or stands alone where it is no longer than a month. Refuses
    with ``cases.leader_first``, ``cases.until_too_far`` and ``cases.note_needed``.
    """
    turn = begin(case, "suspend", by=by, wait_for=wait_for, until=until, public_note=public_note)
    assert until is not None
    told = {"wait_for": wait_for, "until": str(until), "public_note": public_note}
    request = open_request(case)
    if request is not None and request.kind == RequestKind.SUSPEND:
        step = grant(turn, request, told, suspended_until=until)
    else:
        step = take(turn, data=told, suspended_until=until)
    Suspension.objects.create(
        case=case,
        step=step,
        wait_for=wait_for,
        public_note=public_note,
        began_at=turn.at,
        until=until,
    )
    wind_up(turn, step)
    publish(events.CaseSuspended(case.pk, step.pk))
    return case


@repeatable
def resume_case(
    case: Case,
    *,
    by: Actor,
    words: str = "",
    at: datetime | None = None,
    request_id: UUID | None = None,
) -> Case:
    """It can go on (恢复): the clocks run on with their rest, and the promise follows.

    ``at`` is when it truly could, for the clock that resumes it on its day, however late it runs.
    """
    turn = begin(case, "resume", by=by, at=at)
    step = take(turn, data={"words": words}, suspended_until=None)
    case.suspensions.filter(ended_at__isnull=True).update(ended_at=turn.at)
    wound = wind_up(turn, step, handling=given_limit(case) or standard_limit(case))
    promise_after(wound, Due.Because.REST)
    publish(events.CaseResumed(case.pk, step.pk))
    return case


@repeatable
def ask_reporter(case: Case, *, by: Actor, question: str, request_id: UUID | None = None) -> Case:
    """Ask the reporter what is missing (请补充): acceptance and the reporter's own wait stand still.

    An agency's clock never does. Refuses with ``cases.no_contact``.
    """
    text = rules.clean_words(question)
    turn = begin(case, "ask_reporter", by=by, question=text)
    until = window_ends(
        turn.at.astimezone(SHANGHAI).date(), turn.workflow.numbers["ask_reporter_days"]
    )
    step = take(turn, data={"words": text}, question_until=until)
    of_agency = case.agency is not None and case.agency_id in by.agencies
    Question.objects.create(
        case=case,
        step=step,
        asked_by_id=by.user_id,
        unit=case.agency.short_name if of_agency and case.agency else case.community.name,
        words=text,
        asked_at=turn.at,
        until=until,
    )
    wind_up(turn, step)
    publish(events.CaseQuestioned(case.pk, step.pk))
    return case


@repeatable
def answer_question(case: Case, *, by: Actor, answer: str, request_id: UUID | None = None) -> Case:
    """The reporter says what was missing (补充说明); the clocks run on."""
    text = rules.clean_words(answer)
    turn = begin(case, "answer", by=by, answer=text)
    step = _end_question(turn, QuestionOutcome.ANSWERED, text)
    publish(events.CaseAnswered(case.pk, step))
    return case


@repeatable
def end_silence(
    case: Case, *, by: Actor, at: datetime | None = None, request_id: UUID | None = None
) -> Case:
    """Five days without a word (未答复): the case goes on with what is known."""
    turn = begin(case, "no_answer", by=by, at=at)
    _end_question(turn, QuestionOutcome.SILENT, "")
    return case


def _end_question(turn: Turn, outcome: QuestionOutcome, answer: str) -> int:
    case = turn.case
    step = take(turn, question_until=None)
    case.questions.filter(ended_at__isnull=True).update(
        ended_at=turn.at, outcome=outcome, answer=answer
    )
    wind_up(turn, step)
    return step.pk
