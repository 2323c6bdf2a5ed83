"""Messages that follow a move, to reporter, agency and worker. Bound in `site/reactions.py`.

Each is written to the outbox in the transaction of its step, once: a move that fails leaves none, a
move that holds loses none. A step that can be taken back waits as long as that lasts, so that nobody
hears of what was undone. Messages hold a number and words, no one's data, and are in Chinese
whatever language the officer's pages are in.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from linge.kernel import crypto, outbox
from linge.kernel.clock import SHANGHAI
from linge.kernel.models import OutboxMessage
from linge.staff.models import Agency

from ..events import CaseDispatched, CaseEvent, CaseReassigned, CaseSentToConfirm, HelpAsked
from ..models import Case, CaseStep
from ..queries.routing import people_of
from ..queries.voices import voices_of
from ..queries.workflows import workflow_of
from ..rules import UNDOABLE

Fact = TypeVar("Fact", bound=CaseEvent)
TO_REPORTER = {
    "report": gettext_lazy("您上报的事件%(number)s已收到，凭查询码可查看进度。"),
    "accept": gettext_lazy("您上报的事件%(number)s已受理，预计%(promise)s前办结。"),
    "reject": gettext_lazy("您上报的事件%(number)s未受理：%(answer)s"),
    "forward": gettext_lazy("您上报的事件%(number)s已转给%(receiver)s办理。"),
    "merge": gettext_lazy(
        "您上报的事件%(number)s与%(target)s是同一件事，已合并办理，查询码照常使用。"
    ),
    "unmerge": gettext_lazy("您上报的事件%(number)s已恢复单独办理，凭查询码可查看进度。"),
    "self_handle": gettext_lazy("您上报的事件%(number)s已现场处理。"),
    "postpone": gettext_lazy("您上报的事件%(number)s办理时间有调整，预计%(promise)s前办结。"),
    "suspend": gettext_lazy("您上报的事件%(number)s需要等待：%(waits)s"),
    "resume": gettext_lazy("您上报的事件%(number)s已恢复办理，预计%(promise)s前办结。"),
    "ask_reporter": gettext_lazy("您上报的事件%(number)s需要您补充：%(question)s 请凭查询码答复。"),
    "force_close": gettext_lazy("您上报的事件%(number)s经街道同意先行结案，社区会向您说明。"),
    "close": gettext_lazy("您上报的事件%(number)s已办结。是否解决、是否满意，请凭查询码告诉我们。"),
}


def in_the_house_language(tell: Callable[[Fact], None]) -> Callable[[Fact], None]:
    """Write in the language of the neighbourhood, not in that of whoever made the move."""

    @wraps(tell)
    def told(event: Fact) -> None:
        with override(settings.LANGUAGE_CODE):
            tell(event)

    return told


@in_the_house_language
def tell_reporter(event: CaseEvent) -> None:
    """Tell whoever reported, if they left a phone; signed-in residents read it in the portal."""
    case, step = case_and_step(event)
    words = TO_REPORTER.get(step.action)
    if words is None:
        return
    told = _facts(case, step)
    _tell_one(case, step, str(words), told)
    if step.action == "ask_reporter":
        return  # what one reporter is asked is nobody else's to read
    for voice in voices_of(case):
        own = {"number": short_number(voice.case)}
        _tell_one(voice.case, step, str(words), told | own, at=case)


def _tell_one(
    who: Case, step: CaseStep, words: str, facts: dict[str, str], at: Case | None = None
) -> None:
    """A message to the reporter of one report, about a step of its own or of the case ``at``."""
    if not (who.reporter_phone or who.reporter_user_id):
        return
    by_phone = bool(who.reporter_phone)
    post_message(
        at or who,
        step,
        OutboxMessage.Kind.SMS if by_phone else OutboxMessage.Kind.IN_APP,
        voice=who if at else None,
        body=words % facts,
        to=crypto.open_field(who, "reporter_phone") if by_phone else "",
        recipient_id=None if by_phone else who.reporter_user_id,
    )


@in_the_house_language
def tell_agency(event: CaseEvent) -> None:
    """Tell the people of the agency that a case waits for them."""
    case, step = case_and_step(event)
    if case.agency is None:
        return
    told = _("事件%(number)s已派给%(agency)s，请签收处置。")
    if not isinstance(event, CaseDispatched):
        told = _("事件%(number)s核查未通过，退回%(agency)s继续处置。")
    body = told % {"number": short_number(case), "agency": case.agency.short_name}
    for person in people_of(case.agency):
        post_message(case, step, OutboxMessage.Kind.IN_APP, body=body, recipient_id=person.pk)


@in_the_house_language
def tell_handler(event: CaseReassigned) -> None:
    """Tell the person a case was passed on to."""
    case, step = case_and_step(event)
    body = _("事件%(number)s已转派给您处置。") % {"number": short_number(case)}
    post_message(case, step, OutboxMessage.Kind.IN_APP, body=body, recipient_id=event.handler_id)


@in_the_house_language
def tell_worker(event: CaseSentToConfirm) -> None:
    """Tell the worker who was asked to look."""
    case, step = case_and_step(event)
    if case.confirmer_id is not None:
        body = _("请到现场核实事件%(number)s。") % {"number": short_number(case)}
        post_message(
            case, step, OutboxMessage.Kind.IN_APP, body=body, recipient_id=case.confirmer_id
        )


@in_the_house_language
def tell_helper(event: HelpAsked) -> None:
    """Tell the people of a further agency what they are asked to do."""
    case, step = case_and_step(event)
    agency = Agency.objects.get(pk=event.agency_id)
    facts = {
        "number": short_number(case),
        "agency": agency.short_name,
        "task": step.data.get("task", ""),
    }
    body = _("请%(agency)s协同办理事件%(number)s：%(task)s") % facts
    for person in people_of(agency):
        post_message(case, step, OutboxMessage.Kind.IN_APP, body=body, recipient_id=person.pk)


def message_key(step: CaseStep) -> str:
    """The start of the keys of all messages about a step."""
    return f"cases.step:{step.pk}:"


def short_number(case: Case) -> str:
    """The number as people say it: day and count."""
    return _short(case.number)


def _short(number: str) -> str:
    return "-".join(number.split("-")[1:])


def case_and_step(event: CaseEvent) -> tuple[Case, CaseStep]:
    """The case and the step an event speaks of."""
    case = Case.objects.select_related("agency").get(pk=event.case_id)
    return case, CaseStep.objects.get(pk=event.step_id)


def post_message(
    case: Case, step: CaseStep, kind: str, *, body: str, voice: Case | None = None, **whom: Any
) -> None:
    """Write one message about a step to the outbox, once for each person."""
    of_voice = f"{voice.pk}:" if voice else ""
    outbox.post(
        kind,
        key=f"{message_key(step)}{of_voice}{whom.get('recipient_id') or kind}",
        body=body,
        subject=_("事件%(number)s") % {"number": short_number(voice or case)},
        not_before=_leaves_at(case, step),
        **whom,
    )


def _leaves_at(case: Case, step: CaseStep) -> datetime:
    if step.action not in UNDOABLE:
        return step.at
    return step.at + timedelta(seconds=workflow_of(case).numbers["undo_seconds"])


def _facts(case: Case, step: CaseStep) -> dict[str, str]:
    promised = case.promise_at.astimezone(SHANGHAI) if case.promise_at else None
    return {
        "number": short_number(case),
        "promise": f"{promised:%m-%d %H:%M}" if promised else "",
        "answer": case.public_words,
        "waits": step.data.get("public_note", ""),
        "question": step.data.get("words", ""),
        "receiver": case.forwarded_to,
        "target": _short(step.data.get("target_number", "")),
    }
