"""What is on record of an item group: the value masked, whence it came and how old it is (D2)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linge.kernel import clock, masking
from linge.kernel.zone import day_begins
from linge.territory.models import Dwelling, Grid

from ... import codes
from ...models import (
    Employment,
    Household,
    HukouRecord,
    Phone,
    PlaceCount,
    Residency,
    Resident,
    Tenancy,
    Visit,
)
from ...rules.items import Item
from ...rules.kinds import HouseholdKind, HukouState, Usable
from ..homes import SETTLING
from ..people import shown_phone


@dataclass(frozen=True, slots=True)
class Held:
    """A value as another form shows it: 值 · 来源 · 多久前."""

    label: str
    value: str
    source: str = ""
    at: datetime | None = None


def _noted(label: str, value: str, row: Any) -> Held:
    return Held(label, value, str(row.get_source_display()), row.confirmed_at)


def _use(home: Dwelling) -> Iterator[Held]:
    seen = Visit.objects.filter(SETTLING, dwelling=home, voided_at=None).order_by("-at").first()
    source = str(seen.get_outcome_display()) if seen else ""
    yield Held(
        pgettext("building", "用途"), str(home.get_use_display()), source, seen.at if seen else None
    )


def _members(home: Dwelling) -> Iterator[Held]:
    living = Household.objects.filter(dwelling=home, kind=HouseholdKind.LIVING, until=None)
    for household in living.prefetch_related("members__person"):
        for member in household.members.all():
            if member.until is None:
                relation = codes.label("family_relation", member.relation)
                yield _noted(member.person.name, relation, member)


def _phones(home: Dwelling) -> Iterator[Held]:
    people = Residency.objects.filter(dwelling=home, until=None).values("person")
    for phone in Phone.objects.filter(person__in=people, usable=Usable.YES).select_related(
        "person"
    ):
        yield _noted(phone.person.name if phone.person else "", shown_phone(phone), phone)


def _leases(home: Dwelling) -> Iterator[Held]:
    leases = Tenancy.objects.on(clock.today()).filter(dwelling=home)
    for lease in leases.select_related("tenant", "tenant_organisation"):
        tenant = lease.tenant.name if lease.tenant else str(lease.tenant_organisation)
        until = lease.until.isoformat() if lease.until else _("未定")
        yield _noted(tenant, _("租至%(day)s") % {"day": until}, lease)


def _person(person: Resident) -> Iterator[Held]:
    yield _noted(_("姓名"), person.name, person)
    yield _noted(_("性别"), codes.label("sex", person.sex), person)
    if person.birth_date:
        yield _noted(_("年龄"), masking.mask_birth(person.birth_date, clock.today()), person)
    for document in person.documents.all():
        yield _noted(_("证件"), str(document.get_state_display()), document)


def _hukou(person: Resident) -> Iterator[Held]:
    for record in HukouRecord.objects.filter(person=person, until=None):
        yield _noted(_("户籍"), str(record.get_state_display()), record)
        if record.state == HukouState.ELSEWHERE:
            left = record.left_street_on.isoformat() if record.left_street_on else ""
            yield _noted(_("离开日期"), left or str(record.get_left_display()), record)


def _work(person: Resident) -> Iterator[Held]:
    for work in Employment.objects.filter(person=person, until=None):
        yield _noted(_("就业"), codes.label("employment", work.status), work)


def _places(grid: Grid) -> Iterator[Held]:
    newest = {row.kind: row for row in PlaceCount.objects.filter(grid=grid).order_by("day", "pk")}
    for row in newest.values():
        at = day_begins(row.day)
        yield Held(str(row.get_kind_display()), str(row.counted), "", at)


HELD: Mapping[Item, Callable[[Any], Iterator[Held]]] = {
    Item.F1: _use,
    Item.F2: _members,
    Item.F3: _phones,
    Item.F4: _leases,
    Item.P1: _person,
    Item.P2: _hukou,
    Item.P3: _work,
    Item.A4: _places,
}


def held_values(row: Dwelling | Resident | Grid, item: Item) -> list[Held]:
    """What is on record of an item group of a row, numbers masked."""
    return list(HELD[item](row))
