"""CS13: what strikes a case out takes two people, and neither of them can be both."""

from dataclasses import replace

import pytest

from linge.audit.models import AuditEntry
from linge.cases import actions, queries
from linge.cases.rules import OPEN, State
from linge.cases.tests.factories import TEN, CaseFactory, make_town
from linge.kernel.models import OutboxMessage
from linge.kernel.refusals import Refused


@pytest.fixture
def town(db, at):
    at("2026-06-15 09:00")
    return make_town()


def both_posts(one, other):
    """One person who holds two posts, as in a small community."""
    return replace(one, grants=(*one.grants, *other.grants))


@pytest.mark.proves("C2")
def test_a_test_report_is_struck_out_by_clerk_and_lead(town):
    case = CaseFactory(town=town, source="desk", by=town.intake_clerk)
    with pytest.raises(Refused, match="请先由有权申请的人"):
        actions.void_case(case, by=town.grid_lead)
    actions.ask_void(case, by=town.intake_clerk, reason_code="test", reason="培训时录入的演练件")
    assert case.state == State.REPORTED
    actions.void_case(case, by=town.grid_lead)
    assert case.state == State.VOID
    assert not case.segments.filter(ended_at__isnull=True).exists()
    request = case.requests.get()
    assert (request.asked_by.name, request.decided_by.name) == ("陈静", "李强")
    step = queries.timeline(case).moments[0]
    assert (step.label, step.who) == ("作废", "李强") and "陈静" in step.words
    entries = AuditEntry.objects.filter(act__in=("cases.ask_void", "cases.void"))
    assert {entry.act for entry in entries} == {"cases.ask_void", "cases.void"}
    told = OutboxMessage.objects.filter(recipient_id=town.people["intake_clerk"].pk).last()
    assert told.body.endswith("作废申请：已批准。")


@pytest.mark.proves("C2")
def test_the_same_person_in_two_posts_is_refused_and_nothing_changes(town):
    case = CaseFactory(town=town)
    clerk_and_leader = both_posts(town.intake_clerk, town.community_leader)
    actions.ask_void(case, by=clerk_and_leader, reason_code="spam", reason=TEN)
    with pytest.raises(Refused, match="另一位负责人"):
        actions.void_case(case, by=clerk_and_leader)
    case.refresh_from_db()
    assert (case.state, case.pending) == (State.REPORTED, "void")
    offered = {offer.action for offer in queries.moves_possible(clerk_and_leader, case)}
    assert "void" not in offered and "refuse_request" in offered
    actions.refuse_request(case, by=town.grid_lead, reason="是真实的问题，请受理")
    assert case.pending == ""


@pytest.mark.proves("C2", "A9")
@pytest.mark.parametrize("state", [State.ACCEPTED, State.DISPATCHED, State.HANDLED, State.VERIFIED])
def test_a_forced_end_is_asked_by_the_leader_and_agreed_by_the_street(town, state):
    case = CaseFactory(town=town, state=state)
    with pytest.raises(Refused, match="权限"):
        actions.ask_force_close(case, by=town.dispatcher, reason=TEN)
    actions.ask_force_close(case, by=town.community_leader, reason="产权单位已注销，无人可办理")
    with pytest.raises(Refused, match="权限"):
        actions.force_close_case(case, by=town.community_leader)
    actions.force_close_case(case, by=town.street_officer)
    assert case.state == State.FORCE_CLOSED and case.state not in OPEN
    names = [
        (row.asked_by.name, row.decided_by.name) for row in queries.forced(town.street_officer)
    ]
    assert names == [("何建国", "吴丹")]
