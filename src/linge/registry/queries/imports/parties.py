"""Who the rows of a sheet mean: people by document, organisations by credit code."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q

from linge.territory.models import Organisation, Region
from linge.territory.rules.kinds import OrganisationState

from ... import numbers
from ...models import HEAD, HouseholdMember, IdentityDocument, Residency, Resident
from ...rules.importing.findings import Finding
from ...rules.importing.judging import Judged
from ...rules.kinds import DocumentState, HouseholdKind
from .register import in_parts

Party = tuple[str, int]
"""``person`` or ``organisation`` and its id."""
COLUMNS = {
    "person": ("id_number", "", "name"),
    "head": ("head_id", "", "head_name"),
    "operator": ("operator_id", "operator_uscc", "operator_name"),
    "landlord": ("landlord_id", "landlord_uscc", "landlord_name"),
    "tenant": ("tenant_id", "tenant_uscc", "tenant_name"),
}
"""Party → the fields of its document, its credit code and its name."""


def find_parties(
    rows: Sequence[Judged], parties: Sequence[str], community: Region, columns: Mapping[str, int]
) -> None:
    """Write ``[kind, id]`` of every party that is on record; say where one is not."""
    fields = [COLUMNS[party] for party in parties]
    people = _people(_told(rows, (number for number, _code, _name in fields)), community)
    codes = _organisations(_told(rows, (code for _number, code, _name in fields)), community)
    for row in rows:
        for party, (number, code, name) in zip(parties, fields, strict=True):
            if told := row.values.get(number):
                _settle(row, party, people.get(told), (number, name), columns)
            elif code and (told := row.values.get(code)):
                if told in codes:
                    row.values[party] = ["organisation", codes[told]]
                else:
                    _say(row, "organisation_unknown", code, columns)


def _told(rows: Sequence[Judged], fields: Iterable[str]) -> set[str]:
    return {row.values[name] for name in fields for row in rows if row.values.get(name)}


def _settle(
    row: Judged,
    party: str,
    found: tuple[int, frozenset[str]] | None,
    fields: tuple[str, str],
    columns: Mapping[str, int],
) -> None:
    number, name = fields
    written = row.values.get(name, "")
    if found is None:
        _say(row, "person_unknown", number, columns, field=written or "—")
        return
    person, names = found
    row.values[party] = ["person", person]
    if written and written not in names:
        _say(row, "party_name", name, columns, field=written)


def _say(row: Judged, code: str, name: str, columns: Mapping[str, int], **facts: Any) -> None:
    row.findings.append(Finding(code, row.row, columns.get(name), name, facts))


def _people(told: set[str], community: Region) -> dict[str, tuple[int, frozenset[str]]]:
    """Number → the person of this community who holds it, and the names the person has."""
    by_index = {numbers.document_index(number): number for number in told}
    found: dict[str, tuple[int, frozenset[str]]] = {}
    here = Q(person__community=community) | Q(
        person__scopes__community=community, person__scopes__until=None
    )
    for part in in_parts(by_index):
        held = IdentityDocument.objects.filter(
            here,
            number_index__in=part,
            state__in=(DocumentState.VALID, DocumentState.SUSPECT),
        )
        columns = ("number_index", "person_id", "person__name", "person__former_name")
        for index, person, *names in held.values_list(*columns):
            found[by_index[index]] = (person, frozenset(filter(None, names)))
    return found


def _organisations(told: set[str], community: Region) -> dict[str, int]:
    rows = Organisation.objects.filter(community=community, uscc__in=told)
    standing = rows.exclude(state=OrganisationState.DISSOLVED)
    return {code: pk for code, pk in standing.values_list("uscc", "pk") if code}


def find_heads(rows: Sequence[Judged], columns: Mapping[str, int]) -> None:
    """The head of a home by name, where no number is told: one of the people who live there."""
    wanted = [r for r in rows if r.values.get("dwelling")
              and not r.values.get("head_id") and "record" not in r.values]  # fmt: skip
    homes = {row.values["dwelling"] for row in wanted}
    living: dict[tuple[int, str], list[int]] = {}
    for part in in_parts(homes):
        ties = Residency.objects.filter(dwelling__in=part, until=None)
        for home, name, pk in ties.values_list("dwelling_id", "person__name", "person_id"):
            living.setdefault((home, name), []).append(pk)
    for row in wanted:
        name = row.values.get("head_name", "")
        match sorted(set(living.get((row.values["dwelling"], name), ()))):
            case [person]:
                row.values["head"] = ["person", person]
            case []:
                _say(row, "person_unknown", "head_name", columns, field=name)
            case _:
                _say(row, "several_meant", "head_name", columns)


def books_of(people: Iterable[int]) -> dict[int, HouseholdMember]:
    """Person → the open membership in a hukou book."""
    found: dict[int, HouseholdMember] = {}
    for part in in_parts(people):
        members = HouseholdMember.objects.filter(
            person__in=part, until=None, household__kind=HouseholdKind.HUKOU, household__until=None
        ).select_related("household")
        found |= {member.person_id: member for member in members}
    return found


def households_headed(homes: Iterable[int]) -> dict[tuple[int, int], HouseholdMember]:
    """(Home, head) → the head's membership, of open living households."""
    found: dict[tuple[int, int], HouseholdMember] = {}
    for part in in_parts(homes):
        members = HouseholdMember.objects.filter(
            household__dwelling__in=part,
            household__kind=HouseholdKind.LIVING,
            household__until=None,
            relation=HEAD,
            until=None,
        ).select_related("household")
        found |= {(m.household.dwelling_id or 0, m.person_id): m for m in members}
    return found


def names_of(people: Iterable[int]) -> dict[int, str]:
    """Person → name."""
    return dict(Resident.objects.filter(pk__in=list(people)).values_list("pk", "name"))
