"""Putting people on record and correcting what is known of them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.events import publish
from linge.kernel.refusals import Refused
from linge.territory.models import Dwelling, Region

from .. import codes, numbers, permissions
from ..events import ResidentChanged, ResidentMovedIn, ResidentRegistered
from ..models import (
    HukouRecord,
    IdentityDocument,
    NameKey,
    Phone,
    Residency,
    Resident,
    ResidentScope,
)
from ..queries.requests import as_text
from ..rules import checking, identity, names, requests
from ..rules.drafts import NewDocument, NewHome, NewPerson, NewPhone
from ..rules.kinds import DocumentState, ScopeReason, Source
from ..rules.requests import FACTS
from .entries import Entries, Spot
from .saving import change, known, refuse_first, refuse_guarded, sound

EDITABLE = (
    "name", "former_name", "sex", "birth_date", "birth_precision", "death_date", "life",
    "nationality", "marital", "education", "ethnicity",
)  # fmt: skip


@transaction.atomic
def register_resident(
    person: NewPerson,
    *,
    by: Actor,
    community: Region,
    home: NewHome | None = None,
    source: Source = Source.DESK,
    batch: UUID | None = None,
) -> Resident:
    """Put a person on record, with the home if there is one (建档).

    Refuses with the code of the first fault (``registry.checksum`` …), with
    ``registry.known_person`` when a valid document of that number is on record, and with
    ``registry.demo_identity`` for a made-up number where demo identities are off.
    """
    dwelling = Dwelling.objects.get(pk=home.dwelling) if home else None
    permissions.require(by, permissions.REGISTER, dwelling or community)
    check_newcomer(person, by=by)
    if home:
        check_home(home, person)
    entries = Entries(by, known(), source, batch)
    resident = entries.person(person, community=community.pk)
    if home and dwelling:
        entries.home(home, resident, spot(dwelling))
    else:
        entries.rows[ResidentScope].append(_on_record(resident, community))
    for row in (resident, *entries.rows[HukouRecord], *entries.rows[Residency]):
        sound(row)
    entries.write()
    record(by, "registry.register", resident, community=community.pk)
    publish(ResidentRegistered(resident.pk, community.pk))
    if home:
        publish(ResidentMovedIn(resident.pk, home.dwelling))
    return resident


def spot(dwelling: Dwelling) -> Spot:
    """A dwelling as the scopes of its people need it."""
    return Spot(dwelling.pk, dwelling.community_id, dwelling.path, dwelling.grid_id)


def _on_record(person: Resident, community: Region) -> ResidentScope:
    """A person without a home here is seen by the community that keeps the record."""
    return ResidentScope(
        person=person,
        community=community,
        path=community.path,
        reason=ScopeReason.RECORD,
        since=clock.today(),
    )


def check_newcomer(person: NewPerson, *, by: Actor) -> None:
    """Refuse what is wrong with a draft, and a person who is on record already."""
    world = known()
    refuse_first(checking.errors(person, world))
    refuse_first(fault for fault in checking.warnings(person, world) if fault.code == "demo_number")
    for document in person.documents:
        checked = checking.check_number(document, person, world)
        if checked.value and not document.doubt:
            _refuse_known(checked.kind, checked.value, by=by)


def _refuse_known(kind: str, number: str, *, by: Actor) -> None:
    index = numbers.document_index(number)
    holder = IdentityDocument.objects.filter(
        number_index=index, kind=kind, state=DocumentState.VALID
    ).first()
    if holder is None:
        return
    if permissions.may(by, permissions.VIEW, holder.person):
        message = _("这个证件号码已登记，请打开原记录更新，不要重复建档。")
        raise Refused(
            "registry.known_person", str(message), "number", resident=str(holder.person.uuid)
        )
    message = _("其他社区已有登记，请发起迁入核对。")
    raise Refused("registry.known_elsewhere", str(message), "number")


def check_home(home: NewHome, person: NewPerson | Resident) -> None:
    """Refuse a tie to a dwelling that begins before its person is born."""
    if person.birth_date and home.since < person.birth_date:
        message = _("居住起始日期不能早于出生日期，请核对。")
        raise Refused("registry.before_birth", str(message), "since")


@transaction.atomic
def edit_resident(
    person: Resident,
    *,
    by: Actor,
    version: int,
    values: Mapping[str, Any],
    source: Source = Source.DESK,
    batch: UUID | None = None,
    reason: str = "",
) -> Resident:
    """Correct a record. ``version`` is the one the editor saw; an older one is refused.

    Refuses with ``registry.needs_request`` what only a change request may change.
    """
    permissions.require(by, permissions.EDIT, person)
    for name in values.keys() & FACTS.keys():
        old, new = as_text(getattr(person, name)), as_text(values[name])
        if old != new and requests.is_guarded(name, old, new):
            refuse_guarded(name)
    correct(person, values, by=by, version=version, source=source, batch=batch, reason=reason)
    return person


def correct(
    person: Resident,
    values: Mapping[str, Any],
    *,
    by: Actor,
    version: int,
    source: Source = Source.DESK,
    batch: UUID | None = None,
    reason: str = "",
) -> None:
    """Correct a record whose door was opened already: by the edit, or by a checked request."""
    values = {name: value for name, value in values.items() if name in EDITABLE}
    if "name" in values:
        values["name"] = names.clean(values["name"])
    told = NewPerson(
        name=values.get("name", person.name),
        birth_date=values.get("birth_date", person.birth_date),
    )
    refuse_first(checking.errors(told, known()))
    changed = change(
        person, values, by=by, version=version, source=source, batch=batch, reason=reason
    )
    if not changed:
        return
    if "name" in changed:
        respell(person)
    record(by, "registry.edit", person, fields=sorted(changed))
    publish(ResidentChanged(person.pk, changed))


def respell(person: Resident) -> None:
    """Renew the keys a search finds the name by."""
    NameKey.objects.filter(person=person).delete()
    NameKey.objects.bulk_create(
        NameKey(person=person, kind=kind, key=key)
        for kind, key in names.keys(person.name, codes.surnames())
    )


@transaction.atomic
def add_document(
    person: Resident,
    document: NewDocument,
    *,
    by: Actor,
    source: Source = Source.DESK,
    batch: UUID | None = None,
) -> None:
    """Put a document on a person's record. A number in place of a valid one needs a request."""
    permissions.require(by, permissions.EDIT, person)
    held = person.documents.filter(kind=document.kind, state=DocumentState.VALID).first()
    if held and not document.doubt and numbers.clear(held) != document.number:
        refuse_guarded("number")
    put_document(person, document, by=by, source=source, batch=batch)


def put_document(
    person: Resident,
    document: NewDocument,
    *,
    by: Actor,
    source: Source = Source.DESK,
    batch: UUID | None = None,
) -> None:
    """Put a document on a record whose door was opened already; the valid one is retired."""
    draft = NewPerson(
        name=person.name,
        sex=person.sex,
        birth_date=person.birth_date,
        documents=(document,),
    )
    world = known()
    refuse_first(checking.errors(draft, world))
    refuse_first(fault for fault in checking.warnings(draft, world) if fault.code == "demo_number")
    checked = checking.check_number(document, draft, world)
    if checked.value is None:
        return
    index = numbers.document_index(checked.value)
    if person.documents.filter(number_index=index, state=DocumentState.VALID).exists():
        return
    if not document.doubt:
        _refuse_known(checked.kind, checked.value, by=by)
        _retire(person, checked.kind if document.kind == identity.CITIZEN else document.kind, by)
    entries = Entries(by, world, source, batch)
    entries.document(document, draft, person)
    entries.write()
    record(by, "registry.add_document", person, kind=document.kind)


def _retire(person: Resident, kind: str, by: Actor) -> None:
    for old in person.documents.filter(kind=kind, state=DocumentState.VALID):
        change(old, {"state": DocumentState.RETIRED}, by=by, version=old.version)


@transaction.atomic
def set_phone(
    person: Resident,
    number: str,
    *,
    by: Actor,
    source: Source = Source.DESK,
    batch: UUID | None = None,
) -> None:
    """Make a number the person's main phone; the one before stays, no longer main."""
    permissions.require(by, permissions.EDIT, person)
    put_phone(person, number, by=by, source=source, batch=batch)


def put_phone(
    person: Resident,
    number: str,
    *,
    by: Actor,
    source: Source = Source.DESK,
    batch: UUID | None = None,
) -> None:
    """Make a number the main phone of a record whose door was opened already."""
    draft = NewPerson(name=person.name, phones=(NewPhone(number),))
    world = known()
    refuse_first(checking.errors(draft, world))
    refuse_first(fault for fault in checking.warnings(draft, world) if fault.code == "demo_number")
    value = checking.check_phone(draft.phones[0], world).value
    if value is None:
        return
    same = person.phones.filter(number_index=numbers.phone_index(value)).first()
    for old in person.phones.filter(is_main=True).exclude(pk=same.pk if same else 0):
        change(old, {"is_main": False}, by=by, version=old.version, source=source, batch=batch)
    if same:
        change(same, {"is_main": True}, by=by, version=same.version, source=source, batch=batch)
    else:
        entries = Entries(by, world, source, batch)
        entries.phone(draft.phones[0], person)
        entries.write()
    record(by, "registry.set_phone", person)


def rekey_tails(person: Resident, community: int) -> None:
    """Give the last-four indexes of a person's numbers the key of another community."""
    for model, tail in ((IdentityDocument, numbers.document_tail), (Phone, numbers.phone_tail)):
        for row in model.objects.filter(person=person):
            row.community_id = community
            row.tail_index = tail(numbers.clear(row), community)
            row.save(update_fields=["community", "tail_index"])
