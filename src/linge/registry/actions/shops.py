"""Who trades in a shop, and whom to speak to at an organisation or a shop."""

from datetime import date

from django.db import transaction

from linge.audit.actions import record
from linge.kernel.access import Actor
from linge.kernel.events import publish
from linge.territory.models import Organisation, Shop

from .. import numbers, permissions
from ..events import ShopChangedHands
from ..models import OrganisationContact, Resident, ShopOperation
from ..rules import checking
from ..rules.drafts import NewPhone
from ..rules.kinds import ContactRole, ScopeReason, Source
from .entries import Entries
from .rights import Party, held_by
from .saving import change, known, refuse_first, sound
from .sight import see, unsee


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
    source: Source = Source.DESK,
) -> ShopOperation:
    """A new operator takes over a shop; the one before ends that day, the shop stays the same.

    Refuses with ``registry.shop_operation_overlap`` and ``registry.interval`` a day on which
    somebody else traded there.
    """
    permissions.require(by, permissions.EDIT, shop)
    current = ShopOperation.objects.filter(shop=shop, until=None).first()
    if current:
        _end(current, by=by, on=since)
    row = ShopOperation(
        shop=shop,
        trade_name=trade_name,
        licence_no=licence_no,
        staff_count=staff_count,
        since=since,
        **held_by(operator, "operator", "operator_organisation"),
    )
    sound(row)
    entries = Entries(by, known(), source)
    entries.add(row)
    entries.write()
    see(operator, shop, ScopeReason.EMPLOYMENT, since)
    record(by, "registry.change_operator", shop, trade_name=trade_name)
    publish(ShopChangedHands(shop.pk, row.pk))
    return row


@transaction.atomic
def end_operation(row: ShopOperation, *, by: Actor, on: date) -> ShopOperation:
    """Nobody trades in the shop from that day on (停业)."""
    permissions.require(by, permissions.EDIT, row.shop)
    _end(row, by=by, on=on)
    record(by, "registry.end_operation", row.shop, on=on.isoformat())
    return row


def _end(row: ShopOperation, *, by: Actor, on: date) -> None:
    change(row, {"until": on}, by=by, version=row.version, valid_from=on)
    unsee(row.operator, row.shop, ScopeReason.EMPLOYMENT, on)


@transaction.atomic
def name_contact(
    place: Organisation | Shop,
    *,
    by: Actor,
    role: ContactRole,
    since: date,
    name: str = "",
    person: Resident | None = None,
    phone: str = "",
    source: Source = Source.DESK,
) -> OrganisationContact:
    """Name whom to speak to, a resident or somebody by name; who held the role before follows."""
    permissions.require(by, permissions.EDIT, place)
    told = NewPhone(phone)
    refuse_first(checking.phone_faults(told, known()))
    phone = checking.check_phone(told, known()).value or ""
    where = {"organisation" if isinstance(place, Organisation) else "shop": place}
    for current in OrganisationContact.objects.filter(role=role, until=None, **where):
        change(current, {"until": since}, by=by, version=current.version)
    row = OrganisationContact(
        person=person,
        name="" if person else name,
        role=role,
        since=since,
        phone=phone,
        phone_index=numbers.phone_index(phone) if phone else "",
        **where,
    )
    sound(row)
    entries = Entries(by, known(), source)
    entries.add(row)
    entries.write()
    record(by, "registry.name_contact", place, role=str(role))
    return row


@transaction.atomic
def end_contact(row: OrganisationContact, *, by: Actor, on: date) -> OrganisationContact:
    """Somebody is no longer the contact."""
    place = row.organisation or row.shop
    permissions.require(by, permissions.EDIT, place)
    change(row, {"until": on}, by=by, version=row.version)
    record(by, "registry.end_contact", place, role=str(row.role))
    return row
