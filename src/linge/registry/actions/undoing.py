"""Taking back one edit (撤销修改): the old value again, as a correction of today."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused

from .. import permissions
from ..models import ChangeEvent, ChangeRequest, HouseholdMember, Resident
from ..queries.history import changed_since, may_be_undone, row_of
from ..queries.requests import fact_values
from ..rules.requests import fact_of, split
from .facts import write_facts
from .requests import request_change
from .saving import change


@transaction.atomic
def undo_change(event: ChangeEvent, *, by: Actor) -> ChangeRequest | None:
    """Give a field the value it had before one edit.

    Answers with the change request that now waits, when the fact is protected. Refuses with
    ``registry.undo_not`` what is undone by a deed of its own (a move, a death, another head), and
    with ``registry.undo_changed_since`` when somebody changed the field after the edit.
    """
    row = row_of(event)
    permissions.require(by, permissions.EDIT, permissions.bearer(row))
    if not may_be_undone(event, row):
        message = _("这一项不能直接撤销，请用相应的登记来更正。")
        raise Refused("registry.undo_not", message)
    if changed_since(event, row):
        message = _("这一项此后已被修改，不能再撤销，请按现在的内容更正。")
        raise Refused("registry.undo_changed_since", message)
    waits = _take_back(event, row, by)
    record(by, "registry.undo_change", row, event=event.pk, field=event.field)
    return waits


def _take_back(event: ChangeEvent, row: Any, by: Actor) -> ChangeRequest | None:
    day = event.recorded_at.astimezone(clock.SHANGHAI).date().isoformat()
    reason = _("撤销%(name)s%(day)s的修改") % {"name": event.actor_name, "day": day}
    fact = fact_of(event.entity, event.field)
    if not fact:
        value = typed(row._meta.get_field(event.field), event.old)
        change(row, {event.field: value}, by=by, version=row.version, reason=reason)
        return None
    person = row if isinstance(row, Resident) else row.person
    member = row if isinstance(row, HouseholdMember) else None
    free, guarded = split(fact_values(person, member), {fact: event.old})
    write_facts(person, free, by=by, reason=reason, member=member)
    if not guarded:
        return None
    return request_change(person, guarded, by=by, reason=reason, member=member)


def typed(field: "models.Field[Any, Any]", text: str) -> Any:
    """A value of history as its column holds it."""
    if isinstance(field, models.BooleanField):
        return text == str(True)
    return field.to_python(text or None) if field.null else field.to_python(text)
