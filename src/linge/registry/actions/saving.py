"""Writing in words: a constraint speaks before the database does, and an edit meets its version."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock, crypto
from linge.kernel.access import Actor
from linge.kernel.fields import SealedField
from linge.kernel.refusals import Refused

from .. import codes
from ..models import ChangeEvent
from ..rules.checking import Fault, Known
from ..rules.kinds import Source
from ..rules.requests import FACTS
from .apart import keep_apart

FIELD_OF = {
    "residency_one_main": "main",
    "residency_paper_not_main": "main",
    "residency_open_once": "dwelling",
    "household_one_family": "shared",
    "household_one_book": "book_no",
    "member_relation": "relation",
    "member_one_head": "relation",
    "member_open_once": "person",
    "member_one_main": "person",
    "document_valid_once": "number",
    "document_suspect_has_reason": "doubt",
    "hukou_elsewhere_where": "region_code",
    "hukou_left_date": "left_street_on",
    "resident_name": "name",
    "resident_sex": "sex",
    "resident_death_after_birth": "death_date",
    "ownership_share": "share",
    "tenancy_two_parties": "tenant",
    "shop_operation_one_open": "since",
    "employment_status": "status",
    "employment_one_employer": "employer",
    "household_item_open_once": "number",
}


def known() -> Known:
    """What checking needs to know of today's world."""
    return Known(clock.today(), codes.areas(), settings.DEMO_IDENTITIES)


def refuse_first(faults: Iterable[Fault]) -> None:
    """Refuse with the first fault, beside its field."""
    for fault in faults:
        code = "demo_identity" if fault.code == "demo_number" else fault.code
        raise Refused(f"registry.{code}", fault.message, fault.field)


def refuse_guarded(name: str) -> None:
    """Refuse what only a change request may change."""
    message = _("“%(label)s”要由另一人核对，请提出变更申请。") % {"label": FACTS[name].label}
    raise Refused("registry.needs_request", str(message), name)


def sound(row: models.Model) -> None:
    """Refuse what a constraint would refuse, then intervals that meet; ask just before writing.

    The refusal's code is the constraint's name.
    """
    for constraint in row._meta.constraints:
        try:
            constraint.validate(type(row), row)
        except ValidationError as fault:
            name = constraint.name
            if name.endswith("_interval"):
                raise Refused("registry.interval", fault.messages[0], "until") from fault
            raise Refused(f"registry.{name}", fault.messages[0], FIELD_OF.get(name)) from fault
    keep_apart(row)


def change(
    row: Any,
    values: Mapping[str, Any],
    *,
    by: Actor,
    version: int,
    source: Source = Source.DESK,
    valid_from: date | None = None,
    batch: UUID | None = None,
    reason: str = "",
) -> tuple[str, ...]:
    """Compare and set: the row takes the values if it still has the version; says what changed.

    Refuses with ``registry.moved_on`` when somebody saved in between.
    """
    before = {name: _stored(row, name) for name in values}
    changed = {name: new for name, new in values.items() if before[name] != new}
    if not changed:
        return ()
    for name, new in changed.items():
        setattr(row, name, new)
    sound(row)
    _take(row, changed, version)
    row.version = version + 1
    _remember(row, before, changed, by=by, source=source, valid_from=valid_from, batch=batch,
              reason=reason)  # fmt: skip
    return tuple(changed)


def _stored(row: Any, name: str) -> Any:
    """The present value, in clear for a sealed field."""
    sealed = isinstance(row._meta.get_field(name), SealedField)
    return crypto.open_field(row, name) if sealed else getattr(row, name)


def _take(row: Any, changed: Mapping[str, Any], version: int) -> None:
    stored = {name: _sealed(row, name, value) for name, value in changed.items()}
    taken = (
        type(row)
        .objects.filter(pk=row.pk, version=version)
        .update(**stored, version=version + 1, confirmed_at=clock.now())
    )
    if not taken:
        raise _moved_on()


def refuse_moved_on(row: Any, version: int) -> None:
    """Refuse when the row is no longer what the editor saw."""
    if row.version != version:
        raise _moved_on()


def _moved_on() -> Refused:
    message = _("这条记录刚刚被其他人修改，请刷新页面后再改。")
    return Refused("registry.moved_on", str(message))


def _sealed(row: Any, name: str, value: Any) -> Any:
    if value and isinstance(row._meta.get_field(name), SealedField):
        value = crypto.seal(value, field=crypto.field_name(row, name), owner=row.uuid)
        setattr(row, name, value)
    return value


def _remember(
    row: Any,
    before: Mapping[str, Any],
    changed: Mapping[str, Any],
    *,
    by: Actor,
    source: Source,
    valid_from: date | None,
    batch: UUID | None,
    reason: str,
) -> None:
    events = []
    for name, new in changed.items():
        event = ChangeEvent(
            entity=row._meta.model_name,
            subject=row.uuid,
            field=name,
            valid_from=valid_from or clock.today(),
            recorded_at=clock.now(),
            actor_id=by.user_id,
            actor_name=by.name,
            source=source,
            batch=batch,
            reason=reason,
        )
        hidden = isinstance(row._meta.get_field(name), SealedField)
        event.old = in_history(event, "old", before[name], hidden)
        event.new = in_history(event, "new", new, hidden)
        events.append(event)
    ChangeEvent.objects.bulk_create(events)


def in_history(event: ChangeEvent, column: str, value: Any, hidden: bool) -> str:
    """A value as history keeps it: text, sealed where the field is."""
    if isinstance(value, models.Model):
        value = value.pk
    text = in_words(value)
    if not (hidden and text):
        return text
    return crypto.seal(text, field=crypto.field_name(event, column), owner=event.subject)


def in_words(value: Any) -> str:
    """A plain value as history keeps it; nothing and no are empty."""
    return value.isoformat() if isinstance(value, date | datetime) else str(value or "")
