"""Messages about requests and questions: who has to decide, what was decided, what was said."""

from django.utils.translation import gettext as _

from linge.kernel.models import OutboxMessage

from ..events import CaseAnswered, CaseEvent
from ..models import Case, CaseRequest, CaseStep
from ..queries.posts import holders
from ..rules import AGREED_BY, RequestKind, RequestStanding
from .telling import case_and_step, in_the_house_language, post_message, short_number

AGREEING = {RequestKind.POSTPONE: "agency_head", RequestKind.SUSPEND: "community_leader"}
DECIDING = {
    RequestKind.POSTPONE: ("dispatcher",),
    RequestKind.SUSPEND: ("dispatcher",),
    RequestKind.VOID: ("grid_lead", "community_leader"),
    RequestKind.FORCE_CLOSE: ("street_officer",),
}


@in_the_house_language
def tell_deciders(event: CaseEvent) -> None:
    """Tell whoever has to agree, or to decide, that somebody waits for it."""
    case, step = case_and_step(event)
    request = case.requests.latest("asked_at", "id")
    facts = {"number": short_number(case), "kind": request.get_kind_display()}
    body = _("事件%(number)s有一份%(kind)s申请，请您决定。") % facts
    for post in _deciding(request):
        for person in holders(case, post):
            if person.pk != step.by_id:
                _tell(case, step, person.pk, body)


@in_the_house_language
def tell_asker(event: CaseEvent) -> None:
    """Tell whoever asked what was decided, and why not."""
    case, step = case_and_step(event)
    request = case.requests.filter(decided_at=step.at).last()
    if request is None or request.asked_by_id in (None, step.by_id):
        return
    facts = {
        "number": short_number(case),
        "kind": request.get_kind_display(),
        "standing": request.get_standing_display(),
        "answer": request.answer,
    }
    body = _("事件%(number)s的%(kind)s申请：%(standing)s。%(answer)s") % facts
    _tell(case, step, request.asked_by_id, body)


@in_the_house_language
def tell_questioner(event: CaseAnswered) -> None:
    """Tell whoever asked the reporter that there is an answer."""
    case, step = case_and_step(event)
    question = case.questions.filter(ended_at=step.at).last()
    if question is not None and question.asked_by_id is not None:
        body = _("事件%(number)s的上报人已补充说明。") % {"number": short_number(case)}
        _tell(case, step, question.asked_by_id, body)


def _deciding(request: CaseRequest) -> tuple[str, ...]:
    """The posts that can take it a step further; a short wait needs nobody's agreement first."""
    kind = RequestKind(request.kind)
    if request.standing == RequestStanding.ASKED and kind in AGREED_BY:
        first = AGREEING[kind]
        return (first,) if kind == RequestKind.POSTPONE else (first, *DECIDING[kind])
    return DECIDING[kind]


def _tell(case: Case, step: CaseStep, person: int | None, body: str) -> None:
    post_message(case, step, OutboxMessage.Kind.IN_APP, body=body, recipient_id=person)
