"""Who may do what in the register, and where a row lies when that is asked."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from linge.kernel import access
from linge.kernel.access import Actor, DataClass, Subject
from linge.territory.models import Dwelling, Grid

from .models import (
    CareNeed,
    ChangeRequest,
    Employment,
    Household,
    HouseholdItem,
    HouseholdMember,
    HukouRecord,
    OrganisationContact,
    Ownership,
    Phone,
    Residency,
    Resident,
    ShopOperation,
    Tenancy,
)
from .queries import accounts

VIEW = "registry.view"
REGISTER = "registry.register"
EDIT = "registry.edit"
CHANGE = "registry.change"
CHECK_CHANGE = "registry.check_change"
SETTLE = "registry.settle"
VISIT = "registry.visit"
APPROVE_VACANCY = "registry.approve_vacancy"
REVEAL = "registry.reveal"
SEARCH_TAIL = "registry.search_tail"
COLLECTION = "registry.collection"
ROUNDS = "registry.rounds"
SAMPLE = "registry.sample"
IMPORT = "registry.import"
MATCH = "registry.match"
MERGE = "registry.merge"
ROLL_BACK_OLD = "registry.roll_back_old"
CARE = "registry.care"
CARE_PROPOSE = "registry.care_propose"
CARE_GRANT = "registry.care_grant"
CARE_VISIT = "registry.care_visit"
CARE_KINDS = "registry.care_kinds"
CARE_FIGURES = "registry.care_figures"
CONSENT = "registry.consent"
OWN = "registry.own"
AUDIT = "registry.audit"
LEDGERS = "registry.ledgers"

PORTAL = "portal"
PEOPLE = frozenset({DataClass.C2})
CARED_FOR = frozenset({DataClass.C4})
PLACES = frozenset({DataClass.C1})


def subject_facts(row: Any) -> Subject:
    """Where a row lies. A household lies at its dwelling, a hukou book in its community."""
    match row:
        case HouseholdMember():
            return subject_facts(row.household)
        case Household(dwelling=Dwelling() as home):
            return _at(row, home.path, home.grid_id, PEOPLE)
        case Household():
            return _at(row, row.community.path, None, PEOPLE)
        case Resident():
            return places_of(row)[0]
        case _:
            return _at(row, row.path, getattr(row, "grid_id", None), PLACES)


def bearer(row: Any) -> Any:
    """Whom or what a fact is about: a person, a household, a dwelling, a shop, an organisation."""
    match row:
        case HukouRecord() | Employment() | Phone():
            return row.person
        case Residency():
            return row.dwelling
        case HouseholdMember() | HouseholdItem():
            return row.household
        case Ownership() | Tenancy():
            return row.thing
        case ShopOperation():
            return row.shop
        case OrganisationContact():
            return row.organisation or row.shop
        case _:
            return row


def places_of(person: Resident) -> Sequence[Subject]:
    """Every place a person may be seen in, the community that keeps the record last."""
    places = [
        _at(person, scope.path, scope.grid_id, PEOPLE)
        for scope in person.scopes.all()
        if scope.until is None
    ]
    return [*places, _at(person, person.community.path, None, PEOPLE)]


def places_of_need(need: CareNeed) -> Sequence[Subject]:
    """A care need lies where its person is seen, on its kind's line and its visitors' lists."""
    waiting = need.visits.filter(done_at=None, missed_at=None, worker__isnull=False)
    visitors = frozenset(waiting.values_list("worker", flat=True))
    key = access.subject_key(need)
    return [
        replace(place, classes=CARED_FOR, lines=(need.kind.line,), visitors=visitors, key=key)
        for place in places_of(need.person)
    ]


def own_subject(person: Resident, owners: frozenset[int]) -> Subject:
    """A person's record as those see it whose own it is."""
    classes = PEOPLE | CARED_FOR | {DataClass.C3}
    return replace(places_of(person)[-1], classes=classes, owners=owners)


def _at(row: Any, path: str, grid: int | None, classes: frozenset[DataClass]) -> Subject:
    key = f"{row._meta.label_lower}:{row.uuid}"
    return Subject(node=path, grid=grid, classes=classes, key=key)


def require(by: Actor, capability: str, row: Any) -> None:
    """Refuse unless the actor may do this to the row; for a person or a need one of the places is enough."""
    places = _places(by, row)
    allowed = next((place for place in places if access.can(by, capability, place)), places[0])
    access.require(by, capability, allowed)


def require_grid(by: Actor, capability: str, grid: Grid) -> None:
    """Refuse unless the actor may do this in the grid as a whole."""
    facts = Subject(node=grid.community.path, grid=grid.pk, classes=PLACES, key=f"grid:{grid.pk}")
    access.require(by, capability, facts)


def reads_rows(by: Actor) -> bool:
    """Whether somebody may open the rows behind a figure; a street reads figures alone."""
    return access.can(by, VISIT)


def may(by: Actor, capability: str, row: Any) -> bool:
    """Whether the actor may do this to the row."""
    return any(access.can(by, capability, place) for place in _places(by, row))


def _places(by: Actor, row: Any) -> Sequence[Subject]:
    """Where a row lies for this actor: in the portal a person meets the own record alone."""
    match row:
        case Resident() if by.how == PORTAL:
            return [own_subject(row, accounts.owners_of(row))]
        case Resident():
            return places_of(row)
        case ChangeRequest():
            return _places(by, row.person)
        case CareNeed():
            return places_of_need(row)
        case _:
            return [subject_facts(row)]
