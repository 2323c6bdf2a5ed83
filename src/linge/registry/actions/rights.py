"""Who owns a home or a shop, and who lets it to whom."""

from datetime import date
from fractions import Fraction

from django.db import transaction
from django.db.models import Q

from linge.audit.actions import record
from linge.kernel.access import Actor
from linge.kernel.intervals import Span
from linge.territory.models import Dwelling, Organisation, Shop

from .. import permissions
from ..models import Ownership, Resident, Tenancy
from ..rules.kinds import ScopeReason, Source
from .entries import Entries
from .saving import change, known, sound
from .sight import see, unsee

Party = Resident | Organisation
Thing = Dwelling | Shop


def held_by(party: Party, person: str, organisation: str) -> dict[str, Party]:
    """The column a party is written to: a person's or an organisation's."""
    return {person if isinstance(party, Resident) else organisation: party}


def of(thing: Thing) -> dict[str, Thing]:
    """The column a thing is written to."""
    return {"dwelling" if isinstance(thing, Dwelling) else "shop": thing}


def keep(row: Ownership | Tenancy, *, by: Actor, source: Source) -> None:
    """Write a row that is sound, with its birth."""
    sound(row)
    entries = Entries(by, known(), source)
    entries.add(row)
    entries.write()


@transaction.atomic
def record_ownership(
    thing: Thing,
    owner: Party,
    *,
    by: Actor,
    since: date,
    share: Fraction = Fraction(1),
    certificate_no: str = "",
    replacing: bool = False,
    source: Source = Source.DESK,
) -> Ownership:
    """Put a share in a dwelling or shop on record (产权).

    ``replacing`` ends the present shares that day: the thing changed hands. Refuses shares above
    the whole on any day with ``registry.ownership_share``.
    """
    permissions.require(by, permissions.EDIT, thing)
    if replacing:
        for current in Ownership.objects.filter(until=None, **of(thing)):
            _end(current, by=by, on=since)
    row = Ownership(
        since=since,
        share_num=share.numerator,
        share_den=share.denominator,
        certificate_no=certificate_no,
        **of(thing),
        **held_by(owner, "person", "organisation"),
    )
    keep(row, by=by, source=source)
    see(owner, thing, ScopeReason.OWNERSHIP, since)
    record(by, "registry.record_ownership", thing, share=str(share))
    return row


@transaction.atomic
def end_ownership(row: Ownership, *, by: Actor, on: date) -> Ownership:
    """End a share (产权转移或灭失)."""
    thing = row.thing
    permissions.require(by, permissions.EDIT, thing)
    _end(row, by=by, on=on)
    record(by, "registry.end_ownership", thing, on=on.isoformat())
    return row


def _end(row: Ownership, *, by: Actor, on: date) -> None:
    change(row, {"until": on}, by=by, version=row.version, valid_from=on)
    thing = row.thing
    others = Ownership.objects.filter(person=row.person, until=None, **of(thing))
    if row.person and not others.exists():
        unsee(row.person, thing, ScopeReason.OWNERSHIP, on)


@transaction.atomic
def record_tenancy(
    thing: Thing,
    *,
    by: Actor,
    landlord: Party,
    tenant: Party,
    since: date,
    until: date | None = None,
    agent: Organisation | None = None,
    by_room: bool = False,
    filing_no: str = "",
    source: Source = Source.DESK,
) -> Tenancy:
    """Put a lease on record (租赁); two at once are possible only where each is for a room."""
    permissions.require(by, permissions.EDIT, thing)
    row = Tenancy(
        since=since,
        until=until,
        agent=agent,
        by_room=by_room,
        filing_no=filing_no,
        **of(thing),
        **held_by(landlord, "landlord", "landlord_organisation"),
        **held_by(tenant, "tenant", "tenant_organisation"),
    )
    keep(row, by=by, source=source)
    for party in (landlord, tenant):
        see(party, thing, ScopeReason.TENANCY, since, until)
    record(by, "registry.record_tenancy", thing, since=since.isoformat())
    return row


@transaction.atomic
def end_tenancy(row: Tenancy, *, by: Actor, on: date) -> Tenancy:
    """End a lease before or after its day, or say when an open one ended (退租)."""
    thing = row.thing
    permissions.require(by, permissions.EDIT, thing)
    change(row, {"until": on}, by=by, version=row.version, valid_from=on)
    others = Tenancy.objects.filter(**of(thing)).exclude(pk=row.pk).during(Span(on))
    for party in (row.landlord, row.tenant):
        if not others.filter(Q(landlord=party) | Q(tenant=party)).exists():
            unsee(party, thing, ScopeReason.TENANCY, on)
    record(by, "registry.end_tenancy", thing, on=on.isoformat())
    return row
