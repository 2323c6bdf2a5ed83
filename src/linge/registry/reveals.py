"""The register's masked numbers that may be opened one by one (查看明文, registry.md §13)."""

from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from linge.accounts.reveals import Revealable, declare
from linge.kernel import access
from linge.kernel.access import Actor, DataClass, Purpose, Subject
from linge.kernel.refusals import Outside

from . import permissions, queries
from .models import HouseholdItem, IdentityDocument, OrganisationContact, Phone, Resident
from .queries import ties

Row = TypeVar("Row", bound=Model)
PURPOSES = (Purpose.VISIT, Purpose.CASE, Purpose.SERVICE, Purpose.OVERSIGHT)


def _places(row: Any) -> list[Subject]:
    if isinstance(row, OrganisationContact):
        owner = permissions.bearer(row)
    else:
        owner = getattr(row, "person", None) or row.household
    places = (
        permissions.places_of(owner)
        if isinstance(owner, Resident)
        else [permissions.subject_facts(owner)]
    )
    return [replace(place, classes=frozenset({DataClass.C3})) for place in places]


def allow(by: Actor, row: Any, purpose: Purpose) -> None:
    """Refuse unless some place of the number's owner lets the actor open it for the purpose."""
    places = _places(row)
    if any(
        access.decide(by, permissions.REVEAL, place, purpose=purpose).allowed for place in places
    ):
        return
    access.require(by, permissions.REVEAL, places[0], purpose=purpose)


def _document(actor: Actor, name: str) -> IdentityDocument:
    rows = IdentityDocument.objects.select_related("person")
    return _named(rows.filter(queries.seen(actor)), name)


def _phone(actor: Actor, name: str) -> Phone:
    of_household = Q(household__isnull=False) & queries.of_households(actor, "household__")
    rows = Phone.objects.select_related("person", "household__dwelling")
    return _named(rows.filter(Q(queries.seen(actor)) | of_household), name)


def _contact(actor: Actor, name: str) -> OrganisationContact:
    return _named(ties.visible_contacts(actor), name)


def _item(actor: Actor, name: str) -> HouseholdItem:
    return _named(ties.visible_items(actor), name)


def _named(rows: QuerySet[Row], name: str) -> Row:
    """The row of a uuid; out of scope, unknown or no uuid at all: it does not exist."""
    try:
        row = rows.filter(uuid=UUID(name)).first()
    except ValueError:
        row = None
    if row is None:
        raise Outside("access.outside", str(access.SENTENCES["access.outside"]))
    return row


def declare_all() -> None:
    """Name documents, phones and plates to `accounts`; called at start."""
    for label, field, find in (
        ("identitydocument", "number", _document),
        ("phone", "number", _phone),
        ("organisationcontact", "phone", _contact),
        ("householditem", "number", _item),
    ):
        fields = frozenset({field})
        declare(Revealable(f"registry.{label}", fields, permissions.REVEAL, allow, find, PURPOSES))
