"""Who may do what in the register, and where a row lies when that is asked."""

from collections.abc import Sequence
from typing import Any

from linge.kernel import access
from linge.kernel.access import Actor, DataClass, Subject
from linge.territory.models import Dwelling, Grid

from .models import Household, HouseholdMember, Resident

VIEW = "registry.view"
REGISTER = "registry.register"
EDIT = "registry.edit"
VISIT = "registry.visit"
APPROVE_VACANCY = "registry.approve_vacancy"
REVEAL = "registry.reveal"
SEARCH_TAIL = "registry.search_tail"
COLLECTION = "registry.collection"
ROUNDS = "registry.rounds"
SAMPLE = "registry.sample"
IMPORT = "registry.import"
ROLL_BACK_OLD = "registry.roll_back_old"

PEOPLE = frozenset({DataClass.C2})
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


def places_of(person: Resident) -> Sequence[Subject]:
    """Every place a person may be seen in, the community that keeps the record last."""
    places = [
        _at(person, scope.path, scope.grid_id, PEOPLE)
        for scope in person.scopes.all()
        if scope.until is None
    ]
    return [*places, _at(person, person.community.path, None, PEOPLE)]


def _at(row: Any, path: str, grid: int | None, classes: frozenset[DataClass]) -> Subject:
    key = f"{row._meta.label_lower}:{row.uuid}"
    return Subject(node=path, grid=grid, classes=classes, key=key)


def require(by: Actor, capability: str, row: Any) -> None:
    """Refuse unless the actor may do this to the row; for a person one of the places is enough."""
    places = places_of(row) if isinstance(row, Resident) else [subject_facts(row)]
    allowed = next((place for place in places if access.can(by, capability, place)), places[0])
    access.require(by, capability, allowed)


def require_grid(by: Actor, capability: str, grid: Grid) -> None:
    """Refuse unless the actor may do this in the grid as a whole."""
    facts = Subject(node=grid.community.path, grid=grid.pk, classes=PLACES, key=f"grid:{grid.pk}")
    access.require(by, capability, facts)


def may(by: Actor, capability: str, row: Any) -> bool:
    """Whether the actor may do this to the row."""
    places = places_of(row) if isinstance(row, Resident) else [subject_facts(row)]
    return any(access.can(by, capability, place) for place in places)
