"""A case goes to another Open311 server by the outbox; what happens to it there comes back."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.utils.translation import gettext as _

from linge.cases import actions as cases
from linge.cases.models import Case
from linge.kernel import crypto, outbox, outgoing
from linge.kernel.access import Actor
from linge.kernel.clock import now
from linge.kernel.models import OutboxMessage
from linge.kernel.refusals import Refused
from linge.kernel.trail import record
from linge.territory.models import Region

from .. import permissions, wire
from ..models import RemoteServer, SentCase, SentUpdate
from ..rules import remote

KIND = "open311"
AT_ONCE = 50
State = SentCase.State


@transaction.atomic
def add_server(
    community: Region,
    *,
    by: Actor,
    name: str,
    endpoint: str,
    api_key: str,
    jurisdiction_id: str = "",
) -> RemoteServer:
    """Name another server (对接系统) to which this community's cases may go; its key is sealed."""
    permissions.require_keys(by)
    server = RemoteServer.objects.create(
        community=community,
        name=name.strip(),
        endpoint=endpoint.rstrip("/"),
        api_key=api_key.strip(),
        jurisdiction_id=jurisdiction_id.strip(),
    )
    record(by, "integrations.add_server", server, name=server.name)
    return server


@transaction.atomic
def retire_server(server: RemoteServer, *, by: Actor) -> RemoteServer:
    """Send nothing more there; what is there already is still asked about."""
    permissions.require_keys(by)
    server.is_active = False
    server.save(update_fields=["is_active"])
    record(by, "integrations.retire_server", server)
    return server


@transaction.atomic
def send_case(
    case: Case, *, by: Actor, server: RemoteServer, service_code: str, words: str, follow_up: date
) -> SentCase:
    """Forward a case (转报) to another server: the move is made now, the report leaves by the outbox.

    ``words`` are what the other side reads; whoever sends has looked that nobody is named in them.
    Name and phone of the reporter never go. Refuses with ``integrations.server_closed`` and
    ``integrations.words_needed``, and like the move itself.
    """
    if not server.is_active or server.community_id != case.community_id:
        raise Refused("integrations.server_closed", _("这个系统已停用，请另选一个。"), "server")
    if not words.strip() or not service_code.strip():
        message = _("请填写对方类别编码和发给对方的说明。")
        raise Refused("integrations.words_needed", message, "words")
    cases.forward_case(case, by=by, receiver=server.name, follow_up=follow_up)
    sent = SentCase.objects.create(
        case=case,
        server=server,
        service_code=service_code.strip(),
        words=words.strip(),
        asked_by_id=by.person,
        asked_at=now(),
    )
    record(by, "integrations.send", case, server=server.pk)
    outbox.post(KIND, key=f"{KIND}:{sent.uuid}", body=str(sent.uuid), subject=server.name)
    return sent


def deliver(message: OutboxMessage, address: str) -> None:
    """Carry one report to its server; tried again by the outbox until it is there, under one id.

    Raises ``OSError`` while it isn't. No transaction is open while the other side is asked.
    """
    sent = SentCase.objects.select_related("server", "case").get(uuid=message.body)
    if sent.state != State.WAITING:
        return
    try:
        found = _posted(sent)
    except OSError as fault:
        SentCase.objects.filter(pk=sent.pk).update(fault=str(fault)[:200])
        raise
    _arrived(sent, found)


def _posted(sent: SentCase) -> remote.Receipt:
    body = {
        "api_key": crypto.open_field(sent.server, "api_key"),
        "service_code": sent.service_code,
        "description": sent.words,
        "address_string": sent.case.place_text,
        "lat": "" if sent.case.lat is None else str(sent.case.lat),
        "long": "" if sent.case.lon is None else str(sent.case.lon),
    }
    if not (body["lat"] or body["address_string"]):
        body["address_string"] = sent.case.community.name
    headers = {"X-Request-Id": str(sent.uuid)}
    rows = _asked(sent.server, "requests", method="POST", data=body, headers=headers)
    found = remote.receipt(rows)
    if found is None:
        raise outgoing.Unreachable(_("对方没有给出编号或回执"))
    return found


def _asked(
    server: RemoteServer,
    path: str,
    *,
    method: str = "GET",
    data: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
) -> Any:
    """One call to a server: what it answers, as a list of entries; anything else is a fault."""
    named = {"jurisdiction_id": server.jurisdiction_id} if server.jurisdiction_id else {}
    asked = urlencode(named | dict(query or {})) if method == "GET" else ""
    url = f"{server.endpoint}/{path}.json" + (f"?{asked}" if asked else "")
    sent = {**named, **data} if data is not None else None
    answer = outgoing.ask(url, method=method, data=sent, headers=headers)
    if answer.status == 404 and method == "GET":
        return []
    try:
        rows = (wire.read_xml if answer.media_type.endswith("xml") else wire.read_json)(answer.body)
    except ValueError as fault:
        raise outgoing.Unreachable(f"HTTP {answer.status}") from fault
    if answer.status not in (200, 201):
        raise outgoing.Unreachable(f"HTTP {answer.status} {_described(rows)}".strip())
    return rows


def _described(rows: Any) -> str:
    first = rows[0] if isinstance(rows, list) and rows else {}
    return str(first.get("description", ""))[:150] if isinstance(first, Mapping) else ""


@transaction.atomic
def _arrived(sent: SentCase, found: remote.Receipt) -> None:
    """The other side has it: told once, however often it was sent."""
    live = SentCase.objects.filter(pk=sent.pk, state=State.WAITING)
    facts = {"token": found.token, "remote_id": found.number, "fault": "", "sent_at": now()}
    if not live.update(state=State.SENT, **facts):
        return
    by = _clock(sent)
    record(by, "integrations.arrived", sent.case, server=sent.server_id)
    cases.record_receipt(sent.case, by=by, receipt=found.number or found.token)


def _clock(sent: SentCase) -> Actor:
    return Actor.clock("case", node=sent.case.community.path)


def take_updates() -> int:
    """Ask every server how our cases stand; returns how many updates were new.

    A server that doesn't answer doesn't keep the others waiting.
    """
    open_ones = SentCase.objects.filter(state=State.SENT).values("server")
    return sum(_take_from(server) for server in RemoteServer.objects.filter(pk__in=open_ones))


def _take_from(server: RemoteServer) -> int:
    rows = server.sent.filter(state=State.SENT).order_by("asked_at", "id")
    waiting = list(rows.select_related("case__community", "server"))
    fault, new = "", 0
    try:
        for sent in waiting:
            if not sent.remote_id:
                _ask_number(sent)
        numbered = {sent.remote_id: sent for sent in waiting if sent.remote_id}
        numbers = list(numbered)
        for first in range(0, len(numbers), AT_ONCE):
            asked = {"service_request_id": ",".join(numbers[first : first + AT_ONCE])}
            told = remote.updates(_asked(server, "requests", query=asked))
            new += sum(_take(numbered[one.number], one) for one in told if one.number in numbered)
    except OSError as unreachable:
        fault = str(unreachable)[:200]
    RemoteServer.objects.filter(pk=server.pk).update(looked_at=now(), fault=fault)
    return new


def _ask_number(sent: SentCase) -> None:
    """Whether a token has become a number meanwhile."""
    found = remote.receipt(_asked(sent.server, f"tokens/{sent.token}"))
    if found is not None and found.number:
        SentCase.objects.filter(pk=sent.pk).update(remote_id=found.number)
        sent.remote_id = found.number
        cases.record_receipt(sent.case, by=_clock(sent), receipt=found.number)


@transaction.atomic
def _take(sent: SentCase, told: remote.Update) -> int:
    """Write an update down unless it is known or older than what is; the case learns it by a note."""
    last = sent.updates.last()
    if last is not None and told.at < last.at:
        return 0
    row, new = SentUpdate.objects.get_or_create(
        sent=sent,
        at=told.at,
        status=told.status,
        defaults={"words": told.words, "received_at": now()},
    )
    if not new:
        return 0
    if told.status == "closed":
        SentCase.objects.filter(pk=sent.pk).update(state=State.ENDED)
    status = _("已办结") if told.status == "closed" else _("办理中")
    facts = {"server": sent.server.name, "status": status, "words": row.words or "—"}
    note = _("%(server)s：%(status)s。%(words)s") % facts
    cases.add_note(sent.case, by=_clock(sent), words=note[:1000])
    return 1
