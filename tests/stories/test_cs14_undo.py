"""CS14: a slip of the hand is taken back within two minutes, and nobody hears of it."""

import pytest

from linge.cases import actions, queries
from linge.cases.rules import State
from linge.cases.tests.factories import CaseFactory, lamp, make_town
from linge.kernel import outbox
from linge.kernel.models import OutboxMessage
from linge.kernel.refusals import Refused
from linge.kernel.tests.test_worktime import at as moment

PHONE = "12000000023"


@pytest.fixture
def letters(monkeypatch):
    """What leaves the house by message while the test runs."""
    sent = []
    carriers = {"sms": lambda message, to: sent.append((to, message.body))}
    monkeypatch.setattr(outbox, "_carriers", carriers)
    return sent


@pytest.fixture
def accepted(db, at):
    at("2026-06-15 09:00:00")
    town = make_town()
    case = CaseFactory(town=town, reporter_phone=PHONE)
    OutboxMessage.objects.all().delete()
    at("2026-06-15 09:30:00")
    category, standard = lamp()
    actions.accept_case(case, by=town.intake_clerk, category=category, standard=standard)
    return town, case


@pytest.mark.proves("C2")
def test_at_119_seconds_it_is_undone_and_the_message_never_leaves(accepted, at, letters):
    town, case = accepted
    at("2026-06-15 09:31:59")
    assert outbox.send_waiting() == 0
    actions.undo_step(case, by=town.intake_clerk)
    assert case.state == State.REPORTED
    # the acceptance clock runs on with the thirty minutes it had used
    assert case.current_due_at == moment("2026-06-15 11:01:59")
    at("2026-06-15 10:00:00")
    assert outbox.send_waiting() == 0
    assert letters == []


@pytest.mark.proves("C2")
def test_at_121_seconds_it_is_too_late_and_the_reporter_knows(accepted, at, letters):
    town, case = accepted
    at("2026-06-15 09:32:01")
    assert outbox.send_waiting() == 1
    assert [to for to, _body in letters] == [PHONE]
    with pytest.raises(Refused, match="已超过2分钟"):
        actions.undo_step(case, by=town.intake_clerk)
    assert case.state == State.ACCEPTED
    offered = {offer.action for offer in queries.moves_possible(town.intake_clerk, case)}
    assert "undo" not in offered


@pytest.mark.proves("C2")
def test_nobody_undoes_for_another_nor_what_was_signed(accepted, at):
    town, case = accepted
    with pytest.raises(Refused, match="他人已办理"):
        actions.undo_step(case, by=town.dispatcher)
    actions.dispatch_case(case, by=town.dispatcher, agency=town.agency)
    actions.sign_case(case, by=town.agency_handler)
    with pytest.raises(Refused, match="他人已办理"):
        actions.undo_step(case, by=town.dispatcher)
