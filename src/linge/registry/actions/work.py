"""What people do for a living."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.territory.models import Organisation

from .. import codes, permissions
from ..models import Employment, Resident
from ..rules.kinds import ScopeReason, Source
from .entries import Entries
from .saving import change, known, sound
from .sight import see, unsee


@transaction.atomic
def record_employment(
    person: Resident,
    *,
    by: Actor,
    status: str,
    since: date,
    organisation: Organisation | None = None,
    employer: str = "",
    occupation: str = "",
    replacing: bool = False,
    source: Source = Source.DESK,
) -> Employment:
    """Put a person's work or standing on record (就业). ``replacing`` ends what is open that day.

    Refuses with ``registry.employment_status`` an unknown code, with
    ``registry.employment_overlap`` the same work twice, and with ``registry.before_birth``.
    """
    permissions.require(by, permissions.EDIT, person)
    if status not in codes.table("employment"):
        raise Refused("registry.employment_status", str(_("请选择从业状况。")), "status")
    if person.birth_date and since < person.birth_date:
        message = _("就业起始日期不能早于出生日期，请核对。")
        raise Refused("registry.before_birth", str(message), "since")
    if replacing:
        for current in Employment.objects.filter(person=person, until=None):
            stop(current, by=by, on=since)
    row = Employment(
        person=person,
        organisation=organisation,
        employer=employer.strip(),
        status=status,
        occupation=occupation.strip(),
        since=since,
    )
    sound(row)
    entries = Entries(by, known(), source)
    entries.add(row)
    entries.write()
    if organisation:
        see(person, organisation, ScopeReason.EMPLOYMENT, since)
    record(by, "registry.record_employment", person, status=status)
    return row


@transaction.atomic
def end_employment(row: Employment, *, by: Actor, on: date) -> Employment:
    """Somebody no longer does this work (离职)."""
    permissions.require(by, permissions.EDIT, row.person)
    stop(row, by=by, on=on)
    record(by, "registry.end_employment", row.person, status=row.status)
    return row


def stop(row: Employment, *, by: Actor, on: date) -> None:
    """End somebody's work, with the sight that came with it."""
    change(row, {"until": on}, by=by, version=row.version, valid_from=on)
    if row.organisation:
        unsee(row.person, row.organisation, ScopeReason.EMPLOYMENT, on)
