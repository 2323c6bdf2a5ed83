"""Whatever anyone sends to an operation of ``/api/v1/``, it answers as published.

Schemathesis makes up requests from the schema itself, right and wrong ones, and sends each through
the whole application, without a socket, as somebody who holds every post. No answer may be a
server error, a status the schema does not name, or a body of another shape. Names of rows are
swapped for rows that exist in half of the requests, so that what lies behind the door is reached.
"""

from uuid import uuid4

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as some
from schemathesis import GenerationMode, checks
from schemathesis.core.failures import Failure
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from linge.accounts import middleware
from linge.accounts.models import User
from linge.cases.rules import State
from linge.cases.tests.factories import ROLES, CaseFactory, make_building, make_town
from linge.kernel.access import Actor
from linge.registry.tests.factories import homes, resident
from linge.site.api import api

EXAMPLES = 25
PROMISES = [
    checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
published = schemathesis.openapi.from_dict(api.get_openapi_schema())


def everybody(town) -> Actor:
    """One person who holds every post of the town."""
    grants = tuple(grant for post in ROLES for grant in town.actor(post).grants)
    return Actor(town.people["grid_a"].pk, "王芳", kind="staff", how="phone", grants=grants)


@pytest.fixture
def town(db, at):
    at("2026-06-15 09:00")
    return make_town()


@pytest.fixture
def names(town):
    """Rows that exist, by the word under which an address or a body names them."""
    building = make_building(town)
    home = homes(town.grid)[0]
    return {
        "number": [CaseFactory(town=town, state=state).number for state in State],
        "agency": [str(town.agency.uuid)],
        "building": [str(building.uuid)],
        "category": ["0201", "0101"],
        "grid": [str(town.grid.uuid)],
        "scope": [str(town.grid.uuid)],
        "handler": [str(town.people["agency_handler"].uuid)],
        "worker": [str(town.people["grid_a"].uuid)],
        "phone": ["12000000001"],
        "uuid": [str(home.uuid), str(resident("张桂兰", home=home).uuid)],
    }


@pytest.fixture
def one_connection():
    """A request leaves the connection open at its end: the test's transaction lives on it."""
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    yield
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


@pytest.fixture
def phone(town, monkeypatch, one_connection):
    """``phone()`` signs in and gives what sends one request and holds the answer to the schema."""
    monkeypatch.setattr(middleware, "_actor", lambda request: everybody(town))
    site, token = WSGIHandler(), "t" * 32

    def sign_in():
        client = Client()
        user = User.objects.get(pk=town.people["grid_a"].pk)
        client.force_login(user, backend="linge.accounts.backends.PhoneBackend")
        cookie = f"linge={client.cookies['linge'].value}; csrftoken={token}"

        def app(environ, start):
            return site(environ | {"HTTP_COOKIE": cookie}, start)

        headers = {"Accept-Encoding": "identity", "X-CSRFToken": token}
        return lambda case: case.call_and_validate(app=app, headers=headers, checks=PROMISES)

    return sign_in


def name_rows(case, names, which):
    """Swap the made-up names of rows for real ones, wherever the request has a place for them."""
    body = case.body if isinstance(case.body, dict) else {}
    for told in (case.path_parameters or {}, body):
        for word in told.keys() & names.keys():
            told[word] = names[word][which % len(names[word])]


def made_up(operation):
    """Requests as the schema asks for them, and requests it forbids."""
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    return some.one_of(*(operation.as_strategy(generation_mode=mode) for mode in modes))


def statuses(operation, send, names):
    """Send ``EXAMPLES`` requests to one operation; the statuses it answered."""
    seen = set()

    @settings(max_examples=EXAMPLES, derandomize=True, database=None)
    @given(case=made_up(operation), which=some.none() | some.integers(0, 20))
    def each(case, which):
        if which is not None:
            name_rows(case, names, which)
        seen.add(send(case).status_code)

    each()
    return seen


def test_every_answer_is_as_published(phone, names):
    broken, seen = {}, {}
    for found in published.get_all_operations():
        operation = found.ok()
        try:
            seen[operation.label] = statuses(operation, phone(), names)
        except* Failure as faults:
            broken[operation.label] = [str(fault) for fault in faults.exceptions]
    assert not broken
    done = {label for label, told in seen.items() if 200 in told}
    assert len(done) >= len(seen) / 3, "too few requests came through the door"


@pytest.mark.parametrize(
    "path",
    [
        "/cases/%00",
        "/residents?q=%00",
        "/dwellings/missing?cursor=%00",
        "/messages?cursor=1000000000000000000000000",
        "/buildings?cursor=1000000000000000000000000",
        "/cases?cursor=WyIyMDIwLTAxLTAxVDAwOjAwOjAwIiwgM10",
        "/cases?cursor=WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzE0OjAwIiwgMV0=",
    ],
)
def test_an_address_no_phone_would_send_is_a_fault_of_the_sender(town, as_actor, path):
    answer = as_actor(town.grid_a).get(f"/api/v1{path}")
    assert answer.status_code in (404, 422)
    assert answer.json()["message"]


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+23:00", "2026-06-15T09:00:00"])
def test_a_moment_that_cannot_be_told_in_utc_is_refused_by_name(town, as_actor, moment):
    told = {"client_id": str(uuid4()), "request_id": str(uuid4()), "words": "路灯不亮"}
    answer = as_actor(town.grid_a).post(
        "/api/v1/cases", told | {"device_at": moment}, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["field"]) == (422, "device_at")


def test_signs_no_database_keeps_are_dropped_and_the_report_stands(town, as_actor):
    told = {"client_id": str(uuid4()), "request_id": str(uuid4()), "place_unknown": True}
    answer = as_actor(town.grid_a).post(
        "/api/v1/cases", told | {"words": "路灯\x00不亮"}, content_type="application/json"
    )
    assert answer.status_code == 200
    assert answer.json()["words"] == "路灯不亮"


def test_more_than_a_request_may_carry_is_told_so(town, as_actor):
    heavy = '{"entries": "' + "长" * 2 * 2**20 + '"}'
    answer = as_actor(town.grid_a).post("/api/v1/outbox", heavy, content_type="application/json")
    assert answer.status_code == 413
    assert "分几次发送" in answer.json()["message"]
