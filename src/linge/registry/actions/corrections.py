"""Correcting a whole record in one stroke: what the edit page and a corrected sheet send."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor

from .. import permissions
from ..models import HukouRecord, Resident
from ..rules.drafts import NewDocument, NewHukou
from ..rules.kinds import Source
from .entries import Entries
from .people import add_document, edit_resident, set_phone
from .saving import change, known, sound

HUKOU_FACTS = (
    "state", "region_code", "no_code_reason", "left", "left_street_on", "left_reason",
)  # fmt: skip
MOVED = ("state", "region_code")


@transaction.atomic
def correct_resident(
    person: Resident,
    *,
    by: Actor,
    version: int,
    values: Mapping[str, Any],
    document: NewDocument | None = None,
    phone: str = "",
    hukou: NewHukou | None = None,
    reason: str = "",
    source: Source = Source.DESK,
) -> Resident:
    """Correct a person's facts, and with them document, phone and hukou; all or none."""
    edit_resident(person, by=by, version=version, values=values, reason=reason, source=source)
    if document:
        add_document(person, document, by=by, source=source)
    if phone.strip():
        set_phone(person, phone, by=by, source=source)
    if hukou:
        set_hukou(person, hukou, by=by, source=source)
    return person


@transaction.atomic
def set_hukou(
    person: Resident,
    told: NewHukou,
    *,
    by: Actor,
    source: Source = Source.DESK,
    batch: UUID | None = None,
) -> None:
    """Say where a person's hukou is. A hukou that moved closes the record and opens another."""
    permissions.require(by, permissions.EDIT, person)
    current = HukouRecord.objects.filter(person=person, until=None).first()
    facts = {name: getattr(told, name) for name in HUKOU_FACTS}
    if current and (not _moved(current, told) or current.since >= told.since):
        changed = change(current, facts, by=by, version=current.version, source=source, batch=batch)
        if not changed:
            return
    else:
        if current:
            change(current, {"until": told.since}, by=by, version=current.version,
                   source=source, valid_from=told.since, batch=batch)  # fmt: skip
        entries = Entries(by, known(), source, batch, clock.now())
        entries.hukou(told, person)
        for row in entries.all():
            sound(row)
        entries.write()
    record(by, "registry.set_hukou", person, state=str(told.state))


def _moved(current: HukouRecord, told: NewHukou) -> bool:
    return any(getattr(current, name) != getattr(told, name) for name in MOVED)
