"""CS09: co-handling. The lead waits for its helper, the dispatcher lets one go, each unit is rated.

A lamp post has fallen: the lighting agency leads, the road agency clears the way and a third mends
the pavement. Each has its own task, clock and result.
"""

from decimal import Decimal

import pytest

from linge.cases import actions, queries
from linge.cases.models import Assignment, Case
from linge.cases.rules import ClockName, State
from linge.cases.tests.factories import TEN, CaseFactory, employ, make_photo, make_town
from linge.kernel.models import OutboxMessage
from linge.kernel.refusals import Refused
from linge.kernel.tests.test_worktime import at as moment
from linge.kernel.worktime import Limit, Unit
from linge.staff.tests.factories import AgencyFactory, WorkerFactory


def handle(case, town):
    return actions.handle_case(
        case, by=town.agency_handler, result="已扶正", photos=[make_photo(town)], condition_met=True
    )


@pytest.mark.proves("C2")
@pytest.mark.django_db
def test_the_lead_waits_for_its_helpers(at):
    at("2026-06-15 09:00")
    town = make_town()
    paving = AgencyFactory(community=town.community, name="铺装队", short_name="铺装队")
    mason = WorkerFactory(name="钱进")
    employ(mason, town.rival)
    case = CaseFactory(town=town, state=State.DISPATCHED)
    half = Limit(Decimal("0.5"), Unit.WORK_DAY)
    actions.ask_help(case, by=town.dispatcher, agency=town.rival, task="清开道路", limit=half)
    assert OutboxMessage.objects.get(recipient_id=mason.pk).body == (
        f"请{town.rival.short_name}协同办理事件20260615-0001：清开道路"
    )
    actions.ask_help(case, by=town.dispatcher, agency=paving, task="补铺地砖")
    for agency, code in ((town.rival, "helping_already"), (town.agency, "helper_is_lead")):
        with pytest.raises(Refused, match=rf"cases\.{code}"):
            actions.ask_help(case, by=town.dispatcher, agency=agency, task="再来一次")

    helper = town.actor("agency_handler", agency=town.rival)
    assert [row.pk for row in queries.helping_queue(helper)] == [case.pk]
    offers = {offer.action for offer in queries.moves_possible(helper, case)}
    assert {"co_done", "co_decline"} <= offers and "handle" not in offers
    with pytest.raises(Refused, match=r"cases\.co_open"):
        handle(case, town)

    at("2026-06-15 11:00")
    actions.help_done(case, by=helper, result="道路已清开", photos=[make_photo(town)])
    (part,) = case.assignments.filter(agency=town.rival)
    assert (part.outcome, part.result) == ("handled", "道路已清开")
    assert part.segments.get().worked_minutes == 120
    assert part.dues.get().at == moment("2026-06-15 15:00")
    with pytest.raises(Refused, match=r"cases\.co_open"):
        handle(case, town)
    waits = case.assignments.get(agency=paving)
    actions.release_helper(case, by=town.dispatcher, part=waits, reason="地砖没有损坏")
    handle(case, town)
    assert case.state == State.HANDLED

    ledger = queries.timeline(case).ledger
    assert [line.agency for line in ledger if line.clock == ClockName.CO] == [
        town.rival.short_name,
        "铺装队",
    ]

    lead = case.assignments.get(role=Assignment.Role.LEAD)
    actions.rate_agency(case, by=town.dispatcher, part=part, rating=5)
    actions.rate_agency(case, by=town.dispatcher, part=lead, rating=3)
    assert {row.agency: row.rating for row in queries.handled_parts(case)} == {
        town.rival: 5,
        town.agency: 3,
    }


@pytest.mark.proves("C2")
@pytest.mark.django_db
def test_a_helper_that_declines_lets_go_of_itself_alone(at):
    at("2026-06-15 09:00")
    town = make_town()
    third = AgencyFactory(community=town.community, name="清运队", short_name="清运队")
    case = CaseFactory(town=town, state=State.DISPATCHED)
    for agency in (town.rival, third):
        actions.ask_help(case, by=town.dispatcher, agency=agency, task="清运")
    helper = town.actor("agency_handler", agency=town.rival)
    with pytest.raises(Refused, match=r"cases\.reason_needed"):
        actions.decline_help(case, by=helper, words="不归我们")
    actions.decline_help(case, by=helper, words=TEN)
    assert case.state == State.DISPATCHED and case.agency == town.agency
    assert [part.agency for part in queries.helpers_of(case)] == [third]
    assert not queries.visible_to(helper).filter(pk=case.pk).exists(), "what was given back is gone"

    actions.recall_case(case, by=town.dispatcher, reason="改派其他单位")
    assert not queries.helpers_of(Case.objects.get(pk=case.pk)).exists(), "recalled with the lead"
    assert not case.segments.filter(clock=ClockName.CO, ended_at=None).exists()


@pytest.mark.proves("C2")
@pytest.mark.django_db
def test_eight_agencies_may_help_and_no_more(at):
    at("2026-06-15 09:00")
    town = make_town()
    case = CaseFactory(town=town, state=State.DISPATCHED)
    for agency in AgencyFactory.create_batch(8, community=town.community):
        actions.ask_help(case, by=town.dispatcher, agency=agency, task="协助")
    with pytest.raises(Refused, match=r"cases\.helpers_full"):
        actions.ask_help(case, by=town.dispatcher, agency=town.rival, task="协助")
