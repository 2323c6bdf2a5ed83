"""Turns of a life: a death, a family that moves, a phone that no longer rings."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.events import publish
from linge.kernel.refusals import Refused
from linge.territory.models import Dwelling

from .. import permissions
from ..events import ResidentDied
from ..models import Household, Phone, Resident
from ..rules.drafts import NewHome
from ..rules.kinds import LivingKind, ResidencyRole, ScopeReason, Source, Usable
from .households import form_household
from .residencies import leave, move_in, part
from .saving import change
from .sight import see
from .work import stop


def settle_death(
    person: Resident,
    on: date,
    *,
    by: Actor,
    source: Source = Source.DESK,
    batch: UUID | None = None,
) -> None:
    """Homes, households and work end the day somebody died; rights stay until they are settled."""
    for residency in person.residencies.filter(until=None):
        part(residency, by=by, on=max(on, residency.since), source=source, batch=batch)
    for member in person.memberships.filter(until=None):
        leave(member, by=by, on=max(on, member.since), source=source, batch=batch)
    for work in person.employments.filter(until=None):
        stop(work, by=by, on=max(on, work.since))
    see(person, person.community, ScopeReason.RECORD, on)
    publish(ResidentDied(person.pk))


@transaction.atomic
def move_household(
    household: Household, dwelling: Dwelling, *, by: Actor, on: date, shared: bool = False
) -> Household:
    """A living household moves to another dwelling: the same people, the same relations.

    Refuses with ``registry.same_home`` and with what `form_household` refuses there.
    """
    permissions.require(by, permissions.EDIT, household)
    if household.dwelling_id == dwelling.pk:
        raise Refused("registry.same_home", str(_("该户已住在这套房屋，请核对。")), "address")
    members = list(household.members.filter(until=None).select_related("person"))
    living_kind = LivingKind(household.living_kind)
    for member in members:
        home = NewHome(dwelling.pk, on, _role(member.person, household))
        move_in(member.person, home, by=by, leaving=True)
    for member in household.members.filter(until=None):
        leave(member, by=by, on=on, source=Source.DESK, batch=None)
    moved = form_household(
        dwelling,
        [(member.person, member.relation) for member in members],
        by=by,
        since=on,
        living_kind=living_kind,
        shared=shared,
    )
    record(by, "registry.move_household", moved, dwelling=dwelling.pk)
    return moved


def _role(person: Resident, household: Household) -> ResidencyRole:
    """What the person was in the old home; the new one is corrected there if it differs."""
    old = person.residencies.filter(dwelling=household.dwelling_id, main=True, until=None).first()
    return ResidencyRole(old.role) if old else ResidencyRole.FAMILY


@transaction.atomic
def rate_phone(phone: Phone, *, by: Actor, usable: Usable, main: bool, version: int) -> Phone:
    """Say whether a number reaches its owner; a wrong number is retired, never the main one."""
    permissions.require(by, permissions.EDIT, phone.person)
    main = main and usable != Usable.WRONG
    others = Phone.objects.filter(person=phone.person, is_main=True).exclude(pk=phone.pk)
    for other in others if main else ():
        change(other, {"is_main": False}, by=by, version=other.version)
    verified = clock.now() if usable == Usable.YES else phone.verified_at
    facts = {"usable": usable, "is_main": main, "verified_at": verified}
    change(phone, facts, by=by, version=version)
    record(by, "registry.rate_phone", phone.person, usable=str(usable))
    return phone
