"""Where somebody's household registration is: told first, or told anew."""

from uuid import UUID

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.territory.models import Region
from linge.territory.rules.kinds import Level

from .. import permissions
from ..models import HukouRecord, Resident, ResidentScope
from ..rules import checking
from ..rules.drafts import NewHukou
from ..rules.kinds import HukouState, ScopeReason, Source
from .entries import Entries
from .saving import change, known, refuse_first, refuse_guarded, sound
from .sight import see

HUKOU_FACTS = (
    "state", "region_code", "no_code_reason", "left", "left_street_on", "left_reason",
)  # fmt: skip
HUKOU_WORDS = ("address", "book_no")
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
    if current and moved(current, told):
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

    A hukou that moved closes its row and opens another; an address or book number left empty
    keeps what is known. Refuses with ``registry.region_code``, ``registry.left_future``,
    ``registry.hukou_before_birth`` and ``registry.hukou_overlap``.
    """
    refuse_first(checking.hukou_errors(told, person.birth_date, known()))
    current = HukouRecord.objects.filter(person=person, until=None).first()
    facts = {name: getattr(told, name) for name in HUKOU_FACTS}
    facts |= {name: words for name in HUKOU_WORDS if (words := getattr(told, name))}
    if current and (not moved(current, told) or current.since >= told.since):
        changed = change(current, facts, by=by, version=current.version, source=source, batch=batch)
        if not changed:
            return
    else:
        if current:
            change(current, {"until": told.since}, by=by, version=current.version,
                   source=source, valid_from=told.since, batch=batch)  # fmt: skip
        entries = Entries(by, known(), source, batch, clock.now())
        entries.hukou(told, person)
        entries.rows[ResidentScope].clear()
        for row in entries.all():
            sound(row)
        entries.write()
    _show_hukou(person, told)
    record(by, "registry.set_hukou", person, state=str(told.state))


def _show_hukou(person: Resident, told: NewHukou) -> None:
    """The community of the hukou sees the person, wherever the person lives."""
    if told.state == HukouState.HERE:
        see(person, _home_of_hukou(person, told), ScopeReason.HUKOU, told.since)
        return
    person.scopes.filter(reason=ScopeReason.HUKOU, until=None).update(
        until=Greatest("since", Value(told.since))
    )


def _home_of_hukou(person: Resident, told: NewHukou) -> Region:
    named = Region.objects.filter(code=told.region_code, level=Level.COMMUNITY, until=None).first()
    return named or person.community


def moved(current: HukouRecord, told: NewHukou) -> bool:
    """Whether what is told is another hukou than the one on record."""
    return any(getattr(current, name) != getattr(told, name) for name in MOVED)
