"""A case goes to another Open311 server and news of it comes back: in order, once, over real HTTP.

The other server is our own in a thread, and one that answers whatever a test tells it to.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from unittest import mock
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections

from linge.cases import actions as cases
from linge.cases.models import Case
from linge.cases.tests.factories import CaseFactory, make_town
from linge.integrations import actions
from linge.integrations.models import RemoteServer, SentCase, SentUpdate
from linge.integrations.tests.factories import OPERATOR, open_town
from linge.kernel import outbox
from linge.kernel.models import OutboxMessage
from linge.kernel.refusals import Refused
from linge.site import carriers

WORDS = "幸福路口路灯不亮，请维修"


def server_of(town, endpoint: str, key: str = "secret", **more) -> RemoteServer:
    """区照明中心, known to the town."""
    return actions.add_server(
        town.community, by=OPERATOR, name="区照明中心", endpoint=endpoint, api_key=key, **more
    )


def send(town, case: Case, server: RemoteServer, code: str = "0103") -> SentCase:
    """The community leader sends a case away."""
    return actions.send_case(
        case,
        by=town.community_leader,
        server=server,
        service_code=code,
        words=WORDS,
        follow_up=date(2026, 12, 31),
    )


@contextmanager
def ourselves(settings) -> Iterator[str]:
    """Our own server in a thread, in the test's transaction; its address."""
    connection, house = connections["default"], WSGIHandler()
    connection.inc_thread_sharing()

    def answer(environ, start):
        connections["default"] = connection
        return house(environ, start)

    class Quiet(WSGIRequestHandler):
        def log_message(self, *words):
            """Say nothing."""

    http = make_server("127.0.0.1", 0, answer, handler_class=Quiet)
    stay_open = mock.patch.object(connection, "close_if_unusable_or_obsolete")
    with stay_open, _running(http, settings) as url:
        yield url
    connection.dec_thread_sharing()


@contextmanager
def _running(http: HTTPServer, settings) -> Iterator[str]:
    thread = Thread(target=http.serve_forever, args=(0.01,))
    thread.start()
    host = f"127.0.0.1:{http.server_port}"
    settings.INSIDE_HOSTS = [host]
    try:
        yield f"http://{host}/open311/v2"
    finally:
        http.shutdown()
        thread.join()
        http.server_close()


@contextmanager
def answering(settings, replies: list[tuple[int, object]]) -> Iterator[tuple[str, list]]:
    """A server that gives these replies in turn and keeps what it was asked."""
    asked: list[tuple[str, dict, dict]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            size = int(self.headers.get("Content-Length") or 0)
            form = parse_qs(self.rfile.read(size).decode())
            asked.append((self.path, form, dict(self.headers)))
            status, value = replies.pop(0)
            body = value if isinstance(value, bytes) else json.dumps(value).encode()
            kind = "text/xml" if isinstance(value, bytes) else "application/json"
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815  named by the library

        def log_message(self, *words):
            """Say nothing."""

    with _running(HTTPServer(("127.0.0.1", 0), Handler), settings) as url:
        yield url, asked


@pytest.fixture
def town(db, at):
    at("2026-06-15 09:00")
    carriers.bind()
    return make_town()


@pytest.mark.proves("C1")
def test_a_case_goes_to_our_own_server_and_its_end_comes_back(town, settings, at):
    there = open_town(town)
    case = CaseFactory(town=town, state="accepted", reporter_name="张桂兰")
    with ourselves(settings) as endpoint:
        sent = send(town, case, server_of(town, endpoint, there.secret))
        assert OutboxMessage.objects.get(kind="open311").body == str(sent.uuid)
        assert outbox.send_waiting() >= 1
        arrived = Case.objects.get(source="open311")
        assert arrived.words == WORDS and not arrived.reporter_name
        case.refresh_from_db()
        assert (case.state, case.forward_receipt) == ("forwarded", arrived.number)

        OutboxMessage.objects.filter(kind="open311").update(sent_at=None)  # killed just then
        SentCase.objects.update(state="waiting")
        assert outbox.send_waiting() == 1
        assert Case.objects.filter(source="open311").count() == 1
        assert SentCase.objects.get().remote_id == arrived.number

        assert actions.take_updates() == 1
        at("2026-06-16 10:00")
        words = "此路段灯具已报损，移交区照明中心整改"
        cases.reject_case(arrived, by=town.intake_clerk, reason_code="not_ours", words=words)
        assert actions.take_updates() == 1
        assert actions.take_updates() == 0
    assert [one.status for one in SentUpdate.objects.all()] == ["open", "closed"]
    assert SentCase.objects.get().state == "ended"
    told = [note.words for note in case.notes.all()]
    assert len(told) == 2 and words in told[1] and "已办结" in told[1]


def test_it_is_tried_again_under_one_id_until_it_is_there(town, settings):
    case = CaseFactory(town=town, state="accepted")
    down = (500, [{"code": 500, "description": "down"}])
    with answering(settings, [down, (200, [{"service_request_id": "R-1"}])]) as (url, asked):
        sent = send(town, case, server_of(town, url, jurisdiction_id="city.example"))
        assert outbox.send_waiting() == 0
        sent.refresh_from_db()
        assert (sent.state, sent.fault) == ("waiting", "HTTP 500 down")
        OutboxMessage.objects.update(not_before="2026-06-15T00:00:00Z")
        assert outbox.send_waiting() == 1
    sent.refresh_from_db()
    assert (sent.state, sent.remote_id, sent.fault) == ("sent", "R-1", "")
    assert {headers["X-Request-Id"] for _path, _form, headers in asked} == {str(sent.uuid)}
    form = asked[0][1]
    assert form["api_key"] == ["secret"] and form["jurisdiction_id"] == ["city.example"]
    assert form["description"] == [WORDS]
    assert sent.server.api_key.startswith("v1.")


def told(number: str, status: str, at: str, **more) -> dict:
    """An entry of a list of requests."""
    return {"service_request_id": number, "status": status, "updated_datetime": at} | more


def test_updates_are_taken_in_order_and_once(town, settings):
    first, second = (CaseFactory(town=town, state="accepted") for _ in range(2))
    early = told("R-1", "open", "2026-06-15T02:00:00Z", agency_responsible="照明一队")
    late = told("R-1", "open", "2026-06-15T03:00:00Z", status_notes="已到现场")
    other = told("R-2", "closed", "2026-06-15T04:00:00+00:00", status_notes="已修好")
    odd = {"service_request_id": "R-9", "status": "open"}
    replies = [
        (200, [{"service_request_id": "R-1"}]),
        (200, [{"token": "T-2"}]),
        (200, [{"service_request_id": "", "token": "T-2"}]),
        (200, [late, early, odd]),
        (200, [{"service_request_id": "R-2", "token": "T-2"}]),
        (200, [early, other, late]),
        (200, [early]),
    ]
    with answering(settings, replies) as (url, asked):
        server = server_of(town, url)
        one, two = send(town, first, server), send(town, second, server)
        assert outbox.send_waiting() == 2
        assert actions.take_updates() == 2  # R-2 has no number yet
        assert actions.take_updates() == 1
        assert actions.take_updates() == 0  # an older word changes nothing
    assert [row.words for row in one.updates.all()] == ["照明一队", "已到现场"]
    assert [note.words for note in first.notes.all()] == [
        "区照明中心：办理中。照明一队",
        "区照明中心：办理中。已到现场",
    ]
    two.refresh_from_db()
    second.refresh_from_db()
    assert (two.state, two.remote_id, second.forward_receipt) == ("ended", "R-2", "R-2")
    assert "R-1" in asked[-1][0] and "R-2" not in asked[-1][0]


def test_a_server_that_speaks_xml_or_nonsense(town, settings):
    case = CaseFactory(town=town, state="accepted")
    xml = b"<service_requests><request><service_request_id>R-7</service_request_id></request></service_requests>"
    bomb = b'<!DOCTYPE a [<!ENTITY x "y">]><a><b>&x;</b></a>'
    with answering(settings, [(201, xml), (200, bomb), (200, b"<broken")]) as (url, _asked):
        sent = send(town, case, server_of(town, url))
        assert outbox.send_waiting() == 1
        for _ in range(2):
            assert actions.take_updates() == 0
            assert RemoteServer.objects.get().fault == "HTTP 200"
    sent.refresh_from_db()
    assert sent.remote_id == "R-7"


def test_only_who_may_forward_sends_and_only_what_may_be(town, settings):
    case = CaseFactory(town=town, state="accepted")
    settings.INSIDE_HOSTS = []
    server = server_of(town, "http://127.0.0.1:1/open311/v2")
    with pytest.raises(Refused, match="cases.not_yours"):
        actions.send_case(
            case,
            by=town.dispatcher,
            server=server,
            service_code="1",
            words=WORDS,
            follow_up=date(2026, 12, 31),
        )
    sent = send(town, case, server)
    assert outbox.send_waiting() == 0  # an inside address nobody listed is never asked
    sent.refresh_from_db()
    assert sent.fault == "only https is asked"
    actions.retire_server(server, by=OPERATOR)
    with pytest.raises(Refused, match="server_closed"):
        send(town, CaseFactory(town=town, state="accepted"), server)


def test_the_leader_sends_from_the_page_of_the_case(town, as_actor):
    case = CaseFactory(town=town, state="accepted")
    page = as_actor(town.community_leader)
    way = f"/desk/integrations/cases/{case.uuid}/send/"
    case_page = f"/desk/cases/{case.uuid}/"
    assert way not in page.get(case_page).content.decode()
    server = server_of(town, "https://lamps.example.org/open311/v2")
    assert way in page.get(case_page).content.decode()
    assert "3号楼门口路灯不亮" in page.get(way).content.decode()
    form = {
        "server": server.pk,
        "service_code": "L1",
        "words": WORDS,
        "follow_up": "2026-06-30",
    }
    assert page.post(way, form).status_code == 302
    board = page.get("/desk/integrations/sent/").content.decode()
    assert case.number in board and "待送出" in board
    assert as_actor(town.dispatcher).get("/desk/integrations/sent/").status_code == 403
