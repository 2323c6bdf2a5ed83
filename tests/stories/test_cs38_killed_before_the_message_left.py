"""CS38: killed between the deed and the sending, and between sending and writing that down.

A message about a case leaves at least once and is recorded exactly once.
"""

from pathlib import Path

import pytest

from linge.audit.tests.emptying import audit_may_be_emptied  # noqa: F401  a fixture of this module
from linge.cases import actions
from linge.cases.tests.factories import make_town, report
from linge.cases.tests.killing import killed
from linge.kernel import outbox
from linge.kernel.access import Actor
from linge.kernel.models import OutboxMessage


@pytest.mark.proves("X4")
@pytest.mark.django_db(transaction=True)
def test_a_message_leaves_at_least_once_and_is_recorded_once(at, tmp_path, monkeypatch):
    gateway = Path(tmp_path, "gateway")
    gateway.touch()

    def carry(message, address):
        with gateway.open("a") as left:
            left.write(f"{message.key} {address}\n")

    monkeypatch.setitem(outbox._carriers, "sms", carry)
    at("2026-06-15 09:00")
    town = make_town()
    phone = "12000000020"

    def deed(say):
        actions.report_case(report(town, reporter_phone=phone), by=Actor.public())

    def send(say):
        say(str(outbox.send_waiting()))

    assert killed(deed, commit="before")[1]
    assert not OutboxMessage.objects.exists()
    assert killed(deed, commit="after")[1]  # the reactions after the commit never ran
    (message,) = OutboxMessage.objects.filter(kind="sms")
    assert (message.sent_at, gateway.read_text()) == (None, "")

    at("2026-06-15 09:05")
    assert killed(send, at=1) == ([], True)
    assert gateway.read_text() == ""
    assert killed(send, at=2) == ([], True)  # it has left, but nobody could write that down
    message.refresh_from_db()
    assert message.sent_at is None
    assert killed(send)[1] is False
    message.refresh_from_db()
    assert message.sent_at is not None
    assert gateway.read_text().splitlines() == [f"{message.key} {phone}"] * 2
    assert killed(send) == (["0"], False)
    assert OutboxMessage.objects.filter(kind="sms").count() == 1
