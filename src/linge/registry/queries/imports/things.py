"""What is on record of the households, organisations, shops, books and leases a sheet names.

Each function answers, for rows by their number, the values on record; a row it leaves out is new.
``pk`` among the values is the row of the register a writer changes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from linge.kernel import crypto
from linge.territory.models import Building, Organisation, Region, Shop
from linge.territory.rules.addresses import number_key, text_key
from linge.territory.rules.kinds import OrganisationState, ShopState

from ... import numbers
from ...models import Household, HukouRecord, OrganisationContact, ShopOperation, Tenancy
from ...rules.importing.findings import Finding
from ...rules.importing.judging import Judged
from ...rules.importing.things import front_key
from ...rules.kinds import ContactRole
from .parties import books_of, find_heads, households_headed
from .records import agrees, numbered
from .register import heads_of, in_parts

Held = dict[int, dict[str, Any]]
Columns = Mapping[str, int]
ONE_DAY = timedelta(days=1)
"""A lease ends on the day after its last; sheets tell the last."""


def households(rows: Sequence[Judged], community: Region, columns: Columns) -> Held:
    find_heads(rows, columns)
    homes = {row.values["dwelling"] for row in rows if row.values.get("dwelling")}
    headed, heads = households_headed(homes), heads_of(homes)
    held = _numbered_households(rows, community, columns)
    for row in rows:
        if "record" in row.values:
            continue
        home, head = row.values.get("dwelling", 0), row.values.get("head", ("", 0))[1]
        if member := headed.get((home, head)):
            held[row.row] = _household(member.household)
        elif head and home in heads and not row.values.get("shared"):
            _say(row, "head_on_record", "head_name", columns)
    return held


def _numbered_households(rows: Sequence[Judged], community: Region, columns: Columns) -> Held:
    known = numbered(rows, Household.objects.filter(community=community))
    return {
        row.row: _household(found)
        for row in rows
        if (found := known.get(row.values.get("record", "")))
        and agrees(row, row.values, {"dwelling": found.dwelling_id}, columns)
    }


def _household(household: Household) -> dict[str, Any]:
    return {
        "pk": household.pk,
        "living_kind": household.living_kind,
        "shared": household.shared,
        "since": household.since.isoformat(),
    }


def organisations(rows: Sequence[Judged], community: Region, columns: Columns) -> Held:
    open_ones = Organisation.objects.exclude(state=OrganisationState.DISSOLVED)
    told = {row.values["uscc"] for row in rows if row.values.get("uscc")}
    by_code = {row.uscc: row for row in open_ones.filter(uscc__in=told)}
    by_name: dict[str, list[Organisation]] = {}
    names = {row.values.get("name", "") for row in rows}
    for organisation in open_ones.filter(community=community, name__in=names):
        by_name.setdefault(organisation.name, []).append(organisation)
    known = numbered(rows, Organisation.objects.filter(community=community))
    held: Held = {}
    found_ones = (*by_code.values(), *(o for same in by_name.values() for o in same))
    contacts = _contacts([*known.values(), *found_ones])
    for row in rows:
        if "record" in row.values:
            one = known.get(row.values["record"])
            if one and agrees(row, row.values, {"uscc": one.uscc or ""}, columns):
                held[row.row] = _organisation(one, contacts.get(one.pk, {}))
            continue
        found = by_code.get(row.values.get("uscc") or None)
        same = by_name.get(row.values.get("name", ""), [])
        if found is not None and found.community_id != community.pk:
            _say(row, "out_of_scope_place", "uscc", columns)
        elif found is None and len(same) > 1:
            _say(row, "several_meant", "name", columns)
        elif found := found or _same_name(row, same):
            held[row.row] = _organisation(found, contacts.get(found.pk, {}))
    return held


def _same_name(row: Judged, same: Sequence[Organisation]) -> Organisation | None:
    """The organisation of the same name, unless both have a code and these differ."""
    code = row.values.get("uscc", "")
    return next((one for one in same if not code or not one.uscc or one.uscc == code), None)


def _organisation(row: Organisation, contact: dict[str, str]) -> dict[str, Any]:
    facts = ("name", "kind", "uscc", "industry", "legal_form", "state")
    told = {name: getattr(row, name) or "" for name in facts}
    return {"pk": row.pk, "place": row.address, **told, **contact}


def _contacts(organisations: Sequence[Organisation]) -> dict[int, dict[str, str]]:
    """Organisation → its legal representative's name and phone."""
    found: dict[int, dict[str, str]] = {}
    for part in in_parts({row.pk for row in organisations}):
        rows = OrganisationContact.objects.filter(
            organisation__in=part, role=ContactRole.LEGAL_REP, until=None
        ).select_related("person")
        for row in rows:
            name = row.person.name if row.person else row.name
            phone = crypto.open_field(row, "phone")
            found[row.organisation_id or 0] = {"legal_rep": name, "phone": phone}
    return found


def shops(rows: Sequence[Judged], community: Region, columns: Columns) -> Held:
    buildings = buildings_of(community)
    fronts: dict[tuple[int, str], Shop] = {}
    open_ones = Shop.objects.filter(community=community, building__isnull=False)
    for shop in open_ones.exclude(state=ShopState.CLOSED):
        fronts[shop.building_id or 0, number_key(shop.front_no)] = shop
    known = numbered(rows, Shop.objects.filter(community=community))
    held: Held = {}
    operations = _operations([*fronts.values(), *known.values()])
    for row in rows:
        building = _building(row, buildings, columns)
        front_no = number_key(row.values.get("front_no", ""))
        front = fronts.get((building, front_no)) if building else None
        if "record" in row.values:
            front = _numbered_front(row, known, columns)
        if front is not None:
            facts = {name: getattr(front, name) for name in ("name", "trade", "state")}
            held[row.row] = {"pk": front.pk, **facts, **operations.get(front.pk, {})}
    return held


def _numbered_front(row: Judged, known: Mapping[str, Shop], columns: Columns) -> Shop | None:
    front = known.get(row.values["record"])
    told = {**row.values, "front_no": number_key(row.values.get("front_no", ""))}
    if front is None:
        return None
    ours = {"building_pk": front.building_id, "front_no": number_key(front.front_no)}
    return front if agrees(row, told, ours, columns) else None


def buildings_of(community: Region) -> dict[tuple[str, str], int]:
    """(Estate, lane or street, number), as they compare → building."""
    parents = ("estate__name", "lane__name", "street_front__name")
    rows = Building.objects.filter(community=community).values_list("pk", "number", *parents)
    return {
        (text_key(next(filter(None, parent), "")), number_key(number)): pk
        for pk, number, *parent in rows
    }


def _building(row: Judged, known: Mapping[tuple[str, str], int], columns: Columns) -> int:
    estate, building, _front = front_key(
        row.values.get("estate", ""), row.values.get("building", ""), ""
    )
    fitting = [
        pk for (place, number), pk in known.items() if number == building and estate in ("", place)
    ]
    if len(fitting) == 1:
        row.values["building_pk"] = fitting[0]
        return fitting[0]
    if row.values.get("building"):
        raw = f"{row.values.get('estate', '')}{row.values['building']}"
        code = "address_estates" if fitting else "building_unknown"
        _say(row, code, "building", columns, raw=raw, near="—")
    return 0


def _operations(fronts: Iterable[Shop]) -> dict[int, dict[str, Any]]:
    """Shop → who trades there, as values of a sheet."""
    found: dict[int, dict[str, Any]] = {}
    trading = ShopOperation.objects.filter(until=None)
    for row in (each for part in in_parts({front.pk for front in fronts})
                for each in trading.filter(shop__in=part)):  # fmt: skip
        found[row.shop_id] = {
            "operator": _party(row.operator_id, row.operator_organisation_id),
            "trade_name": row.trade_name,
            "licence_no": row.licence_no,
            "staff_count": "" if row.staff_count is None else row.staff_count,
        }
    return found


def _party(person: int | None, organisation: int | None) -> list[Any]:
    return ["person", person] if person else ["organisation", organisation]


def books(rows: Sequence[Judged], _community: Region, columns: Columns) -> Held:
    people = {row.values["person"][1] for row in rows if row.values.get("person")}
    members = books_of(people)
    records: dict[int, HukouRecord] = {}
    for part in in_parts(people):
        records |= {r.person_id: r for r in HukouRecord.objects.filter(person__in=part, until=None)}
    held: Held = {}
    for row in rows:
        person = row.values.get("person", ("", 0))[1]
        member = members.get(person)
        if member is None:
            continue
        if member.household.book_index != numbers.book_index(row.values.get("household_no", "")):
            _say(row, "other_book", "household_no", columns)
        record = records.get(person)
        held[row.row] = {"pk": member.pk, "relation": member.relation, **_hukou(record)}
    return held


def _hukou(record: HukouRecord | None) -> dict[str, Any]:
    if record is None:
        return {}
    return {
        "hukou_state": record.state,
        "hukou_region": record.region_code,
        "hukou_address": crypto.open_field(record, "address"),
    }


def tenancies(rows: Sequence[Judged], _community: Region, columns: Columns) -> Held:
    homes = {row.values["dwelling"] for row in rows if row.values.get("dwelling")}
    leases: dict[int, list[Tenancy]] = {}
    for part in in_parts(homes):
        for lease in Tenancy.objects.filter(dwelling__in=part):
            leases.setdefault(lease.dwelling_id or 0, []).append(lease)
    held: Held = {}
    for row in rows:
        values = row.values
        if values.get("landlord") and values.get("landlord") == values.get("tenant"):
            _say(row, "same_party", "tenant_id", columns)
        here = leases.get(values.get("dwelling", 0), [])
        if same := next((one for one in here if _same_lease(values, one)), None):
            held[row.row] = _lease(same)
        elif any(_at_once(values, one) for one in here):
            _say(row, "lease_overlap", "since", columns)
    return held


def _lease(lease: Tenancy) -> dict[str, Any]:
    return {
        "pk": lease.pk,
        "until": (lease.until - ONE_DAY).isoformat() if lease.until else "",
        "by_room": lease.by_room,
        "filing_no": lease.filing_no,
        "landlord": _party(lease.landlord_id, lease.landlord_organisation_id),
    }


def _same_lease(values: Mapping[str, Any], lease: Tenancy) -> bool:
    tenant = _party(lease.tenant_id, lease.tenant_organisation_id)
    return values.get("tenant") == tenant and values.get("since") == lease.since.isoformat()


def _at_once(values: Mapping[str, Any], lease: Tenancy) -> bool:
    """Whether both leases run on some day and neither lets a room only."""
    if values.get("by_room") or lease.by_room or not values.get("since"):
        return False
    ends = (lease.until - ONE_DAY).isoformat() if lease.until else "9999"
    until = values.get("until") or "9999"
    return bool(values["since"] <= ends and lease.since.isoformat() <= until)


def _say(row: Judged, code: str, name: str, columns: Columns, **facts: Any) -> None:
    row.findings.append(Finding(code, row.row, columns.get(name), name, facts))


HELD: Mapping[str, Callable[[Sequence[Judged], Region, Columns], Held]] = {
    "households": households,
    "organisations": organisations,
    "shops": shops,
    "books": books,
    "tenancies": tenancies,
}
