"""The register as an import meets it: homes by address, people by document, home, name, birth."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Max

from linge.kernel import clock, crypto
from linge.territory.models import (
    AddressAlias,
    Building,
    Dwelling,
    Estate,
    Lane,
    Region,
)
from linge.territory.rules.addresses import text_key
from linge.territory.rules.kinds import DwellingUseKind

from ... import numbers
from ...models import (
    HEAD,
    ChangeEvent,
    HouseholdMember,
    HukouRecord,
    IdentityDocument,
    Phone,
    Residency,
    Resident,
    ResidentScope,
)
from ...rules.importing.judging import Judged
from ...rules.importing.matching import Held, Register
from ...rules.importing.places import Home, Homes
from ...rules.kinds import DocumentState, HouseholdKind, Left, Source

MANY = 900
_SHOWN = {"day": 10, "month": 7, "year": 4, "unknown": 0}
Item = TypeVar("Item")


def in_parts(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Pieces small enough for one ``IN (…)``."""
    whole = list(items)
    for start in range(0, len(whole), MANY):
        yield whole[start : start + MANY]


def homes_of(community: Region) -> Homes:
    """Every home and building of a community, and the names of estates of other communities."""
    homes = Homes(elsewhere=_estates_elsewhere(community), aliases=_aliases(community))
    names = _other_names(community)
    parents = ("estate__name", "lane__name", "street_front__name")
    for number, *parent in Building.objects.filter(community=community).values_list(
        "number", *parents
    ):
        place = next(filter(None, parent), "")
        homes.know_building(place, number, names.get(place, ()))
    rows = (
        Dwelling.objects.filter(community=community)
        .exclude(use=DwellingUseKind.DEMOLISHED)
        .values_list(
            "pk",
            "building__number",
            "unit__number",
            "room",
            *(f"building__{parent}" for parent in parents),
        )
    )
    for pk, number, unit, room, *parent in rows.iterator():
        homes.add(Home(pk, next(filter(None, parent), ""), number, unit or "", room))
    return homes


def _estates_elsewhere(community: Region) -> frozenset[str]:
    """Names of estates of the same district, so that a strayed row is told where it belongs."""
    district = community.path[:12]
    rows = Estate.objects.filter(path__startswith=district).exclude(community=community)
    return frozenset(text_key(name) for name in rows.values_list("name", flat=True))


def _other_names(community: Region) -> dict[str, list[str]]:
    return {
        row.name: list(row.aliases)
        for model in (Estate, Lane)
        for row in model.objects.filter(community=community).only("name", "aliases")
    }


def _aliases(community: Region) -> dict[str, int]:
    rows = AddressAlias.objects.filter(community=community)
    return dict(rows.values_list("text_key", "dwelling_id"))


def dwellings_held(pks: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Homes as values of a sheet."""
    held: dict[int, dict[str, Any]] = {}
    for part in in_parts(pks):
        for pk, floor, area, use in Dwelling.objects.filter(pk__in=part).values_list(
            "pk", "floor", "area_m2", "use"
        ):
            held[pk] = {
                "floor": floor,
                "area_m2": f"{area:.2f}" if area else "",
                "use": use,
            }
        plates = AddressAlias.objects.filter(dwelling__in=part)
        for pk, text in plates.values_list("dwelling_id", "text"):
            held[pk].setdefault("plates", []).append(text)
    return held


def register_for(
    rows: Sequence[Judged], community: Region, among: Set[int] | None = None
) -> Register:
    """What is on record about the people the rows may mean.

    Those the rows do not name by a number are looked for by name and birth date: in the whole
    community, or ``among`` some people alone.
    """
    told = [row.values for row in rows if not row.wrong]
    documents = _documents_of(told)
    records = people_of_records(told)
    alike = _people_meant(told, documents, community) if among is None else among
    people = {*documents.values(), *records.values(), *alike}
    held = _held(people, community)
    by_document = {key: held[pk] for key, pk in documents.items() if pk in held}
    by_record = {key: held[pk] for key, pk in records.items() if pk in held and held[pk].mine}
    heads = heads_of({values["dwelling"] for values in told if values.get("dwelling")})
    return _indexed(Register(by_document, {}, {}, {}, heads, by_record), held.values())


def _documents_of(told: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], int]:
    """(kind, number) → the person who holds it, anywhere."""
    numbers_told = {
        numbers.document_index(values["id_number"]): (
            values["id_kind"],
            values["id_number"],
        )
        for values in told
        if values.get("id_number")
    }
    found: dict[tuple[str, str], int] = {}
    for part in in_parts(numbers_told):
        rows = IdentityDocument.objects.filter(
            number_index__in=part,
            state__in=(DocumentState.VALID, DocumentState.SUSPECT),
        )
        for index, kind, person in rows.values_list("number_index", "kind", "person_id"):
            if numbers_told[index][0] == kind:
                found[numbers_told[index]] = person
    return found


def people_of_records(told: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Number of our own export → the person, or who the person was merged into since."""
    found: dict[str, int] = {}
    for part in in_parts({values["record"] for values in told if "record" in values}):
        rows = Resident.objects.filter(uuid__in=part)
        for uuid, pk, survivor in rows.values_list("uuid", "pk", "merged_into"):
            found[str(uuid)] = survivor or pk
    return found


def _people_meant(
    told: Sequence[Mapping[str, Any]],
    documents: Mapping[tuple[str, str], int],
    community: Region,
) -> set[int]:
    """For rows whose number leads to nobody: who has the same name or birth date."""
    people: set[int] = set()
    told = [v for v in told if (v.get("id_kind"), v.get("id_number")) not in documents
            and "record" not in v]  # fmt: skip
    mine = Resident.objects.filter(community=community, merged_into=None)
    for part in in_parts({values["name"] for values in told if values.get("name")}):
        people.update(mine.filter(name__in=part).values_list("pk", flat=True))
    births = {born for values in told if len(born := values.get("birth_date", "")) == 10}
    for part in in_parts(births):
        people.update(mine.filter(birth_date__in=part).values_list("pk", flat=True))
    return people


def heads_of(homes: Iterable[int]) -> dict[int, int]:
    """Home → the person who is head of the household there."""
    heads: dict[int, int] = {}
    for part in in_parts(homes):
        rows = HouseholdMember.objects.filter(
            household__dwelling__in=part,
            household__kind=HouseholdKind.LIVING,
            household__until=None,
            relation=HEAD,
            until=None,
        )
        heads.update(rows.values_list("household__dwelling_id", "person_id"))
    return heads


@dataclass
class _Facts:
    """What belongs to one person, gathered table by table."""

    documents: dict[str, str] = field(default_factory=dict)
    phones: list[str] = field(default_factory=list)
    homes: set[int] = field(default_factory=set)
    values: dict[str, Any] = field(default_factory=dict)


def _held(people: Iterable[int], community: Region) -> dict[int, Held]:
    held: dict[int, Held] = {}
    for part in in_parts(people):
        facts: dict[int, _Facts] = defaultdict(_Facts)
        _numbers(part, facts)
        _homes(part, facts)
        _hukou(part, facts)
        seen = set(
            ResidentScope.objects.filter(person__in=part, community=community, until=None)
            .values_list("person_id", flat=True)
        )  # fmt: skip
        touched = _touched(part)
        for person in Resident.objects.filter(pk__in=part):
            mine = person.pk in seen or person.community_id == community.pk
            told = touched.get(person.uuid, "")
            held[person.pk] = _one(person, facts[person.pk], mine, told)
    return held


def _touched(people: Sequence[int]) -> dict[UUID, str]:
    """The last day somebody but an import told us something of each person."""
    uuids = Resident.objects.filter(pk__in=people).values("uuid")
    events = ChangeEvent.objects.filter(subject__in=uuids).exclude(source=Source.IMPORT)
    last = events.values_list("subject").annotate(Max("recorded_at"))
    return {subject: at.astimezone(clock.SHANGHAI).date().isoformat() for subject, at in last}


def _one(person: Resident, facts: _Facts, mine: bool, touched: str) -> Held:
    born = person.birth_date.isoformat() if person.birth_date else ""
    values = {
        "name": person.name,
        "former_name": person.former_name,
        "sex": person.sex,
        "birth_date": born[: _SHOWN[person.birth_precision]],
        "nationality": person.nationality,
        "ethnicity": person.ethnicity,
        "marital": person.marital,
        "education": person.education,
        **facts.values,
    }
    return Held(
        pk=person.pk,
        version=person.version,
        values=values,
        documents=facts.documents,
        phones=tuple(facts.phones),
        dwellings=frozenset(facts.homes),
        mine=mine,
        confirmed_on=touched,
    )


def _numbers(people: Sequence[int], facts: dict[int, _Facts]) -> None:
    documents = IdentityDocument.objects.filter(
        person__in=people, state__in=(DocumentState.VALID, DocumentState.SUSPECT)
    )
    for document in documents.order_by("-state"):
        facts[document.person_id].documents.setdefault(document.kind, numbers.clear(document))
    phone: Any
    for phone in Phone.objects.filter(person__in=people).order_by("-is_main", "pk"):
        facts[phone.person_id].phones.append(numbers.clear(phone))


def _homes(people: Sequence[int], facts: dict[int, _Facts]) -> None:
    residency: Any
    for residency in Residency.objects.filter(person__in=people, until=None):
        own = facts[residency.person_id]
        own.homes.add(residency.dwelling_id)
        if residency.main or "dwelling" not in own.values:
            own.values |= {
                "dwelling": residency.dwelling_id,
                "role": residency.role,
                "since": residency.since.isoformat(),
            }
    members = HouseholdMember.objects.filter(
        person__in=people, until=None, household__kind=HouseholdKind.LIVING
    )
    for person, relation in members.values_list("person_id", "relation"):
        facts[person].values["relation"] = relation


def _hukou(people: Sequence[int], facts: dict[int, _Facts]) -> None:
    hukou: Any
    for hukou in HukouRecord.objects.filter(person__in=people, until=None):
        left = {Left.YES: True, Left.NO: False}.get(Left(hukou.left), "")
        facts[hukou.person_id].values |= {
            "hukou_state": hukou.state,
            "hukou_region": hukou.region_code,
            "hukou_address": crypto.open_field(hukou, "address"),
            "book_no": crypto.open_field(hukou, "book_no"),
            "left": left,
            "left_street_on": _iso(hukou.left_street_on),
            "left_reason": hukou.left_reason,
        }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _indexed(register: Register, people: Iterable[Held]) -> Register:
    by_home: dict[tuple[int, str, str], Held] = {}
    by_name: dict[str, list[Held]] = defaultdict(list)
    by_birth: dict[str, list[Held]] = defaultdict(list)
    for held in people:
        if not held.mine:
            continue
        name, born = held.values["name"], held.values["birth_date"]
        by_name[name].append(held)
        if born:
            by_birth[born].append(held)
            by_home.update({(home, name, born): held for home in held.dwellings})
    return replace(register, by_home=by_home, by_name=by_name, by_birth=by_birth)
