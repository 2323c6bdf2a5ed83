"""Moving in and out: a person's ties to dwellings and where the person may be seen."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from linge.audit.actions import record
from linge.kernel import clock
from linge.kernel.access import Actor
from linge.kernel.events import publish
from linge.territory.events import DivisionApplied, NodeMoved
from linge.territory.models import Dwelling
from linge.territory.rules import paths

from .. import permissions
from ..events import ResidentMovedIn, ResidentMovedOut
from ..models import HouseholdMember, Residency, Resident, ResidentScope
from ..rules.drafts import NewHome
from ..rules.kinds import ScopeReason, Source
from .entries import Entries
from .people import check_home, rekey_tails, spot
from .saving import change, known, sound


@transaction.atomic
def move_in(
    person: Resident,
    home: NewHome,
    *,
    by: Actor,
    leaving: bool = False,
    source: Source = Source.DESK,
    batch: UUID | None = None,
) -> Residency:
    """Tie a person to a dwelling (迁入). ``leaving`` ends the present main home that day.

    Refuses with ``registry.residency_one_main`` while another main home is open,
    ``registry.before_birth`` and ``registry.overlap``.
    """
    dwelling = Dwelling.objects.get(pk=home.dwelling)
    permissions.require(by, permissions.EDIT, dwelling)
    check_home(home, person)
    if leaving and home.main:
        for current in person.residencies.filter(main=True, until=None):
            part(current, by=by, on=home.since, source=source, batch=batch)
    entries = Entries(by, known(), source, batch)
    residency = entries.home(home, person, spot(dwelling))
    sound(residency)
    if person.scopes.filter(path=dwelling.path, reason=ScopeReason.RESIDENCY, until=None).exists():
        entries.rows[ResidentScope].clear()
    entries.write()
    if home.main and person.community_id != dwelling.community_id:
        _take_over(person, dwelling)
    record(by, "registry.move_in", person, dwelling=dwelling.pk, since=home.since.isoformat())
    publish(ResidentMovedIn(person.pk, dwelling.pk))
    return residency


def _take_over(person: Resident, dwelling: Dwelling) -> None:
    """The community of the new main home keeps the record from now on."""
    person.community_id = dwelling.community_id
    person.save(update_fields=["community"])
    rekey_tails(person, dwelling.community_id)
    person.scopes.filter(reason=ScopeReason.RECORD, until=None).update(until=clock.today())


@transaction.atomic
def move_out(
    residency: Residency,
    *,
    by: Actor,
    on: date,
    reason: str = "",
    source: Source = Source.DESK,
    batch: UUID | None = None,
) -> Residency:
    """End a tie to a dwelling (迁出); the place in the living household there ends with it."""
    permissions.require(by, permissions.EDIT, residency.dwelling)
    part(residency, by=by, on=on, source=source, batch=batch, reason=reason)
    record(by, "registry.move_out", residency.person, dwelling=residency.dwelling_id)
    return residency


def part(
    residency: Residency,
    *,
    by: Actor,
    on: date,
    source: Source = Source.DESK,
    batch: UUID | None = None,
    reason: str = "",
) -> None:
    """End a tie, with the sight that came with it and the place in the household there."""
    change(residency, {"until": on}, by=by, version=residency.version, source=source,
           valid_from=on, batch=batch, reason=reason)  # fmt: skip
    _close_scope(residency, on)
    for member in HouseholdMember.objects.filter(
        person=residency.person, household__dwelling=residency.dwelling_id, until=None
    ):
        leave(member, by=by, on=on, source=source, batch=batch)
    publish(ResidentMovedOut(residency.person_id, residency.dwelling_id))


def leave(
    member: HouseholdMember, *, by: Actor, on: date, source: Source, batch: UUID | None
) -> None:
    """End a membership; a household without members ends the same day."""
    change(member, {"until": on}, by=by, version=member.version, source=source, batch=batch)
    household = member.household
    if not household.members.filter(until=None).exists():
        change(household, {"until": on}, by=by, version=household.version, source=source,
               batch=batch)  # fmt: skip


def _close_scope(residency: Residency, on: date) -> None:
    """The person is no longer seen at the dwelling, unless another tie keeps the reason."""
    others = Residency.objects.filter(
        person=residency.person, dwelling=residency.dwelling_id, until=None
    )
    if not others.exists():
        ResidentScope.objects.filter(
            person=residency.person,
            dwelling=residency.dwelling_id,
            reason=ScopeReason.RESIDENCY,
            until=None,
        ).update(until=on)


def follow_division(applied: DivisionApplied) -> int:
    """After a division came into force: people are seen in the grid their dwelling now lies in."""
    home = Dwelling.objects.filter(pk=OuterRef("dwelling"))
    return (
        ResidentScope.objects.filter(
            community=applied.community_id, dwelling__isnull=False, until=None
        )
        .exclude(grid=F("dwelling__grid"))
        .update(
            grid=Subquery(home.values("grid")[:1]),
            path=Subquery(home.values("path")[:1]),
        )
    )


@transaction.atomic
def follow_move(moved: NodeMoved) -> int:
    """After a place moved to another community: that community keeps its people's records."""
    homes = Residency.objects.filter(
        main=True,
        until=None,
        dwelling__path__gte=moved.new_path,
        dwelling__path__lt=moved.new_path + paths.AFTER_Z,
    ).exclude(person__community=F("dwelling__community"))
    strangers = list(homes.select_related("person", "dwelling"))
    for residency in strangers:
        _take_over(residency.person, residency.dwelling)
    return len(strangers)
