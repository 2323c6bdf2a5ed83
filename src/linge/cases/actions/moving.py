"""How every move is made: may they, can it, change, record. One order, one place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import wraps
from typing import Any, ParamSpec, cast
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from linge.audit import actions as audit
from linge.kernel.access import Actor
from linge.kernel.clock import now
from linge.kernel.idempotency import once
from linge.kernel.worktime import Limit, Workdays
from linge.territory import queries as territory

from .. import permissions, rules
from ..models import Case, CaseStep
from ..queries.facts import facts_of
from ..queries.workflows import workflow_of
from ..rules import Asked, CaseFacts, Move, State, Workflow
from .clocks import wind
from .segments import Winding
from .settling import settle

Asks = ParamSpec("Asks")
Act = Callable[Asks, Case]

NEEDED = {
    "category": "criterion_needed",
    "criterion": "criterion_needed",
    "reason": "reason_needed",
    "words": "reason_needed",
}
NEED_LABELS = {
    "worker": _("核实人"),
    "finding": _("核实结果"),
    "reason_code": _("原因类别"),
    "result": _("处置结果"),
    "condition_met": _("是否达到结案条件"),
    "agency": _("责任单位"),
    "target": _("并入哪一件"),
    "limit": _("处置时限"),
    "handler": _("承办人"),
    "outcome": _("核查结论"),
    "wait_for": _("挂账类别"),
    "until": _("恢复日期"),
    "question": _("要问的问题"),
    "answer": _("补充的内容"),
}


@dataclass(frozen=True, slots=True)
class Turn:
    """A move that may be made: all checks but the last are behind it."""

    case: Case
    move: Move
    workflow: Workflow
    calendar: Workdays
    facts: CaseFacts
    asked: Asked
    by: Actor
    at: datetime


def repeatable(action: Act[Asks]) -> Act[Asks]:
    """One transaction for an action; sent again under its ``request_id`` it answers the same."""

    @wraps(action)
    def called(*args: Asks.args, **asked: Asks.kwargs) -> Case:
        with transaction.atomic():
            return _answer(action, cast(Case, args[0]), dict(asked))

    return called


def begin(
    case: Case,
    action: str,
    *,
    by: Actor,
    through: Case | None = None,
    at: datetime | None = None,
    **values: Any,
) -> Turn:
    """Check an action in the house's order: permission, state, what is asked for, guards.

    ``through`` is a voice of the case whose reporter asks: what may be done follows from that one.
    ``at`` is when it truly happened, for what the clock does late.
    """
    own = through or case
    workflow = workflow_of(case)
    line = rules.find_move(action, workflow)
    subject = permissions.subject_facts(own)
    permissions.require_any(by, line.who, subject)
    move = rules.move(action, case.state, workflow)
    _check_needs(move, values)
    calendar = territory.workdays(case.community)
    facts = facts_of(case, workflow, calendar, reopened=own.reopened)
    capabilities = permissions.held(by, (*line.who, permissions.DECIDE_AGENCY), subject)
    bearer = by.holds == permissions.key_of(own)
    asked = Asked(by.user_id, bearer, by.agencies, capabilities, values)
    then = at or now()
    if rules.barred_by_waiting(action, facts):
        raise rules.refusal("suspended")
    rules.check_guards(move.guards, facts, asked, then)
    return Turn(case, move, workflow, calendar, facts, asked, by, then)


def take(
    turn: Turn,
    *,
    lands: State | None = None,
    data: Mapping[str, Any] | None = None,
    device_at: datetime | None = None,
    **columns: Any,
) -> CaseStep:
    """Compare and set: the case moves on if nobody moved it since, and the step is written down.

    Refuses with ``cases.moved_on`` when somebody acted first.
    """
    case, before = turn.case, turn.case.state
    after = lands or turn.move.lands(before)
    columns |= {"state": after, "seq": case.seq + 1, "moved_at": turn.at}
    moved = Case.objects.filter(pk=case.pk, state=before, seq=case.seq).update(**columns)
    if not moved:
        raise rules.refusal("moved_on")
    for name, value in columns.items():
        setattr(case, name, value)
    return write_step(
        case,
        turn.move.action,
        by=turn.by,
        at=turn.at,
        before=before,
        data=data,
        device_at=device_at,
    )


def write_step(
    case: Case,
    action: str,
    *,
    by: Actor,
    at: datetime,
    before: str,
    data: Mapping[str, Any] | None = None,
    device_at: datetime | None = None,
) -> CaseStep:
    """Append the step to the history and the deed to the audit trail."""
    step = CaseStep.objects.create(
        case=case,
        number=case.seq,
        action=action,
        from_state=before,
        to_state=case.state,
        by_id=by.user_id,
        by_kind=by.kind,
        at=at,
        device_at=device_at,
        data={name: value for name, value in (data or {}).items() if value not in (None, "")},
    )
    audit.record(by, f"cases.{action}", case, step=step.number, state=case.state)
    return step


def winding(turn: Turn, step: CaseStep, **more: Any) -> Winding:
    """What the clocks need to know about a step that was just taken."""
    return Winding(turn.case, step, turn.workflow, turn.calendar, turn.at, **more)


def wind_up(turn: Turn, step: CaseStep, **more: Any) -> Winding:
    """Stop and start the clocks as the move's line says."""
    wound = winding(turn, step, **more)
    wind(wound, turn.move.clocks)
    if step.from_state != step.to_state:
        settle(wound)
    return wound


def _check_needs(move: Move, values: Mapping[str, Any]) -> None:
    for name in move.needs:
        if not values.get(name):
            code = NEEDED.get(name, "needed")
            raise rules.refusal(code, name, what=NEED_LABELS.get(name, ""))


def _answer(action: Act[Asks], case: Case, asked: dict[str, Any]) -> Case:
    request_id = asked.get("request_id")
    if request_id is None:
        return action(case, **asked)  # type: ignore[call-arg, arg-type]  # the action's own
    payload = {"action": action.__name__, "case": str(case.uuid)} | {
        name: plain(value) for name, value in asked.items() if name not in ("by", "request_id")
    }

    def deed() -> dict[str, Any]:
        return {"seq": action(case, **asked).seq}  # type: ignore[call-arg, arg-type]  # each deed has asks of its own

    _stored, replayed = once(asked["by"], request_id, payload, deed)
    if replayed:
        case.refresh_from_db()
    return case


def plain(value: Any) -> Any:
    """A value as JSON can hold it, to compare what was asked under one request id."""
    if isinstance(value, models.Model):
        return f"{value._meta.label_lower}:{value.pk}"
    if isinstance(value, Limit):
        return [str(value.amount), value.unit]
    if is_dataclass(value):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, (datetime, date, UUID, Decimal)):
        return str(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(one) for one in value]
    return value
