"""CS10: a parent with three children. The parent can't close before they have ended; whatever happens
to it, they go on; their news stands on its timeline.

A whole lane without light is one matter, each lamp of it another.
"""

import pytest

from linge.cases import actions, queries
from linge.cases.models import Case
from linge.cases.queries.story import story
from linge.cases.rules import State
from linge.cases.tests.factories import TEN, CaseFactory, make_town
from linge.kernel.refusals import Refused


def link(town, child, parent):
    return actions.link_case(child, by=town.intake_clerk, parent=parent)


def why_not(town, child, parent):
    with pytest.raises(Refused, match=r"cases\.bad_parent") as refused:
        link(town, child, parent)
    return refused.value.message


def close(case, town):
    return actions.close_case(case, by=town.intake_clerk, condition_met=True)


@pytest.mark.proves("C2")
@pytest.mark.django_db
def test_a_parent_closes_last(at):
    at("2026-06-15 09:00")
    town = make_town()
    parent = CaseFactory(town=town, source="patrol", by=town.grid_a, state=State.VERIFIED)
    states = (State.REPORTED, State.ACCEPTED, State.DISPATCHED)
    one, two, three = (CaseFactory(town=town, state=state) for state in states)
    at("2026-06-15 09:30")
    for child in (one, two, three):
        link(town, child, parent)
    assert queries.links_of(parent) == (None, [one, two, three])
    assert queries.links_of(two)[0] == parent
    assert "它自己是子事件" in why_not(town, CaseFactory(town=town), one)
    assert "自己有子事件" in why_not(town, parent, CaseFactory(town=town))
    assert "已有母事件" in why_not(town, one, CaseFactory(town=town))

    with pytest.raises(Refused, match=r"cases\.children_open") as refused:
        close(parent, town)
    assert refused.value.message == "还有3件子事件未办结，请先办结。"
    actions.reject_case(one, by=town.intake_clerk, reason_code="not_found", words=TEN)
    actions.dispatch_case(two, by=town.dispatcher, agency=town.agency)
    titles = [each.title for each in story(parent).happenings]
    assert f"子事件 {two.number}：派遣" in titles and f"子事件 {one.number}：不予受理" in titles
    assert not any(three.number in title for title in titles), "only what came after the link"

    with pytest.raises(Refused, match=r"cases\.children_open"):
        close(parent, town)
    for child in (two, three):
        actions.unlink_case(child, by=town.community_leader, reason="另一条巷子的路灯")
    close(parent, town)
    assert Case.objects.get(pk=parent.pk).state == State.CLOSED
    assert {Case.objects.get(pk=child.pk).state for child in (two, three)} == {State.DISPATCHED}
    assert "它已经办结" in why_not(town, two, parent)
    with pytest.raises(Refused, match=r"cases\.no_parent"):
        actions.unlink_case(two, by=town.intake_clerk, reason=TEN)


@pytest.mark.proves("C2")
@pytest.mark.django_db
def test_fifty_children_and_no_more(at):
    at("2026-06-15 09:00")
    town = make_town()
    parent, last = CaseFactory(town=town), CaseFactory(town=town)
    for _ in range(50):
        link(town, CaseFactory(town=town), parent)
    assert "子事件已满50件" in why_not(town, last, parent)
    assert "子事件" in why_not(town, parent, parent)
