"""What is added to a case without moving it: notes, contacts, the reporter's evaluation."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from linge.audit import actions as audit
from linge.kernel.access import Actor
from linge.kernel.clock import now
from linge.kernel.events import publish

from .. import events, permissions, rules
from ..models import Case, CaseNote, Contact, Evaluation
from ..queries.voices import followed
from .moving import repeatable


@repeatable
def add_note(
    case: Case, *, by: Actor, words: str, public: bool = False, request_id: UUID | None = None
) -> Case:
    """Remark on a case (备注), open or final; ``public`` ones are shown to the reporter."""
    permissions.require(by, permissions.NOTE, case)
    text = rules.clean_words(words)
    if not text:
        raise rules.refusal("needed", "words", what=_("备注内容"))
    CaseNote.objects.create(
        case=case, by_id=by.user_id, by_kind=by.kind, at=now(), words=text, public=public
    )
    audit.record(by, "cases.note", case, public=public)
    return case


@repeatable
def record_contact(
    case: Case,
    *,
    by: Actor,
    reached: bool,
    channel: str = Contact.Channel.PHONE,
    words: str = "",
    request_id: UUID | None = None,
) -> Case:
    """Write down that the reporter was called, and whether somebody answered (联系上报人)."""
    permissions.require(by, permissions.CONTACT_REPORTER, case)
    Contact.objects.create(
        case=case,
        episode=case.episode,
        by_id=by.person,
        at=now(),
        channel=channel,
        reached=reached,
        words=rules.clean_words(words),
    )
    audit.record(by, "cases.contact_reporter", case, reached=reached)
    return case


@repeatable
def evaluate_case(
    case: Case,
    *,
    by: Actor,
    contacted: bool,
    solved: bool,
    satisfaction: str,
    words: str = "",
    request_id: UUID | None = None,
) -> Case:
    """The reporter says how it went (评价), once for every closing, within the call-back window.

    Refuses with ``cases.wrong_state`` before the case is closed, ``cases.evaluated`` the second
    time and ``cases.evaluate_late`` after the window. A voice rates the course of its target.
    """
    permissions.require(by, permissions.EVALUATE, case)
    at, course = now(), followed(case)
    rules.check_evaluation(course.state, course.closed_at, at)
    text = rules.clean_words(words)
    try:
        with transaction.atomic():
            Evaluation.objects.create(
                case=case,
                episode=course.episode,
                contacted=contacted,
                solved=solved,
                satisfaction=satisfaction,
                words=text,
                at=at,
                by_kind=by.kind,
            )
    except IntegrityError as twice:
        raise rules.refusal("evaluated") from twice
    audit.record(by, "cases.evaluate", case, satisfaction=satisfaction, solved=solved)
    publish(events.CaseEvaluated(case.pk, case.steps.latest("number").pk))
    return case
