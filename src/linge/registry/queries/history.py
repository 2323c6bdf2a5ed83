"""How rows of the register became what they are, and what they said at an earlier moment.

Everything is read from the change events: newest first for the panels, folded backwards from the
present row for what was known once.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Field, QuerySet
from django.utils.translation import gettext_lazy as _

from linge.kernel import clock, crypto, masking
from linge.kernel.access import Actor
from linge.kernel.fields import SealedField
from linge.territory.models import Dwelling
from linge.territory.queries import address_text

from .. import codes
from ..models import (
    HEAD,
    ChangeEvent,
    Household,
    HukouRecord,
    IdentityDocument,
    Phone,
    Residency,
    Resident,
)
from ..rules.kinds import DocumentState
from ..rules.requests import fact_of
from . import ties
from .scope import visible_households

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a record's history, in words; a sealed value stays hidden.

    ``about`` names whom a row is about where the record has several people; ``undo`` is the number
    of the event when it may be taken back.
    """

    at: datetime
    by: str
    source: str
    what: str
    old: str
    new: str
    reason: str = ""
    about: str = ""
    undo: int | None = None


def history(person: Resident) -> list[Change]:
    """What changed on a person's record and the rows that belong to it, newest first."""
    return _told(_rows_of(person))


def household_history(household: Household) -> list[Change]:
    """What changed on a household, its memberships, vehicles and dogs, newest first."""
    return _told(_rows_of(household))


Rows = dict[UUID, tuple[Any, str]]
"""Rows by uuid, each with the name of whom it is about where that is to be told."""


def _rows_of(bearer: Resident | Household) -> Rows:
    if isinstance(bearer, Resident):
        own: list[Any] = [bearer, *belongings(bearer)]
        return {row.uuid: (row, "") for row in own}
    rows: Rows = {bearer.uuid: (bearer, "")}
    for member in bearer.members.select_related("person"):
        rows[member.uuid] = (member, member.person.name)
    for item in bearer.items.all():
        rows[item.uuid] = (item, "")
    return rows


def dwelling_history(dwelling: Dwelling, actor: Actor) -> list[Change]:
    """Who came to live in a home, left it, owns and lets it, and its households, newest first."""
    rows: Rows = {}
    for tie in Residency.objects.filter(dwelling=dwelling).select_related("person"):
        rows[tie.uuid] = (tie, tie.person.name)
    for household in visible_households(actor).filter(dwelling=dwelling):
        rows[household.uuid] = (household, "")
    rights: list[Any] = [
        *ties.visible_ownerships(actor).filter(dwelling=dwelling),
        *ties.visible_tenancies(actor).filter(dwelling=dwelling),
    ]
    for right in rights:
        rows[right.uuid] = (right, "")
    return _told(rows)


def belongings(person: Resident) -> Sequence[Any]:
    """The rows that make up a person's record besides the person."""
    return [
        *person.documents.all(),
        *person.phones.all(),
        *person.hukou_records.all(),
        *person.residencies.all(),
        *person.memberships.all(),
        *person.employments.all(),
        *person.owned.all(),
        *person.let.all(),
        *person.rented.all(),
    ]


BORN = {
    "resident": _("建立居民档案"),
    "identitydocument": _("登记证件"),
    "phone": _("登记电话"),
    "hukourecord": _("登记户籍"),
    "residency": _("登记居住"),
    "household": _("立户"),
    "householdmember": _("入户"),
    "householditem": _("登记车辆或犬只"),
    "employment": _("登记就业"),
    "ownership": _("登记产权"),
    "tenancy": _("登记租赁"),
}


def _told(rows: Rows) -> list[Change]:
    events = ChangeEvent.objects.filter(subject__in=rows).order_by("-pk")[:LONGEST]
    newest: set[tuple[UUID, str]] = set()
    lines = []
    for event in events:
        key = (event.subject, event.field)
        row, about = rows[event.subject]
        lines.append(_line(event, row, about, latest=key not in newest))
        newest.add(key)
    return lines


def _line(event: ChangeEvent, row: Any, about: str, *, latest: bool) -> Change:
    field = row._meta.get_field(event.field) if event.field else None
    return Change(
        at=event.recorded_at,
        by=event.actor_name,
        source=event.get_source_display(),
        what=str(field.verbose_name) if field else str(BORN[event.entity]),
        old=worded(field, event.old) if field else "",
        new=worded(field, event.new) if field else "",
        reason=event.reason,
        about=about,
        undo=event.pk if latest and may_be_undone(event, row) else None,
    )


def may_be_undone(event: ChangeEvent, row: Any) -> bool:
    """Whether one edit can be taken back: a plain fact of a row that still holds.

    Moves, ends and another head have deeds of their own, for more hangs on them than one field.
    """
    plain = bool(fact_of(event.entity, event.field)) or (event.field in PLAIN.get(event.entity, ()))
    headed = event.field == "relation" and HEAD in (event.old, event.new)
    return plain and not headed and getattr(row, "until", None) is None


PLAIN = {"household": ("living_kind", "shared")}
"""Columns that are no fact of a person, yet may be set back alone."""


def events_of(bearer: Resident | Household) -> QuerySet[ChangeEvent]:
    """The history of a person's or a household's rows."""
    return ChangeEvent.objects.filter(subject__in=_rows_of(bearer))


def row_of(event: ChangeEvent) -> Any:
    """The row an event is about."""
    model = apps.get_model("registry", event.entity)
    return model._default_manager.get(uuid=event.subject)


def changed_since(event: ChangeEvent, row: Any) -> bool:
    """Whether the field holds something else than the event left, or was changed in between."""
    later = ChangeEvent.objects.filter(
        subject=event.subject, field=event.field, pk__gt=event.pk
    ).exists()
    return later or said(row, event.field) != event.new


def worded(field: "Field[Any, Any]", value: str) -> str:
    """A stored value in words: codes by their label, birth dates as an age; what is sealed or
    names another row stays unsaid."""
    if not value or isinstance(field, SealedField) or field.is_relation:
        return ""
    if field.name == "birth_date":
        return masking.mask_birth(date.fromisoformat(value), clock.today())
    if field.name == "relation":
        return codes.label("family_relation", value)
    if field.name in codes.TABLES:
        return codes.label(field.name, value)
    return str(dict(field.flatchoices).get(value, value))


def said(row: Any, name: str) -> str:
    """The present value of a field as history keeps it, in clear; callers mask it."""
    field = row._meta.get_field(name)
    if isinstance(field, SealedField):
        return crypto.open_field(row, name)
    value = getattr(row, field.attname)
    return value.isoformat() if isinstance(value, date) else str(value or "")


def folded(rows: Iterable[Any], known_at: datetime) -> dict[UUID, dict[str, str]]:
    """What changed since on each row, as the row said it at the moment: field → value.

    The first change after the moment names the value before it; fields nobody changed are absent.
    """
    later = ChangeEvent.objects.filter(
        subject__in=[row.uuid for row in rows], recorded_at__gt=known_at
    ).exclude(field="")
    then: dict[UUID, dict[str, str]] = defaultdict(dict)
    for event in later.order_by("pk"):
        sealed = crypto.is_sealed(event.old)
        value = _opened(event) if sealed else event.old
        then[event.subject].setdefault(event.field, value)
    return then


def _opened(event: ChangeEvent) -> str:
    return crypto.unseal(event.old, field=crypto.field_name(event, "old"), owner=event.subject)


@dataclass(frozen=True, slots=True)
class Known:
    """One fact as it was known once, and as it is known now."""

    label: str
    then: str
    now: str


Values = Mapping[str, str]
"""Fields of a row by their names, as history keeps them."""

PERSON_FACTS = (
    "name", "former_name", "sex", "birth_date", "life", "death_date", "nationality", "marital",
    "education",
)  # fmt: skip


def record_then(person: Resident, known_at: datetime) -> list[Known]:
    """A person's record as it was known at a moment, beside today's; numbers masked.

    Empty when nobody had put the person on record by then.
    """
    if person.recorded_at > known_at:
        return []
    rows: list[Any] = [person, *belongings(person)]
    then = folded(rows, known_at)
    return [*_facts_then(person, then[person.uuid]), *_ties_then(rows, then, known_at)]


def _facts_then(person: Resident, then: Values) -> Iterator[Known]:
    for name in PERSON_FACTS:
        field: Any = person._meta.get_field(name)
        now = said(person, name)
        before = then.get(name, now)
        if now or before:
            yield Known(str(field.verbose_name), worded(field, before), worded(field, now))


def _home(row: Residency, values: Values) -> str:
    held = not values["until"] and values["main"] == "True"
    return address_text(row.dwelling) if held else ""


def _hukou(row: HukouRecord, values: Values) -> str:
    return "" if values["until"] else worded(row._meta.get_field("state"), values["state"])


def _document(row: IdentityDocument, values: Values) -> str:
    held = values["state"] == DocumentState.VALID
    return masking.mask_id(values["number"]) if held else ""


def _phone(row: Phone, values: Values) -> str:
    return masking.mask_phone(values["number"]) if values["is_main"] == "True" else ""


TIES: Sequence[tuple[Any, Any, tuple[str, ...], Callable[[Any, Values], str]]] = (
    (Residency, _("主要居所"), ("until", "main"), _home),
    (HukouRecord, _("户籍"), ("until", "state"), _hukou),
    (IdentityDocument, _("证件"), ("state", "number"), _document),
    (Phone, _("主要电话"), ("is_main", "number"), _phone),
)


def _ties_then(
    rows: Iterable[Any], then: Mapping[UUID, Values], known_at: datetime
) -> Iterator[Known]:
    """Home, hukou, document and main phone: what held then, as was known, and what holds now."""
    for model, label, columns, say in TIES:
        before, now = [], []
        for row in (row for row in rows if isinstance(row, model)):
            values = {name: said(row, name) for name in columns}
            now.append(say(row, values))
            if row.recorded_at <= known_at:
                before.append(say(row, {**values, **then.get(row.uuid, {})}))
        if any(before) or any(now):
            yield Known(str(label), "、".join(filter(None, before)), "、".join(filter(None, now)))
