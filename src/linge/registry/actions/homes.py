"""Ownership, leases, who trades in a shop and whom to speak to."""

from datetime import date
from fractions import Fraction

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.territory.models import Dwelling, Organisation, Shop

from .. import permissions
from ..models import (
    OrganisationContact,
    Ownership,
    Resident,
    ResidentScope,
    ShopOperation,
    Tenancy,
)
from ..rules.kinds import ContactRole, ScopeReason
from .entries import Entries
from .people import spot
from .saving import change, known, sound

Party = Resident | Organisation


def _as(party: Party, person: str, organisation: str) -> dict[str, Party]:
    return {person if isinstance(party, Resident) else organisation: party}


def _keep(row: Ownership | Tenancy | ShopOperation | OrganisationContact, by: Actor) -> None:
    sound(row)
    Entries(by, known()).add(row)
    row.save()


def _see(person: Party, dwelling: Dwelling, reason: ScopeReason, since: date) -> None:
    """A person tied to the dwelling may be seen there from now on."""
    if not isinstance(person, Resident):
        return
    place = spot(dwelling)
    ResidentScope.objects.get_or_create(
        person=person,
        path=place.path,
        reason=reason,
        until=None,
        defaults={
            "community_id": place.community_id,
            "grid_id": place.grid_id,
            "dwelling_id": place.pk,
            "since": since,
        },
    )


@transaction.atomic
def record_ownership(
    dwelling: Dwelling,
    owner: Party,
    *,
    by: Actor,
    since: date,
    share: Fraction = Fraction(1),
    certificate_no: str = "",
) -> Ownership:
    """Put a share in a dwelling on record (产权). Refuses shares above the whole on any day."""
    permissions.require(by, permissions.EDIT, dwelling)
    row = Ownership(
        dwelling=dwelling,
        since=since,
        share_num=share.numerator,
        share_den=share.denominator,
        certificate_no=certificate_no,
        **_as(owner, "person", "organisation"),
    )
    held = Ownership.objects.filter(Q(until__isnull=True) | Q(until__gt=since), dwelling=dwelling)
    total = sum((Fraction(own.share_num, own.share_den) for own in held), share)
    if total > 1:
        message = _("各产权人的份额合计超过1，请核对。")
        raise Refused("registry.ownership_share", str(message), "share_num")
    _keep(row, by)
    _see(owner, dwelling, ScopeReason.OWNERSHIP, since)
    record(by, "registry.record_ownership", dwelling, share=str(share))
    return row


@transaction.atomic
def record_tenancy(
    dwelling: Dwelling,
    *,
    by: Actor,
    landlord: Party,
    tenant: Party,
    since: date,
    until: date | None = None,
    by_room: bool = False,
    filing_no: str = "",
) -> Tenancy:
    """Put a lease on record (租赁); two at once are possible only where rooms are let singly."""
    permissions.require(by, permissions.EDIT, dwelling)
    row = Tenancy(
        dwelling=dwelling,
        since=since,
        until=until,
        by_room=by_room,
        filing_no=filing_no,
        **_as(landlord, "landlord", "landlord_organisation"),
        **_as(tenant, "tenant", "tenant_organisation"),
    )
    at_once = Tenancy.objects.filter(
        Q(until__isnull=True) | Q(until__gt=since), dwelling=dwelling, by_room=False
    )
    if until:
        at_once = at_once.filter(since__lt=until)
    if at_once.exists() and not by_room:
        message = _("这段时间房屋已有租约；如分间出租，请勾选“分间出租”。")
        raise Refused("registry.tenancy_overlap", str(message), "by_room")
    _keep(row, by)
    _see(tenant, dwelling, ScopeReason.TENANCY, since)
    record(by, "registry.record_tenancy", dwelling, since=since.isoformat())
    return row


@transaction.atomic
def change_operator(
    shop: Shop,
    operator: Party,
    *,
    by: Actor,
    trade_name: str,
    since: date,
    licence_no: str = "",
    staff_count: int | None = None,
) -> ShopOperation:
    """A new operator takes over a shop; the one before ends that day, the shop stays the same."""
    permissions.require(by, permissions.EDIT, shop)
    current = ShopOperation.objects.filter(shop=shop, until=None).first()
    if current:
        change(current, {"until": since}, by=by, version=current.version)
    row = ShopOperation(
        shop=shop,
        trade_name=trade_name,
        licence_no=licence_no,
        staff_count=staff_count,
        since=since,
        **_as(operator, "operator", "operator_organisation"),
    )
    _keep(row, by)
    record(by, "registry.change_operator", shop, trade_name=trade_name)
    return row


@transaction.atomic
def name_contact(
    place: Organisation | Shop,
    *,
    by: Actor,
    name: str,
    role: ContactRole,
    since: date,
    phone: str = "",
) -> OrganisationContact:
    """Name whom to speak to at an organisation or a shop; another legal representative follows."""
    permissions.require(by, permissions.EDIT, place)
    where = {"organisation" if isinstance(place, Organisation) else "shop": place}
    for current in OrganisationContact.objects.filter(role=role, until=None, **where):
        change(current, {"until": since}, by=by, version=current.version)
    row = OrganisationContact(name=name, role=role, since=since, phone=phone, **where)
    _keep(row, by)
    record(by, "registry.name_contact", place, role=str(role))
    return row
