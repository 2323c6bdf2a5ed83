"""Urging (督办) and whistling (吹哨报到): a superior's words on a case, and what came back."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linge.audit import actions as audit
from linge.kernel.access import Actor
from linge.kernel.clock import now
from linge.kernel.events import publish
from linge.kernel.worktime import Limit, Unit, due_at
from linge.staff.models import Agency
from linge.territory import queries as territory

from .. import events, permissions, rules
from ..models import Case, Escalation, Urge, Whistle, WhistleUnit
from ..queries.workflows import workflow_of
from .moving import repeatable

DONE = {
    "sign": ("signed_at", _("签收")),
    "contact": ("contacted_at", _("联系")),
    "arrive": ("arrived_at", _("到场")),
}


@repeatable
def urge_case(case: Case, *, by: Actor, words: str, request_id: UUID | None = None) -> Case:
    """Ask how an open case stands (督办); whoever holds it replies within a working day."""
    permissions.require(by, permissions.URGE, case)
    must_be_open(case)
    urge = write_urge(case, by=by, words=said(words, _("督办要求")), at=now())
    publish(events.CaseUrged(case.pk, case.steps.latest("number").pk, urge.pk))
    return case


@repeatable
def reply_urge(case: Case, *, by: Actor, words: str, request_id: UUID | None = None) -> Case:
    """Reply to what a superior asked; every open urge of the case is answered by it."""
    permissions.require(by, permissions.REPLY_URGE, case)
    reply = said(words, _("答复"))
    waiting = case.urges.filter(replied_at__isnull=True)
    if not waiting.update(reply=reply, replied_by_id=by.user_id, replied_at=now()):
        raise rules.refusal("nothing_urged")
    audit.record(by, "cases.reply_urge", case)
    publish(events.CaseUrgeAnswered(case.pk, case.steps.latest("number").pk))
    return case


@repeatable
def report_in(
    case: Case, *, by: Actor, agency: Agency, what: str, request_id: UUID | None = None
) -> Case:
    """A unit that was called signs, has made contact, or is there (报到); each once."""
    permissions.require(by, permissions.REPORT_IN, case)
    column, _label = DONE[what]
    called = WhistleUnit.objects.filter(
        whistle__case=case, agency=agency, **{f"{column}__isnull": True}
    )
    if agency.pk not in by.agencies or not called.update(**{column: now()}):
        raise rules.refusal("nothing_called")
    audit.record(by, "cases.report_in", case, what=what)
    return case


@repeatable
def rate_unit(
    case: Case, *, by: Actor, agency: Agency, rating: int, request_id: UUID | None = None
) -> Case:
    """The community says how a unit that came did, from 1 to 5."""
    permissions.require(by, permissions.WHISTLE, case)
    came = WhistleUnit.objects.filter(whistle__case=case, agency=agency, arrived_at__isnull=False)
    if not came.update(rating=rating):
        raise rules.refusal("nobody_came")
    audit.record(by, "cases.rate_unit", case, rating=rating)
    return case


def write_urge(
    case: Case, *, by: Actor, words: str, at: datetime, escalation: Escalation | None = None
) -> Urge:
    """Write an urge down, with its reply due a working day from now."""
    audit.record(by, "cases.urge", case)
    return Urge.objects.create(
        case=case,
        escalation=escalation,
        by_id=by.user_id,
        at=at,
        words=words,
        reply_due_at=_due(case, at, "urge_work_days", Unit.WORK_DAY),
    )


def call_units(
    case: Case, agencies: Sequence[Agency], *, by: Actor, words: str, hard: bool, at: datetime
) -> Whistle:
    """Write a whistle down with the three dues of each unit; the ladder watches them."""
    whistle = Whistle.objects.create(case=case, by_id=by.user_id, at=at, words=words, hard=hard)
    days = "whistle_hard_work_days" if hard else "whistle_work_days"
    WhistleUnit.objects.bulk_create(
        WhistleUnit(
            whistle=whistle,
            agency=agency,
            sign_due_at=_due(case, at, "whistle_sign_work_hours", Unit.WORK_HOUR),
            contact_due_at=_due(case, at, "whistle_contact_hours", Unit.URGENT_HOUR),
            arrive_due_at=_due(case, at, days, Unit.WORK_DAY),
        )
        for agency in agencies
    )
    Case.objects.filter(pk=case.pk).update(climbs_at=at)
    audit.record(by, "cases.whistle", case, units=len(agencies))
    publish(events.CaseWhistled(case.pk, case.steps.latest("number").pk, whistle.pk))
    return whistle


def _due(case: Case, at: datetime, number: str, unit: Unit) -> datetime:
    amount = Decimal(str(workflow_of(case).numbers[number]))
    return due_at(at, Limit(amount, unit), territory.workdays(case.community)).at


def must_be_open(case: Case) -> None:
    """A case at its end is nobody's to hurry."""
    if not case.is_open:
        state = case.get_state_display()
        raise rules.refusal("wrong_state", state=state, action=_("督办"))


def said(words: str, what: Any) -> str:
    """What somebody wrote, cleaned; refused when nothing is left."""
    text = rules.clean_words(words)
    if not text:
        raise rules.refusal("needed", "words", what=what)
    return text
