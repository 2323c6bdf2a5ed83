"""Generated from the address book: nothing of grid 4 opens for the worker of grid 3 (X2).

Every address that names a row is walked; a new one without an entry in ``ROWS`` fails.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from linge.cases.models import Agreement, Case, ChronicPlace, Dispute, FollowUp, Hazard
from linge.integrations.models import Jurisdiction, PartnerKey, RemoteServer
from linge.registry.models import (
    AuditFinding,
    CareKind,
    CareNeed,
    CareVisit,
    ChangeRequest,
    CollectionRound,
    Conflict,
    Consent,
    Employment,
    Heard,
    Household,
    HouseholdItem,
    HouseholdMember,
    ImportBatch,
    MatchCandidate,
    MergeEvent,
    OrganisationContact,
    Ownership,
    Phone,
    ReceiptSlip,
    Residency,
    Resident,
    SampleCheck,
    SampledRecord,
    ShopOperation,
    Tenancy,
    Visit,
)
from linge.site.api import api
from linge.staff.models import Agency, Post, StandIn
from linge.territory.models import (
    Building,
    Division,
    Dwelling,
    Estate,
    Grid,
    Organisation,
    Place,
    Region,
    RegionChange,
    Shop,
)

ROWS: dict[str, tuple[type, str]] = {
    "cases:": (Case, "grid"),
    "cases:from_heard": (Heard, "grid"),
    "cases:chronic_": (ChronicPlace, "first_case__grid"),
    "cases:dispute": (Dispute, "case__grid"),
    "cases:dispute_open": (Case, "grid"),
    "cases:agreement_": (Agreement, "dispute__case__grid"),
    "cases:follow_up": (FollowUp, "dispute__case__grid"),
    "cases:hazard": (Hazard, "case__grid"),
    "cases:hazard_new": (Case, "grid"),
    "integrations:publish": (Case, "grid"),
    "integrations:send": (Case, "grid"),
    "integrations:server_retire": (RemoteServer, "pk"),
    "integrations:key_revoke": (PartnerKey, "pk"),
    "integrations:jurisdiction_close": (Jurisdiction, "pk"),
    "api:": (Case, "grid"),
    "api:dwelling": (Dwelling, "grid"),
    "api:resident": (Resident, "scopes__grid"),
    "api:settle": (Conflict, "person__scopes__grid"),
    "registry:care_": (CareNeed, "person__scopes__grid"),
    "registry:care_visit_": (CareVisit, "need__person__scopes__grid"),
    "portal:correct": (Resident, "scopes__grid"),
    "portal:withdraw": (Consent, "person__scopes__grid"),
    "portal:withdraw_correction": (ChangeRequest, "person__scopes__grid"),
    "portal:receipt": (ReceiptSlip, "person__scopes__grid"),
    "registry:care_kind": (CareKind, "pk"),
    "registry:care_ask": (Resident, "scopes__grid"),
    "registry:care_propose": (Resident, "scopes__grid"),
    "registry:open_portal": (Resident, "scopes__grid"),
    "registry:person_care": (Resident, "scopes__grid"),
    "registry:consent_new": (Resident, "scopes__grid"),
    "registry:consent_withdraw": (Consent, "person__scopes__grid"),
    "registry:resident": (Resident, "scopes__grid"),
    "registry:move_in": (Resident, "scopes__grid"),
    "registry:move_out": (Residency, "dwelling__grid"),
    "registry:household": (Household, "dwelling__grid"),
    "registry:household_new": (Dwelling, "grid"),
    "registry:member_new": (Household, "dwelling__grid"),
    "registry:member_": (HouseholdMember, "household__dwelling__grid"),
    "registry:dwelling": (Dwelling, "grid"),
    "registry:visit_new": (Dwelling, "grid"),
    "registry:conflict": (Conflict, "person__scopes__grid"),
    "registry:change_request": (ChangeRequest, "person__scopes__grid"),
    "registry:request_": (ChangeRequest, "person__scopes__grid"),
    "registry:match": (MatchCandidate, "first__scopes__grid"),
    "registry:merge": (MergeEvent, "survivor__scopes__grid"),
    "registry:stack": (Building, "grid"),
    "registry:finding_": (AuditFinding, "grid"),
    "registry:visit_": (Visit, "dwelling__grid"),
    "registry:item": (Dwelling, "grid"),
    "registry:quiet": (Dwelling, "grid"),
    "registry:sample": (SampleCheck, "grid"),
    "registry:hukou": (Resident, "scopes__grid"),
    "registry:book": (Resident, "scopes__grid"),
    "registry:employment_new": (Resident, "scopes__grid"),
    "registry:phone_new": (Resident, "scopes__grid"),
    "registry:death": (Resident, "scopes__grid"),
    "registry:employment_end": (Employment, "person__scopes__grid"),
    "registry:phone_rate": (Phone, "person__scopes__grid"),
    "registry:item_new": (Household, "dwelling__grid"),
    "registry:item_end": (HouseholdItem, "household__dwelling__grid"),
    "registry:ownership_new": (Dwelling, "grid"),
    "registry:tenancy_new": (Dwelling, "grid"),
    "registry:ownership_end": (Ownership, "dwelling__grid"),
    "registry:tenancy_end": (Tenancy, "dwelling__grid"),
    "registry:shop_": (Shop, "grid"),
    "registry:operation_end": (ShopOperation, "shop__grid"),
    "registry:organisation_contact": (Organisation, "grid"),
    "registry:contact_end": (OrganisationContact, "organisation__grid"),
    "registry:confirm": (Ownership, "dwelling__grid"),
    "territory:building": (Building, "grid"),
    "territory:place": (Place, "grid"),
    "territory:organisation": (Organisation, "grid"),
    "territory:shop": (Shop, "grid"),
    "territory:grid": (Grid, "pk"),
    "staff:appoint": (Grid, "pk"),
    "staff:stand_in": (Grid, "pk"),
    "staff:rate": (Grid, "pk"),
    "staff:end_post": (Post, "grid"),
    "staff:end_stand_in": (StandIn, "grid"),
}
REFUSED = (403, 404, 405, 422)  # 422: the body's shape was refused before any row was looked for
OF_THE_COMMUNITY: dict[str, type] = {  # no row of a grid; of the other community: refused too
    "territory:region": Region,
    "territory:change": RegionChange,
    "territory:estate": Estate,
    "territory:hand_over": Estate,
    "territory:division": Division,
    "staff:agency": Agency,
    "registry:import": ImportBatch,
    "registry:round": CollectionRound,
    "registry:audit_run": Region,
    "registry:audit_sample_": SampledRecord,
    "registry:matches_find": Region,
    "registry:options": Region,
    "desk_map:": Region,
}
WITHOUT_ROWS = {
    "ledgers:",
    "cases_public:",
    "cases_portal:ground",
    "field:screen",
    "portal:slip",
    "registry:gaps",
    "screen:overview",
}


def _routes(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _routes(pattern, inner)
        elif pattern.pattern.converters:
            yield space + (pattern.name or ""), pattern


def _entry(name: str, table: dict[str, Any]) -> Any:
    found = [prefix for prefix in table if name.startswith(prefix)]
    return table[max(found, key=len)] if found else None


def _address(name: str, pattern: URLPattern, row: Any) -> str:
    values = {
        word: {
            "uuid": row.uuid,
            "number": getattr(row, "number", ""),
            "code": getattr(row, "code", ""),
            "file": row.uuid,
            "fact": "community",
            "action": "verify",
            "fmt": "pdf",
            "kind": "ownership" if name == "registry:confirm" else "rename",
            "item": "F1",
        }[word]
        for word in pattern.pattern.converters
    }
    return reverse(name, kwargs=values)


SAMPLES: dict[str, Any] = {
    "string": "不少于十个字的一句说明文字",
    "integer": 1,
    "boolean": True,
    "array": [],
}


def _body(name: str) -> dict[str, Any]:
    """A body of the published shape, so that nothing but the scope can refuse it."""
    if not name.startswith("api:"):
        return {}
    schema = api.get_openapi_schema()
    for methods in schema["paths"].values():
        for operation in methods.values():
            if operation["operationId"].endswith(name.removeprefix("api:")):
                return _filled(operation, schema)
    return {}


def _filled(operation: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return {}
    shape = _named(content["schema"], schema)
    return {name: _sample(shape["properties"][name], schema) for name in shape.get("required", [])}


def _named(field: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    name = field.get("$ref", "").rpartition("/")[2]
    return schema["components"]["schemas"][name] if name else field


def _sample(field: dict[str, Any], schema: dict[str, Any]) -> Any:
    field = _named(field, schema)
    if "properties" in field:
        return {
            part: _sample(field["properties"][part], schema) for part in field.get("required", [])
        }
    if "const" in field:
        return field["const"]
    if "enum" in field:
        return field["enum"][0]
    if field.get("format") == "uuid":
        return "019ab2f0-0000-7000-8000-000000000001"
    return SAMPLES[field.get("type", "string")]


def _posts_of(grid: Grid) -> Post:
    return Post.objects.filter(grid=grid, role="a", until__isnull=True).get()


@pytest.mark.django_db
@pytest.mark.proves("X2")
def test_nothing_of_another_grid_opens_on_any_route() -> None:
    call_command("demo", "small", verbosity=0)
    grids = Grid.objects.filter(community__name="幸福里社区").order_by("code")
    ours, theirs = grids[0], grids[1]
    client = Client()
    client.force_login(_posts_of(ours).user, backend="linge.accounts.backends.PhoneBackend")
    opened, unknown, walked = [], [], 0
    for name, pattern in _routes(get_resolver()):
        if any(name.startswith(prefix) for prefix in WITHOUT_ROWS):
            continue
        row = _foreign_row(name, theirs)
        if row is None:
            unknown.append(name)
            continue
        address = _address(name, pattern, row)
        body = _body(name)
        for answer in (client.get(address), client.post(address, body, "application/json")):
            walked += 1
            if answer.status_code not in REFUSED:
                opened.append(f"{name} {answer.status_code}")
    assert not unknown
    assert not opened
    assert walked > 100


def _foreign_row(name: str, theirs: Grid) -> Any:
    entry = _entry(name, ROWS | OF_THE_COMMUNITY)
    if not isinstance(entry, tuple):
        return entry and _of_other_community(entry)
    model, grid = entry
    mine = {grid: theirs.pk}
    return model.objects.filter(**mine).first() or model(uuid=theirs.uuid, **_number(model))


def _number(model: type) -> dict[str, str]:
    return {"number": "990101001001-20261124-9999"} if model is Case else {}


def _of_other_community(model: Any) -> Any:
    other = Region.objects.get(name="桂子山社区")
    if model is Region:
        return other
    if model in (RegionChange, SampledRecord):
        return model(uuid=other.uuid)
    return model.objects.filter(community=other).first() or model(uuid=other.uuid)
