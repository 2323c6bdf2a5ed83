"""CS37: the process dies before the commit, or after it and before the answer; the phone tries again.

张桂兰's phone sends one report until it is answered. Then everybody works on a dozen cases while the
process is killed at fifty random points: whatever was answered is there, and every clock is whole.
"""

from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from random import Random
from uuid import UUID

import pytest

from linge.audit.tests.emptying import audit_may_be_emptied  # noqa: F401  a fixture of this module
from linge.cases import actions
from linge.cases.models import Case, CaseStep
from linge.cases.rules import State
from linge.cases.tests import factories
from linge.cases.tests.factories import TEN, Town, kind_of, make_photo, make_town, report
from linge.cases.tests.killing import killed
from linge.cases.tests.test_actions_invariants import check_row
from linge.kernel.access import Actor
from linge.kernel.models import OutboxMessage
from linge.kernel.refusals import Refused

KILLS, CASES = 50, 12
LONGEST = 160
"""Points passed by a few moves in a row; a kill lies somewhere among them."""
BORN = UUID("019ab2f0-0000-7000-8000-0000000000c7")


@pytest.fixture
def town(transactional_db, at):
    at("2026-06-15 09:00")
    return make_town()


@pytest.mark.proves("X4")
def test_one_report_is_one_case_wherever_the_process_dies(town):
    def send(say):
        made = actions.report_case(report(town, client_id=BORN), by=Actor.public(), request_id=BORN)
        say(f"{made.case.number} {made.code}")

    assert killed(send, commit="before") == ([], True)
    assert not Case.objects.exists()
    assert killed(send, commit="after") == ([], True)
    (case,) = Case.objects.all()
    (first,), died = killed(send)
    (again,), _died = killed(send)
    assert (first, died) == (again, False)
    assert first.startswith(case.number)
    assert Case.objects.count() == CaseStep.objects.count() == 1
    check_row(case)


@dataclass
class Hands:
    """Everybody who moves cases, and the chance that decides what they do."""

    town: Town
    handlers: dict[int, Actor]
    chance: Random

    def move(self, case):
        """The next move of a case, now and then a turn."""
        getattr(self, NEXT[State(case.state)])(case)

    def accept(self, case):
        category, standard = kind_of("0201")
        by = self.town.intake_clerk
        actions.accept_case(case, by=by, category=category, standard=standard)

    def dispatch(self, case):
        agency = self.chance.choice([self.town.agency, self.town.rival])
        actions.dispatch_case(case, by=self.town.dispatcher, agency=agency)

    def handle(self, case):
        by, photo = self.handlers[case.agency_id], make_photo(self.town)
        if case.signed_at is None and self.chance.random() < 0.5:
            actions.sign_case(case, by=by)
            return
        actions.handle_case(case, by=by, result="已更换", photos=[photo], condition_met=True)

    def verify(self, case):
        if self.chance.random() < 0.3:
            actions.send_back_case(case, by=self.town.grid_a, reason=TEN)
            return
        photo = make_photo(self.town)
        actions.verify_case(case, by=self.town.grid_a, photos=[photo], metres=5)

    def close(self, case):
        actions.close_case(case, by=self.town.intake_clerk, condition_met=True)

    def reopen(self, case):
        actions.reopen_case(case, by=self.town.intake_clerk, reason=TEN)


NEXT = {
    State.REPORTED: "accept",
    State.ACCEPTED: "dispatch",
    State.DISPATCHED: "handle",
    State.HANDLED: "verify",
    State.VERIFIED: "close",
    State.CLOSED: "reopen",
}


@pytest.mark.proves("X4")
def test_whatever_was_answered_is_there_after_fifty_kills(town, monkeypatch):
    handlers = {
        agency.pk: town.actor("agency_handler", agency=agency)
        for agency in (town.agency, town.rival)
    }
    for number in range(CASES):
        actions.report_case(report(town, words=f"第{number}盏路灯不亮"), by=Actor.public())
    pks = list(Case.objects.order_by("pk").values_list("pk", flat=True))
    chance, answered = Random(37), set()

    def work(say):
        while True:
            case = Case.objects.get(pk=hands.chance.choice(pks))
            with suppress(Refused):
                hands.move(case)
                say(f"{case.pk} {case.seq}")

    for kill in range(KILLS):
        hands = Hands(town, handlers, Random(kill))
        monkeypatch.setattr(factories, "_serial", count(1_000 * (kill + 1)))
        said, died = killed(work, at=chance.randrange(1, LONGEST))
        assert died
        answered |= {tuple(map(int, line.split())) for line in said}
    assert answered <= set(CaseStep.objects.values_list("case_id", "number"))
    assert len(answered) > KILLS
    for case in Case.objects.all():
        check_row(case)
    keys = list(OutboxMessage.objects.values_list("key", flat=True))
    assert len(keys) == len(set(keys)) > 0
