"""CS05: an agency gives a case back, rightly or wrongly, and after the third time the leader decides.

The ledger example of the regulation stands in ``cases/tests/test_actions_clocks.py``; here people
do it, and each reads whom the minutes are charged to.
"""

import pytest

from linge.cases import actions, queries
from linge.cases.rules import Charge, ClockName, Stage, State
from linge.cases.tests.factories import TEN, CaseFactory, make_town
from linge.kernel.refusals import Refused
from linge.kernel.tests.test_worktime import at as moment


@pytest.fixture
def road(db, at):
    """A damaged road with five working days, at the lighting agency since ten on a Monday."""
    at("2026-06-15 10:00")
    town = make_town()
    return town, CaseFactory(town=town, state=State.DISPATCHED, code="0203")


def decline(town, case, agency=None):
    by = town.actor("agency_handler", agency=agency) if agency else town.agency_handler
    actions.decline_case(case, by=by, reason_code="not_ours", words=TEN)


def charged(case):
    """Whom the minutes of handling and dispatch are charged to, as the ledger adds them up."""
    sums = {}
    for line in queries.timeline(case).ledger:
        if line.clock == ClockName.STAGE and line.counts and line.minutes:
            key = (line.stage, line.charged_to)
            sums[key] = sums.get(key, 0) + int(line.minutes)
    return sums


@pytest.mark.proves("C2", "C3")
def test_another_agency_gets_it_and_the_minutes_are_the_dispatchers(road, at):
    town, case = road
    at("2026-06-15 11:30")
    decline(town, case)
    assert (case.state, case.declines, case.agency) == (State.ACCEPTED, 1, None)
    at("2026-06-15 14:30")
    actions.dispatch_case(case, by=town.dispatcher, agency=town.rival)
    assert case.handle_due_at == moment("2026-06-23 14:30")
    assert charged(case) == {(Stage.DISPATCH, Charge.DISPATCH.label): 150}
    assert case.agency == town.rival


@pytest.mark.proves("C2", "C3")
def test_the_same_agency_gets_it_again_and_its_clock_goes_on(road, at):
    town, case = road
    at("2026-06-15 11:30")
    decline(town, case)
    at("2026-06-15 14:30")
    actions.dispatch_case(case, by=town.dispatcher, agency=town.agency)
    assert case.handle_due_at == moment("2026-06-23 11:00")
    assert charged(case) == {
        (Stage.HANDLE, Charge.AGENCY.label): 90,
        (Stage.DISPATCH, Charge.DISPATCH.label): 60,
    }


@pytest.mark.proves("C2")
def test_after_the_third_time_only_the_leader_may_choose(road, at):
    town, case = road
    for hour, agency in ((11, town.rival), (14, town.agency)):
        at(f"2026-06-15 {hour}:00")
        decline(town, case, None if hour == 11 else town.rival)
        actions.dispatch_case(case, by=town.dispatcher, agency=agency)
    at("2026-06-15 15:00")
    decline(town, case)
    assert case.declines == 3
    with pytest.raises(Refused, match="社区书记/主任"):
        actions.dispatch_case(case, by=town.dispatcher, agency=town.rival)
    actions.dispatch_case(case, by=town.community_leader, agency=town.rival)
    assert (case.state, case.agency) == (State.DISPATCHED, town.rival)


@pytest.mark.proves("C2")
def test_a_day_later_it_is_too_late_to_give_it_back(road, at):
    town, case = road
    at("2026-06-16 10:01")
    with pytest.raises(Refused, match="申请延期"):
        decline(town, case)
    offered = {offer.action for offer in queries.moves_possible(town.agency_handler, case)}
    assert "decline" not in offered and "ask_postpone" in offered
