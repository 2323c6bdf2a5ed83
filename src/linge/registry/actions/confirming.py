"""“无变化”: what is known was found true again; a confirmation is written, not a copy (D2)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.refusals import Refused
from linge.territory.models import Dwelling

from .. import permissions
from ..models import (
    Household,
    HouseholdMember,
    HukouRecord,
    Phone,
    Residency,
    Resident,
    Tenancy,
)
from ..rules.items import Item
from ..rules.kinds import HouseholdKind, Usable
from .telling import USE, observe

Rows = QuerySet[Any, Any]


class _Spot(NamedTuple):
    """Where a person may be found, as observations need it."""

    community_id: int
    path: str
    grid_id: int | None


def confirm_home(home: Dwelling, now: datetime) -> None:
    """Everything known of the home and its people was found true again."""
    people = _living(home).values("person")
    Resident.objects.filter(pk__in=people).update(confirmed_at=now)
    HukouRecord.objects.filter(person__in=people, until=None).update(confirmed_at=now)
    for item in (Item.F2, Item.F3, Item.F4):
        _mark(HOME_FACTS[item](home), now)


def _living(home: Dwelling) -> Rows:
    return Residency.objects.filter(dwelling=home, until=None)


def _households(home: Dwelling) -> Rows:
    return Household.objects.filter(dwelling=home, kind=HouseholdKind.LIVING, until=None)


def _members(home: Dwelling) -> list[Rows]:
    households = _households(home)
    members = HouseholdMember.objects.filter(household__in=households, until=None)
    return [members, _living(home), households]


def _phones(home: Dwelling) -> list[Rows]:
    people = _living(home).values("person")
    return [Phone.objects.filter(person__in=people, usable=Usable.YES)]


def _leases(home: Dwelling) -> list[Rows]:
    return [Tenancy.objects.on(clock.today()).filter(dwelling=home)]


HOME_FACTS: Mapping[Item, Callable[[Dwelling], list[Rows]]] = {
    Item.F2: _members,
    Item.F3: _phones,
    Item.F4: _leases,
}


def _mark(facts: list[Rows], now: datetime) -> int:
    """Confirm the rows; parents come last, for the others are found through them."""
    return sum(rows.update(confirmed_at=now) for rows in facts)


@transaction.atomic
def confirm_item(row: Dwelling | Resident, item: Item, *, by: Actor) -> None:
    """Confirm one item group of a home or of a person, and keep that it was said.

    Refuses with ``registry.nothing_to_confirm`` where nothing is on record yet.
    """
    permissions.require(by, permissions.EDIT, row)
    now = clock.now()
    if isinstance(row, Dwelling):
        marked = bool(row.use) if item == Item.F1 else _mark(HOME_FACTS[item](row), now)
        place: Any = row
    else:
        marked = _mark(_of_person(row, item), now)
        place = row.community
    if not marked:
        message = _("这一项还没有登记，请先填写。")
        raise Refused("registry.nothing_to_confirm", str(message))
    _say_so(row, item, by, place)
    record(by, "registry.confirm_item", row, item=str(item))


def _of_person(person: Resident, item: Item) -> list[Rows]:
    if item == Item.P1:
        return [Resident.objects.filter(pk=person.pk)]
    return [HukouRecord.objects.filter(person=person, until=None)]


def _say_so(row: Dwelling | Resident, item: Item, by: Actor, place: Any) -> None:
    if isinstance(row, Dwelling):
        field, value = (USE, row.use) if item == Item.F1 else (item.value, "")
        observe(row, field, str(_("无变化")), value, by=by, home=row)
        return
    scope = row.scopes.filter(until=None).exclude(dwelling=None).first()
    where = scope or place
    spot = _Spot(row.community_id, where.path, getattr(where, "grid_id", None))
    observe(row, item.value, str(_("无变化")), "", by=by, place=spot)
