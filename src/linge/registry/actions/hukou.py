"""Where somebody's household registration is: told first, or told anew."""

from uuid import UUID

from django.db import transaction

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor

from .. import permissions
from ..models import HukouRecord, Resident
from ..rules.drafts import NewHukou
from ..rules.kinds import Source
from .entries import Entries
from .saving import change, known, refuse_guarded, sound

HUKOU_FACTS = (
    "state", "region_code", "no_code_reason", "left", "left_street_on", "left_reason",
)  # fmt: skip
MOVED = ("state", "region_code")


@transaction.atomic
def set_hukou(
    person: Resident,
    told: NewHukou,
    *,
    by: Actor,
    source: Source = Source.DESK,
    batch: UUID | None = None,
) -> None:
    """Say where a person's hukou is, or more about it. That it moved needs a change request."""
    permissions.require(by, permissions.EDIT, person)
    current = HukouRecord.objects.filter(person=person, until=None).first()
    if current and _moved(current, told):
        refuse_guarded("hukou_state")
    place_hukou(person, told, by=by, source=source, batch=batch)


def place_hukou(
    person: Resident,
    told: NewHukou,
    *,
    by: Actor,
    source: Source = Source.DESK,
    batch: UUID | None = None,
) -> None:
    """Say where the hukou is, on a record whose door was opened already.

    A hukou that moved closes its row and opens another.
    """
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
