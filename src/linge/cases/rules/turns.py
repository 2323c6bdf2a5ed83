"""The turns off the main line: asking and agreeing, waiting, giving back, taking back.

What one person asks for and another decides (申请) stands on the open case until it is granted,
refused or past; a case may wait for the season (挂账) or for the reporter's word (请补充).
Source: cases §2.2, §2.5.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from linge.kernel.refusals import Refused
from linge.kernel.worktime import Limit, Unit, due_at
from linge.kernel.zone import SHANGHAI

from .guards import Asked, CaseFacts, barring, guard
from .refusals import refusal
from .words import limit_in_words


class RequestKind(TextChoices):
    """What may be asked for; each word is the move that grants it."""

    POSTPONE = "postpone", _("延期")
    SUSPEND = "suspend", _("挂账")
    VOID = "void", _("作废")
    FORCE_CLOSE = "force_close", _("强制结案")


class RequestStanding(TextChoices):
    """How far a request has come."""

    ASKED = "asked", _("待同意")
    AGREED = "agreed", _("待批准")
    GRANTED = "granted", _("已批准")
    REFUSED = "refused", _("未同意")
    LAPSED = "lapsed", _("已失效")


class WaitFor(TextChoices):
    """What a suspended case waits for (挂账类别)."""

    SEASON = "season", _("季节")
    PROJECT = "project", _("工程项目")
    FUNDING = "funding", _("资金")
    LAW = "law", _("法律程序")


class QuestionOutcome(TextChoices):
    """How a question to the reporter ended."""

    ANSWERED = "answered", _("已补充")
    SILENT = "silent", _("逾期未补充")
    PASSED = "passed", _("事件已继续办理")


UNDOABLE = frozenset({"accept", "reject", "dispatch", "handle", "verify"})
WHILE_SUSPENDED = frozenset(
    {"resume", "recall", "ask_void", "void", "ask_force_close", "force_close", "refuse_request"}
)
AGREED_BY = {
    RequestKind.POSTPONE: "cases.agree_postpone",
    RequestKind.SUSPEND: "cases.agree_suspend",
}
GRANTED_BY = {
    RequestKind.POSTPONE: "cases.postpone",
    RequestKind.SUSPEND: "cases.suspend",
    RequestKind.VOID: "cases.void",
    RequestKind.FORCE_CLOSE: "cases.force_close",
}


def barred_by_waiting(action: str, facts: CaseFacts) -> bool:
    """Whether the case is suspended and this move has to wait until it is resumed."""
    return facts.suspended and action not in WHILE_SUSPENDED


def is_long(until: date | None, facts: CaseFacts, now: datetime) -> bool:
    """Whether a suspension is so long that the leader has to agree."""
    longest = now + timedelta(days=facts.numbers["suspend_leader_days"])
    return until is not None and until > longest.astimezone(SHANGHAI).date()


@barring
def in_time_to_decline(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    limit = Limit(Decimal(facts.numbers["decline_work_days"]), Unit.WORK_DAY)
    start = facts.dispatched_at
    inside = start is not None and now <= due_at(start, limit, facts.calendar).at
    return None if inside else refusal("decline_late")


@barring
def nothing_asked_yet(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """One request at a time: who decides has one thing to decide."""
    if facts.request is None:
        return None
    return refusal("request_open", kind=RequestKind(facts.request.kind).label)


@barring
def category_postpones(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    return None if facts.can_postpone else refusal("not_postponable")


@barring
def not_due_yet(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    due = facts.handle_due_at
    return None if due is None or now < due else refusal("already_due")


@barring
def postponements_left(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """Granted ones count, refused ones don't."""
    spent = facts.postponed >= facts.numbers["postpone_times"]
    return refusal("postponed_twice") if spent else None


@guard
def postponed_within_the_limit(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """No postponement is longer than the limit first given."""
    given, limit = facts.given_limit, asked.get("limit")
    if given is None or limit is None or limit == given:
        return None
    longest = due_at(now, given, facts.calendar).at
    if due_at(now, limit, facts.calendar).at <= longest:
        return None
    return refusal("limit_too_long", "limit", limit=limit_in_words(given))


@barring
def asked_to_postpone(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """The agency asked and its head agreed."""
    request = facts.request
    ready = request is not None and request.kind == RequestKind.POSTPONE and request.agreed
    return None if ready else refusal("ask_first")


@barring
def waits_for_agreement(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """A request that somebody has to agree to first, and this is the one who does."""
    request = facts.request
    if request is None or request.agreed or request.kind not in AGREED_BY:
        return refusal("ask_first")
    theirs = AGREED_BY[RequestKind(request.kind)] in asked.capabilities
    if request.kind == RequestKind.POSTPONE:
        theirs = theirs and facts.lead_agency in asked.agencies
    return None if theirs else refusal("not_yours")


@barring
def own_decision(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """Whoever may agree to a request or grant it may also refuse it."""
    if facts.request is None:
        return refusal("ask_first")
    kind = RequestKind(facts.request.kind)
    deciding = {GRANTED_BY[kind]}
    if not facts.request.agreed and kind in AGREED_BY:
        deciding.add(AGREED_BY[kind])
    return None if deciding & asked.capabilities else refusal("not_yours")


@guard
def until_within_a_year(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    today = now.astimezone(SHANGHAI).date()
    until = asked.get("until")
    inside = until is not None and until <= today + timedelta(days=facts.numbers["suspend_days"])
    if not inside:
        return refusal("until_too_far", "until")
    return None if until > today else refusal("until_past", "until")


@guard
def public_note_given(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    return None if asked.get("public_note") else refusal("note_needed", "public_note")


@guard
def leader_agreed_when_long(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """Longer than a month only with the leader's word, and no longer than the leader agreed to."""
    until = asked.get("until")
    if not is_long(until, facts, now):
        return None
    request = facts.request
    agreed = request is not None and request.kind == RequestKind.SUSPEND and request.agreed
    if agreed and request is not None and request.until is not None and until <= request.until:
        return None
    return refusal("leader_first", "until", days=facts.numbers["suspend_leader_days"])


@barring
def is_suspended(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    return None if facts.suspended else refusal("nothing_to_resume")


@barring
def not_suspended(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    return refusal("suspended") if facts.suspended else None


@barring
def reporter_reachable(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    return None if facts.reporter_reachable else refusal("no_contact")


@barring
def one_question_at_a_time(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    return refusal("question_open") if facts.question_open else None


@guard
def question_short_enough(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    most, count = facts.numbers["question_length"], len(asked.get("question", ""))
    if count <= most:
        return None
    return refusal("words_too_long", "question", limit=most, count=count)


@barring
def has_question(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    return None if facts.question_open else refusal("no_question")


@barring
def two_people(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """What one asked for another has to agree to: never the same person twice (两人办理)."""
    request = facts.request
    if request is None or request.kind not in (RequestKind.VOID, RequestKind.FORCE_CLOSE):
        return refusal("ask_first")
    return refusal("second_person") if request.asked_by == asked.by else None


@barring
def undoable(facts: CaseFacts, asked: Asked, now: datetime) -> Refused | None:
    """One's own last step of five kinds, within two minutes, and nobody has gone on from it."""
    if facts.last_step is None:
        return refusal("undo_late")
    action, by, at = facts.last_step
    within = timedelta(seconds=facts.numbers["undo_seconds"])
    own = by is not None and by == asked.by and action in UNDOABLE
    return None if own and now - at <= within else refusal("undo_late")
