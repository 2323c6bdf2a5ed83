"""Small words of the pages of cases."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from django import template
from django.utils.translation import gettext as _

from linge.cases import rules
from linge.cases.models import Case
from linge.cases.queries.workflows import workflow_of
from linge.cases.rules import State
from linge.cases.rules.workflow import LABELS, SAME
from linge.kernel.worktime import Limit

register = template.Library()


@register.simple_tag
def new_id() -> str:
    """An id for one deed, so that five clicks on its button are one deed."""
    return str(uuid4())


@register.filter
def minutes(value: Decimal) -> str:
    """Minutes of working time as a desk says them: ``40 分``, ``2 小时 50 分``."""
    return span(timedelta(minutes=float(value)))


@register.filter
def span(value: timedelta) -> str:
    """A stretch of time in hours and minutes; none is a dash."""
    return rules.span_in_words(value, day_minutes=60 * 24 * 365) if value else "—"


@register.filter
def limit(value: Limit | None) -> str:
    """A limit as people say it: ``2 个工作日``; none is empty."""
    return rules.limit_in_words(value) if value else ""


@register.filter
def move_word(label: str) -> str:
    """The word of a move in the reader's language; a district's own stands as it is."""
    return str(LABELS.get(label, label))


@register.filter
def state_word(state: str) -> str:
    """A state in words; a move that keeps it or goes back says so."""
    if state in State.values:
        return str(State(state).label)
    return {SAME: _("状态不变"), rules.BEFORE: _("回到之前")}.get(state, state)


@register.filter
def may_start(case: Case, action: str) -> bool:
    """Whether the state of a case has this move at all; what isn't a move may always be done."""
    if action == "sign" and case.signed_at is not None:
        return False
    if case.suspended_until is not None and action not in rules.WHILE_SUSPENDED:
        return False
    line = workflow_of(case).moves.get(action)
    return line is None or State(case.state) in line.starts_in


@register.filter
def plain_number(value: Decimal | None) -> str:
    """A number without the zeros behind its point; nothing is a dash."""
    if value is None:
        return "—"
    return f"{value.normalize():,f}"
